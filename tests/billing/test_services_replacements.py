"""Credit and invoice anew, in one action (DOMAIN.md 4, S2)."""

import pytest
from sqlalchemy import func, select

from lt_admin.billing.models.invoices import Allocation, Invoice, InvoiceState, Round
from lt_admin.billing.models.quotes import Quote
from lt_admin.billing.queries.replacements import replacement_of
from lt_admin.billing.services import write_offs
from lt_admin.billing.services.credits import credit_invoice, replace_invoice
from lt_admin.billing.services.invoices import issue_invoice, override_share
from lt_admin.core.audit import AuditEntry
from lt_admin.core.money import Money
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from tests.billing.invoice_factories import (
    commissioner,
    draft,
    held_by,
    issued,
    of_organisation,
    one_invoice,
    review,
    worked,
)

ROUND_2 = 92  # hours, EUR 11,960.00


def wrongly_shared(by):
    """S2: round 2 to the GGZ was sent at 50% instead of 40%."""
    engagement = review((60, 40), by=by, hours=217)
    worked(engagement, 122.5)
    issued(engagement, Round.INTERIM, by=by)
    worked(engagement, ROUND_2, step=4)
    right, wrong = draft(engagement, Round.FINAL, by=by)
    override_share(wrong, hundredths=5000, reason="uit een eerdere mail", by=by)
    for each in (right, wrong):
        issue_invoice(each, by=by)
    return wrong


def test_a_wrong_share_is_credited_and_invoiced_anew_in_one_action(coordinator):
    wrong = wrongly_shared(coordinator)
    assert wrong.net == Money.euros("5980.00")

    credit, (new,) = replace_invoice(wrong, reason="50% in plaats van 40%", by=coordinator)

    assert (credit.net, new.net) == (Money.euros("-5980.00"), Money.euros("4784.00"))
    assert (credit.refers_to, new.organisation) == (wrong, wrong.organisation)
    assert wrong.state is InvoiceState.CREDITED
    whole = [each.net for each in of_organisation(wrong.organisation)]
    assert Money.total(whole) == Money.euros("11154.00")
    numbers = [int(each.number[-4:]) for each in (wrong, credit, new)]
    assert numbers == [4, 5, 6]


def test_the_page_shows_beforehand_exactly_what_will_happen(coordinator, session):
    wrong = wrongly_shared(coordinator)
    session.flush()

    (change,) = replacement_of(wrong)["changes"]

    assert (change.before, change.after) == (Money.euros("5980.00"), Money.euros("4784.00"))
    assert session.scalar(select(func.count(Invoice.id))) == 4


def bear(engagement, organisation, session):
    """Let somebody else bear the only share of a review from now on."""
    quote = session.scalars(select(Quote).where(Quote.engagement_id == engagement.id)).one()
    quote.shares[0].organisation = organisation
    session.flush()


def test_a_wrong_commissioner_is_credited_and_the_right_one_invoiced(coordinator, session):
    wrong = one_invoice(by=coordinator)
    hours, right = held_by(wrong.organisation), commissioner()
    bear(wrong.engagement, right, session)
    assert [c.after for c in replacement_of(wrong)["changes"]] == [Money(0), wrong.net]

    credit, (new,) = replace_invoice(wrong, reason="voor de gemeente", by=coordinator)

    assert (new.organisation, new.net) == (right, wrong.net)
    assert credit.organisation is wrong.organisation
    assert (held_by(wrong.organisation), held_by(right)) == ([], hours)
    assert Money.total(each.net for each in of_organisation(wrong.organisation)) == Money(0)


def test_the_same_commissioner_keeps_its_references(coordinator):
    engagement = review((100,), by=coordinator)
    worked(engagement, 5)
    (made,) = draft(engagement, by=coordinator)
    made.reference, made.commitment_number = "PO-7", "VPL-9"
    issue_invoice(made, by=coordinator)

    _credit, (new,) = replace_invoice(made, reason="x", by=coordinator)

    assert (new.reference, new.commitment_number) == ("PO-7", "VPL-9")


def test_hours_corrected_meanwhile_are_asked_as_they_are_now(coordinator, session):
    invoice = one_invoice(by=coordinator, hours=10)
    worked(invoice.engagement, -2, corrects_id=held_by(invoice.organisation)[0])

    _credit, (new,) = replace_invoice(invoice, reason="te veel uren", by=coordinator)

    assert new.net == Money.euros("1040.00")


def test_everything_is_mailed_audited_and_each_hour_held_once(coordinator, session):
    wrong = wrongly_shared(coordinator)
    before = session.scalar(select(func.count(QueuedMail.id)))
    _credit, (new,) = replace_invoice(wrong, reason="x", by=coordinator)
    session.flush()

    assert session.scalar(select(func.count(QueuedMail.id))) == before + 2
    told = session.scalars(select(AuditEntry).where(AuditEntry.event == "invoice:replaced")).one()
    assert told.facts == {"number": new.number}
    live = select(Allocation.time_entry_id).where(
        Allocation.organisation_id == wrong.organisation_id, Allocation.freed_at.is_(None)
    )
    held = session.scalars(live).all()
    assert len(held) == len(set(held))


def refused(invoice, session, by, reason="x"):
    count = session.scalar(select(func.count(Invoice.id)))
    with pytest.raises(Refused), session.begin_nested():
        replace_invoice(invoice, reason=reason, by=by)
    session.expire_all()
    assert session.scalar(select(func.count(Invoice.id))) == count


def test_refused_it_changes_nothing(coordinator, session):
    invoice = one_invoice(by=coordinator)
    owed, held = invoice.open, held_by(invoice.organisation)
    invoice.organisation.requires_reference = True  # the new one cannot be issued
    session.flush()

    refused(invoice, session, coordinator)
    refused(invoice, session, coordinator, reason=" ")

    assert (invoice.open, held_by(invoice.organisation)) == (owed, held)
    assert invoice.state is InvoiceState.ISSUED


def test_with_nobody_left_to_ask_it_is_refused_and_says_so(coordinator, session):
    invoice = one_invoice(by=coordinator, hours=5)
    worked(invoice.engagement, -5, corrects_id=held_by(invoice.organisation)[0])
    session.flush()
    refused(invoice, session, coordinator)
    assert replacement_of(invoice)["obstacle"]


def test_a_draft_a_credited_and_a_written_off_invoice_are_not_made_anew(
    coordinator, treasurer, session
):
    gone, given_up = one_invoice(by=coordinator), one_invoice(by=coordinator)
    credit = credit_invoice(gone, reason="x", by=coordinator)
    write_offs.propose(given_up, reason="x", by=coordinator)
    session.flush()
    for each in (gone, credit, given_up):
        refused(each, session, coordinator)
        assert replacement_of(each)["obstacle"]
    with pytest.raises(WrongState):
        replace_invoice(draft_of_another(coordinator), reason="x", by=coordinator)


def draft_of_another(by):
    engagement = review((100,), by=by)
    worked(engagement, 5)
    return draft(engagement, by=by)[0]
