"""Drafting, issuing, discarding and crediting in any order, through the services."""

import contextlib
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lt_admin.billing.models.invoices import Round
from lt_admin.billing.rules.invoicing import target
from lt_admin.billing.rules.shares import weights as parts_of
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.invoices import discard, draft_round, issue_invoice
from lt_admin.core.db import session as db_session
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused
from tests.billing.invoice_factories import RATE, held_by, of_organisation, review, worked

small = st.integers(0, 5)
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("work"), st.integers(2, 5), st.integers(1, 32)),
        st.tuples(st.just("bill"), st.sampled_from([Round.INTERIM, Round.FINAL])),
        st.tuples(st.just("issue"), small),
        st.tuples(st.just("discard"), small),
        st.tuples(st.just("credit"), small, st.integers(0, 2)),
    ),
    max_size=14,
)


class Office:
    """A coordinator who does things in any order; what is refused changes nothing."""

    def __init__(self, weights, by):
        self.by, self.worked = by, []
        self.review = review(weights, by=by, hours=1000)

    def invoices(self):
        found = [i for party in self.review.parties for i in of_organisation(party.organisation)]
        return sorted(found, key=lambda invoice: invoice.id)

    def nth(self, number):
        found = self.invoices()
        return found[number % len(found)] if found else None

    def work(self, step, quarters):
        self.worked += worked(self.review, quarters / 4, step=step)

    def bill(self, round_):
        draft_round(self.review, round_, by=self.by)

    def issue(self, number):
        if invoice := self.nth(number):
            issue_invoice(invoice, by=self.by)

    def discard(self, number):
        if invoice := self.nth(number):
            discard(invoice, by=self.by)

    def credit(self, number, line):
        if invoice := self.nth(number):
            credit_invoice(invoice, lines=invoice.lines[line : line + 1], reason="x", by=self.by)

    def do(self, verb, *facts):
        with contextlib.suppress(Refused), db_session.begin_nested():
            getattr(self, verb)(*facts)

    def check_nothing_twice(self):
        for party in self.review.parties:
            assert max(Counter(held_by(party.organisation)).values(), default=1) == 1


@given(weights=st.lists(st.integers(1, 9), min_size=1, max_size=3), what=deeds)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_same_hour_is_never_billed_twice_and_all_ends_at_the_share(coordinator, weights, what):
    office = Office(weights, coordinator)
    for deed in [*what, ("work", 5, 4), ("bill", Round.FINAL)]:
        office.do(*deed)
        office.check_nothing_twice()

    whole = RATE.for_minutes(sum(entry.minutes for entry in office.worked))
    shares = parts_of(office.invoices()[0].quote.shares)
    asked = [
        Money.total(invoice.net for invoice in of_organisation(party.organisation))
        for party in office.review.parties
    ]
    assert asked == [target(whole, shares, place) for place in range(len(shares))]
    assert Money.total(asked) == whole
    locked = {entry.id for entry in office.worked if entry.locked_at is not None}
    assert locked == {entry.id for entry in office.worked}
