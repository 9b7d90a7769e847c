from datetime import date

import pytest

from lt_admin.billing.models.quotes import QuoteKind
from lt_admin.orientation.models.engagements import (
    EndReason,
    EngagementState,
    EngagementType,
    PartyRole,
)
from lt_admin.quality.queries.report import quality_report
from lt_admin.reviewers.models.assignments import AssignmentRole, AssignmentState
from lt_admin.reviewers.models.hours import EntryState
from lt_admin.reviewers.models.people import ReviewerLevel
from tests.billing import work
from tests.quality import records

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
BEFORE, AFTER = date(2024, 12, 31), date(2026, 1, 1)
SHORT = EngagementType.SHORT_ONE_DAY


def figure(key):
    return quality_report(*YEAR).figure(key)


def cases(key):
    return figure(key).cases


def met(found):
    return [case.is_met for case in found]


def test_a_request_counts_as_converted_once_it_was_accepted():
    records.request(date(2025, 1, 13), accepted_on=date(2026, 2, 1))
    records.request(date(2025, 6, 2))
    records.request(BEFORE, accepted_on=date(2025, 2, 1))

    assert met(cases("I1")) == [True, False]


@pytest.mark.parametrize(("held_on", "in_time"), [((2025, 3, 15), True), ((2025, 3, 16), False)])
def test_a_talk_is_in_time_within_fourteen_days(held_on, in_time):
    asked = records.request(date(2025, 3, 1))
    records.talk(asked, date(*held_on))

    assert met(cases("I2")) == [in_time]


def test_only_the_first_talk_of_a_request_counts_and_by_its_own_day():
    asked = records.request(date(2025, 3, 1))
    for day in (date(2025, 3, 10), date(2025, 5, 10)):
        records.talk(asked, day)
    records.talk(records.request(date(2024, 12, 20)), BEFORE)

    assert [case.value for case in cases("I2")] == [9]


@pytest.mark.parametrize(("sent_on", "in_time"), [((2025, 3, 22), True), ((2025, 3, 23), False)])
def test_a_quote_is_in_time_within_twenty_one_days(sent_on, in_time):
    quote = work.accepted_quote(records.request(date(2025, 3, 1)))
    quote.sent_on = date(*sent_on)

    assert met(cases("I3")) == [in_time]


def test_revisions_and_other_quotes_do_not_count():
    asked = records.request(date(2025, 3, 1))
    for kind, day in ((QuoteKind.REVIEW, 10), (QuoteKind.FOLLOW_UP, 2)):
        work.accepted_quote(asked, kind=kind).sent_on = date(2025, 3, day)
    again = work.accepted_quote(asked, sequence=2)
    again.sent_on = date(2025, 4, 20)
    work.accepted_quote(records.request(date(2025, 3, 1))).sent_on = None

    assert [case.value for case in cases("I3")] == [9]


def ended(state, reason, **facts):
    return records.request(
        date(2025, 1, 2), state=state, end_reason=reason, **{"ended_on": date(2025, 3, 1)} | facts
    )


def test_what_ended_before_it_started_is_counted_by_state_and_reason():
    ended(EngagementState.WITHDRAWN, EndReason.PARTICIPANT_REFUSED)
    ended(EngagementState.REJECTED, EndReason.BUDGET)
    ended(EngagementState.REJECTED, EndReason.BUDGET)
    ended(EngagementState.WITHDRAWN, EndReason.TIMING, started_on=date(2025, 2, 1))
    ended(EngagementState.WITHDRAWN, EndReason.TIMING, ended_on=AFTER)

    found = figure("I4")

    assert found.facts["value"] == {"withdrawn": 1, "rejected": 2}
    assert found.facts["reasons"] == {"budget": 2, "participant_refused": 1}
    assert found.value == len(found.cases) == 3


def test_agreement_is_complete_when_every_participant_agreed_by_the_start():
    started = date(2025, 2, 24)
    for code, days in (
        ("LT-1", [started]),
        ("LT-2", [started, date(2025, 2, 25)]),
        ("LT-3", [None]),
    ):
        review = work.engagement(code, started_on=started)
        for day in days:
            records.participant(review, agreed_on=day)
        records.participant(review, agreed_on=None, role=PartyRole.PARTNER)

    assert met(cases("I5")) == [True, False, False]


def test_a_review_has_two_reviewers_and_a_short_one_at_least_one():
    both, alone = records.closed("LT-1"), records.closed("LT-2")
    short, nobody = records.closed("LT-3", SHORT), records.closed("LT-4", SHORT)
    for review in (both, alone, short):
        records.assignment(review)
    records.assignment(both, AssignmentRole.SECOND)
    records.assignment(alone, AssignmentRole.SHADOW)
    records.assignment(nobody, declared_on=None)

    assert met(cases("I6")) == [True, False, True, False]


@pytest.mark.parametrize(
    ("kind", "level", "may_lead"),
    [
        (EngagementType.FULL, ReviewerLevel.LEAD, True),
        (EngagementType.FULL, ReviewerLevel.SUPERVISOR, True),
        (EngagementType.FULL, ReviewerLevel.ACCREDITED, False),
        (SHORT, ReviewerLevel.ACCREDITED, True),
        (SHORT, ReviewerLevel.IN_TRAINING, False),
    ],
)
def test_the_lead_has_the_level_that_the_review_asks(kind, level, may_lead):
    records.assignment(records.closed(kind=kind), level=level)

    assert met(cases("I7")) == [may_lead]


def test_each_lead_must_have_the_level_also_one_who_left():
    review = records.closed()
    records.assignment(review)
    left = records.assignment(review, level=ReviewerLevel.ACCREDITED)
    left.state = AssignmentState.ENDED

    assert met(cases("I7")) == [False]


def test_a_review_without_a_lead_is_not_led():
    records.closed()

    assert met(cases("I7")) == [False]


@pytest.mark.parametrize(
    ("worked_on", "in_time"), [((2025, 2, 2), False), ((2025, 2, 3), True), (None, True)]
)
def test_the_declaration_comes_before_the_first_hour(worked_on, in_time):
    review = records.closed()
    place = records.assignment(review, declared_on=date(2025, 2, 3))
    if worked_on:
        work.hours(place.reviewer, review, day=date(*worked_on))

    assert met(cases("I8")) == [in_time]


def test_who_logged_an_hour_without_declaring_counts_and_who_did_neither_does_not():
    review = records.closed()
    worked = records.assignment(review, declared_on=None)
    work.hours(worked.reviewer, review)
    records.assignment(review, AssignmentRole.SECOND, declared_on=None)
    declined = records.assignment(review, AssignmentRole.SHADOW)
    declined.state = AssignmentState.DECLINED
    records.assignment(review, AssignmentRole.SUPERVISOR)

    assert met(cases("I8")) == [False]


def test_hours_within_the_quote_are_the_approved_billable_ones_of_steps_2_to_5():
    review = records.closed(ceiling_minutes=600)
    bram = work.reviewer()
    work.hours(bram, review, 540)
    work.hours(bram, review, 600, step=6)
    work.hours(bram, review, 600, step=3, billable=False)
    work.hours(bram, review, 600, step=4, state=EntryState.SUBMITTED)

    (case,) = cases("I16")

    assert (case.is_met, case.value) == (True, -1000)


def test_reviews_closed_outside_the_period_do_not_count():
    for day in (BEFORE, AFTER):
        records.assignment(records.closed(f"LT-{day}", closed_on=day))

    assert cases("I6") == ()
    assert cases("I8") == ()
