"""The report's JSON over the demo equals the expected board report of DOMAIN.md 4."""

from __future__ import annotations

import json

import pytest

PERIOD = ("--from", "2025-01-01", "--to", "2026-06-30")
FINANCE = {
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
PAYEES = {
    "Stichting Jeugdhulp De Proefpolder (demo)": ("employer", 15630, 2474750),
    "Bram Fictema (demo)": ("freelancer", 12405, 1964125),
    "GGZ Het Voorbeeldven (demo)": ("employer", 9720, 1539000),
    "Karel Demostein (demo)": ("freelancer", 5700, 902500),
    "Jeugdbescherming Testerland (demo)": ("employer", 3630, 574750),
    "Hugo Schijnveld (demo)": ("freelancer", 5520, 874000),
    "Mirthe Denkbeeld (demo)": ("freelancer", 840, 133000),
}
COUNTED = {
    "I1": (6, 8),
    "I2": (8, 8),
    "I3": (5, 7),
    "I5": (6, 6),
    "I6": (6, 6),
    "I7": (6, 6),
    "I8": (13, 13),
    "I16": (6, 6),
}


@pytest.fixture(scope="module")
def report(demo):
    arguments = ["report", "quality", *PERIOD, "--format", "json"]
    told = demo.test_cli_runner().invoke(args=arguments)
    assert told.exit_code == 0
    return json.loads(told.stdout)


def test_the_finance_part_is_right_to_the_cent_and_the_minute(report):
    found = {key: value for key, value in report["finance"].items() if key != "payees"}

    assert found == FINANCE


def test_every_payee_has_its_hours_and_its_amount(report):
    found = report["finance"]["payees"]

    assert {p["name"]: (p["kind"], p["minutes"], p["cents"]) for p in found} == PAYEES


def test_the_indicators_of_this_part_are_those_of_the_expected_report(report):
    found = report["indicators"]

    assert {k: (found[k]["numerator"], found[k]["denominator"]) for k in COUNTED} == COUNTED
    assert found["I3"]["percent"] == 71.4
    assert found["I4"]["value"] == {"withdrawn": 1, "rejected": 1}
