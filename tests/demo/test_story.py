"""The acceptance values of DOMAIN.md 4, read from the demo as it was told."""

from __future__ import annotations

import sqlalchemy as sa

from lt_admin.billing.models.invoices import Invoice
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement, EngagementState

ROUNDS = {
    ("LT-2025-01", "interim"): [1183000],
    ("LT-2025-01", "final"): [1046500],
    ("LT-2025-02", "interim"): [955500, 637000],
    ("LT-2025-02", "final"): [717600, 598000, -598000, 478400],
    ("LT-2025-03", "interim"): [251063, 251063, 251062, 251062],
    ("LT-2025-03", "final"): [266500, 266500, 266500, 266500],
    ("LT-2025-03", "follow_up"): [52000, 52000, 52000],
    ("LT-2025-04", "interim"): [1157000],
    ("LT-2025-04", "final"): [1098500],
    ("LT-2025-05", "interim"): [357500, 357500],
    ("LT-2025-05", "final"): [403000, 403000],
    ("LT-2025-05", "follow_up"): [71500, 71500],
    ("LT-2025-06", "final"): [138667, 138667, 138666],
}


def test_every_round_comes_to_the_cents_of_the_scenarios():
    rows = session.execute(
        sa.select(Engagement.code, Invoice.round, Invoice.net)
        .join(Engagement, Invoice.engagement_id == Engagement.id)
        .order_by(Invoice.number)
    )
    found = {}
    for code, round_, net in rows:
        found.setdefault((code, round_), []).append(net.cents)

    assert found == ROUNDS


def test_the_numbers_of_each_year_run_on_without_a_gap():
    numbers = session.scalars(sa.select(Invoice.number).order_by(Invoice.number)).all()

    assert numbers == [f"2025-{n:04}" for n in range(1, 26)] + [f"2026-{n:04}" for n in range(1, 6)]


def test_six_engagements_are_closed_and_two_requests_went_no_further():
    states = session.execute(sa.select(Engagement.code, Engagement.state)).all()

    assert sorted(code for code, state in states if state is EngagementState.CLOSED) == [
        f"LT-2025-0{n}" for n in range(1, 7)
    ]
    assert [state for code, state in states if code is None] == [EngagementState.WITHDRAWN]
    assert ("LT-2025-07", EngagementState.REJECTED) in [tuple(row) for row in states]
