"""Paying payees: one person makes a batch, another approves it, and the bank gets one file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission, Role
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import audit, clock, series
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState
from lt_admin.payouts.models.batches import (
    BATCH_STEPS,
    BatchLimit,
    BatchLine,
    BatchSeries,
    BatchState,
    PaymentBatch,
)
from lt_admin.payouts.queries import batches as queries
from lt_admin.payouts.queries.batches import Candidate
from lt_admin.payouts.rules import pain001
from lt_admin.payouts.rules.batches import LATEST, digest_of, end_to_end, is_above


def make_batch(
    statements: Collection[PaymentStatement], *, execute_on: date, by: User
) -> PaymentBatch:
    """Put statements together to be paid on a day; nothing is paid until somebody else agrees.

    Raises Refused naming each that cannot be paid now: paid or in a batch already, without a bill
    that is right, or with an account number that waits for a second person.
    """
    _check_may(by, Permission.BATCH_MAKE)
    _check_day(execute_on)
    numbers = series.lock(BatchSeries, clock.today().year)
    queries.lock_statements({each.id for each in statements})
    found = queries.candidates({each.id for each in statements})
    _check_candidates(found)
    number = numbers.take()
    lines = [_line(number, place, each) for place, each in enumerate(found, start=1)]
    batch = PaymentBatch(
        number=number,
        state=BatchState.PROPOSED,
        execute_on=execute_on,
        amount=Money.total(each.amount for each in lines),
        digest=digest_of(number, execute_on, [each.facts() for each in lines]),
        made_by_id=by.id,
        lines=lines,
    )
    session.add(batch)
    audit.record("batch:made", batch, by=by, cents=batch.amount.cents, lines=len(lines))
    return batch


def _check_may(by: User, permission: Permission) -> None:
    if not (by.is_active and by.may(permission)):
        raise Refused(_("This is for somebody else to do."))


def _check_day(day: date) -> None:
    today = clock.today()
    if not today <= day <= today + timedelta(days=LATEST):
        raise Refused(_("Choose a day from today, at most %(days)s days ahead.", days=LATEST))


def _check_candidates(found: Sequence[Candidate]) -> None:
    if not found:
        raise Refused(_("Choose what is to be paid."))
    told = [f"{each.statement.number} {each.hurdle}" for each in found if each.hurdle]
    if told:
        raise WrongState(_("This cannot be paid now: %(what)s.", what="; ".join(told)))


def _line(number: str, position: int, found: Candidate) -> BatchLine:
    if found.account is None:
        raise ValueError("only what may be paid is put in a batch")
    return BatchLine(
        position=position,
        payee_id=found.statement.payee_id,
        statement_id=found.statement.id,
        bill_id=None if found.bill is None else found.bill.id,
        holder=found.account.holder,
        iban=queries.plain_iban(found.account.iban),
        amount=found.amount,
        remittance=found.remittance,
        end_to_end=end_to_end(number, position),
    )


def approve(batch: PaymentBatch, *, seen: str, by: User) -> None:
    """Agree as a second person with the batch whose digest is `seen`.

    Refused to who made it, to whom it pays, and to the treasurer above the limit; WrongState when
    it is another batch than was seen, or when something in it may not be paid any more.
    """
    batch = queries.locked(batch)
    BATCH_STEPS.after(batch.state, "approve")
    _check_decider(batch, by)
    if seen != batch.digest:
        raise WrongState(_("This is not what you saw; look once more."))
    _check_standing(batch)
    batch.decide("approve", by_id=by.id)
    cents, digest = batch.amount.cents, batch.digest
    audit.record("batch:approved", batch, by=by, cents=cents, digest=digest)


def _check_decider(batch: PaymentBatch, by: User) -> None:
    _check_second(batch, by)
    if queries.pays(batch, by):
        raise Refused(_("This batch pays for your own work; somebody else approves it."))
    limit = queries.limit_on(clock.today())
    if by.role is not Role.BOARD and is_above(batch.amount, limit):
        raise Refused(_("This is above the limit of the treasurer; the board approves it."))


def _check_second(batch: PaymentBatch, by: User) -> None:
    _check_may(by, Permission.BATCH_APPROVE)
    if by.id == batch.made_by_id:
        raise Refused(_("You made this batch; somebody else decides."))


def _check_standing(batch: PaymentBatch) -> None:
    """What was seen is what is there, and all of it may still be paid."""
    total = Money.total(each.amount for each in batch.lines)
    digest = digest_of(batch.number, batch.execute_on, batch.facts())
    if (digest, total) != (batch.digest, batch.amount):
        raise WrongState(_("This batch is not what it was when it was made. Withdraw it."))
    told = [f"{line.statement.number} {words}" for line, words in queries.hurdles(batch)]
    if told:
        raise WrongState(_("This cannot be paid now: %(what)s.", what="; ".join(told)))


def decline(batch: PaymentBatch, *, reason: str, by: User) -> None:
    """Do not agree, as a second person: its statements may go into another batch."""
    batch = queries.locked(batch)
    _check_second(batch, by)
    batch.decide("decline", by_id=by.id, reason=_words(reason))
    _drop(batch)
    audit.record("batch:declined", batch, by=by, cents=batch.amount.cents)


def withdraw(batch: PaymentBatch, *, reason: str, by: User) -> None:
    """Take a batch back, approved or not, as long as it did not go to the bank."""
    batch = queries.locked(batch)
    _check_may(by, Permission.BATCH_MAKE)
    batch.withdraw(_words(reason))
    _drop(batch)
    audit.record("batch:withdrawn", batch, by=by, cents=batch.amount.cents)


def _words(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Say why; whoever looks at this later will want to know."))
    return reason.strip()


def _drop(batch: PaymentBatch) -> None:
    for each in batch.lines:
        each.step("drop")


def export(batch: PaymentBatch, *, form: str = "", by: Model | str) -> bytes:
    """The file for the bank; asked again it is the same, byte for byte.

    `form` is one of pain001.FORMS, the first when it is left out. Refused in another form than
    before: a bank that gets two files pays twice.
    """
    batch = queries.locked(batch)
    if isinstance(by, User):
        _check_may(by, Permission.BATCH_MAKE)
    if batch.exported_at is not None:
        return _once_more(batch, form, by)
    BATCH_STEPS.after(batch.state, "export")
    _check_standing(batch)
    form = form or pain001.FORMS[0]
    if form not in pain001.FORMS:
        raise Refused(_("The bank takes these forms: %(forms)s.", forms=", ".join(pain001.FORMS)))
    order = _order(batch)
    batch.export(form, order.message, pain001.write(order, form))
    cents, sha256 = batch.amount.cents, batch.sha256
    audit.record("batch:exported", batch, by=by, cents=cents, form=form, sha256=sha256)
    return batch.content or b""


def _once_more(batch: PaymentBatch, form: str, by: Model | str) -> bytes:
    if form not in {"", batch.form}:
        words = _("The file was made as %(form)s; a second one would pay twice.", form=batch.form)
        raise WrongState(words)
    audit.record("batch:exported_again", batch, by=by, sha256=batch.sha256)
    return queries.content_of(batch)


def _order(batch: PaymentBatch) -> pain001.Order:
    sender = the_foundation()
    iban = queries.plain_iban(sender.iban)
    if not iban:
        raise Refused(_("The foundation has no account number yet; fill it in at the settings."))
    return pain001.Order(
        message=batch.number,
        made_at=clock.now(),
        execute_on=max(batch.execute_on, clock.today()),
        name=sender.name,
        iban=iban,
        payments=tuple(_payment(each) for each in batch.lines),
    )


def _payment(line: BatchLine) -> pain001.Payment:
    payee = line.payee
    address = pain001.Address(payee.street, payee.postcode, payee.city)
    if not (pain001.is_in_eea(line.iban) or payee.city):
        raise Refused(_("%(name)s lives outside the EEA: fill in the town.", name=payee.name))
    facts = (line.end_to_end, line.amount, line.holder, line.iban, line.remittance)
    return pain001.Payment(*facts, address)


def set_limit(amount: Money, *, valid_from: date, by: User) -> BatchLimit:
    """From this day on the treasurer approves up to `amount`; above it the board."""
    _check_may(by, Permission.SETTINGS_MANAGE)
    if valid_from < clock.today() or amount < ZERO:
        raise Refused(_("A limit begins today or later, and is not below zero."))
    if any(each.valid_from == valid_from for each in queries.limits()):
        raise Refused(_("There is a limit from that day already."))
    made = BatchLimit(valid_from=valid_from, amount=amount, set_by_id=by.id)
    session.add(made)
    audit.record("batch:limit_set", made, by=by, cents=amount.cents, valid_from=valid_from)
    return made
