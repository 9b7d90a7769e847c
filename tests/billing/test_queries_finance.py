from datetime import date

import pytest

from lt_admin.billing.queries.finance import finance
from lt_admin.billing.rules.finance import Cause
from lt_admin.billing.services.statements import issue_statements
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.money import ZERO, Money
from lt_admin.reviewers.models.hours import EntryState
from lt_admin.reviewers.models.people import PayeeKind
from tests.billing import work
from tests.counting import counted

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture(autouse=True)
def _early_april(session):
    with clock.at(clock.noon(date(2025, 4, 2))):
        yield


@pytest.fixture
def review():
    return work.engagement("LT-2025-01")


@pytest.fixture
def quote(review):
    return work.accepted_quote(review)


@pytest.fixture
def bram():
    return work.reviewer(paid_to=work.payee())


def issued(by):
    issue_statements(2025, 3, by=by)
    session.flush()


def causes(figures):
    return [(each.cause, each.minutes, each.amount) for each in figures.identity.causes]


def test_an_hour_that_is_billed_and_paid_closes_the_identity(treasurer, bram, review, quote):
    work.invoiced(quote, [work.hours(bram, review, 75)])
    issued(treasurer)

    figures = finance(*YEAR)

    assert figures.billable_minutes == 75
    assert (figures.invoices, figures.net) == (1, Money.euros("162.50"))
    assert (figures.payout, figures.contribution) == (Money.euros("118.75"), Money.euros("43.75"))
    assert figures.identity.difference == ZERO
    assert causes(figures) == []


def test_hours_that_are_billed_but_not_paid_are_the_cause(bram, review, quote):
    work.invoiced(quote, [work.hours(bram, review, 75)])

    figures = finance(*YEAR)

    assert figures.identity.difference == Money.euros("162.50")
    assert causes(figures) == [(Cause.NOT_ON_STATEMENT, 75, Money.euros("162.50"))]
    assert figures.identity.causes[0].code == "LT-2025-01"


def test_hours_that_are_paid_but_not_billed_are_the_cause(treasurer, bram, review, quote):
    work.hours(bram, review, 75)
    issued(treasurer)

    figures = finance(*YEAR)

    assert figures.identity.difference == Money.euros("-162.50")
    assert causes(figures) == [(Cause.NOT_INVOICED, 75, Money.euros("-162.50"))]


def test_hours_that_one_of_three_has_not_been_billed_for_are_the_cause_for_a_third(
    treasurer, bram, review
):
    payers = [work.organisation(name) for name in "ABC"]
    quote = work.accepted_quote(review, *payers)
    entry = work.hours(bram, review)
    work.invoiced(quote, [entry], share=0)
    work.invoiced(quote, [entry], share=2)
    issued(treasurer)

    figures = finance(*YEAR)

    assert figures.identity.invoiced == Money.euros("86.67")
    assert figures.identity.difference == Money.euros("-43.33")
    assert causes(figures) == [(Cause.NOT_INVOICED, 20, Money.euros("-43.33"))]


def test_three_shares_with_odd_cents_are_the_whole(treasurer, bram, review):
    payers = [work.organisation(name) for name in "ABC"]
    quote = work.accepted_quote(review, *payers)
    entry = work.hours(bram, review, 15)
    for share in range(3):
        work.invoiced(quote, [entry], share=share)
    issued(treasurer)

    assert finance(*YEAR).identity.difference == ZERO


def test_a_credited_hour_is_not_invoiced_any_more(treasurer, bram, review, quote):
    work.freed(work.invoiced(quote, [work.hours(bram, review)]))
    issued(treasurer)

    assert causes(finance(*YEAR)) == [(Cause.NOT_INVOICED, 60, Money.euros(-130))]


def test_asked_for_more_than_the_whole_is_the_cause(treasurer, bram, review):
    payers = [work.organisation(name) for name in "AB"]
    quote = work.accepted_quote(review, *payers)
    entry = work.hours(bram, review)
    work.invoiced(quote, [entry], share=0)
    work.invoiced(quote, [entry], share=1, net=Money.euros(130))
    issued(treasurer)

    figures = finance(*YEAR)

    assert causes(figures) == [(Cause.OVER_INVOICED, 30, Money.euros(65))]
    assert figures.identity.difference == Money.euros(65)


def test_a_later_round_that_makes_up_for_a_wrong_share_closes_the_identity(
    treasurer, bram, review, quote
):
    first, second = work.hours(bram, review), work.hours(bram, review, 120, step=3)
    work.invoiced(quote, [first], net=Money.euros(150))
    work.invoiced(quote, [second], net=Money.euros(240))
    issued(treasurer)

    assert finance(*YEAR).identity.difference == ZERO
    assert causes(finance(*YEAR)) == []


def test_causes_are_named_also_when_they_cancel_out(treasurer, bram, review, quote):
    work.hours(bram, review)
    issued(treasurer)
    work.invoiced(quote, [work.hours(bram, review, step=3)])

    figures = finance(*YEAR)

    assert figures.identity.difference == ZERO
    assert [cause for cause, *_ in causes(figures)] == [
        Cause.NOT_ON_STATEMENT,
        Cause.NOT_INVOICED,
    ]


def test_hours_that_cancel_out_on_one_line_do_no_harm(treasurer, bram, review, quote):
    entry = work.hours(bram, review)
    work.invoiced(quote, [entry, work.counter(entry, -60)])
    work.hours(bram, review, 15, step=3)
    issued(treasurer)

    assert causes(finance(*YEAR)) == [(Cause.NOT_INVOICED, 15, Money.euros("-32.50"))]


def test_a_counter_entry_on_both_sides_closes_the_identity(treasurer, bram, review, quote):
    entry = work.hours(bram, review, 120)
    work.invoiced(quote, [entry, work.counter(entry, -45)])
    issued(treasurer)

    figures = finance(*YEAR)

    assert figures.billable_minutes == 75
    assert figures.identity.difference == ZERO


def test_each_figure_goes_by_the_date_of_its_own_paper(treasurer, bram, review, quote):
    work.invoiced(quote, [work.hours(bram, review)], on=date(2025, 3, 31))
    issued(treasurer)

    march, april = (
        finance(date(2025, 3, 1), date(2025, 3, 31)),
        finance(date(2025, 4, 1), date(2025, 4, 30)),
    )

    assert (march.billable_minutes, march.net, march.payout) == (60, Money.euros(130), ZERO)
    assert (april.billable_minutes, april.net, april.payout) == (0, ZERO, Money.euros(95))
    assert (march.identity.difference, april.identity.difference) == (ZERO, ZERO)
    assert (march.identity.paid, april.identity.paid) == (Money.euros(95), ZERO)


def test_drafts_unapproved_and_unbillable_hours_count_nowhere(bram, review, quote):
    work.hours(bram, review, 15, state=EntryState.SUBMITTED)
    work.hours(bram, review, 30, step=3, billable=False)

    figures = finance(*YEAR)

    assert (figures.billable_minutes, figures.invoices, figures.net) == (0, 0, ZERO)


def test_payees_come_with_the_highest_amount_first(treasurer, bram, review, quote):
    employer = work.payee("De Proefpolder", kind=PayeeKind.EMPLOYER)
    work.hours(bram, review, 60)
    work.hours(work.reviewer("Tessa", paid_to=employer), review, 75)
    issued(treasurer)

    found = finance(*YEAR).payees

    assert [(payee.name, payee.kind, payee.minutes) for payee in found] == [
        ("De Proefpolder", "employer", 75),
        ("Bram Fictema", "freelancer", 60),
    ]


def test_supervision_is_spending_and_no_payout(treasurer, bram, review):
    work.supervision(bram, review, minutes=90)
    issued(treasurer)

    figures = finance(*YEAR)

    assert (figures.payout, figures.payees) == (ZERO, ())
    assert figures.spending["supervision"] == Money.euros("142.50")
    assert figures.spending["outreach"] == ZERO
    assert figures.result == Money.euros("-142.50")


def test_the_figures_cost_as_many_statements_for_many_hours_as_for_few(
    treasurer, bram, review, quote, engine
):
    work.invoiced(quote, [work.hours(bram, review)])
    issued(treasurer)
    with counted(engine) as few:
        finance(*YEAR)
    others = [work.hours(bram, review, step=step, day=date(2025, 3, 5)) for step in (2, 3, 4, 5)]
    work.invoiced(quote, others)
    issued(treasurer)

    with counted(engine) as many:
        finance(*YEAR)

    assert len(few) == len(many) == 7
