"""Reviewers, their places, hours and supervision, as people see and use them."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lt_admin.accounts.policy import Role
from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.models.plans import PlanLine, ReviewPlan
from lt_admin.orientation.rules.plans import Component
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.models.hours import Activity, TimeEntry
from lt_admin.reviewers.models.people import ReviewerLevel
from lt_admin.reviewers.models.supervision import SupervisionMoment
from lt_admin.reviewers.rules.grid import cell_name
from lt_admin.reviewers.rules.hours import Key
from lt_admin.reviewers.services import assignments, hours, supervision
from tests.browser.conftest import PHONE, WIDE, inspect, shoot
from tests.factories import user_with
from tests.reviewers.factories import assigned, engagement, organisation, reviewer


def log(at, minutes, days_ago=0, step=3, activity=Activity.SESSION):
    day = clock.today() - timedelta(days=days_ago)
    facts = {"worked_on": day, "step": step, "activity": activity, "minutes": minutes}
    return hours.log_hours(at.reviewer, at.engagement, **facts, by=at.reviewer.user)


def plan_of(review):
    part = {"component": Component.SESSIONS, "lead_minutes": 960, "second_minutes": 840}
    lines = [PlanLine(position=1, step=3, **part)]
    db_session.add(ReviewPlan(engagement=review, lines=lines))


@pytest.fixture(scope="module")
def scene(live):
    """A review with a team in the third step, hours in every state, and a question that waits."""
    with live.data():
        ilse = user_with(Role.COORDINATOR, name="Ilse Modelhof")
        polder = organisation("Stichting Jeugdhulp De Proefpolder")
        review = engagement(polder, by=ilse, state=EngagementState.DIALOGUE, code="LT-2025-92")
        plan_of(review)
        tessa = reviewer("Tessa Voorbeeld", employer=polder, by=ilse)
        bram = assigned(review, reviewer("Bram Fictema", by=ilse))
        nadia = reviewer("Nadia Proefsma", ReviewerLevel.ACCREDITED, by=ilse)
        assigned(review, nadia, AssignmentRole.SECOND)
        hugo = reviewer("Hugo Schijnveld", ReviewerLevel.SUPERVISOR, by=ilse)
        assigned(review, hugo, AssignmentRole.SUPERVISOR)
        supervise(review, hugo, bram.reviewer, ilse)
        entries = [log(bram, 60, 8), log(bram, 90, 9), log(bram, 660, 10)]
        hours.submit(entries, by=bram.reviewer.user)
        hours.approve(entries[:1], by=ilse)
        hours.send_back(entries[1:2], reason="Is dit niet stap 4?", by=ilse)
        other = engagement(by=ilse, state=EngagementState.QUOTED, code="LT-2025-93")
        asked = assignments.ask(other, tessa, AssignmentRole.LEAD, by=ilse)
        return SimpleNamespace(
            ilse=ilse,
            bram=bram.reviewer.user,
            tessa=tessa.user,
            ids={
                "review": review.id,
                "tessa": tessa.id,
                "bram": bram.reviewer_id,
                "asked": asked.id,
                "entry": entries[0].id,
                "payee": tessa.payee_periods[0].payee_id,
            },
        )


def supervise(review, hugo, bram, by):
    moment = SupervisionMoment.AFTER_INTRODUCTION
    facts = {"held_on": clock.today(), "minutes": 60, "attendees": [bram]}
    supervision.record_supervision(review, hugo, moment=moment, **facts, by=by)


@pytest.mark.parametrize(
    "path",
    [
        "/reviewers",
        "/reviewers/new",
        "/reviewers/{tessa}",
        "/reviewers/{tessa}/payee",
        "/reviewers/{tessa}/level",
        "/reviewers/{tessa}/rate",
        "/reviewers/{tessa}/change",
        "/payees/{payee}",
        "/independence",
        "/engagements/{review}",
        "/engagements/{review}/reviewers?role=lead",
        "/engagements/{review}/reviewers/{tessa}/second",
        "/assignments/{asked}",
        "/entries",
        "/entries/approve",
        "/entries/{entry}",
        "/supervision",
        "/engagements/{review}/supervision",
    ],
)
def test_what_the_coordinator_sees(look, scene, path):
    look(path.format(**scene.ids), scene.ilse, name=f"coordinator-{path}")


@pytest.mark.parametrize("path", ["/hours", "/hours/quick", "/hours/mine", "/my-reviews", "/"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_a_reviewer_sees(look, scene, path, language):
    look(path, scene.bram, name=f"reviewer-{path}-{language}", language=language)


def test_what_who_is_asked_sees(look, scene):
    look(f"/assignments/{scene.ids['asked']}", scene.tessa, name="reviewer-declaration")


@pytest.fixture
def cell(scene):
    """The field of today in the row of the third step."""
    key = Key(scene.ids["review"], clock.today(), 3, Activity.SESSION)
    return f"#{cell_name(key)}"


def minutes_of_today(live):
    with live.data():
        wanted = select(TimeEntry.minutes).where(TimeEntry.worked_on == clock.today())
        return db_session.scalars(wanted).all()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_quarters_are_pressed_and_enter_saves(live, opened, scene, cell, scripts):
    page = opened(PHONE, scene.bram, scripts=scripts)
    page.goto("/hours")
    field = page.locator(cell)
    field.fill("")
    page.get_by_role("button", name="Bewaren").last.click()
    before = minutes_of_today(live)

    page.locator(f"{cell} ~ .step-btn").click()
    page.locator(f"{cell} ~ .step-btn").click()
    expect(page.locator(cell)).to_have_value("0:30")
    page.locator(cell).press("Enter")

    expect(page.locator(cell)).to_have_value("0:30")
    expect(page.get_by_text("Bewaard.").first).to_be_visible()
    assert (before, minutes_of_today(live)) == ([], [30])


def test_arrow_keys_walk_and_totals_follow_without_saving(live, opened, scene, cell):
    page = opened(WIDE, scene.bram)
    page.goto("/hours")
    before = minutes_of_today(live)

    page.locator(cell).fill("7,25")
    expect(page.locator("[data-today-total]")).to_have_text("7:15")
    page.locator(cell).select_text()
    page.locator(cell).press("ArrowLeft" if clock.today().weekday() else "ArrowRight")

    focused = page.evaluate("document.activeElement.name")
    assert focused != cell[1:]
    assert focused.startswith("c-")
    assert minutes_of_today(live) == before


def test_a_mistake_stands_beside_the_cell(opened, scene, cell):
    page = opened(PHONE, scene.bram)
    page.goto("/hours")
    page.locator(cell).fill("zeven")
    page.locator(cell).press("Enter")

    expect(page.locator(f"{cell}-error")).to_be_visible()
    expect(page.locator(cell)).to_have_value("zeven")
    inspect(page)
    shoot(page, "reviewer-hours-mistake")


def test_hours_are_logged_on_a_phone_in_a_few_taps(live, opened, scene):
    page = opened(PHONE, scene.bram)
    page.goto("/hours/quick")
    before = sum(minutes_of_today(live))
    page.get_by_label("Uren").fill("0:45")
    page.get_by_role("button", name="Bijschrijven").click()

    expect(page.get_by_role("status").first).to_contain_text("0:45")
    assert sum(minutes_of_today(live)) == before + 45
