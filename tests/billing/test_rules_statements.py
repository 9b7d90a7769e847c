from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.rules.statements import Payable, first_day, last_day, month_before, propose
from lt_admin.core.money import ZERO, Money

RATE, BILLED = Money.euros(95), Money.euros(130)


def payable(minutes=60, **facts):
    standard = {
        "id": 1,
        "is_supervision": False,
        "reviewer_id": 1,
        "reviewer": "Bram Fictema",
        "engagement_id": 1,
        "code": "LT-2025-01",
        "worked_on": date(2025, 3, 4),
        "payee_id": 1,
        "rate": RATE,
        "billed_rate": BILLED,
    }
    return Payable(minutes=minutes, **standard | facts)


def test_an_hour_pays_the_compensation_and_leaves_the_rest_for_quality():
    hour = payable(60)

    assert (hour.amount, hour.contribution) == (Money.euros(95), Money.euros(35))


def test_supervision_leaves_nothing_for_quality():
    session = payable(90, is_supervision=True, billed_rate=None)

    assert (session.amount, session.contribution) == (Money.euros("142.50"), ZERO)


def test_work_gathers_by_person_engagement_and_rate():
    works = [
        payable(60),
        payable(30, id=2),
        payable(45, id=3, engagement_id=2, code="LT-2025-02"),
        payable(15, id=4, rate=Money.euros(100)),
        payable(15, id=5, reviewer_id=2, reviewer="Ada"),
    ]

    (proposal,) = propose(works)

    assert [line.minutes for line in proposal.lines] == [15, 90, 15, 45]


def test_supervision_is_a_section_of_its_own_after_the_reviews():
    works = [payable(90, is_supervision=True, billed_rate=None, id=7), payable(60)]

    (proposal,) = propose(works)

    assert [line.of.is_supervision for line in proposal.lines] == [False, True]
    assert (proposal.minutes, proposal.supervision_minutes) == (60, 90)


def test_each_payee_gets_a_proposal_of_its_own():
    assert [each.payee_id for each in propose([payable(payee_id=2), payable(payee_id=1)])] == [1, 2]


def test_a_counter_entry_lowers_the_amount():
    (proposal,) = propose([payable(60), payable(-15, id=2)])

    assert proposal.amount == Money.euros("71.25")
    assert not proposal.is_carried


def test_a_proposal_that_is_not_above_zero_is_carried():
    assert propose([payable(-15)])[0].is_carried
    assert propose([payable(15), payable(-15, id=2)])[0].is_carried


def test_work_without_payee_rate_or_quote_is_on_no_proposal():
    works = [payable(payee_id=None), payable(rate=None), payable(billed_rate=None)]

    assert propose(works) == []


def test_a_month_begins_and_ends_where_the_calendar_says():
    assert (first_day(2024, 2), last_day(2024, 2)) == (date(2024, 2, 1), date(2024, 2, 29))


def test_a_statement_is_usually_about_the_month_before():
    assert month_before(date(2025, 1, 5)) == (2024, 12)
    assert month_before(date(2025, 7, 31)) == (2025, 6)


@given(
    st.lists(
        st.tuples(
            st.integers(-40, 200).filter(bool),  # quarters
            st.integers(1, 3),
            st.integers(0, 4_000),
            st.integers(4_001, 9_000),
        ),
        max_size=30,
    )
)
def test_paid_and_contribution_together_are_what_is_billed(works):
    found = [
        payable(15 * n, id=place, payee_id=who, rate=Money(4 * low), billed_rate=Money(4 * high))
        for place, (n, who, low, high) in enumerate(works)
    ]
    proposals = propose(found)

    paid = sum(each.amount.cents + each.contribution.cents for each in proposals)

    assert paid == sum(n * high for n, _, _, high in works)
