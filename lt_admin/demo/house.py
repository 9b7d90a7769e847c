"""What happens besides the engagements: requests that went no further, statements, spending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from lt_admin.billing.models.quotes import CostShare
from lt_admin.billing.models.statements import QualityCategory
from lt_admin.billing.rules.shares import ShareKind
from lt_admin.billing.services import answers, quality_account, quotes, spending
from lt_admin.core import audit, clock
from lt_admin.core.money import Money
from lt_admin.demo import beginning
from lt_admin.demo.telling import AFTERNOON, EVENING, MORNING, NOON, Event, event
from lt_admin.demo.world import World
from lt_admin.orientation.models.engagements import EndReason, Engagement
from lt_admin.orientation.models.organisations import Sector
from lt_admin.orientation.models.requests import Outcome
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.rules.plans import Component, Counts, PlannedPart
from lt_admin.orientation.services import engagements, plans
from lt_admin.quality.services import records, retention
from lt_admin.reviewers.models.growth import PeerKind
from lt_admin.reviewers.services import growth

S7_PARTIES = ("proefwijk", "duinrand", "noorderzon")
S8_PAYER = "zilverstrand"
S8_PLAN = (
    PlannedPart(2, Component.INTERVIEWS, 25 * 60, 21 * 60),
    PlannedPart(3, Component.SESSIONS, 12 * 60, 11 * 60),
    PlannedPart(4, Component.DRAFT, 12 * 60, 7 * 60),
    PlannedPart(5, Component.FINAL, 6 * 60, 4 * 60),
)  # 98 hours together
SPENT = (  # DOMAIN.md 4; supervision comes with the statements
    (QualityCategory.OUTREACH, "2025-03-03", "3400.00", "Bijeenkomst 3 maart"),
    (QualityCategory.OUTREACH, "2025-11-10", "2650.00", "Voorlichting regio's"),
    (QualityCategory.METHOD_DEVELOPMENT, "2025-06-16", "4000.00", "Handleiding groepsinterview"),
    (QualityCategory.METHOD_DEVELOPMENT, "2026-02-09", "2500.00", "Handleiding korte review"),
    (QualityCategory.UK_COOPERATION, "2025-05-22", "1950.00", "Uitwisseling voorjaar"),
    (QualityCategory.UK_COOPERATION, "2025-10-30", "1950.00", "Uitwisseling najaar"),
    (QualityCategory.COORDINATION, "2025-06-30", "3200.00", "Coördinatie eerste helft 2025"),
    (QualityCategory.COORDINATION, "2025-12-31", "3200.00", "Coördinatie tweede helft 2025"),
    (QualityCategory.COORDINATION, "2026-06-30", "3200.00", "Coördinatie eerste helft 2026"),
)
OUTREACH = (  # participants by sector; invented
    (
        "2025-03-03",
        "Bijeenkomst 3 maart: samen leren van incidenten",
        {Sector.YOUTH_CARE: 34, Sector.MUNICIPALITY: 18, Sector.MENTAL_HEALTH: 9},
    ),
    (
        "2025-11-10",
        "Voorlichting voor de regio's",
        {Sector.MUNICIPALITY: 22, Sector.EDUCATION: 12, Sector.YOUTH_PROTECTION: 8},
    ),
)
GUIDES, SUPERVISORS = ("r1", "r2", "r3", "r4", "r5"), ("r6", "r7")
PEERS = (  # ours: DOMAIN.md 2d asks for these meetings, and gives no dates
    (PeerKind.PEER_CONSULTATION, "2025-04-08", 120, GUIDES),
    (PeerKind.PEER_CONSULTATION, "2025-10-14", 120, GUIDES[:4]),
    (PeerKind.PEER_CONSULTATION, "2026-04-14", 120, GUIDES),
    (PeerKind.UK_EXCHANGE, "2025-05-22", 360, ("r1", *SUPERVISORS)),
    (PeerKind.UK_EXCHANGE, "2025-10-30", 360, SUPERVISORS),
    *(
        (PeerKind.SUPERVISOR_PEER_GROUP, day, 90, SUPERVISORS)
        for day in ("2025-03-20", "2025-06-19", "2025-09-18", "2025-12-11", "2026-03-19")
    ),
)
FIRST_MONTH, MONTHS = (2025, 2), 16
LET_GO_DAY = 5
BUDGETS = {  # invented; of the board, each year
    QualityCategory.SUPERVISION: "3000.00",
    QualityCategory.OUTREACH: "6500.00",
    QualityCategory.METHOD_DEVELOPMENT: "6000.00",
    QualityCategory.UK_COOPERATION: "4000.00",
    QualityCategory.COORDINATION: "6400.00",
}


def events(world: World) -> Iterator[Event]:
    """The requests S7 and S8; each month's statements and letting go; what quality spends."""
    yield from _s7(world)
    yield from _s8(world)
    for place in range(MONTHS):
        year, month = divmod(FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1 + place, 12)
        after = date(year + (month == 11), (month + 1) % 12 + 1, LET_GO_DAY)
        yield event(after, EVENING, retention.run_job)
    for year in (2025, 2026):
        yield event(date(year, 1, 6), NOON, _allow, world, year)
    for category, day, amount, why in SPENT:
        yield event(date.fromisoformat(day), NOON, _spend, world, category, amount, why)
    for held_on, title, participants in OUTREACH:
        yield event(date.fromisoformat(held_on), AFTERNOON, _spread, world, title, participants)
    for kind, day, minutes, keys in PEERS:
        yield event(date.fromisoformat(day), NOON, _meet, world, kind, minutes, keys)


def _s7(world: World) -> Iterator[Event]:
    """S7: one of three institutions refuses to take part; the request is withdrawn."""
    asked: list[Engagement] = []
    yield event(
        date(2025, 6, 2), MORNING, lambda: asked.append(beginning.ask_for_talk(world, "proefwijk"))
    )
    yield event(date(2025, 6, 12), MORNING, lambda: _s7_talk(world, asked[0]))


def _s7_talk(world: World, engagement: Engagement) -> None:
    beginning.together(world, engagement, S7_PARTIES, Outcome.WITHDRAWN)
    refuses = engagement.parties[-1]
    engagements.record_refusal(refuses, refused_on=clock.today(), by=world.coordinator)
    engagements.withdraw(engagement, reason=EndReason.PARTICIPANT_REFUSED, by=world.coordinator)


def _s8(world: World) -> Iterator[Event]:
    """S8: the quote is refused for lack of budget."""
    asked: list[Engagement] = []
    yield event(
        date(2025, 10, 6), MORNING, lambda: asked.append(beginning.ask_for_talk(world, S8_PAYER))
    )
    yield event(
        date(2025, 10, 13),
        MORNING,
        lambda: beginning.together(world, asked[0], (S8_PAYER,), Outcome.PLAN_AND_QUOTE),
    )
    yield event(date(2025, 10, 20), AFTERNOON, lambda: _s8_quote(world, asked[0]))


def _s8_quote(world: World, engagement: Engagement) -> None:
    by = world.coordinator
    plan = plans.make_plan(engagement, type=EngagementType.MIDRANGE, counts=Counts(1), by=by)
    plans.change_plan(plan, S8_PLAN, by=by)
    made = quotes.draft_review_quote(engagement, valid_until=beginning.validity(), by=by)
    sent = beginning.sent(world, made, [(S8_PAYER, ShareKind.PERCENT, 10000)])
    with clock.at(clock.noon(clock.today() + timedelta(days=18))):
        _s8_refused(world, sent.shares[0])


def _s8_refused(world: World, share: CostShare) -> None:
    words = "Er is dit jaar geen budget meer."
    who = {"name": "Bestuurder", "function": "bestuurder", "address": beginning.ADDRESS}
    answers.refuse_share(share, words=words, **who, by=share.contact or audit.SYSTEM)
    quotes.reject_quote(share.quote, reason=EndReason.BUDGET, by=world.coordinator)


def _allow(world: World, year: int) -> None:
    amounts = {category: Money.euros(amount) for category, amount in BUDGETS.items()}
    quality_account.set_budget(year, amounts, by=world.users["board1"])


def _spend(world: World, category: QualityCategory, amount: str, description: str) -> None:
    made = spending.record_spending(
        category=category,
        spent_on=clock.today(),
        amount=Money.euros(amount),
        description=description,
        receipt=f"K-{clock.today():%Y%m%d}",
        by=world.treasurer,
    )
    spending.approve_spending(made, expecting=made.amount, by=world.users["board1"])


def _spread(world: World, title: str, participants: Mapping[Sector, int]) -> None:
    records.record_outreach(
        held_on=clock.today(), title=title, participants=participants, by=world.coordinator
    )


def _meet(world: World, kind: PeerKind, minutes: int, keys: tuple[str, ...]) -> None:
    growth.record_peers(
        kind=kind,
        held_on=clock.today(),
        minutes=minutes,
        attendees=[world.reviewers[key] for key in keys],
        by=world.coordinator,
    )
