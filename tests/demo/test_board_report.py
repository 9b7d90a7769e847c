"""The whole board report over the demo equals the expected one (DOMAIN.md 4, acceptance values)."""

from __future__ import annotations

import json

import pytest

PERIOD = ("--from", "2025-01-01", "--to", "2026-06-30")
COUNTED = {
    "I1": (6, 8),
    "I2": (8, 8),
    "I3": (5, 7),
    "I5": (6, 6),
    "I6": (6, 6),
    "I7": (6, 6),
    "I8": (13, 13),
    "I9": (6, 6),
    "I10": (5, 5),
    "I11": (6, 6),
    "I12": (6, 6),
    "I13": (6, 6),
    "I14": (5, 6),
    "I15": (5, 6),
    "I16": (6, 6),
    "I17": (5, 6),
    "I18": (2, 6),
    "I19": (7, 12),
    "I20": (17, 33),
    "I21": (57, 66),
    "I22": (143, 223),
}
PERCENT = {
    "I1": 75.0,
    "I2": 100.0,
    "I3": 71.4,
    "I5": 100.0,
    "I6": 100.0,
    "I7": 100.0,
    "I8": 100.0,
    "I9": 100.0,
    "I10": 100.0,
    "I11": 100.0,
    "I12": 100.0,
    "I13": 100.0,
    "I14": 83.3,
    "I15": 83.3,
    "I16": 100.0,
    "I17": 83.3,
    "I18": 33.3,
    "I19": 58.3,
    "I20": 51.5,
    "I21": 86.4,
    "I22": 64.1,
}
MET = {
    "I2": True,
    "I3": False,
    "I5": True,
    "I6": True,
    "I7": True,
    "I8": True,
    "I9": True,
    "I10": True,
    "I11": True,
    "I12": True,
    "I13": True,
    "I14": False,
    "I15": True,
    "I16": True,
    "I17": False,
    "I21": True,
    "I22": True,
    "I23": True,
    "I26": True,
}
EVALUATION = {
    "C": {"invited": 12, "responded": 11, "mean": 3.97},
    "S": {"invited": 85, "responded": 66, "mean": 4.14},
    "B": {"invited": 18, "responded": 16, "mean": 4.12},
    "R": {"invited": 103, "responded": 46, "mean": 3.82},
    "M": {"invited": 5, "responded": 4, "mean": 4.38},
    "all": {"invited": 223, "responded": 143, "mean": 4.03},
}
RESPONSE = {"C": 91.7, "S": 77.6, "B": 88.9, "R": 44.7, "M": 80.0}
DESTROYED_DAYS = {
    "LT-2025-01": 14,
    "LT-2025-02": 22,
    "LT-2025-03": 38,
    "LT-2025-04": 14,
    "LT-2025-05": 14,
    "LT-2025-06": 7,
}


@pytest.fixture(scope="module")
def report(demo):
    arguments = ["report", "quality", *PERIOD, "--format", "json"]
    told = demo.test_cli_runner().invoke(args=arguments)
    assert told.exit_code == 0
    return json.loads(told.stdout)


@pytest.fixture(scope="module")
def found(report):
    return report["indicators"]


@pytest.mark.parametrize("code", COUNTED)
def test_each_indicator_counts_what_was_expected(found, code):
    assert (found[code]["numerator"], found[code]["denominator"]) == COUNTED[code]
    assert found[code]["percent"] == PERCENT[code]


@pytest.mark.parametrize("code", MET)
def test_each_norm_is_met_or_missed_as_expected(found, code):
    assert found[code]["met"] is MET[code]


def test_the_figures_beside_the_percentages(found):
    assert found["I3"]["median_days"] == 16.0
    assert found["I4"]["value"] == {"withdrawn": 1, "rejected": 1}
    assert found["I20"]["deeper"]["numerator"] == 19
    assert found["I20"]["deeper"]["percent"] == 57.6
    assert found["I17"]["destroyed_items"] == 99
    assert found["I23"]["value"] == 4.03


def test_the_account_of_the_quality_system(found):
    account = found["I26"]

    assert account["value"] == 241875
    assert (account["contribution_cents"], account["spending_cents"]) == (3117625, 2875750)


def test_the_days_to_destruction_of_each_review(found):
    assert found["I17"]["days"] == DESTROYED_DAYS


@pytest.mark.parametrize("group", EVALUATION)
def test_each_group_answered_as_expected(report, group):
    assert report["evaluation"][group] == EVALUATION[group]


@pytest.mark.parametrize("group", RESPONSE)
def test_the_response_by_group(found, group):
    assert found["I22"]["groups"][group]["percent"] == RESPONSE[group]
    assert found["I22"]["groups"][group]["met"] is (group != "R")


def test_the_recommendations_by_quadrant_and_loop(report):
    assert report["recommendations"] == {
        "total": 33,
        "quadrant": {"IA": 6, "IB": 8, "CA": 11, "CB": 8},
        "loop": {"single": 14, "double": 14, "triple": 5},
    }
