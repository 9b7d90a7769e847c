"""The files that leave the demo, for the bank and the accountant; and the chain of its log."""

from __future__ import annotations

import pytest
from beancount import loader
from sqlalchemy import func, select

from lt_admin.books.queries.exports import book_of
from lt_admin.books.services import exports
from lt_admin.core import chain
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db
from lt_admin.core.money import Money
from lt_admin.payouts.models.batches import PaymentBatch
from tests.billing.official import errors, findings, needs_rules


def test_the_log_of_the_whole_story_is_one_chain():
    assert chain.first_break() is None
    assert chain.head()[0] == db.scalar(select(func.count(AuditEntry.id)))


@needs_rules
def test_every_batch_is_a_file_that_banks_take(tmp_path):
    batches = db.scalars(select(PaymentBatch)).all()

    assert len(batches) > 10
    for batch in batches:
        assert findings("pain001", batch.content, tmp_path) == [], batch.number


def test_all_payouts_of_the_story_are_in_the_batches():
    lines = [line for batch in db.scalars(select(PaymentBatch)) for line in batch.lines]
    net = Money.total(line.statement.amount for line in lines)

    assert net == Money(8_462_125 + 270_750)  # DOMAIN.md 4: reviews, and supervision


@needs_rules
@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("form", ["xaf-3.2", "xaf-4.0"])
def test_the_audit_file_of_a_year_is_taken_in(year, form, tmp_path):
    assert errors("xaf", exports.written(book_of(year), form), tmp_path) == set()


@pytest.mark.parametrize("year", [2025, 2026])
def test_beancount_finds_nothing_wrong_with_a_year(year):
    """Its balance assertions are our balances."""
    told = exports.written(book_of(year), "beancount").decode()
    entries, mistakes, _options = loader.load_string(told)

    assert mistakes == []
    assert len(entries) > 50
