"""Statements that may be paid: with a bill that is right, and an account that two people saw."""

from __future__ import annotations

from datetime import date

from lt_admin.accounts.policy import Role
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import clock
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import Account, Move
from lt_admin.ledger.services import Occasion, post
from lt_admin.payouts.models.bills import Bill, BillKind, BillState
from lt_admin.payouts.services import batches, lines
from lt_admin.reviewers.models.payees import AccountState, PayeeAccount, VatTreatment
from lt_admin.reviewers.models.people import PayeeKind
from tests.billing import work
from tests.billing.work import saved
from tests.factories import user_with

IBANS = ("NL91ABNA0417164300", "NL20INGB0001234567", "NL69RABO0123456789", "DE89370400440532013000")
OURS = "NL86INGB0002445588"
TODAY = date(2026, 11, 20)


def foundation():
    """Ours, with an account to pay from."""
    found = the_foundation()
    found.name, found.iban = "Stichting Leertraject (demo)", OURS
    return found


def account(payee, iban=IBANS[0], *, holder=None, state=AccountState.APPROVED):
    holder = holder or payee.name
    return saved(PayeeAccount(payee_id=payee.id, iban=iban, holder=holder, state=state))


def statement(payee, number, amount):
    facts = {"year": 2026, "month": 10, "issued_on": TODAY, "recipient": payee.name}
    money = Money.euros(amount)
    made = saved(PaymentStatement(number=number, payee=payee, amount=money, **facts))
    owes(made, Account.COMPENSATION, money)
    return made


def owes(thing, cost, amount):
    """What issuing writes in the books."""
    occasion = Occasion("statement:issued", thing, TODAY, Journal.PURCHASES, "Betaalstaat")
    post(occasion, [Move(cost, Account.PAYEES, amount)], by="system")


def bill(of, *, vat=ZERO, state=BillState.MATCHED, number=None):
    made = saved(
        Bill(
            kind=BillKind.PURCHASE,
            payee_id=of.payee_id,
            statement_id=of.id,
            number=number or f"F-{of.number}",
            issued_on=TODAY,
            state=state,
            vat_treatment=VatTreatment.STANDARD,
            net=of.amount,
            vat=vat,
            gross=of.amount + vat,
        )
    )
    owes(made, Account.VAT_PAID, vat)
    return made


def payable(name="Bram Fictema", amount=95, *, iban=IBANS[0], vat=ZERO, **facts):
    """A statement that may be paid, of a payee of its own."""
    payee = work.payee(name, kind=PayeeKind.FREELANCER, iban=iban, **facts)
    account(payee, iban)
    found = statement(payee, f"U2026-{payee.id:04}", amount)
    bill(found, vat=vat)
    return found


def people():
    """Two who may make batches."""
    return (
        user_with(Role.TREASURER, name="Joris Rekenaar"),
        user_with(Role.TREASURER, name="Tine Tweede"),
    )


def made(*statements, by, on=None):
    return batches.make_batch(statements, execute_on=on or clock.today(), by=by)


def approved(*statements, by, second):
    found = made(*statements, by=by)
    batches.approve(found, seen=found.digest, by=second)
    return found


def exported(*statements, by, second, form=""):
    foundation()
    found = approved(*statements, by=by, second=second)
    batches.export(found, form=form, by=by)
    return found


def paid(*statements, by, second):
    found = exported(*statements, by=by, second=second)
    for each in found.lines:
        lines.pay_line(each, on=clock.today(), by=by)
    return found


def reviewed_by(payee, user):
    """Somebody whose hours this payee is paid for."""
    return work.reviewer(paid_to=payee, user=user)
