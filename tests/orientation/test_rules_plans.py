import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.core.steps import Refused
from lt_admin.orientation.rules import plans as rules
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.rules.plans import Component, Counts, PlannedPart

KINDS = st.sampled_from(EngagementType)
COUNTS = st.builds(Counts, *[st.integers(0, 30)] * 7)
# The plans of S1, S4, S5 and S6 (DOMAIN.md 4): hours of lead and second, part by part.
SCENARIOS = {
    EngagementType.FULL: (
        [3, 4, 6, 20, 6, 10, 10, 5, 14, 4, 4, 5, 3, 2],
        [2, 2, 6, 20, 4, 8, 10, 4, 8, 4, 2, 2, 3, 1],
    ),
    EngagementType.GROUP: (
        [3, 9, 16, 6, 6, 8, 15, 4, 12, 4, 3, 4, 3, 3, 1],
        [2, 9, 16, 6, 4, 7, 15, 3, 7, 4, 2, 2, 3, 3, 1],
    ),
    EngagementType.MIDRANGE: (
        [2, 6, 12, 3, 6, 10, 3, 9, 4, 2, 3, 3, 1],
        [2, 6, 12, 2, 4, 10, 2, 5, 4, 1, 2, 3, 1],
    ),
    EngagementType.SHORT_ONE_DAY: ([3, 1, 8, 2], [3, 3, 8, 4]),
}


@pytest.mark.parametrize("kind", EngagementType)
def test_the_usual_counts_give_the_plan_of_the_scenario(kind):
    is_full = kind is EngagementType.FULL  # S1 asks extra attention for privacy

    parts = rules.planned_parts(kind, rules.USUAL[kind], with_privacy=is_full)

    lead, second = SCENARIOS[kind]
    assert [part.lead_minutes / 60 for part in parts] == lead
    assert [part.second_minutes / 60 for part in parts] == second


@pytest.mark.parametrize("kind", EngagementType)
def test_the_usual_plan_lies_within_the_usual_hours(kind):
    assert rules.outside_usual(kind, rules.planned_parts(kind, rules.USUAL[kind])) == []


def test_a_plan_outside_the_usual_hours_is_named_with_its_hours():
    parts = rules.planned_parts(EngagementType.MIDRANGE, Counts(interviews=20))

    outside = rules.outside_usual(EngagementType.MIDRANGE, parts)

    assert [(usual.steps, made // 60) for usual, made in outside] == [
        ((2,), 99),
        ((3,), 5),
        ((4,), 17),
        ((5,), 7),
    ]


def test_a_short_review_weighs_steps_3_and_4_together():
    outside = rules.outside_usual(EngagementType.SHORT_ONE_DAY, [])
    assert (3, 4) in [usual.steps for usual, _made in outside]


@given(KINDS, COUNTS, st.booleans())
def test_a_plan_has_each_part_once_in_order_in_its_step_in_quarters(kind, counts, with_privacy):
    parts = rules.planned_parts(kind, counts, with_privacy=with_privacy)

    order = [list(Component).index(part.component) for part in parts]
    assert order == sorted(set(order))
    assert all(part.step == rules.STEP_OF[part.component] for part in parts)
    assert all(part.lead_minutes % 15 == part.second_minutes % 15 == 0 for part in parts)


@given(KINDS, COUNTS)
def test_steps_add_up_to_the_whole(kind, counts):
    parts = rules.planned_parts(kind, counts)
    by_step = sum(rules.step_minutes(parts, step) for step in range(2, 7))
    assert by_step == sum(part.minutes for part in parts)


@given(KINDS, COUNTS)
def test_an_extra_interview_costs_both_conversations_and_one_note(kind, counts):
    more = Counts(**vars(counts) | {"interviews": counts.interviews + 1})

    difference = rules.step_minutes(rules.planned_parts(kind, more), 2) - rules.step_minutes(
        rules.planned_parts(kind, counts), 2
    )

    assert difference == 2 * 90 + 60


@pytest.mark.parametrize(
    "part",
    [
        PlannedPart(3, Component.COMPOSE, 60, 60),
        PlannedPart(2, Component.COMPOSE, 50, 60),
        PlannedPart(2, Component.COMPOSE, 60, -15),
        PlannedPart(2, Component.COMPOSE, 60, rules.LONGEST + 15),
    ],
)
def test_a_part_in_another_step_or_without_quarters_is_refused(part, app):
    with pytest.raises(Refused):
        rules.check_parts([part])


def test_a_part_stands_in_the_plan_once(app):
    part = PlannedPart(2, Component.COMPOSE, 60, 60)
    with pytest.raises(Refused):
        rules.check_parts([part, part])


@pytest.mark.parametrize("number", [-1, 201])
def test_counts_beyond_measure_are_refused(number, app):
    with pytest.raises(Refused):
        rules.check_counts(Counts(interviews=number))
