"""The ledger beside what else knows the same: each figure, and the part that differs."""

from datetime import UTC, date, datetime

import pytest

from lt_admin.billing.models.checkouts import StripeMovement, StripePayout
from lt_admin.billing.models.payments import Payment, PaymentReturn, ReturnKind
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.books.queries import clearing
from lt_admin.books.queries import reconciliation as queries
from lt_admin.books.rules.reconciliation import Row
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import Account
from lt_admin.payouts.models.bills import Bill, BillKind, BillState
from lt_admin.reviewers.models.payees import VatTreatment
from tests.bank.camt_files import credit
from tests.bank.factories import invoice_of, taken_in
from tests.billing.work import organisation, payee, saved
from tests.books.factories import MAY, booked, move, opened


def euros(amount):
    return Money.euros(amount)


def receipt(amount="100", **facts):
    return saved(
        Payment(organisation=organisation(), received_on=MAY, amount=euros(amount), **facts)
    )


def statement_of(payee, amount="700", number="U2025-0001"):
    facts = {"year": 2025, "month": 4, "issued_on": MAY, "recipient": payee.name}
    return saved(PaymentStatement(payee=payee, number=number, amount=euros(amount), **facts))


def billed(statement, state=BillState.MATCHED):
    facts = {"net": euros("700"), "vat": euros("147"), "gross": euros("847")}
    kinds = {"kind": BillKind.PURCHASE, "vat_treatment": VatTreatment.STANDARD}
    of = {"payee": statement.payee, "statement": statement, "number": "F1", "issued_on": MAY}
    return saved(Bill(**of, **kinds, **facts, state=state))


def movement(kind, amount, fee="0", key="1"):
    net = euros(amount) - euros(fee)
    facts = {"movement_id": f"txn_{key}", "kind": kind, "net": net}
    at = datetime(2025, 5, 20, tzinfo=UTC)
    return saved(StripeMovement(occurred_at=at, amount=euros(amount), fee=euros(fee), **facts))


def payout(amount, *, arrived_on=None, key="1"):
    facts = {"payout_id": f"po_{key}", "arrives_on": MAY, "state": "paid"}
    return saved(StripePayout(amount=euros(amount), arrived_on=arrived_on, **facts))


def test_nothing_differs_from_nothing(session):
    assert queries.differences() == 0
    assert {check.ledger for check in queries.checks()} == {ZERO}


def test_invoices_stand_beside_the_debtors(coordinator):
    invoice = invoice_of(by=coordinator)

    assert queries.debtors().other == invoice.open == euros("1573")


def test_a_posting_without_an_invoice_is_named(session):
    booked(move(Account.DEBTORS, Account.REVIEWS, "12.50"), party="Gemeente Elders (demo)")
    (cause,) = queries.debtors().causes

    assert cause == Row("Gemeente Elders (demo)", euros("12.50"), ZERO)
    assert queries.differences() == 1


def test_receipts_stand_on_the_credit_side_with_refunds_that_did_not_go(session):
    payment = receipt("100", allocated=euros("60"), returned=euros("15"))
    saved(PaymentReturn(payment=payment, kind=ReturnKind.REFUND, amount=euros("15")))

    assert queries.receipts().other == euros("-40")


@pytest.mark.parametrize(
    ("state", "owed"), [(None, "-700"), (BillState.MATCHED, "-847"), (BillState.DIFFERS, "-700")]
)
def test_payees_are_owed_their_statement_with_the_vat_of_a_bill_that_fits(session, state, owed):
    statement = statement_of(payee())
    if state is not None:
        billed(statement, state)

    assert queries.payees().other == euros(owed)


def test_a_paid_statement_is_owed_no_more(session):
    statement_of(payee()).pay(on=MAY, today=MAY)
    session.flush()

    assert queries.payees().other == ZERO


def test_what_waits_stands_beside_its_account(session):
    taken_in([credit("5.00")])

    assert queries.to_place().other == euros("-5")


def test_the_bank_closes_as_its_last_statement(session):
    taken_in([credit("5.00")], opening="1000.00")
    check = clearing.bank()

    assert check.other == euros("1005")
    assert check.rows[0].other == euros("1000")


def test_an_opening_balance_meets_where_the_statements_begin(session):
    opened(amount="1000")
    taken_in([credit("5.00")], opening="1000.00")

    assert clearing.bank().rows[0].difference == ZERO


def test_a_statement_that_is_missing_shows_as_such(session):
    taken_in([credit("5.00")], opening="1000.00", name="1")
    taken_in([credit("7.00")], opening="1100.00", name="2")

    assert clearing.bank().rows[2].other == euros("95")
    assert clearing.bank().other == euros("1107")


def test_a_receipt_by_hand_is_no_money_on_the_bank(session):
    booked(move(Account.BANK, Account.RECEIPTS_TO_DIVIDE, "9"), journal=Journal.BANK)

    assert [cause.ledger for cause in clearing.bank().causes] == [euros("9")]


def test_stripe_holds_what_came_in_less_fees_and_what_arrived(session):
    movement("payment", "100", "0.29")
    movement("stripe_fee", "-1", key="2")
    movement("payout", "-60", key="3")
    payout("60")
    assert clearing.stripe().other == euros("98.71")  # on its way: still ours at Stripe
    payout("10", arrived_on=date(2025, 5, 21), key="2")
    assert clearing.stripe().other == euros("88.71")


def test_the_ledger_of_stripe_in_the_same_parts(session):
    facts = {"journal": Journal.STRIPE}
    booked(move(Account.STRIPE, Account.RECEIPTS_TO_DIVIDE, "100"), **facts)
    booked(move(Account.STRIPE_COSTS, Account.STRIPE, "0.29"), **facts)
    booked(move(Account.BANK_TO_PLACE, Account.STRIPE, "60"), **facts)
    movement("payment", "100", "0.29")
    payout("60", arrived_on=MAY)

    assert [row.difference for row in clearing.stripe().rows] == [ZERO] * 3


def test_the_page_names_what_differs(client_of, treasurer):
    booked(move(Account.DEBTORS, Account.REVIEWS, "12.50"), party="Gemeente Elders (demo)")
    page = client_of(treasurer).page("/books/reconciliation")

    assert "Gemeente Elders (demo)" in page.text
    assert "wijkt af" in page.text


def test_the_page_says_that_all_is_well(client_of, treasurer):
    assert "tot op de cent" in client_of(treasurer).page("/books/reconciliation").text
