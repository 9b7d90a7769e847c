from datetime import timedelta

import pytest

from lt_admin.billing.models.questions import InvoiceQuestion
from lt_admin.billing.queries.questions import duties
from lt_admin.billing.services import questions
from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from tests.billing.invoice_factories import draft, issued, one_invoice, review, worked
from tests.billing.test_views_invoice_letters import path_of

ASKS = {"words": "Waarom staat onze verplichting er niet op?", "name": "Cor Boekhouder"}


def asked(*, by, **facts):
    """A question that waits about an invoice."""
    invoice = one_invoice(by=by)
    contact = invoice.organisation.contacts[0]
    found = questions.ask(invoice, contact=contact, **ASKS | facts)
    db_session.flush()
    return found


def mails_to(address):
    db_session.flush()
    wanted = db_session.query(QueuedMail).filter(QueuedMail.recipient == address)
    return wanted.order_by(QueuedMail.id).all()


def page_of(question):
    return f"/invoices/questions/{question.id}"


def test_a_commissioner_asks_on_its_own_page(anyone, coordinator, session):
    invoice = one_invoice(by=coordinator)
    path = path_of(invoice)

    answer = anyone.post_form(f"{path}/question", ASKS, page=path)

    found = session.query(InvoiceQuestion).one()
    assert answer.location == path
    assert (found.invoice, found.contact) == (invoice, invoice.organisation.contacts[0])
    assert ASKS["words"] in anyone.page(path).text


@pytest.mark.parametrize("field", ["words", "name"])
def test_what_is_empty_is_asked_beside_the_field(anyone, coordinator, session, field):
    path = path_of(one_invoice(by=coordinator))

    answer = anyone.post_form(f"{path}/question", ASKS | {field: " "}, page=path)

    assert answer.status_code == 422
    assert session.query(InvoiceQuestion).count() == 0


def test_words_about_a_person_are_asked_back_and_nothing_is_lost(anyone, coordinator, session):
    path = path_of(one_invoice(by=coordinator))
    words = "Gaat dit over BSN 111222333?"

    answer = anyone.post_form(f"{path}/question", ASKS | {"words": words}, page=path)

    assert answer.status_code == 422
    assert words in answer.text
    assert session.query(InvoiceQuestion).count() == 0


def test_a_fourth_question_waits_for_the_answers(coordinator):
    first = asked(by=coordinator)
    for _again in range(2):
        questions.ask(first.invoice, contact=first.contact, **ASKS)

    with pytest.raises(Refused):
        questions.ask(first.invoice, contact=first.contact, **ASKS)


def test_a_draft_cannot_be_asked_about(coordinator):
    engagement = review((100,), by=coordinator)
    worked(engagement, 10)
    (found,) = draft(engagement, by=coordinator)

    with pytest.raises(WrongState):
        questions.ask(found, contact=None, **ASKS)


def test_nothing_is_asked_through_an_expired_link(anyone, coordinator, session):
    path = path_of(one_invoice(by=coordinator))
    token = anyone.page(path).token()

    with clock.at(clock.now() + timedelta(days=400)):
        answer = anyone.post(f"{path}/question", data=ASKS | {"csrf_token": token})

    assert answer.status_code == 410
    assert session.query(InvoiceQuestion).count() == 0


def test_a_question_is_a_duty_until_it_is_answered(app, coordinator, treasurer):
    found = asked(by=coordinator)
    with app.test_request_context("/"):
        before, of_others = duties(coordinator), duties(treasurer)
        questions.answer(found, answer="Hij staat er nu op.", by=coordinator)
        after = duties(coordinator)

    assert [len(before), len(of_others), len(after)] == [1, 0, 0]


def test_the_answer_is_mailed_to_who_asked_and_stands_on_the_page(anyone, client_of, coordinator):
    found = asked(by=coordinator)
    words = "De verplichting staat op de volgende factuur."

    answer = client_of(coordinator).submit(page_of(found), {"answer": words})

    mail = mails_to(found.contact.email)[-1]
    assert answer.location == f"/invoices/{found.invoice_id}"
    assert words in mail.text
    assert words in anyone.page(mail.link.partition("127.0.0.1:8000")[2]).text


def test_the_answer_goes_to_the_usual_contact_when_who_asked_has_left(coordinator):
    found = asked(by=coordinator)
    usual = found.invoice.organisation.contacts[0]
    gone = type(usual)(organisation=usual.organisation, name="Weg", email="weg@instelling.example")
    gone.left_on = clock.today()
    found.contact = gone

    questions.answer(found, answer="Ja.", by=coordinator)

    assert "Ja." in mails_to(usual.email)[-1].text
    assert mails_to(gone.email) == []


def test_nobody_left_to_write_to_is_said(coordinator):
    found = asked(by=coordinator)
    found.contact.left_on = clock.today()

    with pytest.raises(Refused):
        questions.answer(found, answer="Ja.", by=coordinator)


def test_a_question_is_answered_once(client_of, coordinator):
    found = asked(by=coordinator)
    client = client_of(coordinator)
    token = client.page(page_of(found)).token()
    questions.answer(found, answer="Ja.", by=coordinator)

    answer = client.post(page_of(found), data={"answer": "Nee.", "csrf_token": token})

    assert answer.status_code == 409
    assert found.answer == "Ja."


def test_the_mail_is_seen_before_it_goes(client_of, coordinator):
    found = asked(by=coordinator)
    count = len(mails_to(found.contact.email))

    answer = client_of(coordinator).submit(page_of(found), {"answer": "Zo is het.", "preview": "1"})

    assert answer.status_code == 200
    assert "Zo is het." in answer.text
    assert len(mails_to(found.contact.email)) == count
    assert found.answered_at is None


def test_words_that_look_like_our_mark_bring_no_second_link(coordinator):
    found = asked(by=coordinator, words="Klik op {link}")

    questions.answer(found, answer="Niet op {link}.", by=coordinator)

    assert mails_to(found.contact.email)[-1].text.count("{link}") == 1


def test_only_who_sends_invoices_answers(client_of, anyone, coordinator, treasurer, reviewer_user):
    found = asked(by=coordinator)

    assert client_of(treasurer).get(page_of(found)).status_code == 403
    assert client_of(reviewer_user).get(page_of(found)).status_code == 403
    assert anyone.get(page_of(found)).status_code == 302
    assert client_of(coordinator).get("/invoices/questions/999999").status_code == 404


def test_the_card_on_the_invoice_shows_questions_and_answers(client_of, coordinator, treasurer):
    found = asked(by=coordinator)
    path = f"/invoices/{found.invoice_id}"

    assert page_of(found) in client_of(coordinator).get(path).text
    assert page_of(found) not in client_of(treasurer).get(path).text
    questions.answer(found, answer="Zo is het.", by=coordinator)
    assert "Zo is het." in client_of(treasurer).page(path).text


def test_a_question_of_one_commissioner_is_not_on_the_page_of_another(anyone, coordinator):
    engagement = review((60, 40), by=coordinator)
    worked(engagement, 10)
    mine, other = issued(engagement, by=coordinator)
    questions.ask(mine, contact=None, **ASKS)

    assert ASKS["words"] not in anyone.page(path_of(other)).text
