import pytest
from sqlalchemy import select

from lt_admin.billing.models.invoices import InvoiceState
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.issuing import send_again
from lt_admin.billing.services.payments import Receipt, record_payment
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from tests.billing.invoice_factories import (
    draft,
    held_by,
    issued,
    nets,
    one_invoice,
    review,
    worked,
)


def two_steps(by, weights=(60, 40)):
    """An issued invoice with a line for step 2 and one for step 3, and its review."""
    engagement = review(weights, by=by)
    worked(engagement, 10)
    worked(engagement, 5, step=3)
    return issued(engagement, by=by)[0], engagement


def credit(invoice, by, **facts):
    return credit_invoice(invoice, **{"reason": "het aandeel klopte niet"} | facts, by=by)


def test_a_credit_invoice_mirrors_the_whole_and_refers_to_it(coordinator):
    invoice, _ = two_steps(coordinator)
    back = credit(invoice, coordinator)

    assert (back.net, back.vat, back.gross) == (-invoice.net, -invoice.vat, -invoice.gross)
    assert back.refers_to is invoice
    assert [line.credits_line_id for line in back.lines] == [line.id for line in invoice.lines]
    assert back.number.endswith("-0003")  # the same series
    assert invoice.state is InvoiceState.CREDITED
    assert invoice.open == back.open == Money(0)


def test_crediting_frees_exactly_the_hours_of_the_line(coordinator):
    invoice, _ = two_steps(coordinator)
    first, second = invoice.lines
    held = {allocation.time_entry_id for allocation in second.allocations}

    credit(invoice, coordinator, lines=[first])

    assert set(held_by(invoice.organisation)) == held
    assert all(allocation.freed_by_line_id for allocation in first.allocations)


def entries_of(invoice):
    return [allocation.time_entry for line in invoice.lines for allocation in line.allocations]


@pytest.mark.parametrize(("weights", "stays"), [((100,), False), ((60, 40), True)])
def test_hours_stay_locked_while_another_commissioner_holds_them(coordinator, weights, stays):
    invoice, _ = two_steps(coordinator, weights)
    entries = entries_of(invoice)
    assert all(entry.locked_at for entry in entries)
    credit(invoice, coordinator)
    assert {entry.locked_at is not None for entry in entries} == {stays}


def test_credited_hours_are_billed_again_to_that_commissioner_alone(coordinator):
    invoice, engagement = two_steps(coordinator)
    credit(invoice, coordinator)
    (again,) = draft(engagement, by=coordinator)
    assert again.organisation is invoice.organisation
    assert again.net == invoice.net


def test_a_part_credited_invoice_keeps_asking_the_rest(coordinator):
    invoice, engagement = two_steps(coordinator)
    credit(invoice, coordinator, lines=invoice.lines[:1])

    assert invoice.state is InvoiceState.ISSUED
    assert invoice.credited == Money.euros("943.80")  # 60% of 1,300.00, with VAT
    assert invoice.open == invoice.gross - invoice.credited
    assert nets(*draft(engagement, by=coordinator)) == [Money.euros("780.00")]


def test_crediting_line_by_line_ends_at_nothing(coordinator):
    invoice, _ = two_steps(coordinator)
    made = [credit(invoice, coordinator, lines=[line]) for line in invoice.lines]

    assert Money.total(each.gross for each in made) == -invoice.gross
    assert invoice.state is InvoiceState.CREDITED
    assert invoice.open == Money(0)


def test_never_more_than_the_original(coordinator):
    invoice, _ = two_steps(coordinator)
    other, _ = two_steps(coordinator)
    credit(invoice, coordinator, lines=invoice.lines[:1])
    for lines in (invoice.lines[:1], invoice.lines, other.lines, []):
        with pytest.raises(Refused, match=r"nothing left|niets meer"):
            credit(invoice, coordinator, lines=lines)
    credit(invoice, coordinator)
    with pytest.raises(Refused, match=r"nothing left|niets meer"):
        credit(invoice, coordinator)


def test_a_credit_needs_a_reason(coordinator):
    with pytest.raises(Refused):
        credit(one_invoice(by=coordinator), coordinator, reason=" ")


def test_a_draft_and_a_credit_invoice_cannot_be_credited(coordinator):
    engagement = review((100,), by=coordinator)
    worked(engagement, 1)
    (made,) = draft(engagement, by=coordinator)
    back = credit(one_invoice(by=coordinator), coordinator)
    for each in (made, back):
        with pytest.raises(WrongState):
            credit(each, coordinator)


def test_crediting_a_paid_invoice_leaves_money_to_give_back(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    receipt = Receipt(invoice.organisation, clock.today(), invoice.gross)
    record_payment(receipt, allocations=[(invoice, invoice.gross)], by=treasurer)
    credit(invoice, coordinator)
    assert invoice.open == -invoice.gross


def test_the_credit_invoice_is_mailed_with_its_reason(coordinator, session):
    invoice = one_invoice(by=coordinator)
    back = credit(invoice, coordinator)
    session.flush()
    mail = session.scalars(select(QueuedMail).order_by(QueuedMail.id.desc())).first()
    assert back.number in mail.subject
    assert "het aandeel klopte niet" in mail.text
    assert mail.attachments[0].content == back.pdf


def test_an_invoice_is_sent_again_with_a_fresh_link(coordinator, session):
    invoice = one_invoice(by=coordinator)
    send_again(invoice, by=coordinator)
    session.flush()
    links = session.scalars(select(QueuedMail.link)).all()
    assert len(set(links)) == 2


def test_a_draft_is_not_sent_again(coordinator):
    engagement = review((100,), by=coordinator)
    worked(engagement, 1)
    (made,) = draft(engagement, by=coordinator)
    with pytest.raises(WrongState):
        send_again(made, by=coordinator)


def test_an_invoice_is_not_sent_again_to_nobody(coordinator):
    invoice = one_invoice(by=coordinator)
    invoice.organisation.contacts[0].left_on = clock.today()
    with pytest.raises(Refused):
        send_again(invoice, by=coordinator)
