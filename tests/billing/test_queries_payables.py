from datetime import date

import pytest

from lt_admin.billing.queries.payables import statement_run
from lt_admin.core.money import Money
from lt_admin.reviewers.models.hours import EntryState
from tests.billing import work
from tests.counting import counted


@pytest.fixture
def review():
    found = work.engagement("LT-2025-01")
    work.accepted_quote(found)
    return found


def test_the_run_says_who_gets_what(review):
    work.hours(work.reviewer("Bram", paid_to=work.payee("Bram")), review)
    work.hours(work.reviewer("Ada", paid_to=work.payee("Ada", email="")), review, 30)

    run = statement_run(2025, 3)

    assert [(payee.name, each.amount) for payee, each in run.ready] == [
        ("Ada", Money.euros("47.50")),
        ("Bram", Money.euros(95)),
    ]
    assert run.amount == Money.euros("142.50")
    assert [payee.name for payee in run.without_mail] == ["Ada"]


def test_hours_that_nobody_approved_yet_are_pointed_out(review):
    bram = work.reviewer("Bram", paid_to=work.payee("Bram"))
    work.hours(bram, review, 15, state=EntryState.DRAFT)
    work.hours(bram, review, 30, step=3, state=EntryState.DRAFT)
    work.hours(bram, review, 45, step=4, state=EntryState.SUBMITTED)
    work.hours(bram, review, 60, day=date(2025, 4, 1), state=EntryState.SUBMITTED)

    run = statement_run(2025, 3)

    assert [(row.name, row.state, row.minutes) for row in run.unapproved] == [
        ("Bram", EntryState.DRAFT, 45),
        ("Bram", EntryState.SUBMITTED, 45),
    ]


def test_hours_without_payee_rate_or_accepted_quote_are_pointed_out(review):
    nobody = work.reviewer("Ada")
    no_rate = work.reviewer("Bram", paid_to=work.payee(), rate=None)
    no_quote = work.engagement("LT-2025-02")
    work.hours(nobody, review)
    work.hours(no_rate, review)
    work.hours(work.reviewer("Cas", paid_to=work.payee()), no_quote)

    run = statement_run(2025, 3)

    assert [each.reviewer for each in run.incomplete] == ["Ada", "Bram", "Cas"]
    assert run.ready == ()


def test_the_run_costs_as_many_statements_for_many_as_for_one(review, engine):
    for name in ("A", "B"):
        work.hours(work.reviewer(name, paid_to=work.payee(name)), review)
    with counted(engine) as few:
        statement_run(2025, 3)
    for name in "CDEFGH":
        work.hours(work.reviewer(name, paid_to=work.payee(name)), review)

    with counted(engine) as many:
        statement_run(2025, 3)

    assert len(few) == len(many) <= 10
