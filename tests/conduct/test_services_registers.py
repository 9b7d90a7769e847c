import hashlib
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.conduct.models.registers import DestructionCertificate, DocumentForm, DocumentKind
from lt_admin.conduct.models.sessions import SessionState
from lt_admin.conduct.queries import registers as queries
from lt_admin.conduct.queries.reports import certificate_of
from lt_admin.conduct.rules.registers import (
    certificate_number,
    destruction_days,
    destruction_due_on,
)
from lt_admin.conduct.services.registers import correct_documents
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from tests.conduct import reporting
from tests.reviewers import factories as people

_S = EngagementState


@pytest.fixture
def team(session):
    return reporting.team()


@pytest.fixture
def presented(team):
    """A review with documents whose last presentation was today."""
    reporting.registered(team)
    reporting.presentation(team.review)
    return team


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_term_is_thirty_days(day):
    assert destruction_days(day) == 30
    assert destruction_due_on(day) - day == timedelta(days=30)


def test_a_certificate_has_a_year_and_four_figures():
    assert certificate_number(2025, 3) == "V2025-0003"


def test_documents_are_counted_by_kind_and_form(team):
    digital = {"kind": DocumentKind.TIMELINE, "form": DocumentForm.DIGITAL}
    found = [reporting.registered(team, count=3), reporting.registered(team, count=4)]
    found.append(reporting.registered(team, count=2, **digital))

    counts = [row[3] for row in queries.items_of(found)]
    assert counts == [7, 2]


def test_the_holder_has_a_place_in_the_review(team):
    with pytest.raises(Refused, match="Wim"):
        reporting.registered(team, holder=people.reviewer("Wim Vreemd"))


@pytest.mark.parametrize("wrong", [{"count": 0}, {"made_on": date(2099, 1, 1)}])
def test_nothing_and_a_day_to_come_are_not_registered(team, wrong):
    with pytest.raises(Refused):
        reporting.registered(team, **wrong)


@pytest.mark.parametrize("state", [_S.ACCEPTED, _S.CLOSED, _S.WITHDRAWN])
def test_registering_is_for_steps_2_to_5(team, state):
    team.review.state = state

    with pytest.raises(WrongState):
        reporting.registered(team)


def test_a_count_is_corrected(presented):
    [document] = queries.documents_of(presented.review.id)
    correct_documents(document, count=9, by=presented.lead.user)

    assert document.count == 9
    with pytest.raises(Refused):
        correct_documents(document, count=0, by=presented.lead.user)


def test_the_certificate_is_numbered_printed_and_logged(session, presented):
    found = reporting.certified(presented)

    assert found.number == f"V{clock.today().year}-0001"
    assert found.due_on == clock.today() + timedelta(days=30)
    assert found.pdf.startswith(b"%PDF")
    assert found.pdf_sha256 == hashlib.sha256(found.pdf).hexdigest()
    [facts] = session.scalars(
        sa.select(AuditEntry.facts).where(AuditEntry.event == "certificate:issued")
    )
    assert (facts["items"], facts["days_late"], facts["number"]) == ("10", "0", found.number)


def test_numbers_follow_each_other(session):
    for n in (1, 2):
        team = reporting.team()
        reporting.registered(team)
        reporting.presentation(team.review)
        assert reporting.certified(team).number.endswith(f"-000{n}")


def test_there_is_one_certificate_and_nothing_is_registered_after_it(presented):
    reporting.certified(presented)
    [document] = queries.documents_of(presented.review.id)

    for step in (
        lambda: reporting.certified(presented),
        lambda: reporting.registered(presented),
        lambda: correct_documents(document, count=1, by=presented.lead.user),
    ):
        with pytest.raises(WrongState, match="V20"):
            step()


def test_the_term_runs_from_the_last_presentation_that_was_held(team):
    reporting.registered(team, made_on=reporting.ago(80))
    for days in (60, 50):
        reporting.presentation(team.review, on=reporting.ago(days))
    reporting.presentation(team.review, on=reporting.ago(1), state=SessionState.CANCELLED)

    found = reporting.certified(team, destroyed_on=reporting.ago(45))

    assert (found.presented_on, found.days_late) == (reporting.ago(50), 0)


def test_destruction_waits_for_a_presentation_and_for_those_that_are_planned(team):
    reporting.registered(team)
    with pytest.raises(Refused):
        reporting.certified(team)
    reporting.presentation(team.review)
    planned = clock.today() + timedelta(days=3)
    reporting.presentation(team.review, on=planned, state=SessionState.PLANNED)

    with pytest.raises(Refused):
        reporting.certified(team)


def test_nothing_registered_is_nothing_destroyed(team):
    reporting.presentation(team.review)

    with pytest.raises(Refused):
        reporting.certified(team)


@pytest.mark.parametrize("days", [-21, 1])
def test_what_is_destroyed_existed_and_not_on_a_day_to_come(presented, days):
    with pytest.raises(Refused):
        reporting.certified(presented, destroyed_on=clock.today() + timedelta(days=days))


def test_late_asks_for_a_reason_and_shows(team):
    reporting.registered(team, made_on=reporting.ago(60))
    reporting.presentation(team.review, on=reporting.ago(38))
    with pytest.raises(Refused):
        reporting.certified(team)

    found = reporting.certified(team, late_reason="Wachtte op de vernietiger.")

    assert found.days_late == 8


def test_a_review_that_went_no_further_destroys_from_its_end(team):
    reporting.registered(team)
    team.review.state, team.review.ended_on = _S.WITHDRAWN, reporting.ago(3)

    assert reporting.certified(team).presented_on == reporting.ago(3)


@pytest.mark.parametrize("column", ["number", "pdf", "late_reason", "destroyed_on"])
def test_the_database_keeps_a_certificate_as_it_is(session, presented, column):
    table = DestructionCertificate.__table__
    reporting.certified(presented)
    session.flush()
    value = {"pdf": b"x", "destroyed_on": date(2020, 1, 1)}.get(column, "x")

    with pytest.raises(sa.exc.DBAPIError, match="never changes"):
        session.execute(sa.update(table).values({column: value}))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM destruction_certificate",
        "UPDATE working_document SET count = 1",
        "DELETE FROM working_document",
    ],
)
def test_the_database_keeps_what_it_lists(session, presented, statement):
    reporting.certified(presented)
    session.flush()

    with pytest.raises(sa.exc.DBAPIError, match="never changes"):
        session.execute(sa.text(statement))


def test_there_is_no_certificate_before_it_is_issued(presented):
    assert certificate_of(presented.review.id) is None
