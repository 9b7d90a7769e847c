"""Money leaves: statements, the invoices behind them, and batches that two people decide on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.billing.queries.payables import statement_run
from lt_admin.billing.services import statements
from lt_admin.core import audit, clock
from lt_admin.core.money import ZERO
from lt_admin.demo.camt import Booking
from lt_admin.demo.telling import AFTERNOON, EVENING, MORNING, Event, event
from lt_admin.demo.world import LONG_AGO, World
from lt_admin.payouts.rules.bills import Told, vat_of
from lt_admin.payouts.services import batches, bills, self_bills
from lt_admin.reviewers.models.payees import NameResult, VatTreatment
from lt_admin.reviewers.models.people import Payee, PayeeKind
from lt_admin.reviewers.queries import payees as queries
from lt_admin.reviewers.services import payees, people

FIRST_MONTH, MONTHS = (2025, 2), 16
ISSUE_DAY, BILL_DAYS, BATCH_DAYS, APPROVE_DAYS, EXECUTE_DAYS = 5, 3, 8, 1, 3
PAIN = "pain.001.001.09"
STANDARD_RATE = 2100  # hundredths of a percent
# How freelancers are taxed; employers ask VAT. The numbers are invented.
FREELANCERS = {
    "r2": (VatTreatment.STANDARD, {"kvk": "90000202", "vat_id": "NL000099998B57"}),
    "r4": (VatTreatment.EXEMPT, {"kvk": "90000204"}),
    "r6": (VatTreatment.KOR, {"kvk": "90000206"}),
    "r7": (VatTreatment.KOR, {"kvk": "90000207"}),
}
CRKBO = ("CRKBO-D-0004", date(2028, 12, 31))
SELF_BILLED = ("r2", "r4")


def settle(world: World) -> None:
    """What is known of payees before the first of them is paid."""
    for key, reviewer in world.reviewers.items():
        payee = reviewer.payee_on(LONG_AGO)
        if payee is None:
            continue
        account = queries.waiting_account(payee.id)
        if account is not None:
            payees.approve_account(account, by=world.treasurer)
            result = NameResult.MATCH if key != "r6" else NameResult.NOT_POSSIBLE
            today, by = clock.today(), world.treasurer
            payees.record_name_check(account, result=result, checked_on=today, by=by)
        if key in FREELANCERS:
            _agree(world, payee, key)


def _agree(world: World, payee: Payee, key: str) -> None:
    by, (treatment, facts) = world.coordinator, FREELANCERS[key]
    people.change_payee(payee, **facts, by=by)
    crkbo, until = CRKBO if treatment is VatTreatment.EXEMPT else ("", None)
    payees.set_vat(payee, treatment, valid_from=LONG_AGO, crkbo=crkbo, crkbo_until=until, by=by)
    if key in SELF_BILLED:
        payees.agree_self_billing(payee, valid_from=LONG_AGO, agreed_on=LONG_AGO, by=by)


@dataclass
class Month:
    """The statements of one month on their way to being paid."""

    world: World
    year: int
    month: int
    made: list[PaymentStatement] = field(default_factory=list)


def events(world: World) -> Iterator[Event]:
    """Each month: statements, three days later the invoices, and a batch in the week after."""
    for place in range(MONTHS):
        year, month = divmod(FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1 + place, 12)
        round_ = Month(world, year, month + 1)
        day = date(year + (month == 11), (month + 1) % 12 + 1, ISSUE_DAY)
        yield event(day, EVENING, _issue, round_)
        yield event(day + timedelta(days=BILL_DAYS), MORNING, _bill, round_)
        yield event(day + timedelta(days=BATCH_DAYS), AFTERNOON, _pay, round_)


def _issue(month: Month) -> None:
    if statement_run(month.year, month.month).ready:
        by = month.world.treasurer
        month.made += statements.issue_statements(month.year, month.month, by=by)


def _bill(month: Month) -> None:
    for statement in month.made:
        if queries.self_billing_on(statement.payee, clock.today()) is None:
            _receive(month.world, statement)
        else:
            bill = self_bills.issue_self_bill(statement, by=month.world.treasurer)
            self_bills.accept(bill, by=audit.SYSTEM)


def _receive(world: World, statement: PaymentStatement) -> None:
    """An invoice on paper, with its amounts typed over."""
    is_employer = statement.payee.kind is PayeeKind.EMPLOYER
    treatment = queries.vat_on(statement.payee, clock.today())
    vat = vat_of(statement.amount, treatment, STANDARD_RATE)
    number = f"{'F' if is_employer else 'V'}{statement.number[1:]}"
    told = Told(number=number, issued_on=clock.today(), net=statement.amount, vat=vat)
    bills.register(statement, _paper(statement, told), typed=told, by=world.treasurer)


def _paper(statement: PaymentStatement, told: Told) -> bytes:
    """A plain invoice, as payees send them."""
    page = BytesIO()
    canvas = Canvas(page, invariant=True)
    for place, words in enumerate(
        (
            f"Factuur {told.number}",
            *statement.payee.address_lines,
            f"Specificatie: {statement.number}",
            f"{told.net} + {told.vat} btw",
        )
    ):
        canvas.drawString(70, 760 - 18 * place, words)
    canvas.save()
    return page.getvalue()


def _pay(month: Month) -> None:
    """One batch: made by the treasurer, approved by the board a day later, sent to the bank."""
    if not month.made:
        return
    world, execute_on = month.world, clock.today() + timedelta(days=EXECUTE_DAYS)
    batch = batches.make_batch(month.made, execute_on=execute_on, by=world.treasurer)
    with clock.at(clock.noon(clock.today() + timedelta(days=APPROVE_DAYS))):
        batches.approve(batch, seen=batch.digest, by=world.users["board1"])
        batches.export(batch, form=PAIN, by=world.treasurer)
    world.account.waiting += [
        Booking(
            execute_on,
            ZERO - line.amount,
            line.holder,
            line.iban,
            words=line.remittance,
            end_to_end=line.end_to_end,
        )
        for line in batch.lines
    ]
