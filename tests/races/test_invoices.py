"""Issuing and drafting at the same time: numbers without gap or double, each hour once."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoice_sums import InvoiceSeries
from lt_admin.billing.models.invoices import Allocation, Invoice, Round
from lt_admin.billing.queries.invoices import find_invoice
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.invoices import draft_round, issue_invoice
from lt_admin.billing.services.payments import Receipt, allocate, record_payment
from lt_admin.core import clock
from lt_admin.core.db import session, transaction
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Engagement
from tests.billing.invoice_factories import review, worked

pytestmark = pytest.mark.race
ISSUERS = 8


def coordinator():
    return session.scalars(select(User).order_by(User.id)).first()


def prepared(count=1, weights=(100,)):
    """So many reviews with hours to bill; the ids of the reviews."""
    made = []
    with transaction():
        for _ in range(count):
            made.append(review(weights))
            worked(made[-1], 10)
    return [each.id for each in made]


def drafted(engagement_id):
    with transaction():
        engagement = session.get(Engagement, engagement_id)
        return [each.id for each in draft_round(engagement, Round.FINAL, by=coordinator())]


def issue(invoice_id):
    with transaction():
        issue_invoice(find_invoice(invoice_id), by=coordinator())


def numbers():
    return session.scalars(select(Invoice.number).order_by(Invoice.number)).all()


def expected(count):
    return [f"{clock.today().year}-{number:04}" for number in range(1, count + 1)]


def test_eight_issuers_take_numbers_without_gap_or_double(house, all_at_once):
    with house.app_context():
        drafts = [drafted(each)[0] for each in prepared(ISSUERS)]

    answers = all_at_once(ISSUERS, lambda number: issue(drafts[number]))

    assert answers == [None] * ISSUERS
    with house.app_context():
        assert numbers() == expected(ISSUERS)


def test_who_fails_leaves_no_gap(house, all_at_once, monkeypatch):
    with house.app_context():
        drafts = [drafted(each)[0] for each in prepared(ISSUERS)]

    def issue_or_fail(number):
        with transaction():
            issue_invoice(find_invoice(drafts[number]), by=coordinator())
            if number % 2:
                raise RuntimeError

    all_at_once(ISSUERS, issue_or_fail)

    with house.app_context():
        assert [each for each in numbers() if each] == expected(ISSUERS // 2)
        assert session.scalars(select(InvoiceSeries.last)).one() == ISSUERS // 2


def test_the_same_draft_issued_twice_gets_one_number(house, all_at_once):
    with house.app_context():
        (draft,) = drafted(prepared()[0])

    answers = all_at_once(2, lambda _: issue(draft))

    refused = [answer for answer in answers if answer is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], WrongState | StaleDataError)  # a 409 either way
    with house.app_context():
        assert numbers() == expected(1)


def test_two_who_draft_the_same_round_put_each_hour_on_one_invoice(house, all_at_once):
    with house.app_context():
        (engagement,) = prepared(weights=(60, 40))

    answers = all_at_once(2, lambda _: drafted(engagement))

    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    with house.app_context():
        live = session.execute(select(Allocation.time_entry_id, Allocation.organisation_id)).all()
        assert len(set(live)) == len(live) == 4  # two entries, two commissioners


def test_of_two_who_credit_the_same_invoice_one_is_refused(house, all_at_once):
    with house.app_context():
        (draft,) = drafted(prepared()[0])
        issue(draft)

    def credit(_number):
        with transaction():
            credit_invoice(find_invoice(draft), reason="x", by=coordinator())

    answers = all_at_once(2, credit)

    assert sorted(answer is None for answer in answers) == [False, True]
    with house.app_context():
        assert numbers() == expected(2)


def test_two_who_spend_the_same_payment_spend_it_once(house, all_at_once):
    with house.app_context():
        (engagement,) = prepared()
        drafts = drafted(engagement)
        issue(drafts[0])
        with transaction():
            invoice = find_invoice(drafts[0])
            receipt = Receipt(invoice.organisation, clock.today(), Money(1000))
            payment = record_payment(receipt, by=coordinator())
        number = payment.id

    def spend(_number):
        with transaction():
            allocate(
                session.get(type(payment), number),
                find_invoice(drafts[0]),
                Money(1000),
                by=coordinator(),
            )

    answers = all_at_once(2, spend)

    assert sorted(answer is None for answer in answers) == [False, True]
    with house.app_context():
        assert session.get(Invoice, drafts[0]).paid == Money(1000)
