"""How an engagement of the demo begins: from the request to reviewers who have declared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from lt_admin.billing.models.quotes import CostShare, Quote
from lt_admin.billing.rules.shares import Share, ShareKind
from lt_admin.billing.services import answers, quotes
from lt_admin.core import audit, clock
from lt_admin.demo.shapes import Scenario
from lt_admin.demo.telling import Review
from lt_admin.demo.world import World
from lt_admin.orientation.models.engagements import Engagement, PartyRole
from lt_admin.orientation.models.requests import Channel, Outcome, Readiness
from lt_admin.orientation.rules.plans import Counts, PlannedPart
from lt_admin.orientation.services import engagements, plans, requests
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.services import assignments

VALID_DAYS = 60
ADDRESS = "192.0.2.1"  # a network address that exists only in documentation


def receive(review: Review) -> None:
    """The request comes in by mail from the first commissioner."""
    world, payer = review.world, review.scenario.payers[0][0]
    review.engagement = ask_for_talk(world, payer)


def ask_for_talk(world: World, payer: str) -> Engagement:
    """A request of today, by mail."""
    contact = world.contacts[payer]
    return requests.receive_request(
        by=world.coordinator,
        sender_name=contact.name,
        sender_email=contact.email,
        organisation=world.organisations[payer],
        received_on=clock.today(),
        channel=Channel.EMAIL,
    )


def talk(review: Review) -> None:
    """The orientation conversation with everybody; it leads to a plan and a quote."""
    scenario, by = review.scenario, review.world.coordinator
    together(review.world, review.engagement, scenario.parties, Outcome.PLAN_AND_QUOTE)
    if scenario.partner:
        partner = review.world.organisations[scenario.partner]
        engagements.add_party(review.engagement, partner, role=PartyRole.PARTNER, by=by)
    engagements.set_focus(review.engagement, scenario.focus, by=by)
    for question in Readiness:
        requests.answer_readiness(review.engagement, question, is_met=True, by=by)


def together(
    world: World, engagement: Engagement, parties: Sequence[str], outcome: Outcome
) -> None:
    """A conversation of today with these organisations, who become parties."""
    by, known = world.coordinator, {party.organisation_id for party in engagement.parties}
    organisations = [world.organisations[key] for key in parties]
    for organisation in organisations:
        if organisation.id not in known:
            engagements.add_party(engagement, organisation, role=PartyRole.PARTICIPATING, by=by)
    requests.record_meeting(
        engagement,
        by=by,
        held_on=clock.today(),
        organisations=organisations,
        hosts=[by],
        outcome=outcome,
        place="Voorbeeldstad",
    )


def quote(review: Review) -> None:
    """Plan and quote, sent to every commissioner."""
    scenario, by = review.scenario, review.world.coordinator
    plan = plans.make_plan(review.engagement, type=scenario.type, counts=Counts(1, 1), by=by)
    plans.change_plan(plan, planned(scenario), by=by)
    start = scenario.step_days[0]
    engagements.set_planned_dates(
        review.engagement, start_on=start, end_on=scenario.planned_end, by=by
    )
    made = quotes.draft_review_quote(review.engagement, valid_until=validity(), by=by)
    shares = [(payer, scenario.share, value) for payer, value in scenario.payers]
    review.quote = sent(review.world, made, shares)


def validity() -> date:
    """Until when a quote of today can be accepted."""
    return clock.today() + timedelta(days=VALID_DAYS)


def planned(scenario: Scenario) -> list[PlannedPart]:
    """The plan of a scenario, in minutes."""
    return [
        PlannedPart(step.step, part, lead * 60, second * 60)
        for step in scenario.plan
        for part, lead, second in zip(step.parts, step.lead, step.second, strict=True)
    ]


def sent(world: World, made: Quote, shares: Sequence[tuple[str, ShareKind, int]]) -> Quote:
    """A draft with its shares, sent today."""
    by = world.coordinator
    parts = [
        Share(world.organisations[payer].id, kind, value, world.contacts[payer].id)
        for payer, kind, value in shares
    ]
    quotes.set_shares(made, parts, by=by)
    quotes.send_quote(made, by=by)
    return made


def agree(review: Review) -> None:
    """The participating organisations that do not pay agree in writing."""
    payers = {review.world.organisations[key].id for key, _ in review.scenario.payers}
    for party in review.engagement.parties:
        if party.must_agree and party.organisation_id not in payers:
            engagements.record_agreement(
                party,
                agreed_on=clock.today(),
                name="Directie",
                function="bestuurder",
                by=review.world.coordinator,
            )


def accept(review: Review, position: int) -> None:
    """One commissioner accepts its share, and with it the ground rules."""
    accept_share(review.quote.shares[position])


def accept_share(share: CostShare) -> None:
    """The contact of a share says yes to the paper as it was sent."""
    contact = share.contact or audit.SYSTEM
    needed = share.organisation.requires_reference
    who = {"name": "Bestuurder", "function": "bestuurder"}
    answers.agree_with_rules(share, **who, by=contact)
    reference = f"VPL-{share.quote.engagement.code}" if needed else ""
    answers.accept_share(share, **who, reference=reference, address=ADDRESS, by=contact)


def assign(review: Review) -> None:
    """Lead, second, supervisor (and for S4 a shadow) are asked."""
    scenario = review.scenario
    places = [
        (scenario.lead, AssignmentRole.LEAD),
        (scenario.second, AssignmentRole.SECOND),
        (scenario.supervisor, AssignmentRole.SUPERVISOR),
    ]
    if scenario.shadow:
        places.append((scenario.shadow, AssignmentRole.SHADOW))
    for key, role in places:
        is_practice = scenario.is_practice and role is AssignmentRole.SECOND
        review.assignments[key] = assignments.ask(
            review.engagement,
            review.world.reviewers[key],
            role,
            is_practice_review=is_practice,
            by=review.world.coordinator,
        )


def declare(review: Review, key: str) -> None:
    """A reviewer declares to be independent."""
    assignments.declare(
        review.assignments[key],
        is_involved=False,
        has_private_relation=False,
        has_other_paid_work=False,
        by=review.world.users[key],
    )
