"""Invoiced = paid to payees + quality contribution, for the same hours, whatever happens."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lt_admin.billing.models.invoices import Round
from lt_admin.billing.queries.finance import finance
from lt_admin.billing.services import credits as crediting
from lt_admin.billing.services.invoices import draft_round, issue_invoice
from lt_admin.billing.services.statements import issue_statements
from lt_admin.core import clock
from lt_admin.core.money import Money
from tests.billing import work
from tests.billing.invoice_factories import commissioner, foundation, review

QUARTERS = st.lists(st.integers(1, 32), min_size=1, max_size=5)
FIRST, LAST = date(2020, 1, 1), date(2040, 12, 31)


def invoiced(engagement, by):
    """Bill all that is approved."""
    made = draft_round(engagement, Round.FINAL, by=by)
    for each in made:
        issue_invoice(each, by=by)
    return made


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    weights=st.lists(st.integers(1, 9), min_size=1, max_size=4),
    first=QUARTERS,
    later=QUARTERS,
    rate=st.integers(15, 32),
    taken_back=st.booleans(),
)
def test_what_is_invoiced_is_paid_out_or_goes_to_the_quality_system(
    coordinator, treasurer, weights, first, later, rate, taken_back
):
    foundation()
    engagement = review(
        tuple(weights), by=coordinator, hours=2000, payers=[commissioner() for _ in weights]
    )
    who = work.reviewer(paid_to=work.payee(), rate=4 * rate)
    entries = [
        work.hours(who, engagement, 15 * quarters, day=date(2025, 3, 1 + place))
        for place, quarters in enumerate(first)
    ]
    made = invoiced(engagement, coordinator)
    if taken_back:
        crediting.credit_invoice(made[0], reason="Verkeerd aandeel", by=coordinator)
    work.counter(entries[0], -15)
    for place, quarters in enumerate([4, *later]):
        work.hours(who, engagement, 15 * quarters, day=date(2025, 5, 1 + place))
    invoiced(engagement, coordinator)
    today = clock.today()
    issue_statements(today.year, today.month, by=treasurer)

    identity = finance(FIRST, LAST).identity
    minutes = 15 * (sum(first) + sum(later) + 4 - 1)
    assert identity.difference == Money(0)
    assert identity.paid >= Money.euros(4 * rate).for_minutes(minutes)
