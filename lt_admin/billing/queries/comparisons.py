"""Two versions of a quote beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lt_admin.billing.models.quotes import CostShare, LineKind, LineRole, Quote, QuoteLine
from lt_admin.billing.queries.quotes import find_quote
from lt_admin.billing.rules.comparisons import Difference, Said, differences
from lt_admin.billing.rules.drafts import cost_name
from lt_admin.core.formats import euro, hours, long_day, percent
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import Money

ROLES = {LineRole.LEAD: _l("lead reviewer"), LineRole.SECOND: _l("second reviewer")}
Lines = dict[Any, Said]


@dataclass(frozen=True)
class Part:
    """One table of the comparison."""

    id: str
    title: str
    rows: list[Difference]


@dataclass(frozen=True)
class Comparison:
    """An earlier and a later version of a quote, and everything about them side by side."""

    before: Quote
    after: Quote
    parts: list[Part]

    @property
    def changes(self) -> int:
        """On how many lines the two differ."""
        return sum(row.is_changed for part in self.parts for row in part.rows)


def compare(quote_id: int, other_id: int) -> Comparison | None:
    """The two versions, the earlier one first; None when they are not of the same quote."""
    found = [quote for each in (quote_id, other_id) if (quote := find_quote(each)) is not None]
    if len(found) < 2 or _series(found[0]) != _series(found[1]):
        return None
    before, after = sorted(found, key=lambda quote: quote.revision)
    parts = [
        Part("whole", _("The whole"), differences(_whole(before), _whole(after), _more_euro)),
        Part("hours", _("Hours"), differences(_hours(before), _hours(after), _more_hours)),
        Part("costs", _("Other costs"), differences(_costs(before), _costs(after), _more_euro)),
        Part("shares", _("Shares"), differences(_shares(before), _shares(after), _more_euro)),
    ]
    return Comparison(before, after, [part for part in parts if part.rows])


def _series(quote: Quote) -> tuple[object, ...]:
    return (quote.engagement_id, quote.kind, quote.sequence)


def _euro(amount: Money) -> str:
    return euro(amount, language())


def _more_euro(cents: int) -> str:
    words = _("%(amount)s more") if cents > 0 else _("%(amount)s less")
    return words % {"amount": _euro(Money(abs(cents)))}


def _more_hours(minutes: int) -> str:
    words = _("%(hours)s more") if minutes > 0 else _("%(hours)s less")
    return words % {"hours": hours(abs(minutes))}


def _whole(quote: Quote) -> Lines:
    days = {
        _("Valid until"): quote.valid_until,
        _("Planned start"): quote.starts_on,
        _("Planned end"): quote.ends_on,
    }
    told: Lines = {
        "net": Said(_("Without VAT"), _euro(quote.net), quote.net.cents),
        "hours": Said(_("Hours"), hours(quote.minutes)),
        "rate": Said(_("Hourly rate"), _euro(quote.rate), quote.rate.cents),
    }
    named = {name: long_day(day, language()) if day else "" for name, day in days.items()}
    return told | {name: Said(name, text) for name, text in named.items()}


def _hours(quote: Quote) -> Lines:
    return {
        (line.step, line.role): Said(_who(line), _worked(line), line.minutes)
        for line in quote.lines
        if line.kind is LineKind.HOURS
    }


def _who(line: QuoteLine) -> str:
    role = str(ROLES[line.role or LineRole.LEAD])
    return _("Step %(number)s, %(role)s", number=line.step, role=role)


def _worked(line: QuoteLine) -> str:
    return f"{hours(line.minutes)}, {_euro(line.amount)}"


def _costs(quote: Quote) -> Lines:
    """By step, words, and the how-manieth of those: two costs may be called the same."""
    found: Lines = {}
    for line in quote.lines:
        if line.kind is LineKind.COST:
            nth = sum(key[:2] == (line.step, line.description) for key in found)
            name = cost_name(line.description, line.amount)
            key = (line.step, line.description, nth)
            found[key] = Said(name, _euro(line.amount), line.amount.cents)
    return found


def _shares(quote: Quote) -> Lines:
    return {
        share.organisation_id: Said(share.organisation.name, _borne(share), share.amount.cents)
        for share in quote.shares
    }


def _borne(share: CostShare) -> str:
    return f"{percent(share.part, language())}, {_euro(share.amount)}"
