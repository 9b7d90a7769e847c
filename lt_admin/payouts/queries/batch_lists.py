"""The list of payment batches, the words of their states, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission, Role
from lt_admin.core import clock, history
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.formats import euro
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.money import Money
from lt_admin.payouts.models.batches import BatchLine, BatchState, LineState, PaymentBatch
from lt_admin.payouts.queries import batches as queries
from lt_admin.payouts.rules.batches import is_above
from lt_admin.payouts.rules.pain001 import FORMS
from lt_admin.payouts.rules.transliteration import plain

_S, _L = BatchState, LineState
BATCH_BADGES: Mapping[BatchState, Badge] = {
    _S.PROPOSED: Badge(_l("second person"), "warn", "clock"),
    _S.APPROVED: Badge(_l("approved"), "info", "check"),
    _S.DECLINED: Badge(_l("turned down"), "neutral", "back"),
    _S.WITHDRAWN: Badge(_l("withdrawn"), "neutral", "back"),
    _S.EXPORTED: Badge(_l("at the bank"), "info", "clock"),
    _S.DONE: Badge(_l("done"), "ok"),
}
LINE_BADGES: Mapping[LineState, Badge] = {
    _L.WAITING: Badge(_l("to be paid"), "warn"),
    _L.PAID: Badge(_l("paid"), "ok"),
    _L.REFUSED: Badge(_l("refused by the bank"), "danger"),
    _L.RETURNED: Badge(_l("came back"), "danger"),
    _L.DROPPED: Badge(_l("not paid"), "neutral"),
}
_MAKER, _DECIDER = aliased(User), aliased(User)
_COUNT = (
    select(func.count(BatchLine.id))
    .where(BatchLine.batch_id == PaymentBatch.id)
    .correlate(PaymentBatch)
    .scalar_subquery()
)
BATCHES = Listing(
    "batches",
    key=PaymentBatch.id,
    order="-number",
    columns=(
        Column(
            *("number", _l("Number"), PaymentBatch.number),
            link="batches.batch",
            link_key="batch_id",
        ),
        Column("execute_on", _l("The bank pays on"), PaymentBatch.execute_on, kind="day"),
        Column("count", _l("Payments"), _COUNT, kind="number", sort=False),
        Column("made_by", _l("Made by"), _MAKER.name),
        Column("decided_by", _l("Second person"), _DECIDER.name),
        Column("state", _l("State"), PaymentBatch.state, kind="badge", words=BATCH_BADGES),
        Column("amount", _l("Amount"), PaymentBatch.amount, kind="euro", total=True),
    ),
    filters=(
        Search("q", _l("Search"), (PaymentBatch.number, _MAKER.name), _l("Number or person")),
        Days("from", _l("From"), lambda day: PaymentBatch.execute_on >= day),
        Days("until", _l("Up to and including"), lambda day: PaymentBatch.execute_on <= day),
        Choice("state", _l("State"), BATCH_BADGES, lambda state: PaymentBatch.state == state),
    ),
)


def all_batches() -> Select[Any]:
    """Every batch, for the list."""
    wanted = select().select_from(PaymentBatch).join(_MAKER, _MAKER.id == PaymentBatch.made_by_id)
    return wanted.outerjoin(_DECIDER, _DECIDER.id == PaymentBatch.decided_by_id)


ROW = ("batch", "state", "payees", "cents", "executed_on")
_WENT = (BatchState.EXPORTED, BatchState.DONE)


def batch_rows() -> list[dict[str, Any]]:
    """What scripts rely on of every batch, by number: cents, ISO days, plain words."""
    payees = select(func.count(BatchLine.payee_id.distinct()))
    counted = payees.where(BatchLine.batch_id == PaymentBatch.id).scalar_subquery()
    columns = (PaymentBatch.number, PaymentBatch.state, counted, PaymentBatch.amount)
    rows = session.execute(
        select(*columns, PaymentBatch.execute_on).order_by(PaymentBatch.number)
    ).all()
    return [_plain(*row) for row in rows]


def _plain(number: str, state: BatchState, payees: int, amount: Money, on: date) -> dict[str, Any]:
    day = on.isoformat() if state in _WENT else None
    return dict(zip(ROW, (number, state.value, payees, amount.cents, day), strict=True))


def facts_of(batch: PaymentBatch, user: User) -> dict[str, Any]:
    """What the page of a batch shows besides the batch itself; a fixed number of statements."""
    return {
        "badge": BATCH_BADGES[batch.state],
        "line_badges": LINE_BADGES,
        "hurdles": {line.id: words for line, words in queries.hurdles(batch)},
        "earlier": queries.earlier_lines(batch),
        "statuses": queries.statuses_of(batch),
        "limit": queries.limit_on(clock.today()),
        "is_own": queries.pays(batch, user),
        "forms_of_files": FORMS,
        "plain": plain,
        "timeline": history.timeline(f"payment_batch:{batch.id}"),
    }


def duties(user: User) -> list[Duty]:
    """Batches that wait for this person, and statements that wait for a batch."""
    found: list[Duty] = []
    if user.may(Permission.BATCH_APPROVE):
        found += _to_decide(user)
    if user.may(Permission.BATCH_MAKE):
        found += [*_to_export(), *_to_pay()]
    return found


def _to_decide(user: User) -> Iterator[Duty]:
    limit = queries.limit_on(clock.today())
    for each in queries.open_batches():
        mine = each.made_by_id == user.id
        above = user.role is not Role.BOARD and is_above(each.amount, limit)
        if each.state is BatchState.PROPOSED and not (mine or above):
            words = _("Payment batch %(number)s waits for a second person.", number=each.number)
            yield _duty(each, words, _("Look at it"))


def _to_export() -> Iterator[Duty]:
    for each in queries.open_batches():
        if each.state is BatchState.APPROVED:
            words = _("Payment batch %(number)s may go to the bank.", number=each.number)
            yield _duty(each, words, _("Make the file"))


def _duty(batch: PaymentBatch, words: str, button: str) -> Duty:
    return Duty(
        sentence=words,
        since=clock.day_of(batch.decided_at or batch.made_at),
        url=url_for("batches.batch", batch_id=batch.id),
        button=button,
        reason=euro(batch.amount, language()),
    )


def _to_pay() -> Iterator[Duty]:
    waiting = [each for each in queries.candidates() if not each.held_by]
    if not waiting:
        return
    ready = sum(not each.hurdle for each in waiting)
    amount = euro(Money.total(each.amount for each in waiting), language())
    yield Duty(
        sentence=ngettext(
            "One statement is to be paid: %(amount)s.",
            "%(num)s statements are to be paid, together %(amount)s.",
            len(waiting),
            amount=amount,
        ),
        since=min(each.statement.issued_on for each in waiting),
        url=url_for("batches.new"),
        button=_("Put them in a batch"),
        reason=ngettext("One of them can be.", "%(num)s of them can be.", ready)
        if ready
        else _("None of them can be yet."),
    )
