"""Hours: log, save a week, submit, approve, return, correct."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.models.hours import Activity, EntryState, TimeEntry
from lt_admin.reviewers.models.people import ReviewerLevel
from lt_admin.reviewers.queries import hours as queries
from lt_admin.reviewers.rules.hours import Cell, CellsRefused, Key, week_start
from lt_admin.reviewers.services import hours
from lt_admin.reviewers.services.assignments import end_assignment
from tests.reviewers.factories import assigned, engagement, reviewer

TODAY = date(2025, 5, 16)  # a Friday
MONDAY = date(2025, 5, 12)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(clock.noon(TODAY)):
        yield


@pytest.fixture
def work(session):
    """A review with one reviewer at work in it."""
    return assigned(engagement(), reviewer())


def log(at, minutes, day=TODAY, **facts):
    standard = {"step": 2, "activity": Activity.INTERVIEW, "by": at.reviewer.user}
    wanted = standard | facts
    return hours.log_hours(at.reviewer, at.engagement, worked_on=day, minutes=minutes, **wanted)


def cell(at, minutes, day=TODAY, step=2, activity=Activity.INTERVIEW, billable=True):
    return Cell(Key(at.engagement.id, day, step, activity, billable), minutes)


def save(at, *cells):
    return hours.save_week(at.reviewer, MONDAY, cells, by=at.reviewer.user)


def entries(session):
    found = select(TimeEntry).order_by(TimeEntry.worked_on, TimeEntry.id)
    return session.scalars(found.execution_options(populate_existing=True)).all()


def test_an_hour_is_a_draft_of_its_day(session, work):
    entry = log(work, 75)

    assert (entry.minutes, entry.state, entry.billable) == (75, EntryState.DRAFT, True)
    assert (
        session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()[-1] == "hours:saved"
    )


def test_logging_again_adds_to_what_stands_there(session, work):
    log(work, 75)

    assert log(work, 30).minutes == 105
    assert len(entries(session)) == 1


def test_step_1_and_a_shadow_are_never_billable(session, work):
    yara = reviewer("Yara Oefenaar", ReviewerLevel.IN_TRAINING)
    shadow = assigned(work.engagement, yara, AssignmentRole.SHADOW)

    assert not log(work, 60, step=1, activity=Activity.ORIENTATION).billable
    assert not log(shadow, 60, activity=Activity.SHADOWING).billable


def test_no_hour_before_the_declaration(session, coordinator):
    at = assigned(engagement(), reviewer(), on=TODAY)

    with pytest.raises(CellsRefused, match="16-05-2025"):
        log(at, 60, TODAY - timedelta(days=1))
    assert log(at, 60, TODAY).minutes == 60


def test_no_hour_after_the_end_of_a_place_but_the_days_before_stay_open(work):
    with clock.at(clock.noon(TODAY - timedelta(days=2))):
        end_assignment(work, by=work.engagement.coordinator)

    assert log(work, 60, TODAY - timedelta(days=2)).minutes == 60
    with pytest.raises(CellsRefused):
        log(work, 60, TODAY)


@pytest.mark.parametrize(
    ("minutes", "day", "facts"),
    [
        (50, TODAY, {}),
        (-15, TODAY, {}),
        (0, TODAY, {}),
        (60, TODAY + timedelta(days=1), {}),
        (24 * 60 + 15, TODAY, {}),
        (60, TODAY, {"step": 7}),
        (60, TODAY, {"step": 0}),
    ],
)
def test_what_cannot_be_is_refused(session, work, minutes, day, facts):
    with pytest.raises(Refused):
        log(work, minutes, day, **facts)
    assert entries(session) == []


def test_a_stranger_has_no_place(session, work):
    other = assigned(engagement(), reviewer("Wim"))

    with pytest.raises(CellsRefused):
        hours.save_week(other.reviewer, MONDAY, [cell(work, 60)], by=other.reviewer.user)


def test_the_hour_beyond_the_ceiling_is_refused_with_what_is_left(session, work):
    work.engagement.ceiling_minutes = 207 * 60
    session.flush()
    for day in range(1, 10):
        log(work, 23 * 60, TODAY - timedelta(days=day))

    with pytest.raises(CellsRefused, match=r"207:00.*0:00"):
        log(work, 15)
    work.engagement.ceiling_minutes = 217 * 60
    session.flush()
    assert log(work, 15).minutes == 15


def test_hours_that_are_not_billable_do_not_count_against_the_ceiling(session, work):
    work.engagement.ceiling_minutes = 60
    session.flush()
    log(work, 60)

    assert log(work, 120, billable=False).minutes == 120
    with pytest.raises(CellsRefused):
        log(work, 15, activity=Activity.WRITING)


def test_the_follow_up_has_its_own_ceiling(session, work):
    work.engagement.ceiling_minutes, work.engagement.follow_up_ceiling_minutes = 0, 60
    work.engagement.state = EngagementState.CLOSED
    session.flush()

    log(work, 60, step=6, activity=Activity.FOLLOW_UP)
    with pytest.raises(CellsRefused):
        log(work, 15, step=6, activity=Activity.FOLLOW_UP)
    with pytest.raises(CellsRefused):
        log(work, 15, step=5)


def test_a_week_is_saved_as_a_whole_or_not_at_all(session, work):
    work.engagement.ceiling_minutes = 120
    session.flush()
    good, bad = cell(work, 60, MONDAY), cell(work, 90, TODAY)

    with pytest.raises(CellsRefused) as refused:
        save(work, good, bad)
    assert list(refused.value.sentences) == [bad]
    assert entries(session) == []

    assert save(work, good, cell(work, 60, TODAY)) == 2
    assert save(work, good, cell(work, 60, TODAY)) == 0
    assert save(work, cell(work, 0, MONDAY), cell(work, 120, TODAY)) == 2
    assert [entry.minutes for entry in entries(session)] == [120]


def test_a_cell_of_another_week_is_refused(work):
    with pytest.raises(Refused):
        save(work, cell(work, 60, MONDAY - timedelta(days=1)))


def test_a_cell_given_twice_is_refused_also_when_only_billable_differs(session, work):
    yara = reviewer("Yara Oefenaar", ReviewerLevel.IN_TRAINING)
    shadow = assigned(work.engagement, yara, AssignmentRole.SHADOW)

    with pytest.raises(CellsRefused):
        save(shadow, cell(shadow, 60), cell(shadow, 30, billable=False))
    assert entries(session) == []


def test_submitted_hours_do_not_change_until_taken_back(session, work):
    entry = log(work, 60)
    hours.submit([entry], by=work.reviewer.user)

    with pytest.raises(CellsRefused):
        save(work, cell(work, 90))
    assert save(work, cell(work, 60)) == 0  # nothing new: nothing refused
    hours.withdraw([entry], by=work.reviewer.user)
    save(work, cell(work, 90))

    assert [e.minutes for e in entries(session)] == [90]


def test_returned_hours_say_why_and_are_drafts_again_once_changed(session, work, coordinator):
    entry = log(work, 60)
    hours.submit([entry], by=work.reviewer.user)
    with pytest.raises(Refused):
        hours.send_back([entry], reason="  ", by=coordinator)
    hours.send_back([entry], reason="Is dit niet stap 3?", by=coordinator)
    session.flush()

    assert (entry.state, entry.returned_reason) == (EntryState.RETURNED, "Is dit niet stap 3?")
    mail = session.scalars(select(QueuedMail).order_by(QueuedMail.id.desc())).first()
    assert mail.recipient == work.reviewer.user.email
    assert "stap 3" in mail.text
    save(work, cell(work, 45))
    assert entries(session)[0].state is EntryState.DRAFT


def test_only_approved_billable_hours_reach_billing(session, work, coordinator):
    first, second = log(work, 60), log(work, 30, activity=Activity.WRITING)
    third = log(work, 15, billable=False)
    hours.submit([first, second, third], by=work.reviewer.user)
    hours.approve([first, third], by=coordinator)
    session.flush()

    assert queries.approved_billable(work.engagement.id) == [first]
    assert queries.approved_unpaid(TODAY) == [first]
    assert queries.approved_unpaid(TODAY - timedelta(days=1)) == []
    assert first.approved_by_id == coordinator.id


def test_the_audit_log_has_one_line_for_each_reviewer_and_review(session, work, coordinator):
    found = [log(work, 60), log(work, 30, activity=Activity.WRITING)]
    hours.submit(found, by=work.reviewer.user)
    hours.approve(found, by=coordinator)
    session.flush()

    line = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (line.event, line.facts) == ("hours:approved", {"entries": "2", "minutes": "90"})
    assert line.about == f"engagement:{work.engagement.id}"


@pytest.mark.parametrize("verb", [hours.submit, hours.withdraw, hours.approve, hours.reopen])
def test_nothing_is_not_submitted(coordinator, verb):
    with pytest.raises(Refused):
        verb([], by=coordinator)


def approved(session, at, coordinator, minutes=60, *, locked=True):
    entry = log(at, minutes)
    hours.submit([entry], by=at.reviewer.user)
    hours.approve([entry], by=coordinator)
    entry.locked_at = clock.now() if locked else None
    session.flush()
    return entry


def test_approved_hours_open_again_only_while_nothing_holds_them(session, work, coordinator):
    entry = approved(session, work, coordinator)

    with pytest.raises(WrongState):
        hours.reopen([entry], by=coordinator)
    entry.locked_at = None
    hours.reopen([entry], by=coordinator)

    assert (entry.state, entry.approved_at) == (EntryState.DRAFT, None)


def test_locked_hours_are_corrected_by_a_counter_entry(session, work, coordinator):
    entry = approved(session, work, coordinator)

    counter = hours.correct(entry, minutes=-45, by=coordinator)

    assert (counter.minutes, counter.state) == (-45, EntryState.SUBMITTED)
    assert (counter.corrects_id, counter.worked_on) == (entry.id, entry.worked_on)
    with pytest.raises(Refused):
        hours.correct(entry, minutes=-30, by=coordinator)  # only a quarter is left
    with pytest.raises(Refused):
        hours.correct(entry, minutes=10, by=coordinator)
    assert queries.corrected_minutes(entry) == 15


def test_a_correction_upwards_stays_under_the_ceiling(session, work, coordinator):
    entry = approved(session, work, coordinator)
    work.engagement.ceiling_minutes = 75
    session.flush()

    with pytest.raises(Refused, match="0:15"):
        hours.correct(entry, minutes=30, by=coordinator)
    assert hours.correct(entry, minutes=15, by=coordinator).minutes == 15


def test_only_locked_approved_originals_are_corrected(session, work, coordinator):
    with pytest.raises(WrongState):
        hours.correct(log(work, 60), minutes=-15, by=coordinator)
    entry = approved(session, work, coordinator, locked=False)
    with pytest.raises(WrongState):
        hours.correct(entry, minutes=-15, by=coordinator)
    entry.locked_at = clock.now()
    counter = hours.correct(entry, minutes=-15, by=coordinator)
    with pytest.raises(WrongState):
        hours.correct(counter, minutes=15, by=coordinator)


def test_a_returned_counter_entry_can_be_taken_away(session, work, coordinator):
    counter = hours.correct(approved(session, work, coordinator), minutes=-15, by=coordinator)
    with pytest.raises(WrongState):
        hours.remove(counter, by=work.reviewer.user)
    hours.send_back([counter], reason="toch niet", by=coordinator)

    hours.remove(counter, by=work.reviewer.user)
    session.flush()

    assert len(entries(session)) == 1


@pytest.mark.parametrize("days", [1, 7])
def test_a_week_costs_the_same_few_statements_whatever_the_number_of_cells(session, engine, days):
    bram = reviewer()
    places = [assigned(engagement(), bram) for _ in range(5)]
    monday = week_start(TODAY) - timedelta(days=7)
    cells = [
        cell(at, 60 + 15 * day, monday + timedelta(days=day))
        for at in places
        for day in range(days)
    ]
    session.flush()
    seen = []
    listener = lambda *a: seen.append(a[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)

    hours.save_week(bram, monday, cells, by=bram.user)
    session.flush()
    event.remove(engine, "before_cursor_execute", listener)

    assert len(seen) == 5, seen
    assert len(entries(session)) == 5 * days
