from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.accounts.services import new_link, withdraw_links
from lt_admin.billing.models.invoices import Invoice, Round
from lt_admin.billing.models.reminders import ChargeKind, LateCharge, Reminder
from lt_admin.billing.rules.transfers import QUIET, squares
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.invoices import issue_invoice
from lt_admin.billing.services.issuing import send_again
from lt_admin.core import audit, clock
from lt_admin.core.db import session as db_session
from lt_admin.core.formats import NBSP, iban
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import Money
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.paper.payment import epc_code
from tests.billing.invoice_factories import draft, issued, one_invoice, review, worked
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


@pytest.mark.parametrize("tail", ["", "/pdf", "/ubl"])
def test_an_expired_or_renewed_link_shows_nothing(anyone, coordinator, tail):
    invoice = one_invoice(by=coordinator)
    first = path_of(invoice)
    send_again(invoice, by=coordinator)
    assert anyone.get(first + tail).status_code == 410
    with clock.at(clock.now() + timedelta(days=400)):
        answer = anyone.get(path_of(invoice) + tail)
    assert answer.status_code == 410
    assert invoice.number not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/invoice/niets", "/invoice/niets/pdf", "/invoice/niets/ubl"])
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


def kept(invoice, **facts):
    """What issuing keeps with an invoice, written straight into the book."""
    db_session.execute(update(Invoice).where(Invoice.id == invoice.id).values(facts))
    db_session.expire(invoice)
    return invoice


def test_the_reference_stands_in_groups_of_four_beside_a_code_to_scan(anyone, coordinator):
    engagement = review((100,), by=coordinator)
    worked(engagement, 10)
    (invoice,) = draft(engagement, by=coordinator)
    invoice.payment_reference = "RF18539007547034"
    issue_invoice(invoice, by=coordinator)
    page = anyone.page(path_of(invoice))

    assert f'{invoice.payment_reference}" shape' in anyone.get(path_of(invoice)).text
    assert iban(invoice.payment_reference).replace(NBSP, " ") in page.text


def test_the_code_holds_what_a_bank_needs():
    code = squares(epc_code("Stichting", "NL91ABNA0417164300", Money(157300), "2025-0001"))

    assert code.size > 2 * QUIET + 21
    assert code.path.count("M") == code.path.count("h1v1h-1z")
    first = min(int(each.split()[0]) for each in code.path.split("M")[1:])
    assert first == QUIET


def test_without_our_account_there_is_no_code(anyone, coordinator):
    invoice = one_invoice(by=coordinator)
    the_foundation().iban = ""

    assert anyone.page(path_of(invoice)).all("figure") == []


def test_the_e_invoice_is_exactly_the_one_that_was_kept(anyone, coordinator):
    invoice = one_invoice(by=coordinator)
    answer = anyone.get(f"{path_of(invoice)}/ubl")

    assert (answer.mimetype, answer.data) == ("application/xml", invoice.ubl)
    assert answer.headers["Content-Disposition"].endswith('.xml"')
    assert f"{path_of(invoice)}/ubl" in anyone.get(path_of(invoice)).text


def test_reminders_and_what_lateness_costs_stand_there_in_words(anyone, coordinator, session):
    invoice = one_invoice(by=coordinator)
    day = clock.today()
    told = {"recipient": "x", "mailed_to": "x", "amount": invoice.open}
    session.add(Reminder(invoice_id=invoice.id, level=1, sent_on=day, due_on=day, **told))
    charged = {"charged_by_id": coordinator.id, "charged_on": day}
    for kind, cents in ((ChargeKind.COSTS, 4000), (ChargeKind.INTEREST, 123)):
        session.add(LateCharge(invoice=invoice, kind=kind, amount=Money(cents), **charged))
    session.flush()

    text = anyone.page(path_of(invoice) + "?lang=en").text
    for words in ("reminder sent", "€40.00 collection costs", "€1.23 statutory", "€1,614.23"):
        assert words in text


def test_the_other_invoices_of_the_review_are_told_without_a_link(anyone, coordinator):
    engagement = review((100,), by=coordinator)
    worked(engagement, 10)
    (first,) = issued(engagement, Round.INTERIM, by=coordinator)
    worked(engagement, 4, step=4)
    (second,) = issued(engagement, by=coordinator)
    page = anyone.page(path_of(second))

    assert first.number in page.text
    assert f"/invoice/{first.id}" not in anyone.get(path_of(second)).text
    assert engagement.code in page.text


def closed(invoice):
    """The path of a link that works no more."""
    path = path_of(invoice)
    withdraw_links(invoice, by=audit.SYSTEM)
    return path


def asks_anew(client, old):
    facts = {"csrf_token": client.page(old, 410).token(), "email": "ander@elders.example"}
    return client.post(f"{old}/new-link", data=facts)


def test_the_holder_of_an_old_link_gets_a_new_one_at_the_known_address(anyone, coordinator):
    invoice = one_invoice(by=coordinator)
    old = closed(invoice)
    with clock.at(clock.now() + timedelta(hours=1)):
        asks_anew(anyone, old)
        mail = last_mail()
        page = anyone.page(mail.link.partition("127.0.0.1:8000")[2])

    assert mail.recipient == invoice.organisation.contacts[0].email
    assert invoice.number in page.text


def test_of_two_requests_within_a_quarter_the_second_brings_no_mail(anyone, coordinator):
    invoice = one_invoice(by=coordinator)
    old = closed(invoice)
    with clock.at(clock.now() + timedelta(hours=1)):
        for _again in range(2):
            answer = asks_anew(anyone, old)
            assert answer.location == old

    about = select(QueuedMail).where(QueuedMail.about == audit.name_of(invoice))
    assert len(db_session.scalars(about).all()) == 2


def test_nobody_known_gets_no_mail_and_the_page_says_nothing_more(anyone, coordinator):
    invoice = one_invoice(by=coordinator)
    old = closed(invoice)
    invoice.organisation.contacts[0].left_on = clock.today()
    with clock.at(clock.now() + timedelta(hours=1)):
        answer = asks_anew(anyone, old)

    assert answer.location == old
    assert last_mail().queued_at < clock.now()


def test_a_link_that_works_is_not_replaced(anyone, coordinator):
    path = path_of(one_invoice(by=coordinator))
    before = last_mail()
    with clock.at(clock.now() + timedelta(hours=1)):
        anyone.post_form(f"{path}/new-link", page=path)

    assert last_mail() is before


def last_mail():
    db_session.flush()
    return db_session.scalars(select(QueuedMail).order_by(QueuedMail.id.desc()).limit(1)).one()
