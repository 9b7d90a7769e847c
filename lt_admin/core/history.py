"""The audit log as people read it: who, what and when, in words and with names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, select

from lt_admin.core import formats
from lt_admin.core.audit import SYSTEM, AuditEntry
from lt_admin.core.clock import day_of, midnight
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.money import Money
from lt_admin.core.naming import labels
from lt_admin.core.orm import Model
from lt_admin.core.sentences import SENTENCES

KINDS: dict[str, Any] = {
    "account": _l("Statements of account"),
    "agreement": _l("Agreements with freelancers"),
    "assessment": _l("Assessments"),
    "assignment": _l("Assignments"),
    "availability": _l("Availability"),
    "bank_entry": _l("Bank entries"),
    "bank_file": _l("Bank statements"),
    "bill": _l("Invoices of payees"),
    "batch": _l("Payment batches"),
    "books": _l("Books"),
    "booking": _l("Bookings"),
    "budget": _l("Budgets"),
    "certificate": _l("Destruction certificates"),
    "charge": _l("Costs of lateness"),
    "checkout": _l("Payment pages"),
    "contact": _l("Contacts"),
    "division": _l("Division of contributions"),
    "document": _l("Working documents"),
    "engagement": _l("Reviews"),
    "evaluation": _l("Evaluations"),
    "feed": _l("Calendar addresses"),
    "finding": _l("Findings"),
    "follow_up": _l("Decisions on a follow-up"),
    "foundation": _l("The foundation"),
    "group": _l("Groups"),
    "hours": _l("Hours"),
    "interest": _l("Statutory interest"),
    "invoice": _l("Invoices"),
    "link": _l("Links in mails"),
    "mail": _l("Mails"),
    "meeting": _l("Orientation conversations"),
    "member": _l("Members of groups"),
    "members": _l("Names of members"),
    "method": _l("Method checks"),
    "offer": _l("Offers of times"),
    "organisation": _l("Organisations"),
    "outcome": _l("Outcomes of recommendations"),
    "outreach": _l("Outreach"),
    "party": _l("Parties"),
    "payee": _l("Payees"),
    "payee_account": _l("Account numbers of payees"),
    "payment": _l("Payments"),
    "peers": _l("Meetings among peers"),
    "period": _l("Periods of the books"),
    "plan": _l("Review plans"),
    "proceedings": _l("Other proceedings"),
    "question": _l("Questions"),
    "quote": _l("Quotes"),
    "rate": _l("Hourly rates"),
    "readiness": _l("Readiness"),
    "recommendation": _l("Recommendations"),
    "reminder": _l("Reminders"),
    "report": _l("Report versions"),
    "request": _l("Requests"),
    "retention": _l("Retention"),
    "return": _l("Money given back"),
    "review": _l("Planning of reviews"),
    "reviewer": _l("Reviewers"),
    "run": _l("Invoice runs"),
    "session": _l("Sessions of reviews"),
    "share": _l("Cost shares"),
    "signal": _l("Complaints and data incidents"),
    "spending": _l("Spending on quality"),
    "statement": _l("Payment statements"),
    "stripe_payout": _l("Payouts of Stripe"),
    "supervision": _l("Supervision"),
    "user": _l("Accounts"),
    "vat": _l("VAT rates"),
    "voice": _l("Part of service users"),
    "write_off": _l("Write-offs"),
}
DAY = timedelta(days=1)


class Named(Search):
    """Lines by people of that name, and lines about reviews with that code."""

    def where(self, text: str) -> ColumnElement[bool]:
        """The name or code may be a part of it."""
        people = _references("user", "name", text)
        return AuditEntry.actor.in_(people) | AuditEntry.about.in_(
            _references("engagement", "code", text)
        )


def _references(table: str, column: str, text: str) -> Select[Any]:
    """``user:7`` for each row with the text in that column."""
    rows = Model.metadata.tables[table]
    named = rows.c[column].icontains(text, autoescape=True)
    return select(literal(f"{table}:") + cast(rows.c.id, String)).where(named)


LOG = Listing(
    "audit",
    key=AuditEntry.id,
    order="-at",
    columns=(
        Column("at", _l("When"), AuditEntry.at, kind="instant"),
        Column("actor", _l("Who"), AuditEntry.actor, sort=False),
        Column("event", _l("What"), AuditEntry.event, sort=False, card="wide"),
        Column("about", _l("Review"), AuditEntry.about, sort=False),
        Column("subject", _l("Thing"), AuditEntry.subject, sort=False, card="carried"),
        Column("facts", _l("Facts"), AuditEntry.facts, sort=False, card="carried"),
    ),
    filters=(
        Choice("kind", _l("About"), KINDS, lambda kind: AuditEntry.event.startswith(f"{kind}:")),
        Named("q", _l("Person or code"), ()),
        Days("from", _l("From"), lambda day: AuditEntry.at >= midnight(day)),
        Days("until", _l("Until"), lambda day: AuditEntry.at < midnight(day + DAY)),
    ),
)


@dataclass(frozen=True)
class Told:
    """One line of the log in words."""

    who: str
    what: str
    about: str


def entries() -> Select[Any]:
    """Every line of the log."""
    return select().select_from(AuditEntry)


def tell(rows: Iterable[Any]) -> dict[int, Told]:
    """The lines with these facts in words, by id; a few statements, however many lines."""
    rows = list(rows)
    names = labels({n for row in rows for n in (row.actor, row.subject, row.about) if n})
    return {row.id: _told(row, names) for row in rows}


def timeline(thing: str, most: int = 50) -> Sequence[tuple[date, str, bool]]:
    """What happened to ``engagement:7`` and all that belongs to it, newest first, for a page."""
    wanted = select(AuditEntry).where((AuditEntry.subject == thing) | (AuditEntry.about == thing))
    newest = wanted.order_by(AuditEntry.id.desc()).limit(most)
    found = session.scalars(newest).all()
    told = tell(found)
    return [(day_of(row.at), f"{told[row.id].what} ({told[row.id].who})", False) for row in found]


def _told(row: Any, names: dict[str, str]) -> Told:
    subject = names.get(row.subject, row.subject.replace(":", " "))
    facts = {key: _shown(key, value) for key, value in row.facts.items()}
    sentence = SENTENCES.get(row.event)
    what = row.event if sentence is None else str(sentence) % {"subject": subject, **facts}
    who = _("The system") if row.actor == SYSTEM else names.get(row.actor, row.actor)
    return Told(who, what, names.get(row.about or "", ""))


def _shown(key: str, value: str) -> str:
    """A fact as people write it; one that is not what its key promises stays as it is."""
    show = next((show for ending, show in _WRITTEN if key.endswith(ending)), str)
    try:
        return show(value)
    except ValueError:
        return value


def _day(text: str) -> str:
    return formats.short_day(date.fromisoformat(text), language())


def _instant(text: str) -> str:
    return formats.moment(datetime.fromisoformat(text), language())


_WRITTEN: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("cents", lambda text: formats.euro(Money(int(text)), language())),
    ("minutes", lambda text: formats.hours(int(text))),
    ("valid_from", _day),
    ("on", _day),
    ("until", _instant),
    ("_at", _instant),
)
