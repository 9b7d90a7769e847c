from datetime import timedelta

import pytest
from sqlalchemy import select

from lt_admin.billing.models.quotes import LineRole, QuoteKind, QuoteState, ShareState
from lt_admin.billing.rules.shares import Share, ShareKind
from lt_admin.billing.services import quotes
from lt_admin.billing.services.rates import set_hourly_rate
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EndReason, EngagementState, PartyRole
from lt_admin.orientation.queries.plans import find_plan
from lt_admin.orientation.services import engagements as orientation
from tests.billing.factories import (
    accept,
    accepted,
    change_order,
    commissioned,
    drafted,
    follow_up,
    foundation,
    in_percent,
    mails_to,
    running,
    sent,
    valid_until,
)
from tests.orientation import factories as orientating


def events(session):
    session.flush()
    return session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()


def test_a_draft_takes_its_hours_from_the_plan_role_by_step(session, coordinator):
    engagement = commissioned(by=coordinator)

    quote = quotes.draft_review_quote(engagement, valid_until=valid_until(), by=coordinator)

    plan = find_plan(engagement)
    found = {(line.step, line.role): line.minutes for line in quote.lines}
    assert found[2, LineRole.LEAD] == sum(x.lead_minutes for x in plan.lines if x.step == 2)
    assert quote.minutes == plan.minutes
    assert quote.rate == Money.euros(130)
    assert quote.net == quote.rate.for_minutes(quote.minutes)
    assert quote.name == f"{engagement.code}-O1.v1"


def test_a_draft_names_the_work_of_each_step_in_its_own_language(session, coordinator):
    engagement = commissioned(by=coordinator)
    engagement.request.organisation.language = "en"

    quote = quotes.draft_review_quote(engagement, valid_until=valid_until(), by=coordinator)

    assert quote.lines[0].description.startswith("composing the groups")


def test_without_a_plan_there_is_no_quote(session, coordinator):
    engagement = orientating.oriented(by=coordinator)

    with pytest.raises(Refused):
        quotes.draft_review_quote(engagement, valid_until=valid_until(), by=coordinator)


def test_there_is_one_open_quote_for_a_review_at_a_time(session, coordinator):
    quote = sent(by=coordinator)

    with pytest.raises(WrongState):
        quotes.draft_review_quote(quote.engagement, valid_until=valid_until(), by=coordinator)


def test_an_accepted_quote_is_not_followed_by_another_for_the_same_review(session, coordinator):
    quote = accepted(by=coordinator)

    with pytest.raises(WrongState):
        quotes.draft_review_quote(quote.engagement, valid_until=valid_until(), by=coordinator)


def test_shares_come_out_to_the_cent_in_the_order_of_the_commissioners(session, coordinator):
    quote = drafted(by=coordinator, percents=(60, 40))

    assert [share.position for share in quote.shares] == [1, 2]
    assert Money.total(share.amount for share in quote.shares) == quote.net
    assert [share.contact.email for share in quote.shares] == [
        "lezer0@instelling.example",
        "lezer1@instelling.example",
    ]


def test_shares_that_are_not_a_hundred_percent_are_refused(session, coordinator):
    quote = drafted(by=coordinator)

    with pytest.raises(Refused, match="99"):
        quotes.set_shares(quote, in_percent(quote.engagement, 60, 39), by=coordinator)


def test_a_partner_at_its_own_cost_bears_no_share(session, coordinator):
    quote = drafted(by=coordinator)
    [partner] = orientating.with_partners(
        quote.engagement, "Stichting Brugslag (demo)", by=coordinator, role=PartyRole.PARTNER
    )

    whole = [Share(partner.organisation_id, ShareKind.PERCENT, 10_000)]
    with pytest.raises(Refused):
        quotes.set_shares(quote, whole, by=coordinator)


def test_another_cost_counts_in_the_whole_and_in_each_share(session, coordinator):
    quote = drafted(by=coordinator)
    before = quote.net

    quotes.add_cost_line(
        quote, step=3, description="zaalhuur", amount=Money.euros(250), by=coordinator
    )

    assert quote.net - before == Money.euros(250)
    assert Money.total(share.amount for share in quote.shares) == quote.net


def test_a_cost_without_words_is_refused(session, coordinator):
    quote = drafted(by=coordinator)

    with pytest.raises(Refused):
        quotes.add_cost_line(
            quote, step=3, description=" ", amount=Money.euros(250), by=coordinator
        )


def test_sending_freezes_the_paper_and_mails_each_commissioner_its_own_link(session, coordinator):
    quote = drafted(by=coordinator)

    quotes.send_quote(quote, by=coordinator)

    first, second = (mails_to(share.contact.email) for share in quote.shares)
    assert quote.pdf.startswith(b"%PDF")
    assert len(quote.pdf_sha256) == 64
    assert first[-1].link != second[-1].link
    assert quote.engagement.state is EngagementState.QUOTED
    assert "quote:sent" in events(session)


def test_nothing_is_sent_without_shares(session, coordinator):
    engagement = commissioned(by=coordinator)
    quote = quotes.draft_review_quote(engagement, valid_until=valid_until(), by=coordinator)

    with pytest.raises(Refused):
        quotes.send_quote(quote, by=coordinator)


def test_nothing_is_sent_to_nobody(session, coordinator):
    quote = drafted(by=coordinator)
    quote.shares[1].contact = None

    with pytest.raises(Refused):
        quotes.send_quote(quote, by=coordinator)


def test_nothing_is_sent_that_is_valid_no_more(session, coordinator):
    quote = drafted(by=coordinator)

    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(Refused):
        quotes.send_quote(quote, by=coordinator)


def test_the_preview_of_a_draft_is_to_the_byte_what_is_sent(session, coordinator):
    quote = drafted(by=coordinator)
    shown = quotes.preview(quote)

    quotes.send_quote(quote, by=coordinator)

    assert quotes.preview(quote) == quote.pdf == shown


def test_a_new_version_takes_over_lines_and_shares_and_ends_the_old_one(session, coordinator):
    quote = sent(by=coordinator)
    accept(quote.shares[0])

    made = quotes.revise(quote, by=coordinator)

    assert quote.state is QuoteState.SUPERSEDED
    assert made.name.endswith("-O1.v2")
    assert (made.net, made.minutes, made.rate) == (quote.net, quote.minutes, quote.rate)
    assert [share.amount for share in made.shares] == [share.amount for share in quote.shares]
    assert {share.state for share in made.shares} == {ShareState.OPEN}


def test_an_accepted_quote_has_no_new_version(session, coordinator):
    quote = accepted(by=coordinator)

    with pytest.raises(WrongState):
        quotes.revise(quote, by=coordinator)


def test_who_received_a_quote_hears_that_it_is_withdrawn_and_why(session, coordinator):
    quote = sent(by=coordinator)

    quotes.withdraw_quote(quote, reason="de uren kloppen niet", by=coordinator)

    last = mails_to("lezer1@instelling.example")[-1]
    assert quote.state is QuoteState.WITHDRAWN
    assert "de uren kloppen niet" in last.text
    assert last.link is None


def test_a_draft_is_withdrawn_without_any_mail(session, coordinator):
    quote = drafted(by=coordinator)

    quotes.withdraw_quote(quote, reason="niet nodig", by=coordinator)

    assert mails_to("lezer1@instelling.example") == []


def test_after_a_withdrawn_quote_the_next_one_has_its_own_number(session, coordinator):
    quote = sent(by=coordinator)
    quotes.withdraw_quote(quote, reason="de uren kloppen niet", by=coordinator)

    made = quotes.draft_review_quote(quote.engagement, valid_until=valid_until(), by=coordinator)

    assert made.name.endswith("-O2.v1")


def test_a_rejected_quote_ends_the_engagement(session, coordinator):
    quote = sent(by=coordinator)

    quotes.reject_quote(quote, reason=EndReason.BUDGET, by=coordinator)

    assert quote.engagement.state is EngagementState.REJECTED
    assert quote.engagement.end_reason is EndReason.BUDGET


def test_a_rate_change_leaves_a_quote_at_its_rate(session, coordinator, board):
    quote = sent(by=coordinator)
    later = clock.today() + timedelta(days=1)

    set_hourly_rate(Money.euros(135), valid_from=later, by=board)
    with clock.at(clock.now() + timedelta(days=2)):
        made = quotes.revise(quote, by=coordinator)

    assert quote.rate == made.rate == Money.euros(130)


def test_a_change_order_has_rate_and_shares_of_the_review_it_adds_to(session, coordinator):
    quote = change_order(by=coordinator, percents=(60, 40))

    assert quote.name.endswith("-M1.v1")
    assert quote.net == Money.euros(1300)
    assert [share.amount for share in quote.shares] == [Money.euros(780), Money.euros(520)]


def test_a_change_order_after_fixed_amounts_is_shared_in_the_same_proportion(session, coordinator):
    review = drafted(by=coordinator)
    fixed = Share(review.shares[0].organisation_id, ShareKind.FIXED, review.net.cents // 4)
    rest = Share(review.shares[1].organisation_id, ShareKind.REST)
    quotes.set_shares(review, [fixed, rest], by=coordinator)
    quotes.send_quote(review, by=coordinator)
    for share in review.shares:
        orientating.agree(share_party(share), by=coordinator)
        accept(share)

    facts = {"lead_minutes": 600, "second_minutes": 0, "step": 2, "description": "meer"}
    quote = quotes.draft_change_order(
        review.engagement, **facts, valid_until=valid_until(), by=coordinator
    )

    assert [share.amount for share in quote.shares] == [Money.euros(325), Money.euros(975)]


def share_party(share):
    parties = share.quote.engagement.parties
    return next(each for each in parties if each.organisation_id == share.organisation_id)


def test_a_change_order_cannot_be_shared_in_another_way(session, coordinator):
    quote = change_order(by=coordinator, percents=(60, 40))

    with pytest.raises(Refused):
        quotes.set_shares(quote, in_percent(quote.engagement, 50, 50), by=coordinator)


def test_a_change_order_waits_for_the_review_to_be_accepted(session, coordinator):
    engagement = sent(by=coordinator).engagement
    facts = {"lead_minutes": 600, "second_minutes": 0, "step": 2, "description": "meer"}

    with pytest.raises(Refused):
        quotes.draft_change_order(engagement, **facts, valid_until=valid_until(), by=coordinator)


def test_a_follow_up_has_shares_of_its_own(session, coordinator):
    quote = follow_up(by=coordinator, percents=(50, 50))

    assert quote.kind is QuoteKind.FOLLOW_UP
    assert {line.step for line in quote.lines} == {6}
    assert [share.amount for share in quote.shares] == [Money.euros(780), Money.euros(780)]


def test_a_follow_up_is_quoted_only_in_step_5_or_after_it(session, coordinator):
    engagement = running(by=coordinator).engagement

    with pytest.raises(WrongState):
        quotes.draft_follow_up(
            engagement,
            lead_minutes=60,
            second_minutes=60,
            valid_until=valid_until(),
            by=coordinator,
        )


def test_a_quote_of_a_withdrawn_engagement_is_not_sent(session, coordinator):
    quote = drafted(by=coordinator)
    orientation.withdraw(quote.engagement, reason=EndReason.TIMING, by=coordinator)

    with pytest.raises(WrongState):
        quotes.send_quote(quote, by=coordinator)


@pytest.mark.parametrize("fact", ["name", "street", "city", "email", "kvk", "iban"])
def test_nothing_is_sent_while_we_ourselves_are_not_complete(session, coordinator, fact):
    quote = drafted(by=coordinator)
    foundation(**{fact: ""})

    with pytest.raises(Refused, match="IBAN"):
        quotes.send_quote(quote, by=coordinator)

    assert (quote.state, quote.pdf) == (QuoteState.DRAFT, None)
    assert mails_to(quote.shares[0].contact.email) == []
