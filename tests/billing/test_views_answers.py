from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lt_admin.accounts.models import MailLink
from lt_admin.billing.models.quotes import QuoteState, ShareState
from lt_admin.billing.services import quotes
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.orientation.models.engagements import EndReason, EngagementState
from lt_admin.orientation.services import engagements as orientation
from tests.billing.factories import (
    accept,
    ask,
    change_order,
    follow_up,
    link_to,
    mails_to,
    refuse,
    sent,
)

WHO = {"name": "Vera Tekenaar", "function": "bestuurder"}
YES = {"reply": "accept", **WHO}
NO = {"reply": "refuse", "words": "Het past niet in de begroting.", **WHO}
ASK = {"reply": "ask", "words": "Kan het in het najaar?", **WHO}


@pytest.fixture
def quote(session, coordinator):
    return sent(by=coordinator)


def test_the_commissioner_reads_the_paper_and_its_own_share(quote, anyone):
    page = anyone.page(link_to(quote.shares[0]))

    assert quote.name in page.text
    assert quote.shares[0].organisation.name in page.text
    assert "60%" in page.text
    assert "Spelregels" in page.text


def test_nothing_is_chosen_beforehand(quote, anyone):
    page = anyone.page(link_to(quote.shares[0]))

    buttons = [node for node in page.all("input") if node.get("type") in {"radio", "checkbox"}]
    assert len(buttons) == 4
    assert [node for node in buttons if node.get("checked") is not None] == []


def test_opening_the_link_changes_nothing(session, quote, anyone):
    before = session.scalar(select(func.count(AuditEntry.id)))

    for _scan in range(3):
        anyone.page(link_to(quote.shares[0]))
        anyone.get(link_to(quote.shares[0]) + "/paper")

    assert quote.shares[0].state is ShareState.OPEN
    assert session.scalar(select(func.count(AuditEntry.id))) == before


def test_the_link_leads_to_the_exact_paper(quote, anyone):
    answer = anyone.get(link_to(quote.shares[0]) + "/paper")

    assert answer.mimetype == "application/pdf"
    assert answer.data == quote.pdf


def test_the_page_speaks_the_language_of_the_quote_unless_asked_otherwise(quote, anyone):
    path = link_to(quote.shares[0])

    assert anyone.page(path).root.get("lang") == "nl"
    assert anyone.page(path + "?lang=en").root.get("lang") == "en"


def test_accepting_keeps_hash_instant_and_address(quote, anyone):
    answer = anyone.submit(link_to(quote.shares[0]), YES)

    share = quote.shares[0]
    assert answer.location == link_to(share)
    assert share.state is ShareState.ACCEPTED
    assert share.answered_sha256 == quote.pdf_sha256
    assert (share.answered_from, share.answered_by_name) == ("127.0.0.1", "Vera Tekenaar")


def test_after_the_answer_the_link_shows_it_and_still_the_paper(quote, anyone):
    path = link_to(quote.shares[0])
    anyone.submit(path, YES)

    assert "Vera Tekenaar" in anyone.page(path).text
    assert anyone.get(path + "/paper").status_code == 200


def test_a_link_is_used_once(quote, anyone):
    path = link_to(quote.shares[0])
    page = anyone.page(path)
    anyone.submit(path, YES)

    answer = anyone.post(path, data={**NO, "csrf_token": page.token()})

    assert answer.status_code == 409
    assert quote.shares[0].state is ShareState.ACCEPTED


def test_a_tampered_link_leads_nowhere(quote, anyone):
    path = link_to(quote.shares[0])
    changed = path[:-1] + ("A" if path[-1] != "A" else "B")

    assert anyone.get(changed).status_code == 404
    assert anyone.get(changed + "/paper").status_code == 404
    assert anyone.post_form(changed, YES, page=path).status_code == 404


def test_a_link_for_something_else_leads_nowhere(session, quote, anyone):
    link = session.scalars(select(MailLink)).first()
    link.purpose = "read_invoice"

    assert anyone.get(link_to(quote.shares[0])).status_code == 404


def test_no_answer_without_a_token_of_the_form(quote, anyone):
    assert anyone.post(link_to(quote.shares[0]), data=YES).status_code == 400
    assert quote.shares[0].state is ShareState.OPEN


@pytest.mark.parametrize(
    "missing",
    [{**YES, "name": ""}, {**YES, "function": " "}, {**NO, "words": ""}, {**ASK, "words": ""}, WHO],
)
def test_an_answer_that_misses_something_is_asked_back_with_what_was_typed(quote, anyone, missing):
    answer = anyone.submit(link_to(quote.shares[0]), missing)

    assert answer.status_code == 422
    assert (missing["name"] or "bestuurder") in answer.text
    assert quote.shares[0].state is ShareState.OPEN


def test_words_that_look_like_a_person_are_asked_back(quote, anyone):
    words = "Het gaat om burgerservicenummer 111222333."

    answer = anyone.submit(link_to(quote.shares[0]), {**ASK, "words": words})

    assert answer.status_code == 422
    assert words in answer.text


def test_an_organisation_that_asks_for_a_reference_must_give_it(quote, anyone):
    quote.shares[0].organisation.requires_reference = True
    quote.shares[0].organisation.reference_name = "Verplichtingennummer"
    path = link_to(quote.shares[0])

    assert "Verplichtingennummer" in anyone.page(path).text
    assert anyone.submit(path, YES).status_code == 422
    anyone.submit(path, {**YES, "reference": "VN-118"})

    assert quote.shares[0].reference == "VN-118"


def test_the_director_agrees_with_the_ground_rules_in_the_same_answer(quote, anyone):
    for share in quote.shares:
        anyone.submit(link_to(share), {**YES, "agrees": "y"})

    assert quote.state is QuoteState.ACCEPTED
    assert quote.engagement.state is EngagementState.ACCEPTED


def test_without_the_box_the_acceptance_stands_and_the_agreement_waits(quote, anyone):
    for share in quote.shares:
        anyone.submit(link_to(share), YES)

    assert quote.state is QuoteState.ACCEPTED
    assert quote.engagement.state is EngagementState.QUOTED


def test_of_the_others_one_sees_accepted_or_open_and_never_words(quote, anyone):
    refuse(quote.shares[1], words="Wij zitten krap bij kas.")

    page = anyone.page(link_to(quote.shares[0]))

    assert "krap bij kas" not in page.text
    assert "Vera Tekenaar" not in page.text
    assert "nog geen antwoord" in page.text


def test_a_refusal_is_kept_and_thanked_for(quote, anyone):
    path = link_to(quote.shares[0])

    anyone.submit(path, NO)

    assert quote.shares[0].state is ShareState.REFUSED
    assert anyone.get(path).status_code == 200


def test_after_a_question_the_page_still_takes_an_answer(quote, anyone):
    path = link_to(quote.shares[0])
    anyone.submit(path, ASK)

    anyone.submit(path, YES)

    assert quote.shares[0].state is ShareState.ACCEPTED


def test_after_the_validity_one_can_ask_but_not_accept(quote, anyone):
    path = link_to(quote.shares[0])
    with clock.at(clock.noon(quote.valid_until + timedelta(days=2))):
        page = anyone.page(path)
        refused = anyone.submit(path, YES)
        asked = anyone.submit(path, ASK)

    values = [node.get("value") for node in page.all("input") if node.get("type") == "radio"]
    assert values == ["ask", "refuse"]
    assert refused.status_code == 422
    assert asked.status_code == 302
    assert quote.shares[0].state is ShareState.CHANGE_ASKED


def superseded(quote, by):
    quotes.revise(quote, by=by)


def withdrawn(quote, by):
    quotes.withdraw_quote(quote, reason="de uren kloppen niet", by=by)


def rejected(quote, by):
    quotes.reject_quote(quote, reason=EndReason.BUDGET, by=by)


def ended(quote, by):
    orientation.withdraw(quote.engagement, reason=EndReason.TIMING, by=by)


@pytest.mark.parametrize("deed", [superseded, withdrawn, rejected, ended])
def test_what_is_over_says_so_kindly_and_takes_no_answer(quote, coordinator, anyone, deed):
    path = link_to(quote.shares[0])
    token = anyone.page(path).token()
    deed(quote, coordinator)

    assert anyone.get(path).status_code == 410
    assert anyone.get(path + "/paper").status_code == 410
    assert anyone.post(path, data={**YES, "csrf_token": token}).status_code == 409
    assert quote.shares[0].state is ShareState.OPEN


def after_expiry(quote):
    return clock.at(clock.noon(quote.valid_until + timedelta(days=20)))


def test_an_expired_link_offers_a_new_one(quote, anyone):
    path = link_to(quote.shares[0])
    with after_expiry(quote):
        answer = anyone.get(path)

    assert answer.status_code == 410
    assert f"{path}/new-link" in answer.text


def test_a_new_link_goes_out_once_in_a_while(quote, anyone):
    share = quote.shares[0]
    old = link_to(share)
    token = anyone.page(old).token()
    with after_expiry(quote):
        for _try in range(3):
            anyone.post(old + "/new-link", data={"csrf_token": token})
        new = link_to(share)
        assert anyone.get(new).status_code == 200

    mailed = [mail for mail in mails_to(share.contact.email) if mail.link]
    assert len(mailed) == 2
    assert new != old


def test_a_link_that_works_is_not_renewed_by_strangers(quote, anyone):
    path = link_to(quote.shares[0])

    answer = anyone.post_form(path + "/new-link", page=path)

    assert answer.status_code == 410


def test_the_link_for_somebody_who_left_is_not_renewed(quote, anyone):
    share = quote.shares[0]
    old = link_to(share)
    token = anyone.page(old).token()
    share.contact.left_on = clock.today()
    with after_expiry(quote):
        anyone.post(old + "/new-link", data={"csrf_token": token})

    assert link_to(share) == old


def test_a_change_order_says_what_it_adds(session, coordinator, anyone):
    order = change_order(by=coordinator)
    quotes.send_quote(order, by=coordinator)

    page = anyone.page(link_to(order.shares[0]))

    assert "twee extra gesprekken" in page.text
    assert order.engagement.code in page.text


def test_a_follow_up_is_accepted_through_its_own_link(session, coordinator, anyone):
    quote = follow_up(by=coordinator)
    quotes.send_quote(quote, by=coordinator)
    for share in quote.shares:
        anyone.submit(link_to(share), YES)

    assert quote.engagement.follow_up_ceiling_minutes == 720


def test_a_quote_for_one_commissioner_speaks_of_no_others(session, coordinator, anyone):
    quote = sent(by=coordinator, percents=(100,))

    page = anyone.page(link_to(quote.shares[0]))

    assert not [node for node in page.all("h2") if node.get("id") == "shares"]


def test_answered_by_one_and_asked_by_another_stay_apart(quote, anyone):
    accept(quote.shares[0])
    ask(quote.shares[1])

    assert anyone.get(link_to(quote.shares[0])).status_code == 200
    assert anyone.get(link_to(quote.shares[1])).status_code == 200
