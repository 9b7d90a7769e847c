"""The expected board report of DOMAIN.md 4, from the page's and the command's own source."""

from __future__ import annotations

from datetime import date

import pytest

from lt_admin.core.money import ZERO
from lt_admin.quality.documents import finance_facts, report_facts
from lt_admin.quality.queries.report import quality_report

pytestmark = pytest.mark.xdist_group("browser")

PAYEES = [
    ("Stichting Jeugdhulp De Proefpolder (demo)", "employer", 15630, 2474750),
    ("Bram Fictema (demo)", "freelancer", 12405, 1964125),
    ("GGZ Het Voorbeeldven (demo)", "employer", 9720, 1539000),
    ("Karel Demostein (demo)", "freelancer", 5700, 902500),
    ("Hugo Schijnveld (demo)", "freelancer", 5520, 874000),
    ("Jeugdbescherming Testerland (demo)", "employer", 3630, 574750),
    ("Mirthe Denkbeeld (demo)", "freelancer", 840, 133000),
]


@pytest.fixture(scope="module")
def report(demo):
    with demo.app_context():
        return quality_report(date(2025, 1, 1), date(2026, 6, 30))


def test_the_money_is_that_of_the_scenarios_to_the_cent_and_the_minute(report):
    facts = finance_facts(report.finance)
    payees = facts.pop("payees")

    assert facts == {
        "billable_minutes": 53445,
        "invoices": 29,
        "credit_invoices": 1,
        "invoiced_cents": 12177750,
        "credited_cents": -598000,
        "net_cents": 11579750,
        "payout_cents": 8462125,
        "quality_contribution_cents": 3117625,
        "quality_spending_cents": {
            "supervision": 270750,
            "outreach": 605000,
            "method_development": 650000,
            "uk_cooperation": 390000,
            "coordination": 960000,
        },
        "quality_result_cents": 241875,
    }
    assert [tuple(payee.values()) for payee in payees] == PAYEES


def test_invoiced_is_paid_plus_contribution_for_the_same_hours(report):
    identity = report.finance.identity

    assert identity.invoiced == report.finance.net
    assert identity.difference == ZERO
    assert identity.causes == ()


@pytest.mark.parametrize(
    ("code", "met", "of", "percent"),
    [
        ("I1", 6, 8, 75.0),
        ("I2", 8, 8, 100.0),
        ("I3", 5, 7, 71.4),
        ("I5", 6, 6, 100.0),
        ("I6", 6, 6, 100.0),
        ("I7", 6, 6, 100.0),
        ("I8", 13, 13, 100.0),
        ("I16", 6, 6, 100.0),
    ],
)
def test_each_indicator_is_as_counted_by_hand(report, code, met, of, percent):
    facts = report_facts(report)["indicators"][code]

    assert (facts["numerator"], facts["denominator"], facts["percent"]) == (met, of, percent)


def test_quotes_took_sixteen_days_in_the_middle(report):
    quotes = report.indicator("I3")

    assert sorted(case.value for case in quotes.cases) == [7, 14, 14, 16, 18, 24, 28]
    assert report_facts(report)["indicators"]["I3"]["median_days"] == 16.0


def test_one_request_was_withdrawn_and_one_quote_rejected(report):
    facts = report_facts(report)["indicators"]["I4"]

    assert facts["value"] == {"withdrawn": 1, "rejected": 1}
    assert facts["reasons"] == {"budget": 1, "participant_refused": 1}


def test_each_half_year_closes_too(demo):
    halves = [
        (date(2025, 1, 1), date(2025, 6, 30)),
        (date(2025, 7, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 6, 30)),
    ]
    with demo.app_context():
        found = [quality_report(*half).finance.identity for half in halves]

    assert [identity.difference for identity in found] == [ZERO, ZERO, ZERO]
