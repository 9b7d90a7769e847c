"""The quality report as data for other programs (INTERFACE.md, report quality)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lt_admin.billing.rules.finance import Totals
from lt_admin.core.clock import AMSTERDAM
from lt_admin.quality.rules.codes import Code
from lt_admin.quality.rules.indicators import Balance, Figure, Mean, Share, Tally
from lt_admin.quality.rules.report import LOOPS, QUADRANTS, Recommended, Report, Voices


def report_facts(report: Report) -> dict[str, Any]:
    """The report as JSON holds it: whole cents, whole minutes, ISO days, percent by the tenth."""
    return {
        "period": {"from": report.from_.isoformat(), "to": report.until.isoformat()},
        "as_of": report.as_of.astimezone(AMSTERDAM).isoformat(timespec="seconds"),
        "indicators": {code.value: _indicator(report, code) for code in Code},
        "finance": finance_facts(report.finance),
        "evaluation": {each.group: _voices(each) for each in report.voices},
        "recommendations": _recommendations(report.recommended),
    }


def _indicator(report: Report, code: Code) -> dict[str, Any]:
    """One indicator; of two figures each stands under its name, and the first also on top."""
    figures = [each for each in report.figures if each.definition.code is code]
    facts = figure_facts(figures[0])
    if len(figures) > 1:
        facts |= {each.definition.part: figure_facts(each) for each in figures}
    if code is Code.I17:
        facts["days"] = {each.name: each.value for each in figures[0].cases}
        facts["destroyed_items"] = sum(each.destroyed for each in report.reviews)
    if code in _OF_GROUPS:
        of = _OF_GROUPS[code]
        facts["groups"] = {each.group: figure_facts(getattr(each, of)) for each in report.groups}
    return facts


_OF_GROUPS = {Code.I22: "response", Code.I23: "satisfaction"}


def figure_facts(figure: Figure) -> dict[str, Any]:
    """One figure with its norm and whether that is met; suppressed it is null, and said to be."""
    norm = figure.definition.norm
    facts = _SHAPES[type(figure)](figure)
    facts |= {"norm": None if norm is None else float(norm), "met": figure.is_met}
    if figure.is_suppressed:
        facts["suppressed"] = True
    return facts


def _share(figure: Any) -> dict[str, Any]:
    facts = {
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "percent": None if figure.share is None else tenths(figure.share * 100),
    }
    if figure.definition.code is Code.I3:
        facts["median_days"] = None if figure.median is None else tenths(figure.median)
    return facts


def _mean(figure: Any) -> dict[str, Any]:
    return {
        "value": None if figure.value is None else hundredths(figure.value),
        "answers": figure.answers,
    }


def _tally(figure: Any) -> dict[str, Any]:
    return {"value": figure.value, **figure.facts}


def _balance(figure: Any) -> dict[str, Any]:
    return {
        "value": figure.value.cents,
        "contribution_cents": figure.came.cents,
        "spending_cents": figure.went.cents,
        "three_years_cents": figure.three_years.cents,
    }


_SHAPES = {Share: _share, Mean: _mean, Tally: _tally, Balance: _balance}


def _voices(voices: Voices) -> dict[str, Any]:
    """Of one group how many were asked, how many answered, and the mean when it may be shown."""
    mean = voices.satisfaction
    facts: dict[str, Any] = {
        "invited": voices.response.denominator,
        "responded": voices.response.numerator,
        "mean": None if mean.value is None else hundredths(mean.value),
    }
    if mean.is_suppressed:
        facts["suppressed"] = True
    return facts


def _recommendations(recommended: Recommended) -> dict[str, Any]:
    return {
        "total": recommended.total,
        "quadrant": {place: recommended.count(quadrant=place) for place in QUADRANTS},
        "loop": {loop: recommended.count(loop=loop) for loop in LOOPS},
    }


def finance_facts(finance: Totals) -> dict[str, Any]:
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


def hundredths(value: Fraction) -> float:
    """Rounded half up to two decimals."""
    return int(value * 100 + Fraction(1, 2)) / 100
