"""The accounts with their balances, and what was written on one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, case, null, select, type_coerce
from sqlalchemy.orm import selectinload

from lt_admin.accounts.models import User
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import MoneyCents
from lt_admin.core.periods import Period
from lt_admin.ledger.models import Journal, LedgerEntry, LedgerPosting
from lt_admin.ledger.queries import balances
from lt_admin.ledger.rules import CHART, Account, Sheet

JOURNALS: Mapping[Any, Any] = {
    Journal.SALES: _l("Sales"),
    Journal.PURCHASES: _l("Purchases"),
    Journal.BANK: _l("Bank"),
    Journal.STRIPE: _l("Stripe"),
    Journal.MEMORIAL: _l("Memorial"),
    Journal.OPENING: _l("Opening"),
}
NAMES: Mapping[Any, Any] = {account: sheet.name for account, sheet in CHART.items()}
FACTS = (
    Column("booked_on", _l("Day"), LedgerEntry.booked_on, kind="day"),
    Column("entry_id", "", LedgerEntry.id, card="carried"),
    Column("words", _l("What"), LedgerEntry.words, card="wide"),
    Column("party", _l("With whom"), LedgerEntry.party, card="wide"),
    Column("about", _l("Engagement"), LedgerEntry.about, kind="code"),
    Column("journal", _l("Journal"), LedgerEntry.journal, words=JOURNALS, card="hide"),
)
FILTERS = (
    Search(
        "q",
        _l("Search"),
        (LedgerEntry.words, LedgerEntry.party, LedgerEntry.about),
        hint=_l("words, name or engagement"),
    ),
    Days("from", _l("From"), lambda day: LedgerEntry.booked_on >= day),
    Days("until", _l("Until and including"), lambda day: LedgerEntry.booked_on <= day),
    Choice("journal", _l("Journal"), JOURNALS, lambda each: LedgerEntry.journal == each),
)


@dataclass(frozen=True)
class Standing:
    """One account over a period; debit is positive."""

    account: Account
    before: Money  # at the start of its first day
    moved: Money

    @property
    def sheet(self) -> Sheet:
        """What the account is."""
        return CHART[self.account]

    @property
    def after(self) -> Money:
        """At the end of the last day."""
        return self.before + self.moved


def standings(period: Period) -> list[Standing]:
    """Every account that was ever touched, in order."""
    before = balances(period.from_ - timedelta(days=1))
    moved = balances(period.until, period.from_)
    return [
        Standing(account, before.get(account, ZERO), moved.get(account, ZERO))
        for account in Account
        if account in before or account in moved
    ]


def _side(mine: Any, account: Account) -> Any:
    amount = type_coerce(LedgerPosting.amount, MoneyCents())
    return type_coerce(case((mine == account, amount), else_=null()), MoneyCents())


def entries_listing(account: Account) -> Listing:
    """What was written on one account: a row for each amount, with the account at its other end."""
    name = f"account-{account.value}"
    columns = (*FACTS, *_amounts(account))
    return Listing(name, key=LedgerPosting.id, order="-booked_on", columns=columns, filters=FILTERS)


def _amounts(account: Account) -> tuple[Column, ...]:
    other = case((LedgerPosting.debit == account, LedgerPosting.credit), else_=LedgerPosting.debit)
    sides = ((LedgerPosting.debit, _l("Debit side")), (LedgerPosting.credit, _l("Credit side")))
    return (
        Column("other", _l("Other account"), type_coerce(other, LedgerPosting.debit.type)),
        *(
            Column(mine.key, word, _side(mine, account), kind="euro", total=True, sort=False)
            for mine, word in sides
        ),
    )


def written_on(account: Account) -> Select[Any]:
    """Every amount on one account."""
    touches = (LedgerPosting.debit == account) | (LedgerPosting.credit == account)
    joined = select().select_from(LedgerPosting)
    return joined.join(LedgerEntry, LedgerPosting.entry_id == LedgerEntry.id).where(touches)


def find_entry(entry_id: int) -> LedgerEntry | None:
    """The entry with this id, with its amounts."""
    return session.get(LedgerEntry, entry_id, options=[selectinload(LedgerEntry.postings)])


def entries_about(entry: LedgerEntry) -> Sequence[LedgerEntry]:
    """The other entries about the same thing, in order."""
    wanted = select(LedgerEntry).where(
        LedgerEntry.subject == entry.subject, LedgerEntry.id != entry.id
    )
    wanted = wanted.order_by(LedgerEntry.booked_on, LedgerEntry.id).limit(50)
    return session.scalars(wanted.options(selectinload(LedgerEntry.postings))).all()


def writer_of(entry: LedgerEntry) -> str | None:
    """Who caused it; None when it went by itself."""
    if entry.made_by_id is None:
        return None
    return session.scalars(select(User.name).where(User.id == entry.made_by_id)).one()
