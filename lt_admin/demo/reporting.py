"""The report of an engagement of the demo: checks, versions, advice, documents, decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lt_admin.accounts.models import User
from lt_admin.conduct.models.recommendations import FindingKind
from lt_admin.conduct.models.reports import ReportKind
from lt_admin.conduct.models.sessions import SessionKind
from lt_admin.conduct.services import recommendations, registers, reports
from lt_admin.core import clock
from lt_admin.demo.conducted import Decided
from lt_admin.demo.telling import EVENING, MORNING, NOON, Event, Review, event
from lt_admin.orientation.models.organisations import Organisation


def events(review: Review) -> Iterator[Event]:
    """From the first working document to the certificate of their destruction."""
    conduct, scenario = review.conduct, review.scenario
    yield event(scenario.step_days[1], EVENING, _register, review)
    if conduct.drafted_on:
        yield event(conduct.drafted_on, MORNING, _draft, review)
    advised_on = next(
        (held.on for held in conduct.sessions if held.kind is SessionKind.COMMENTARY),
        conduct.checked_on,
    )
    yield event(advised_on, EVENING, _advise, review)
    yield event(conduct.checked_on, NOON, _check_method, review)
    yield event(conduct.final_on, NOON, _finish, review)
    for decided in conduct.decisions:
        yield event(decided.on, EVENING, _decide, review, decided)
    yield event(scenario.closed_on, MORNING, _share, review)
    yield event(scenario.closed_on, NOON, _destroy, review)


def _register(review: Review) -> None:
    scenario, world = review.scenario, review.world
    for kind, form, count in review.conduct.documents:
        registers.register_documents(
            review.engagement,
            kind=kind,
            form=form,
            holder=world.reviewers[scenario.lead],
            count=count,
            made_on=clock.today(),
            place="afgesloten kast" if form == "paper" else "",
            by=world.users[scenario.lead],
        )


def _draft(review: Review) -> None:
    """The draft goes to the review team, once a second person looked at it."""
    lead, second = _guides(review)
    draft = reports.make_report(
        review.engagement, kind=ReportKind.DRAFT, made_on=clock.today(), by=lead
    )
    reports.sign_anonymisation(draft, by=second)
    reports.send_report(draft, sent_on=clock.today(), to_review_team=True, by=lead)


def _guides(review: Review) -> tuple[User, User]:
    users = review.world.users
    return users[review.scenario.lead], users[review.scenario.second]


def _advise(review: Review) -> None:
    for advice in review.conduct.advice:
        recommendations.add_recommendation(
            review.engagement,
            text=advice.text,
            organisation=review.world.organisations[advice.to],
            level=advice.level,
            quadrant=advice.quadrant,
            loop=advice.loop,
            by=review.world.users[review.scenario.lead],
        )


def _check_method(review: Review) -> None:
    reports.check_method(
        review.engagement,
        avoids_hindsight=True,
        appraises_and_explains=True,
        explores_wider=True,
        checked_on=clock.today(),
        by=review.world.users[review.scenario.supervisor],
    )


def _finish(review: Review) -> None:
    """The final report, anonymised, goes to every organisation that takes part."""
    lead, second = _guides(review)
    final = reports.make_report(
        review.engagement, kind=ReportKind.FINAL, made_on=clock.today(), by=lead
    )
    reports.sign_anonymisation(final, by=second)
    reports.send_report(final, sent_on=clock.today(), organisations=_readers(review), by=lead)


def _share(review: Review) -> None:
    """One finding of each review goes to the findings bank, after a second look."""
    lead, second = _guides(review)
    finding = recommendations.add_finding(
        review.engagement,
        kind=FindingKind.PATTERN,
        text=review.conduct.finding,
        sector="jeugdhulp",
        region="Voorbeeldregio",
        by=lead,
    )
    recommendations.share_finding(finding, by=second)


def _readers(review: Review) -> Sequence[Organisation]:
    return [review.world.organisations[key] for key in review.scenario.parties]


def _decide(review: Review, decided: Decided) -> None:
    reports.decide_follow_up(
        review.engagement,
        choice=decided.choice,
        decided_on=decided.on,
        until=decided.until,
        reason=decided.reason,
        by=review.world.coordinator,
    )


def _destroy(review: Review) -> None:
    registers.issue_certificate(
        review.engagement,
        destroyed_on=clock.today(),
        late_reason=review.conduct.late_reason,
        by=review.world.coordinator,
    )
