"""Every event of billing stands in the books, with both its sides."""

import pytest

from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.payments import allocate, undo_allocation
from lt_admin.billing.services.returns import ask_return, done, failed
from lt_admin.billing.services.write_offs import approve, propose, revoke
from lt_admin.core import clock
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.models import LedgerEntry
from lt_admin.ledger.rules import Account
from tests.billing.invoice_factories import one_invoice
from tests.billing.test_services_payments import paid
from tests.ledger.books import agree, balances

A = Account
GROSS = Money.euros(1573)


@pytest.fixture
def invoice(coordinator):
    return one_invoice(by=coordinator)


def pays(invoice, by, amount=GROSS):
    """A payment by hand of (a part of) an invoice."""
    return paid(invoice, amount, by, allocations=[(invoice, amount)])


def stands(**amounts):
    """These accounts, in euros, and no other one; all of it as the sub-ledgers say."""
    agree()
    found = {account.name: amount for account, amount in balances().items() if amount}
    assert found == {name: Money.euros(amount) for name, amount in amounts.items()}


def test_an_invoice_is_owed_and_earned_with_its_vat(invoice, session):
    stands(DEBTORS=1573, REVIEWS=-1300, VAT_DUE=-273)
    (entry,) = session.query(LedgerEntry).all()
    assert (entry.party, entry.about) == (invoice.organisation.name, invoice.engagement.code)
    assert (entry.words, entry.event) == (f"Factuur {invoice.number}", "invoice:issued")


def test_a_credit_invoice_takes_it_all_back(invoice, coordinator):
    credit_invoice(invoice, reason="verkeerd adres", by=coordinator)

    stands()


def test_a_payment_by_hand_pays_the_invoice(invoice, treasurer):
    pays(invoice, treasurer, Money.euros(1000))

    stands(BANK=1000, DEBTORS=573, REVIEWS=-1300, VAT_DUE=-273)


def test_what_is_undone_waits_to_be_divided(invoice, treasurer):
    payment = pays(invoice, treasurer)
    undo_allocation(payment.allocations[0], by=treasurer)

    stands(BANK=1573, RECEIPTS_TO_DIVIDE=-1573, DEBTORS=1573, REVIEWS=-1300, VAT_DUE=-273)
    allocate(payment, invoice, GROSS, by=treasurer)
    stands(BANK=1573, REVIEWS=-1300, VAT_DUE=-273)


def test_a_refund_leaves_the_books_when_it_went(invoice, coordinator, treasurer):
    payment = pays(invoice, treasurer)
    credit_invoice(invoice, reason="vervallen", by=coordinator)
    undo_allocation(payment.allocations[0], by=treasurer)
    made = ask_return(payment, amount=GROSS, reason="vervallen", by=treasurer)
    stands(BANK=1573, RECEIPTS_TO_DIVIDE=-1573)

    done(made, on=clock.today(), by=treasurer)

    stands()
    failed(made, by=treasurer)
    stands(BANK=1573, RECEIPTS_TO_DIVIDE=-1573)


def test_a_refund_that_never_went_moves_nothing(invoice, treasurer):
    payment = pays(invoice, treasurer)
    undo_allocation(payment.allocations[0], by=treasurer)
    before = balances()

    failed(ask_return(payment, amount=GROSS, reason="dubbel", by=treasurer), by=treasurer)

    assert balances() == before
    agree()


def test_what_is_written_off_is_a_cost_until_that_is_revoked(invoice, coordinator, treasurer):
    proposed = propose(invoice, reason="failliet", by=coordinator)
    approve(proposed, by=treasurer)
    stands(WRITE_OFFS=1573, REVIEWS=-1300, VAT_DUE=-273)

    revoke(proposed, by=treasurer)

    stands(DEBTORS=1573, REVIEWS=-1300, VAT_DUE=-273)


def test_a_draft_is_in_no_book(coordinator, session):
    assert session.query(LedgerEntry).count() == 0
    assert balances()[A.DEBTORS] == ZERO
