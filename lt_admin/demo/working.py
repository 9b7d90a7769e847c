"""The work in an engagement of the demo: hours, week by week, and supervision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from lt_admin.demo import days
from lt_admin.demo.shapes import Scenario, Supervised, Worked
from lt_admin.demo.telling import AFTERNOON, EVENING, MORNING, Event, Review, event
from lt_admin.reviewers.models.hours import Activity, TimeEntry
from lt_admin.reviewers.services import hours, supervision

ACTIVITIES = {
    2: (Activity.INTERVIEW, Activity.FILE_STUDY, Activity.TIMELINE),
    3: (Activity.SESSION, Activity.ANALYSIS),
    4: (Activity.WRITING,),
    5: (Activity.PRESENTATION, Activity.WRITING),
    6: (Activity.FOLLOW_UP,),
}
SHADOW_HOURS = "30"
Week = defaultdict[tuple[str, date], list[TimeEntry]]


def events(review: Review) -> Iterator[Event]:
    """Hours logged on their day, submitted on Friday, approved the Monday after; supervision."""
    weeks: Week = defaultdict(list)
    for key, step, day, minutes in sorted(_worked(review.scenario), key=lambda row: row[2]):
        billable = key != review.scenario.shadow
        yield event(day, AFTERNOON, _log, review, weeks, (key, step, day, minutes, billable))
        weeks[key, _monday(day)] = []
    for key, monday in list(weeks):
        yield event(monday + timedelta(days=4), EVENING, _submit, review, weeks, (key, monday))
        yield event(monday + timedelta(days=7), MORNING, _approve, review, weeks, (key, monday))
    for held in review.scenario.supervision:
        yield event(held.on, AFTERNOON, _supervise, review, held)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _worked(scenario: Scenario) -> Iterator[tuple[str, int, date, int]]:
    """Who works on which step, on which day, for how many minutes."""
    for stretch in scenario.worked:
        for key, total in ((scenario.lead, stretch.lead), (scenario.second, stretch.second)):
            yield from _stretch(scenario, stretch, key, days.minutes(total))
    if scenario.shadow:
        first = scenario.worked[0]
        free = days.working_days(first.first, first.last)
        for day, minutes in days.spread(days.minutes(SHADOW_HOURS), free):
            yield scenario.shadow, 2, day, minutes
    if fu := scenario.follow_up:
        yield scenario.lead, 6, fu.held_on, fu.lead * 60
        yield scenario.second, 6, fu.held_on, fu.second * 60


def _stretch(
    scenario: Scenario, stretch: Worked, key: str, total: int
) -> Iterator[tuple[str, int, date, int]]:
    plan = {step.step: step.lead if key == scenario.lead else step.second for step in scenario.plan}
    begins = dict(zip(plan, scenario.step_days, strict=True))
    parts = days.over_steps(total, [sum(plan[step]) for step in stretch.steps])
    for step, minutes in zip(stretch.steps, parts, strict=True):
        later = [day for day in begins.values() if day > begins[step]]
        last = min([stretch.last, *(day - timedelta(days=1) for day in later)])
        free = days.working_days(max(stretch.first, begins[step]), last)
        for day, part in days.spread(minutes, free):
            yield key, step, day, part


def _log(review: Review, weeks: Week, facts: tuple[str, int, date, int, bool]) -> None:
    key, step, day, minutes, billable = facts
    choice = ACTIVITIES[step]
    activity = choice[day.toordinal() % len(choice)] if billable else Activity.SHADOWING
    entry = hours.log_hours(
        review.world.reviewers[key],
        review.engagement,
        worked_on=day,
        step=step,
        activity=activity,
        minutes=minutes,
        billable=billable,
        by=review.world.users[key],
    )
    weeks[key, _monday(day)].append(entry)


def _submit(review: Review, weeks: Week, week: tuple[str, date]) -> None:
    hours.submit(weeks[week], by=review.world.users[week[0]])


def _approve(review: Review, weeks: Week, week: tuple[str, date]) -> None:
    hours.approve(weeks[week], by=review.world.coordinator)


def _supervise(review: Review, held: Supervised) -> None:
    scenario, world = review.scenario, review.world
    keys = [scenario.second] if held.is_individual else [scenario.lead, scenario.second]
    supervision.record_supervision(
        review.engagement,
        world.reviewers[scenario.supervisor],
        held_on=held.on,
        moment=held.moment,
        minutes=held.minutes,
        attendees=[world.reviewers[key] for key in keys],
        by=world.coordinator,
    )
