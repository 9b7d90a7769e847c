"""Every event of billing stands in the books, with both its sides."""

from datetime import date

import pytest

from lt_admin.billing.models.checkouts import StripeMovement
from lt_admin.billing.models.reminders import ChargeKind
from lt_admin.billing.models.statements import QualityCategory
from lt_admin.billing.rules.postings import FUNDS, kept
from lt_admin.billing.services.charges import charge, pay_charge, undo_charge_allocation, waive
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.payments import allocate, undo_allocation
from lt_admin.billing.services.postings import spending_approved
from lt_admin.billing.services.returns import ask_return, done, failed
from lt_admin.billing.services.spending import record_spending
from lt_admin.billing.services.statements import issue_statements
from lt_admin.billing.services.stripe_events import ask_everything
from lt_admin.billing.services.write_offs import approve, propose, revoke
from lt_admin.core import clock
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.models import LedgerEntry
from lt_admin.ledger.rules import Account
from tests.billing import work
from tests.billing.invoice_factories import one_invoice
from tests.billing.late import late_invoice, on
from tests.billing.stripe_desk import movements, paid_online
from tests.billing.test_services_payments import paid
from tests.ledger.books import agree, balances
from tests.stripe_server import FEE

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


@pytest.fixture
def costs(coordinator):
    """Forty euro of costs on an invoice that is late."""
    late = late_invoice(by=coordinator)
    with on(7, 21):
        yield charge(late, kind=ChargeKind.COSTS, by=coordinator)


def test_lateness_is_owed_paid_and_waived(costs, coordinator, treasurer):
    payment = paid(costs.invoice, Money.euros(25), treasurer)
    pay_charge(payment, costs, Money.euros(25), by=treasurer)
    stands(DEBTORS=1573, LATE_CHARGES=15, BANK=25, REVIEWS=-1300, VAT_DUE=-273, LATENESS=-40)

    waive(costs, reason="coulance", by=coordinator)

    stands(DEBTORS=1573, BANK=25, REVIEWS=-1300, VAT_DUE=-273, LATENESS=-25)


def test_what_is_taken_off_a_waived_charge_is_asked_no_more(costs, coordinator, treasurer):
    payment = paid(costs.invoice, Money.euros(25), treasurer)
    allocation = pay_charge(payment, costs, Money.euros(25), by=treasurer)
    waive(costs, reason="coulance", by=coordinator)

    undo_charge_allocation(allocation, by=treasurer)

    stands(DEBTORS=1573, BANK=25, RECEIPTS_TO_DIVIDE=-25, REVIEWS=-1300, VAT_DUE=-273)


@pytest.mark.parametrize(("verdict", "held"), [("won", GROSS), ("lost", ZERO)])
def test_what_a_card_holder_disputes_is_gone_at_once(gateway, stripe, coordinator, verdict, held):
    checkout = paid_online(stripe, gateway, by=coordinator)
    dispute = stripe.dispute(checkout.payment_intent)
    stripe.deliver()
    assert balances()[A.STRIPE] == Money.total(each.net for each in movements())
    assert balances()[A.DEBTORS] == GROSS

    stripe.decide(dispute["id"], verdict)
    stripe.deliver()

    agree()
    assert balances()[A.STRIPE] + balances()[A.STRIPE_COSTS] == held
    assert balances()[A.DEBTORS] == GROSS - held


def test_what_stripe_holds_is_what_its_own_books_say(gateway, stripe, coordinator):
    paid_online(stripe, gateway, by=coordinator)
    for _twice in range(2):
        ask_everything(gateway)

    assert balances()[A.STRIPE] == Money.total(each.net for each in movements())
    assert balances()[A.STRIPE_COSTS] == Money(FEE)
    agree()


@pytest.mark.parametrize(("kind", "cost"), [("charge", 29), ("stripe_fee", 100), ("refund", -5)])
def test_what_stripe_keeps_is_its_fee_or_a_whole_line(kind, cost):
    fee, net = (0, -100) if kind == "stripe_fee" else (cost, 1000 - cost)
    made = StripeMovement(kind=kind, fee=Money(fee), net=Money(net))

    assert kept(made) == Money(cost)


def test_a_statement_is_owed_and_fills_the_funds(session, treasurer):
    with clock.at(clock.noon(date(2025, 4, 2))):
        review = work.engagement("LT-2025-01")
        work.accepted_quote(review)
        bram = work.reviewer(paid_to=work.payee())
        work.hours(bram, review)
        work.supervision(bram, review, minutes=60)
        issue_statements(2025, 3, by=treasurer)
        found = balances()
        agree()

    assert (found[A.COMPENSATION], found[A.SUPERVISION]) == (Money.euros(95), Money.euros(95))
    assert (found[A.PAYEES], found[A.FROM_FUNDS]) == (Money.euros(-190), Money.euros(-95))
    funds = [found[account] for account in FUNDS.values()]
    assert (found[A.TO_FUNDS], Money.total(funds)) == (Money.euros(35), Money.euros(60))
    owed = session.query(LedgerEntry).filter_by(about="LT-2025-01").all()
    assert [entry.party for entry in owed] == ["Bram Fictema", "Bram Fictema"]


def test_spending_is_a_cost_of_its_fund_once_it_is_approved(session, treasurer):
    facts = {"category": QualityCategory.OUTREACH, "spent_on": clock.today()}
    row = record_spending(**facts, amount=Money.euros(50), description="Folder", by=treasurer)
    stands()

    spending_approved(row, by=treasurer)

    stands(OUTREACH=50, CREDITORS=-50, FUND_OUTREACH=50, FROM_FUNDS=-50)
