"""The quality report as data for other programs (INTERFACE.md, report quality)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lt_admin.billing.rules.finance import Finance
from lt_admin.core.clock import AMSTERDAM
from lt_admin.quality.rules.indicators import Code, Ended, Indicator, Report


def report_facts(report: Report) -> dict[str, Any]:
    """The report as JSON holds it: whole cents, whole minutes, ISO days, percent by the tenth.

    The parts `evaluation` and `recommendations`, and the other indicators, come with their
    records.
    """
    return {
        "period": {"from": report.from_.isoformat(), "to": report.until.isoformat()},
        "as_of": report.as_of.astimezone(AMSTERDAM).isoformat(timespec="seconds"),
        "indicators": _indicators(report),
        "finance": finance_facts(report.finance),
    }


def _indicators(report: Report) -> dict[str, Any]:
    facts = {str(each.definition.code): indicator_facts(each) for each in report.measured}
    facts[Code.I4.value] = ended_facts(report.ended)
    return dict(sorted(facts.items(), key=lambda fact: int(fact[0].removeprefix("I"))))


def indicator_facts(indicator: Indicator) -> dict[str, Any]:
    """One indicator; of too few cases the percentage is left out, and said to be."""
    norm = indicator.definition.norm
    facts: dict[str, Any] = {
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "percent": None if indicator.share is None else tenths(indicator.share * 100),
        "norm": None if norm is None else float(norm),
        "met": indicator.is_met,
    }
    if indicator.definition.code is Code.I3:
        facts["median_days"] = None if indicator.median is None else tenths(indicator.median)
    if indicator.is_suppressed:
        facts["suppressed"] = True
    return facts


def ended_facts(ended: Ended) -> dict[str, Any]:
    """I4: counts by what ended it, and by the reason that was noted."""
    return {
        "value": dict(ended.states),
        "reasons": dict(ended.reasons),
        "norm": None,
        "met": None,
    }


def finance_facts(finance: Finance) -> dict[str, Any]:
    """The money of the period."""
    return {
        "billable_minutes": finance.billable_minutes,
        "invoices": finance.invoices,
        "credit_invoices": finance.credit_invoices,
        "invoiced_cents": finance.invoiced.cents,
        "credited_cents": finance.credited.cents,
        "net_cents": finance.net.cents,
        "payout_cents": finance.payout.cents,
        "quality_contribution_cents": finance.contribution.cents,
        "quality_spending_cents": {name: each.cents for name, each in finance.spending.items()},
        "quality_result_cents": finance.result.cents,
        "payees": [
            {
                "name": payee.name,
                "kind": str(payee.kind),
                "minutes": payee.minutes,
                "cents": payee.amount.cents,
            }
            for payee in finance.payees
        ],
    }


def tenths(value: Fraction) -> float:
    """Rounded half up to one decimal."""
    return int(value * 10 + Fraction(1, 2)) / 10
