"""Steps 2 to 5 of an engagement of the demo: groups, sessions, voices, other proceedings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from lt_admin.conduct.models.groups import Group, Side
from lt_admin.conduct.models.proceedings import Decision, Proceeding
from lt_admin.conduct.models.sessions import SessionKind, Voice
from lt_admin.conduct.services import groups, proceedings, sessions, steps
from lt_admin.core import clock
from lt_admin.demo import days
from lt_admin.demo.conducted import Held, Talks
from lt_admin.demo.telling import AFTERNOON, MORNING, NOON, Event, Review, event

WAITING = "Zitting in de strafzaak; in overleg met beide opdrachtgevers wachten wij."
FIRST = "Anouk Bas Carlijn Daan Elif Fenna Gijs Hanna Imran Jet Koen Lotte Milan Noor Olaf Puck"
LAST = "Proefstra Testinga Oefenma Fictema Modelsma Verzinga Denkstra Schijnma Demoma"
PREPARED_AT = time(8, 0)


def events(review: Review) -> Iterator[Event]:
    """Groups, every session on its day, the check of other proceedings, and the wait in S2."""
    conduct, first = review.conduct, review.scenario.step_days[0]
    yield event(first, NOON, _no_proceedings, review)
    yield event(first, NOON, _compose, review)
    for held in conduct.sessions:
        yield event(held.on, AFTERNOON, _session, review, held)
    for talks in conduct.talks:
        for place, day in enumerate(_days_of(talks)):
            with_family = place >= talks.count - talks.with_family
            held = Held(day, SessionKind.INTERVIEW, 1 + with_family, minutes=90, hour=13)
            yield event(day, AFTERNOON, _session, review, held, with_family)
    yield event(first + timedelta(days=14), NOON, _voices, review)
    yield from _waits(review)


def _days_of(talks: Talks) -> list[date]:
    free = days.working_days(talks.first, talks.last)
    return [free[place * len(free) // talks.count] for place in range(talks.count)]


def _no_proceedings(review: Review) -> None:
    proceedings.record_check(
        review.engagement,
        kind=Proceeding.NONE,
        decision=Decision.PROCEED,
        decided_on=clock.today(),
        by=review.world.coordinator,
    )


def _name(review: Review, place: int) -> str:
    """An invented name, another one for each place of each review."""
    first, last = FIRST.split(), LAST.split()
    number = int(review.scenario.code[-2:]) * 17 + place
    return f"{first[number % len(first)]} {last[number % len(last)]}"


def _compose(review: Review) -> None:
    conduct, by = review.conduct, review.world.users[review.scenario.lead]
    places = [(Group.REVIEW_TEAM, key) for key in conduct.team]
    places += [(Group.CASE_GROUP, key) for key in conduct.practitioners]
    for place, (group, key) in enumerate(places):
        in_team = group is Group.REVIEW_TEAM
        groups.add_member(
            review.engagement,
            group=group,
            organisation=review.world.organisations[key],
            name=_name(review, place),
            function="teamleider" if in_team else "hulpverlener",
            was_involved=not in_team,
            knows_policy=in_team,
            has_influence=in_team,
            by=by,
        )
    for group in dict.fromkeys(group for group, _ in places):
        _confirm(review, group)


def _confirm(review: Review, group: Group) -> None:
    lead = review.world.users[review.scenario.lead]
    contact = review.world.contacts[review.scenario.payers[0][0]]
    groups.confirm_group(
        review.engagement, group, side=Side.COMMISSIONERS, contact=contact, by=lead
    )
    groups.confirm_group(review.engagement, group, side=Side.REVIEWERS, by=lead)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.AMSTERDAM)


def _session(review: Review, held: Held, with_family: bool = False) -> None:  # noqa: FBT001,FBT002 - one of the facts of an event
    scenario, world = review.scenario, review.world
    by = world.users[scenario.lead]
    with clock.at(_at(held.on, PREPARED_AT)):
        planned = sessions.plan_session(
            review.engagement,
            kind=held.kind,
            group=held.group,
            starts_at=_at(held.on, time(held.hour)),
            minutes=held.minutes,
            place="Voorbeeldstad",
            with_family=with_family,
            reviewers=[world.reviewers[scenario.lead], world.reviewers[scenario.second]],
            organisations=[world.organisations[key] for key in held.boards],
            by=by,
        )
    with clock.at(planned.ends_at):
        sessions.hold_session(planned, attended=held.attended, subgroups=held.subgroups, by=by)


def _voices(review: Review) -> None:
    for relation, own_consent in review.conduct.voices:
        sessions.record_voice(
            review.engagement,
            relation=relation,
            voice=Voice.TOOK_PART,
            own_consent=own_consent,
            by=review.world.users[review.scenario.lead],
        )


def _waits(review: Review) -> Iterator[Event]:
    """A review that waits for other proceedings, and its new planning afterwards (S2)."""
    if review.scenario.hold:
        start, end = review.scenario.hold
        yield event(start, MORNING, _wait, review)
        yield event(end, MORNING, _go_on, review)


def _wait(review: Review) -> None:
    proceedings.record_check(
        review.engagement,
        kind=Proceeding.CRIMINAL,
        decision=Decision.WAIT,
        reason=WAITING,
        decided_on=clock.today(),
        consulted=[review.world.organisations[key] for key in review.conduct.consulted],
        by=review.world.coordinator,
    )


def _go_on(review: Review) -> None:
    by = review.world.coordinator
    steps.resume(review.engagement, by=by)
    if review.conduct.replanned_to:
        proceedings.replan(
            review.engagement, end_on=review.conduct.replanned_to, reason=WAITING, by=by
        )
