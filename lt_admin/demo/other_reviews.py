"""Scenarios S4-S6 (DOMAIN.md 4): a group review, a mid-range one and a short one."""

from __future__ import annotations

from datetime import date

from lt_admin.billing.rules.shares import ShareKind
from lt_admin.demo.shapes import (
    STEP_2,
    STEP_3,
    STEP_4,
    STEP_5,
    FollowUp,
    Planned,
    Scenario,
    Supervised,
    Worked,
)
from lt_admin.orientation.models.engagements import Focus
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.rules.plans import Component
from lt_admin.reviewers.models.supervision import SupervisionMoment

_d = date.fromisoformat
_C, _M = Component, SupervisionMoment

S4 = Scenario(
    code="LT-2025-04",
    type=EngagementType.GROUP,
    parties=("zonnedauwveld",),
    payers=(("zonnedauwveld", 10000),),
    share=ShareKind.PERCENT,
    lead="r6",
    second="r3",
    supervisor="r7",
    requested_on=_d("2025-04-22"),
    talked_on=_d("2025-04-29"),
    quoted_on=_d("2025-05-06"),
    accepted=(_d("2025-05-19"),),
    planned_end=_d("2025-09-30"),
    plan=(
        Planned(
            2,
            (
                _C.COMPOSE,
                _C.INTRODUCTION,
                _C.GROUP_INTERVIEWS,
                _C.INTERVIEWS,
                _C.FILES,
                _C.TIMELINE,
            ),
            (3, 9, 16, 6, 6, 8),
            (2, 9, 16, 6, 4, 7),
        ),
        Planned(3, STEP_3, (15, 4), (15, 3)),
        Planned(4, STEP_4, (12, 4, 3), (7, 4, 2)),
        Planned(
            5,
            (_C.FINAL, _C.PRESENTATION, _C.TEAM_FEEDBACK, _C.CLOSING),
            (4, 3, 3, 1),
            (2, 3, 3, 1),
        ),
    ),
    worked=(
        Worked((2,), _d("2025-05-26"), _d("2025-07-04"), "46", "43"),
        Worked((3, 4, 5), _d("2025-07-08"), _d("2025-09-24"), "46", "38.5"),
    ),
    step_days=(_d("2025-05-26"), _d("2025-07-08"), _d("2025-07-21"), _d("2025-09-16")),
    interim_on=_d("2025-07-15"),
    final_on=_d("2025-09-29"),
    closed_on=_d("2025-10-07"),
    supervision=(
        Supervised(_d("2025-06-10"), _M.AFTER_INTRODUCTION, 90),
        Supervised(_d("2025-07-15"), _M.ANALYSIS, 90),
        Supervised(_d("2025-08-19"), _M.DRAFT_REPORT, 120),
    ),
    focus=(Focus.LARGE_TEAM,),
    shadow="r5",
)
S5 = Scenario(
    code="LT-2025-05",
    type=EngagementType.MIDRANGE,
    parties=("wolkenveld", "oefenkade"),
    payers=(("wolkenveld", 5000), ("oefenkade", 5000)),
    share=ShareKind.PERCENT,
    lead="r1",
    second="r5",
    supervisor="r7",
    requested_on=_d("2025-05-12"),
    talked_on=_d("2025-05-20"),
    quoted_on=_d("2025-05-28"),
    accepted=(_d("2025-06-11"), _d("2025-06-16")),
    planned_end=_d("2025-10-24"),
    plan=(
        Planned(2, STEP_2, (2, 6, 12, 3, 6), (2, 6, 12, 2, 4)),
        Planned(3, STEP_3, (10, 3), (10, 2)),
        Planned(4, STEP_4, (9, 4, 2), (5, 4, 1)),
        Planned(5, STEP_5, (3, 3, 1), (2, 3, 1)),
    ),
    worked=(
        Worked((2,), _d("2025-06-23"), _d("2025-09-12"), "28", "27"),
        Worked((3, 4, 5), _d("2025-09-16"), _d("2025-10-31"), "33.5", "28.5"),
    ),
    step_days=(_d("2025-06-23"), _d("2025-09-16"), _d("2025-09-22"), _d("2025-10-23")),
    interim_on=_d("2025-09-22"),
    final_on=_d("2025-11-04"),
    closed_on=_d("2025-11-13"),
    supervision=(
        Supervised(_d("2025-07-01"), _M.AFTER_INTRODUCTION, 90),
        Supervised(_d("2025-07-15"), _M.EXTRA, 60, is_individual=True),
        Supervised(_d("2025-09-09"), _M.ANALYSIS, 90),
        Supervised(_d("2025-09-30"), _M.DRAFT_REPORT, 120),
        Supervised(_d("2025-10-28"), _M.EXTRA, 60, is_individual=True),
    ),
    focus=(Focus.YOUNG_PERSON, Focus.DISAGREEMENT),
    is_practice=True,
    follow_up=FollowUp(
        quoted_on=_d("2025-10-30"),
        agreed_on=_d("2025-11-06"),
        held_on=_d("2026-04-23"),
        invoiced_on=_d("2026-04-28"),
        lead=6,
        second=5,
        payers=("wolkenveld", "oefenkade"),
    ),
)
S6 = Scenario(
    code="LT-2025-06",
    type=EngagementType.SHORT_ONE_DAY,
    parties=("rietkust", "proefvuur", "zilverstrand"),
    payers=(("rietkust", 1), ("proefvuur", 1), ("zilverstrand", 1)),
    share=ShareKind.WEIGHT,
    lead="r7",
    second="r4",
    supervisor="r6",
    requested_on=_d("2025-09-01"),
    talked_on=_d("2025-09-04"),
    quoted_on=_d("2025-09-08"),
    accepted=(_d("2025-09-11"), _d("2025-09-12"), _d("2025-09-15")),
    planned_end=_d("2025-10-14"),
    plan=(
        Planned(2, (_C.COMPOSE, _C.FILES), (3, 1), (3, 3)),
        Planned(3, (_C.SESSIONS,), (8,), (8,)),
        Planned(5, (_C.FINAL,), (2,), (4,)),
    ),
    worked=(
        Worked((2,), _d("2025-09-22"), _d("2025-09-26"), "4", "6"),
        Worked((3,), _d("2025-10-02"), _d("2025-10-02"), "8", "8"),
        Worked((5,), _d("2025-10-08"), _d("2025-10-10"), "2", "4"),
    ),
    step_days=(_d("2025-09-22"), _d("2025-10-02"), _d("2025-10-08")),
    interim_on=None,
    final_on=_d("2025-10-16"),
    closed_on=_d("2025-10-21"),
    supervision=(Supervised(_d("2025-10-06"), _M.ANALYSIS, 90),),
    focus=(Focus.YOUNG_PERSON,),
    partner="brugslag",
)
