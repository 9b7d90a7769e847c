"""Money arrives: each Monday the treasurer reads in the bank statement of last week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from lt_admin.bank.queries.entries import work_list
from lt_admin.bank.services import files, money_out
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries.invoices import find_organisation
from lt_admin.billing.services import nudges, reminders
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.demo.camt import Booking
from lt_admin.demo.telling import MORNING, Event, event
from lt_admin.demo.world import World
from lt_admin.ledger.rules import Account

FIRST_MONDAY, LAST_MONDAY = date(2025, 4, 7), date(2026, 6, 29)
WEEK = timedelta(days=7)
BANK_COSTS = Money(-1_195)
STRANGER = ("Stichting Ergens (demo)", "NL02ABNA0123456789", "Bijdrage bijeenkomst")


def pay(world: World, invoice: Invoice, amount: Money) -> None:
    """A commissioner transfers money today, with the reference of the invoice."""
    payer = find_organisation(invoice.organisation_id)
    name, iban = (payer.name, payer.iban or "") if payer else ("", "")
    booked = Booking(clock.today(), amount, name, iban, structured=invoice.payment_reference or "")
    world.account.waiting.append(booked)


def events(world: World) -> Iterator[Event]:
    """Each Monday: the bank statement, the reminders that are due, and quotes that wait."""
    day = FIRST_MONDAY
    while day <= LAST_MONDAY:
        yield event(day, MORNING, _monday, world)
        day += WEEK
    last = LAST_MONDAY - timedelta(days=3)
    yield event(last, MORNING, lambda: world.account.waiting.append(_stranger(last)))


def _stranger(day: date) -> Booking:
    """Somebody nobody knows yet: it stays on the work list."""
    name, iban, words = STRANGER
    return Booking(day, Money.euros(250), name, iban, words)


def _monday(world: World) -> None:
    yesterday, by = clock.today() - timedelta(days=1), world.treasurer
    if yesterday.day <= WEEK.days:
        world.account.waiting.append(Booking(yesterday, BANK_COSTS, words="Kosten zakelijk pakket"))
    if any(each.on <= yesterday for each in world.account.waiting):
        content = world.account.statement(yesterday)
        files.confirm(files.read_file(f"camt053-{yesterday}.xml", content, by=by), by=by)
        for entry in work_list().entries:
            if entry.amount == BANK_COSTS:
                money_out.book_account(entry, Account.BANK_COSTS, by=by)
    reminders.run_job()
    nudges.run_job()
