from datetime import date

import pytest
from sqlalchemy import select

from lt_admin.billing.models.statements import QualityCategory, QualitySpending
from lt_admin.billing.queries.spending import account
from lt_admin.billing.services.spending import correct_spending, record_spending
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused

SPRING = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def _in_spring(session):
    with clock.at(clock.noon(SPRING)):
        yield


def spent(by, amount="100.00", **facts):
    standard = {
        "category": QualityCategory.OUTREACH,
        "spent_on": date(2025, 11, 3),
        "description": "Zaal voor 3 maart",
    }
    return record_spending(amount=Money.euros(amount), by=by, **standard | facts)


def test_a_spending_is_written_down(session, treasurer):
    spending = spent(treasurer, receipt="2025-17")

    assert (spending.standing, spending.recorded_by_id) == (Money.euros(100), treasurer.id)
    assert session.scalars(select(AuditEntry.event)).all() == ["spending:recorded"]


@pytest.mark.parametrize("amount", ["0", "-5.00"])
def test_only_an_amount_above_zero_is_spent(treasurer, amount):
    with pytest.raises(Refused):
        spent(treasurer, amount)


def test_nothing_is_spent_tomorrow(treasurer):
    with pytest.raises(Refused):
        spent(treasurer, spent_on=date(2026, 3, 5))


@pytest.mark.parametrize(("right", "difference"), [("80.00", "-20.00"), ("130.00", "30.00")])
def test_a_correction_books_the_difference_today(session, treasurer, right, difference):
    spending = spent(treasurer)

    correction = correct_spending(spending, amount=Money.euros(right), by=treasurer)

    session.flush()
    assert (correction.amount, correction.spent_on) == (Money.euros(difference), SPRING)
    assert correction.corrects_id == spending.id
    assert (spending.amount, spending.standing) == (Money.euros(100), Money.euros(right))


def test_a_second_correction_starts_from_the_first(treasurer):
    spending = spent(treasurer)
    correct_spending(spending, amount=Money.euros(80), by=treasurer)

    again = correct_spending(spending, amount=ZERO, by=treasurer)

    assert again.amount == Money.euros(-80)
    assert spending.standing == ZERO


def test_a_correction_moves_the_version_so_that_of_two_one_fails(session, treasurer):
    spending = spent(treasurer)
    session.flush()
    before = spending.version

    correct_spending(spending, amount=ZERO, by=treasurer)
    session.flush()

    assert spending.version == before + 1


@pytest.mark.parametrize("amount", ["100.00", "-1.00"])
def test_a_correction_that_says_nothing_or_less_than_nothing_is_refused(treasurer, amount):
    spending = spent(treasurer)

    with pytest.raises(Refused):
        correct_spending(spending, amount=Money.euros(amount), by=treasurer)


def test_a_correction_is_not_corrected_itself(session, treasurer):
    correction = correct_spending(spent(treasurer), amount=ZERO, by=treasurer)
    session.flush()

    with pytest.raises(Refused):
        correct_spending(correction, amount=Money.euros(5), by=treasurer)


def test_the_account_goes_year_by_year(session, treasurer):
    spending = spent(treasurer)
    correct_spending(spending, amount=Money.euros(60), by=treasurer)
    spent(treasurer, "25.00", spent_on=SPRING, category=QualityCategory.COORDINATION)
    session.flush()

    last, this = account()

    assert [last.year, this.year] == [2025, 2026]
    assert [last.result, last.left] == [Money.euros(-100), Money.euros(-100)]
    assert this.spending["outreach"] == Money.euros(-40)
    assert [this.result, this.left] == [Money.euros(15), Money.euros(-85)]


def test_an_empty_account_has_no_years(session):
    assert account() == []
    assert session.scalars(select(QualitySpending)).all() == []
