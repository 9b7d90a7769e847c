from datetime import timedelta

import pytest
from sqlalchemy import select

from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.accounts.services import new_link
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.issuing import send_again
from lt_admin.core import audit, clock
from lt_admin.core.db import session as db_session
from lt_admin.core.outbox import QueuedMail
from tests.billing.invoice_factories import issued, one_invoice, review, worked
from tests.billing.test_services_payments import paid


def path_of(invoice):
    """The path of the newest link that was mailed for an invoice."""
    db_session.flush()
    about = audit.name_of(invoice)
    wanted = select(QueuedMail.link).where(QueuedMail.about == about).order_by(QueuedMail.id)
    return db_session.scalars(wanted).all()[-1].partition("127.0.0.1:8000")[2]


def test_the_commissioner_reads_the_invoice_and_how_to_pay(anyone, coordinator):
    invoice = one_invoice(by=coordinator)
    page = anyone.page(path_of(invoice))
    for words in (invoice.number, "€ 1.573,00", "NL91 ABNA 0417 1643 00", "Ilse Modelhof"):
        assert words in page.text


def test_the_paper_is_exactly_the_one_that_was_sent(anyone, coordinator):
    invoice = one_invoice(by=coordinator)
    answer = anyone.get(f"{path_of(invoice)}/pdf")
    assert (answer.mimetype, answer.data) == ("application/pdf", invoice.pdf)


def test_reading_changes_nothing(anyone, coordinator, session):
    path = path_of(one_invoice(by=coordinator))
    for _ in range(2):
        assert anyone.get(path).status_code == 200
    assert session.scalars(select(MailLink.used_at)).all() == [None]


def test_a_paid_and_a_credited_invoice_ask_nothing(anyone, coordinator, treasurer):
    done, back = one_invoice(by=coordinator), one_invoice(by=coordinator)
    paid(done, done.gross, treasurer, allocations=[(done, done.gross)])
    credit = credit_invoice(back, reason="verkeerd aandeel", by=coordinator)
    for each in (done, back, credit):
        assert "NL91" not in anyone.page(path_of(each)).text
    assert "verkeerd aandeel" in anyone.page(path_of(credit)).text


def test_money_to_give_back_is_said(anyone, coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    paid(invoice, invoice.gross, treasurer, allocations=[(invoice, invoice.gross)])
    credit_invoice(invoice, reason="verkeerd aandeel", by=coordinator)
    assert "€ 1.573,00" in anyone.page(path_of(invoice)).text


def test_a_late_invoice_says_so_without_blame(anyone, coordinator):
    invoice = one_invoice(by=coordinator)
    with clock.at(clock.noon(invoice.due_on + timedelta(days=3))):
        assert "NL91" in anyone.page(path_of(invoice)).text


def test_nothing_of_other_commissioners_is_shown(anyone, coordinator):
    engagement = review((60, 40), by=coordinator)
    worked(engagement, 10)
    mine, other = issued(engagement, by=coordinator)
    text = anyone.page(path_of(mine)).text
    assert other.organisation.name not in text
    assert other.number not in text


@pytest.mark.parametrize("tail", ["", "/pdf"])
def test_an_expired_or_renewed_link_shows_nothing(anyone, coordinator, tail):
    invoice = one_invoice(by=coordinator)
    first = path_of(invoice)
    send_again(invoice, by=coordinator)
    assert anyone.get(first + tail).status_code == 410
    with clock.at(clock.now() + timedelta(days=400)):
        answer = anyone.get(path_of(invoice) + tail)
    assert answer.status_code == 410
    assert invoice.number not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/invoice/niets", "/invoice/niets/pdf"])
def test_an_unknown_link_is_not_found(anyone, path):
    assert anyone.get(path).status_code == 404


def test_a_link_for_something_else_opens_no_invoice(anyone, coordinator):
    invoice = one_invoice(by=coordinator)
    facts = {"days": 1, "by": coordinator}
    other = new_link(LinkPurpose.ANSWER_QUOTE, invoice, coordinator, **facts)
    strange = new_link(LinkPurpose.READ_INVOICE, coordinator, coordinator, **facts)
    for token in (other, strange):
        assert anyone.get(f"/invoice/{token}").status_code == 404


def test_the_page_speaks_the_language_of_the_invoice(anyone, coordinator):
    engagement = review((100,), by=coordinator)
    engagement.parties[0].organisation.language = "en"
    worked(engagement, 1)
    (invoice,) = issued(engagement, by=coordinator)
    assert "How to pay" in anyone.page(path_of(invoice)).text
