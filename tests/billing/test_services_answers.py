from datetime import timedelta

import pytest
from sqlalchemy import select

from lt_admin.billing.models.quotes import QuoteState, ShareState
from lt_admin.billing.services import answers, quotes
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EndReason, EngagementState
from lt_admin.orientation.services import engagements as orientation
from tests.billing.factories import (
    accept,
    accepted,
    ask,
    change_order,
    follow_up,
    mails_to,
    refuse,
    sent,
)


def test_an_acceptance_keeps_who_when_from_where_and_which_paper(session, coordinator):
    quote = sent(by=coordinator)
    share = quote.shares[0]

    with clock.at(clock.noon(quote.valid_until)):
        accept(share)

    assert share.state is ShareState.ACCEPTED
    assert share.answered_sha256 == quote.pdf_sha256
    assert (share.answered_by_name, share.answered_from) == ("Vera Tekenaar", "192.0.2.7")
    assert share.answered_at == clock.noon(quote.valid_until)


def test_an_acceptance_is_in_the_audit_log_by_the_contact(session, coordinator):
    quote = sent(by=coordinator)

    accept(quote.shares[0])

    session.flush()
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.event == "share:accepted"))
    assert entry.actor == f"contact:{quote.shares[0].contact_id}"
    assert entry.facts == {"sha256": quote.pdf_sha256}


def test_who_answers_gets_a_confirmation(session, coordinator):
    quote = sent(by=coordinator)

    accept(quote.shares[0])

    last = mails_to(quote.shares[0].contact.email)[-1]
    assert quote.name in last.subject
    assert last.link is None


def test_the_quote_waits_for_every_share(session, coordinator):
    quote = sent(by=coordinator)

    accept(quote.shares[0])

    assert quote.state is QuoteState.SENT
    assert quote.engagement.ceiling_minutes == 0


def test_the_last_share_accepts_the_quote_and_sets_the_ceiling(session, coordinator):
    quote = accepted(by=coordinator)

    assert quote.state is QuoteState.ACCEPTED
    assert quote.engagement.ceiling_minutes == quote.minutes
    assert quote.engagement.state is EngagementState.QUOTED


def test_the_engagement_is_accepted_once_the_organisations_agree_too(session, coordinator):
    quote = sent(by=coordinator)
    who = {"name": "Vera Tekenaar", "function": "bestuurder"}

    for share in quote.shares:
        accept(share)
        answers.agree_with_rules(share, **who, by=share.contact)

    assert quote.engagement.state is EngagementState.ACCEPTED
    assert quote.engagement.parties[0].agreed_by_name == "Vera Tekenaar"


def test_agreeing_twice_changes_nothing(session, coordinator):
    quote = sent(by=coordinator, agreed=True)
    before = quote.engagement.parties[0].agreed_by_name

    answers.agree_with_rules(quote.shares[0], name="Een ander", function="x", by=coordinator)

    assert quote.engagement.parties[0].agreed_by_name == before


def test_nobody_accepts_after_the_validity_date(session, coordinator):
    quote = sent(by=coordinator)
    after = clock.noon(quote.valid_until + timedelta(days=1))

    with clock.at(after), pytest.raises(Refused) as refused:
        accept(quote.shares[0])

    assert not isinstance(refused.value, WrongState)
    assert quote.shares[0].state is ShareState.OPEN


def test_on_the_validity_date_itself_one_can_still_accept(session, coordinator):
    quote = sent(by=coordinator)

    with clock.at(clock.noon(quote.valid_until)):
        accept(quote.shares[0])

    assert quote.shares[0].state is ShareState.ACCEPTED


def test_a_superseded_version_cannot_be_accepted(session, coordinator):
    quote = sent(by=coordinator)
    quotes.revise(quote, by=coordinator)

    with pytest.raises(WrongState):
        accept(quote.shares[0])


def test_a_share_is_answered_once(session, coordinator):
    quote = sent(by=coordinator)
    accept(quote.shares[0])

    with pytest.raises(WrongState):
        refuse(quote.shares[0])


def test_a_quote_of_an_engagement_that_ended_is_not_accepted(session, coordinator):
    quote = sent(by=coordinator)
    orientation.withdraw(quote.engagement, reason=EndReason.TIMING, by=coordinator)

    with pytest.raises(WrongState):
        accept(quote.shares[0])


def test_an_organisation_that_asks_for_a_reference_gives_one(session, coordinator):
    quote = sent(by=coordinator)
    quote.shares[0].organisation.requires_reference = True

    with pytest.raises(Refused):
        accept(quote.shares[0])
    accept(quote.shares[0], reference="VN-2025-118")

    assert quote.shares[0].reference == "VN-2025-118"


@pytest.mark.parametrize("facts", [{"name": " "}, {"function": ""}])
def test_an_answer_has_a_name_and_a_function(session, coordinator, facts):
    quote = sent(by=coordinator)

    with pytest.raises(Refused):
        accept(quote.shares[0], **facts)


def test_a_refusal_keeps_its_reason_and_leaves_the_others_open(session, coordinator):
    quote = sent(by=coordinator)

    refuse(quote.shares[0])

    assert quote.shares[0].state is ShareState.REFUSED
    assert quote.shares[0].words == "Het past niet in de begroting."
    assert quote.state is QuoteState.SENT
    assert quote.shares[1].state is ShareState.OPEN


def test_a_refusal_without_words_is_asked_back(session, coordinator):
    quote = sent(by=coordinator)

    with pytest.raises(Refused):
        refuse(quote.shares[0], words=" ")


def test_after_a_question_the_same_paper_can_be_accepted(session, coordinator):
    quote = sent(by=coordinator)
    ask(quote.shares[0])

    accept(quote.shares[0])

    assert quote.shares[0].state is ShareState.ACCEPTED
    assert quote.shares[0].words == "Kan het in het najaar?"


def test_an_accepted_change_order_raises_the_ceiling(session, coordinator):
    order = change_order(by=coordinator, hours=10)
    before = order.engagement.ceiling_minutes

    quotes.send_quote(order, by=coordinator)
    for share in order.shares:
        accept(share)

    assert order.engagement.ceiling_minutes == before + 600


def test_an_accepted_follow_up_has_a_ceiling_of_its_own(session, coordinator):
    quote = follow_up(by=coordinator)
    before = quote.engagement.ceiling_minutes

    quotes.send_quote(quote, by=coordinator)
    for share in quote.shares:
        accept(share)

    assert quote.engagement.follow_up_ceiling_minutes == 720
    assert quote.engagement.ceiling_minutes == before
