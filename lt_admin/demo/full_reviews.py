"""Scenarios S1-S3 (DOMAIN.md 4): full learning reviews."""

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

S1 = Scenario(
    code="LT-2025-01",
    type=EngagementType.FULL,
    parties=("duinermeer", "noorderzon", "testerland", "duinrand", "kustzicht"),
    payers=(("duinermeer", 10000),),
    share=ShareKind.PERCENT,
    lead="r1",
    second="r4",
    supervisor="r6",
    requested_on=_d("2025-01-13"),
    talked_on=_d("2025-01-22"),
    quoted_on=_d("2025-01-31"),
    accepted=(_d("2025-02-10"),),
    planned_end=_d("2025-06-27"),
    plan=(
        Planned(
            2,
            (_C.COMPOSE, _C.PRIVACY, _C.INTRODUCTION, _C.INTERVIEWS, _C.FILES, _C.TIMELINE),
            (3, 4, 6, 20, 6, 10),
            (2, 2, 6, 20, 4, 8),
        ),
        Planned(3, STEP_3, (10, 5), (10, 4)),
        Planned(4, STEP_4, (14, 4, 4), (8, 4, 2)),
        Planned(5, STEP_5, (5, 3, 2), (2, 3, 1)),
    ),
    worked=(
        Worked((2,), _d("2025-02-24"), _d("2025-04-11"), "48", "43"),
        Worked((3, 4, 5), _d("2025-04-15"), _d("2025-06-20"), "46.5", "34"),
    ),
    step_days=(_d("2025-02-24"), _d("2025-04-15"), _d("2025-04-28"), _d("2025-06-10")),
    interim_on=_d("2025-04-22"),
    final_on=_d("2025-06-24"),
    closed_on=_d("2025-07-03"),
    supervision=(
        Supervised(_d("2025-03-11"), _M.AFTER_INTRODUCTION, 90),
        Supervised(_d("2025-04-22"), _M.ANALYSIS, 90),
        Supervised(_d("2025-05-13"), _M.DRAFT_REPORT, 120),
    ),
    focus=(Focus.PRIVACY,),
)
S2 = Scenario(
    code="LT-2025-02",
    type=EngagementType.FULL,
    parties=("testerland", "voorbeeldven", "proefwijk"),
    payers=(("testerland", 6000), ("voorbeeldven", 4000)),
    share=ShareKind.PERCENT,
    lead="r2",
    second="r1",
    supervisor="r6",
    requested_on=_d("2025-02-03"),
    talked_on=_d("2025-02-13"),
    quoted_on=_d("2025-02-27"),
    accepted=(_d("2025-03-10"), _d("2025-03-14")),
    planned_end=_d("2025-09-30"),
    plan=(
        Planned(
            2,
            (
                _C.COMPOSE,
                _C.INTRODUCTION,
                _C.COMPLEX_INTERVIEWS,
                _C.INTERVIEWS,
                _C.FILES,
                _C.TIMELINE,
            ),
            (4, 6, 24, 9, 4, 12),
            (3, 6, 24, 9, 4, 10),
        ),
        Planned(3, STEP_3, (10, 6), (10, 4)),
        Planned(4, STEP_4, (16, 4, 4), (8, 4, 3)),
        Planned(5, STEP_5, (6, 6, 2), (2, 6, 1)),
    ),
    worked=(
        Worked((2,), _d("2025-04-01"), _d("2025-05-09"), "36.5", "34"),
        Worked((2,), _d("2025-08-11"), _d("2025-09-05"), "26", "26"),
        Worked((3, 4, 5), _d("2025-09-09"), _d("2025-11-20"), "53.5", "38.5"),
    ),
    step_days=(_d("2025-04-01"), _d("2025-09-09"), _d("2025-09-22"), _d("2025-11-06")),
    interim_on=_d("2025-09-15"),
    final_on=_d("2025-11-24"),
    closed_on=_d("2025-12-12"),
    supervision=(
        Supervised(_d("2025-04-15"), _M.AFTER_INTRODUCTION, 90),
        Supervised(_d("2025-07-24"), _M.EXTRA, 90),
        Supervised(_d("2025-09-16"), _M.ANALYSIS, 90),
        Supervised(_d("2025-10-07"), _M.DRAFT_REPORT, 120),
    ),
    focus=(Focus.PARALLEL_PROCEEDINGS,),
)
S3 = Scenario(
    code="LT-2025-03",
    type=EngagementType.FULL,
    parties=("schelpenhuis", "proefpolder", "wolkenveld", "merelnest"),
    payers=(
        *(("schelpenhuis", 2500), ("proefpolder", 2500)),
        *(("wolkenveld", 2500), ("merelnest", 2500)),
    ),
    share=ShareKind.PERCENT,
    lead="r2",
    second="r3",
    supervisor="r6",
    requested_on=_d("2025-03-17"),
    talked_on=_d("2025-03-28"),
    quoted_on=_d("2025-04-14"),
    accepted=(_d("2025-04-17"), _d("2025-04-29"), _d("2025-04-25"), _d("2025-05-12")),
    planned_end=_d("2025-10-10"),
    plan=(
        Planned(2, STEP_2, (3, 6, 20, 4, 8), (2, 6, 20, 4, 6)),
        Planned(3, STEP_3, (15, 4), (15, 4)),
        Planned(4, STEP_4, (12, 4, 3), (6, 4, 2)),
        Planned(5, STEP_5, (5, 3, 1), (2, 3, 1)),
    ),
    worked=(
        Worked((2,), _d("2025-05-19"), _d("2025-06-27"), "39.75", "37.5"),
        Worked((3, 4, 5), _d("2025-07-01"), _d("2025-10-08"), "45", "37"),
    ),
    step_days=(_d("2025-05-19"), _d("2025-07-01"), _d("2025-07-14"), _d("2025-09-25")),
    interim_on=_d("2025-07-01"),
    final_on=_d("2025-10-14"),
    closed_on=_d("2025-11-14"),
    supervision=(
        Supervised(_d("2025-06-03"), _M.AFTER_INTRODUCTION, 90),
        Supervised(_d("2025-08-26"), _M.DRAFT_REPORT, 120),
    ),
    focus=(Focus.DISAGREEMENT,),
    declared=(_d("2025-05-13"), _d("2025-05-14")),
    follow_up=FollowUp(
        quoted_on=_d("2025-10-14"),
        agreed_on=_d("2025-10-21"),
        held_on=_d("2026-04-09"),
        invoiced_on=_d("2026-04-14"),
        lead=6,
        second=6,
        payers=("schelpenhuis", "proefpolder", "wolkenveld"),
    ),
)
