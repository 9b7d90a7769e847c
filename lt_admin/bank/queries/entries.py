"""Entries on bank statements: the work list, one entry with its places, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import Select, func, select, type_coerce
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.bank.models.statements import (
    BankBooking,
    BankEntry,
    BankStatement,
    BookedBy,
    EntryState,
)
from lt_admin.bank.queries.suggestions import names_of, suggestions_for
from lt_admin.bank.rules.suggesting import Suggestion
from lt_admin.billing.models.checkouts import StripePayout
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment, PaymentReturn
from lt_admin.billing.queries.payments import open_invoices, spread
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.formats import euro
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import MoneyCents
from lt_admin.ledger.rules import CHART
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.payouts.models.batches import BatchLine

ENTRY_BADGES: Mapping[EntryState, Badge] = {
    EntryState.OPEN: Badge(_l("waits"), "warn"),
    EntryState.BOOKED: Badge(_l("has its place"), "ok"),
    EntryState.SET_ASIDE: Badge(_l("set aside"), "neutral"),
}
HOWS: Mapping[BookedBy, Any] = {
    BookedBy.REFERENCE: _l("by its reference"),
    BookedBy.NUMBER: _l("by an invoice number in its words"),
    BookedBy.PERSON: _l("by hand"),
    BookedBy.STRIPE: _l("as a payout of Stripe"),
}
REST: Any = type_coerce(BankEntry.amount - BankEntry.booked, MoneyCents())

ENTRIES = Listing(
    "bank-entries",
    key=BankEntry.id,
    order="booked_on",
    columns=(
        Column(
            "booked_on",
            _l("Day"),
            BankEntry.booked_on,
            kind="day",
            link="bank_entries.entry",
            link_key="entry_id",
        ),
        Column("name", _l("Other party"), BankEntry.name, card="wide", small="iban"),
        Column("text", _l("Description"), BankEntry.text, sort=False, card="wide"),
        Column("structured", _l("Structured reference"), BankEntry.structured, card="hide"),
        Column("iban", _l("Bank account"), BankEntry.iban, card="carried"),
        Column("amount", _l("Amount"), BankEntry.amount, kind="euro", total=True),
        Column("rest", _l("Waits"), REST, kind="euro", total=True),
        Column("state", _l("State"), BankEntry.state, kind="badge", words=ENTRY_BADGES),
    ),
    filters=(
        Search(
            "q",
            _l("Search"),
            (BankEntry.name, BankEntry.text, BankEntry.iban, BankEntry.structured),
            hint=_l("name, account or words"),
        ),
        Days("from", _l("From"), lambda day: BankEntry.booked_on >= day),
        Days("until", _l("Until and including"), lambda day: BankEntry.booked_on <= day),
        Choice(
            "direction",
            _l("Direction"),
            {"in": _l("came in"), "out": _l("went out")},
            lambda asked: BankEntry.amount > ZERO if asked == "in" else BankEntry.amount < ZERO,
        ),
        Choice("state", _l("State"), ENTRY_BADGES, lambda state: BankEntry.state == state),
    ),
)


def entries_of(statement: BankStatement) -> Select[Any]:
    """The entries of one statement."""
    return select().select_from(BankEntry).where(BankEntry.statement_id == statement.id)


def all_entries() -> Select[Any]:
    """Every entry that was taken in."""
    return select().select_from(BankEntry)


@dataclass(frozen=True)
class Waiting:
    """A slice of the work list, with what each entry may be."""

    entries: Sequence[BankEntry]
    suggestions: Mapping[int, list[Suggestion]]
    names: Mapping[int, str]
    count: int
    after: int | None  # the entry to go on after


AT_ONCE = 25


def work_list(after: int | None = None) -> Waiting:
    """What waits for a place, the oldest first; a fixed number of statements."""
    open_ = BankEntry.state == EntryState.OPEN
    wanted = select(BankEntry).where(open_).order_by(BankEntry.booked_on, BankEntry.id)
    last = None if after is None else session.get(BankEntry, after)
    if last is not None:
        here, there = (BankEntry.booked_on, BankEntry.id), (last.booked_on, last.id)
        wanted = wanted.where((here[0] > there[0]) | ((here[0] == there[0]) & (here[1] > there[1])))
    found = session.scalars(wanted.limit(AT_ONCE + 1)).all()
    entries = found[:AT_ONCE]
    ideas = suggestions_for(entries)
    count = session.scalars(select(func.count()).select_from(BankEntry).where(open_)).one()
    more = entries[-1].id if len(found) > AT_ONCE else None
    return Waiting(entries, ideas, _names(ideas.values()), count, more)


def _names(ideas: Iterable[Sequence[Suggestion]]) -> dict[int, str]:
    return names_of(idea.organisation_id for each in ideas for idea in each)


def find_entry(entry_id: int) -> BankEntry | None:
    """The entry with this id, with its statement and places."""
    statement = joinedload(BankEntry.statement).joinedload(BankStatement.file)
    return session.get(BankEntry, entry_id, options=[statement, selectinload(BankEntry.bookings)])


def find_booking(booking_id: int) -> BankBooking | None:
    """The place of an entry with this id."""
    return session.get(BankBooking, booking_id, options=[joinedload(BankBooking.entry)])


@dataclass(frozen=True)
class Place:
    """Where (a part of) an entry went, for its page."""

    booking: BankBooking
    payment: Payment | None
    payment_return: PaymentReturn | None
    payout: StripePayout | None
    line: BatchLine | None

    @property
    def account(self) -> Any:
        """The name of the account of the ledger that it was booked on, if it was."""
        found = self.booking.account
        return None if found is None else CHART[found].name


def places_of(entry: BankEntry) -> list[Place]:
    """The places of an entry, those that were undone too."""
    wanted = (
        select(BankBooking, Payment, PaymentReturn, StripePayout, BatchLine)
        .outerjoin(PaymentReturn, PaymentReturn.id == BankBooking.return_id)
        .outerjoin(
            Payment, Payment.id == func.coalesce(BankBooking.payment_id, PaymentReturn.payment_id)
        )
        .outerjoin(StripePayout, StripePayout.id == BankBooking.payout_id)
        .outerjoin(BatchLine, BatchLine.id == BankBooking.line_id)
        .where(BankBooking.entry_id == entry.id)
        .options(joinedload(Payment.organisation))
        .order_by(BankBooking.id)
    )
    return [Place(*row) for row in session.execute(wanted)]


@dataclass(frozen=True)
class Offer:
    """An organisation whose invoices an entry may pay, each with how much at most."""

    organisation: Organisation
    invoices: Sequence[Invoice]
    parts: Mapping[int, Money]


def offer_of(entry: BankEntry, organisation: Organisation) -> Offer:
    """What an organisation owes, with how the entry would go over it as it is due."""
    invoices = open_invoices(organisation.id)
    parts = {invoice.id: part for invoice, part in spread(entry.rest, organisation.id)}
    return Offer(organisation, invoices, parts)


def ideas_for(entry: BankEntry) -> dict[str, Any]:
    """What one entry may be, and the names that are in it."""
    found = suggestions_for([entry]) if entry.state is EntryState.OPEN else {}
    return {"ideas": found.get(entry.id, []), "names": _names(found.values())}


def waiting() -> tuple[int, Money]:
    """How many amounts wait for a place, and what they are together (out and in alike)."""
    count, amount, _since = session.execute(_waiting_sums()).one()
    return count, amount or ZERO


def duties(user: User) -> list[Duty]:
    """The amounts that wait for a place, for whoever gives them one."""
    if not user.may(Permission.BANK_IMPORT):
        return []
    count, amount, since = session.execute(_waiting_sums()).one()
    return [_duty(count, amount, since)] if count else []


def _waiting_sums() -> Any:
    size = type_coerce(func.sum(func.abs(REST)), MoneyCents())
    facts = (func.count(), size, func.min(BankEntry.booked_on))
    return select(*facts).select_from(BankEntry).where(BankEntry.state == EntryState.OPEN)


def _duty(count: int, amount: Money, since: date) -> Duty:
    return Duty(
        sentence=ngettext(
            "One amount on the bank statement waits for its place.",
            "%(num)d amounts on the bank statement wait for their place.",
            count,
        ),
        since=since,
        url=url_for("bank_entries.work_list"),
        button=_("Give them their place"),
        reason=_("%(amount)s in all", amount=euro(amount, language())),
    )
