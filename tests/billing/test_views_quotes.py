import pytest
from sqlalchemy import select

from lt_admin.billing.models.quotes import Quote, QuoteKind, QuoteState
from lt_admin.billing.queries.quotes import find_quote
from lt_admin.core.money import Money
from lt_admin.orientation.models.engagements import EngagementState
from tests.billing.factories import (
    accepted,
    ask,
    change_order,
    commissioned,
    drafted,
    follow_up,
    foundation,
    link_to,
    mails_to,
    quote_in,
    refuse,
    running,
    sent,
)

READABLE = ("", "/paper")
MANAGED = ("/edit", "/send", "/withdraw", "/reject")


def url(quote, page=""):
    return f"/quotes/{quote.id}{page}"


@pytest.mark.parametrize("page", READABLE)
def test_coordinator_treasurer_and_board_read_quotes(
    session, client_of, coordinator, treasurer, board, page
):
    quote = sent(by=coordinator)

    for user in (coordinator, treasurer, board):
        assert client_of(user).get(url(quote, page)).status_code == 200


@pytest.mark.parametrize("page", [*READABLE, *MANAGED])
def test_a_reviewer_learns_nothing_about_quotes(session, client_of, coordinator, stranger, page):
    quote = sent(by=coordinator)

    assert client_of(stranger).get(url(quote, page)).status_code == 403
    assert client_of(stranger).get(f"/quotes/999999{page}").status_code == 403


@pytest.mark.parametrize("page", MANAGED)
def test_the_treasurer_changes_nothing_in_quotes(session, client_of, coordinator, treasurer, page):
    quote = drafted(by=coordinator)

    assert client_of(treasurer).get(url(quote, page)).status_code == 403


@pytest.mark.parametrize("page", [*READABLE, *MANAGED, "/revise"])
def test_a_quote_that_is_not_there_is_a_404(session, client_of, coordinator, page):
    client = client_of(coordinator)
    answer = client.get(f"/quotes/999999{page}")
    if page == "/revise":
        answer = client.post_form("/quotes/999999/revise", page="/")

    assert answer.status_code == 404


@pytest.mark.parametrize("state", list(QuoteState))
def test_the_record_shows_a_quote_in_every_state(session, client_of, coordinator, state):
    quote = quote_in(state, by=coordinator)

    page = client_of(coordinator).page(url(quote))

    assert quote.name in page.text


def test_the_draft_is_made_from_the_page_of_the_engagement(session, client_of, coordinator):
    engagement = commissioned(by=coordinator)

    answer = client_of(coordinator).post_form(f"/engagements/{engagement.id}/quotes", page="/")

    quote = session.scalars(select(Quote)).one()
    assert answer.location == url(quote, "/edit")


def test_the_editor_says_what_is_missing_before_it_can_be_sent(session, client_of, coordinator):
    engagement = commissioned(by=coordinator)
    client_of(coordinator).post_form(f"/engagements/{engagement.id}/quotes", page="/")
    quote = session.scalars(select(Quote)).one()

    page = client_of(coordinator).page(url(quote))

    assert "welke organisaties de kosten delen" in page.text


def test_recalculating_shows_the_sums_and_saves_nothing(session, client_of, coordinator):
    quote = drafted(by=coordinator)
    before = quote.net
    typed = {"hours-0-lead": "1:15", "recalculate": "1"}

    answer = client_of(coordinator).submit(url(quote, "/edit"), typed)

    assert answer.status_code == 200
    assert "1:15" in answer.text
    assert find_quote(quote.id).net == before


def test_a_saved_draft_has_the_hours_costs_and_shares_that_were_typed(
    session, client_of, coordinator
):
    quote = drafted(by=coordinator)
    typed = {
        "hours-0-lead": "10",
        "costs-0-description": "zaalhuur",
        "costs-0-amount": "250,00",
        "division": "weight",
        "shares-0-value": "1",
        "shares-1-value": "2",
    }

    answer = client_of(coordinator).submit(url(quote, "/edit"), typed)

    assert answer.location == url(quote)
    assert [line.amount for line in quote.lines][-1] == Money.euros(250)
    assert quote.lines[0].minutes == 600
    assert [share.value for share in quote.shares] == [1, 2]
    assert Money.total(share.amount for share in quote.shares) == quote.net


def test_fixed_amounts_and_a_rest_are_typed_in_euro(session, client_of, coordinator):
    quote = drafted(by=coordinator)
    rest = quote.shares[1].organisation_id
    typed = {"division": "fixed", "rest": str(rest), "shares-0-value": "1.000,00"}

    client_of(coordinator).submit(url(quote, "/edit"), {**typed, "shares-1-value": ""})

    assert [share.amount for share in quote.shares] == [
        Money.euros(1000),
        quote.net - Money.euros(1000),
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"shares-1-value": "39"}, "99.00%"),
        ({"shares-1-value": "veertig"}, "percentage"),
        ({"hours-0-lead": "1:20"}, "quarter"),
        ({"costs-0-description": "zaalhuur"}, "still empty"),
        ({"costs-0-amount": "12"}, "still empty"),
        ({"valid_until": "31-02-2026"}, "does not exist"),
        ({"valid_until": "1-1-2020"}, "from today"),
        ({"division": "weight", "shares-0-value": "1,5"}, "whole number"),
    ],
)
def test_what_does_not_fit_stays_on_the_page_with_the_reason(
    session, client_of, coordinator, typed, words
):
    coordinator.language = "en"
    quote = drafted(by=coordinator)
    before = quote.net

    answer = client_of(coordinator).submit(url(quote, "/edit"), typed)

    assert answer.status_code == 422
    assert words in answer.text
    assert all(value in answer.text for value in typed.values())
    assert find_quote(quote.id).net == before


def test_of_two_people_who_change_one_draft_the_second_is_told(session, client_of, coordinator):
    quote = drafted(by=coordinator)
    stale = quote.version
    client_of(coordinator).submit(url(quote, "/edit"), {"hours-0-lead": "10"})

    answer = client_of(coordinator).submit(
        url(quote, "/edit"), {"hours-0-lead": "20", "version": str(stale)}
    )

    assert answer.status_code == 409
    assert quote.lines[0].minutes == 600


def test_a_quote_that_was_sent_has_no_editor(session, client_of, coordinator):
    quote = sent(by=coordinator)

    assert client_of(coordinator).get(url(quote, "/edit")).status_code == 409


def test_a_share_for_a_contact_of_another_organisation_is_refused(session, client_of, coordinator):
    quote = drafted(by=coordinator)
    other = quote.shares[1].contact_id

    answer = client_of(coordinator).submit(url(quote, "/edit"), {"shares-0-contact_id": str(other)})

    assert answer.status_code == 422


def test_before_sending_one_sees_exactly_what_goes_to_whom(session, client_of, coordinator):
    quote = drafted(by=coordinator)

    page = client_of(coordinator).page(url(quote, "/send"))

    assert "lezer0@instelling.example" in page.text
    assert "lezer1@instelling.example" in page.text
    assert "http" not in page.text


def test_what_was_shown_is_what_is_sent(session, client_of, coordinator):
    quote = drafted(by=coordinator)
    shown = client_of(coordinator).page(url(quote, "/send")).text

    answer = client_of(coordinator).post_form(url(quote, "/send"), page=url(quote, "/send"))

    [mail] = [each for each in mails_to("lezer1@instelling.example") if each.link]
    lines = mail.text.replace("\u00a0", " ").replace("{link}", "").splitlines()
    assert answer.location == url(quote)
    assert [line for line in lines if line not in shown] == []
    assert quote.state is QuoteState.SENT


def test_a_draft_that_misses_something_is_not_offered_for_sending(session, client_of, coordinator):
    quote = drafted(by=coordinator)
    quote.shares[0].contact_id = None

    assert client_of(coordinator).get(url(quote, "/send")).status_code == 422


def test_a_new_version_opens_in_the_editor(session, client_of, coordinator):
    quote = sent(by=coordinator)

    answer = client_of(coordinator).post_form(url(quote, "/revise"), page=url(quote))

    made = session.scalars(select(Quote).where(Quote.revision == 2)).one()
    assert answer.location == url(made, "/edit")
    assert quote.state is QuoteState.SUPERSEDED


def test_withdrawing_asks_why_and_shows_the_mail(session, client_of, coordinator):
    quote = sent(by=coordinator)
    client = client_of(coordinator)

    assert client.submit(url(quote, "/withdraw"), {"reason": ""}).status_code == 422
    client.submit(url(quote, "/withdraw"), {"reason": "de uren kloppen niet"})

    assert quote.state is QuoteState.WITHDRAWN
    assert quote.reason == "de uren kloppen niet"


def test_a_draft_is_withdrawn_without_a_mail_on_the_page(session, client_of, coordinator):
    quote = drafted(by=coordinator)

    client_of(coordinator).submit(url(quote, "/withdraw"), {"reason": "niet nodig"})

    assert quote.state is QuoteState.WITHDRAWN


def test_recording_a_rejection_ends_the_engagement(session, client_of, coordinator):
    quote = sent(by=coordinator)
    refuse(quote.shares[0])

    client_of(coordinator).submit(url(quote, "/reject"), {"reason": "budget"})

    assert quote.state is QuoteState.REJECTED
    assert quote.engagement.state is EngagementState.REJECTED


@pytest.mark.parametrize("page", ["/withdraw", "/reject"])
def test_what_was_accepted_cannot_be_taken_back(session, client_of, coordinator, page):
    quote = accepted(by=coordinator)

    answer = client_of(coordinator).post_form(
        url(quote, page), {"reason": "budget"}, page="/quotes/" + str(quote.id)
    )

    assert answer.status_code == 409
    assert quote.state is QuoteState.ACCEPTED


def test_the_record_tells_the_words_of_a_commissioner_to_us(session, client_of, coordinator):
    quote = sent(by=coordinator)
    ask(quote.shares[0], words="Kan het in het najaar?")

    assert "Kan het in het najaar?" in client_of(coordinator).page(url(quote)).text


def test_a_link_is_sent_again_to_somebody_else_and_the_old_one_stops(
    session, client_of, coordinator, anyone
):
    quote = sent(by=coordinator)
    share = quote.shares[0]
    old = link_to(share)
    page = f"/quotes/shares/{share.id}/link"

    client_of(coordinator).submit(page, {"contact_id": str(share.contact_id)})

    assert link_to(share) != old
    assert anyone.get(old).status_code == 410
    assert anyone.get(link_to(share)).status_code == 200


def test_a_link_goes_to_nobody_of_another_organisation(session, client_of, coordinator):
    quote = sent(by=coordinator)
    page = f"/quotes/shares/{quote.shares[0].id}/link"

    answer = client_of(coordinator).submit(page, {"contact_id": str(quote.shares[1].contact_id)})

    assert answer.status_code == 422


def test_a_withdrawn_link_no_longer_works(session, client_of, coordinator, anyone):
    quote = sent(by=coordinator)
    share = quote.shares[0]

    client_of(coordinator).post_form(f"/quotes/shares/{share.id}/withdraw", page=url(quote))

    assert anyone.get(link_to(share)).status_code == 410


def test_a_change_order_is_drafted_from_its_form(session, client_of, coordinator):
    engagement = running(by=coordinator).engagement
    typed = {
        "step": "2",
        "lead_minutes": "5",
        "second_minutes": "5",
        "description": "twee extra gesprekken",
    }

    client_of(coordinator).submit(f"/engagements/{engagement.id}/change-order", typed)

    made = session.scalars(select(Quote).where(Quote.kind == QuoteKind.CHANGE_ORDER)).one()
    assert made.net == Money.euros(1300)


def test_the_editor_of_a_change_order_keeps_the_shares_of_the_review(
    session, client_of, coordinator
):
    quote = change_order(by=coordinator, percents=(60, 40))

    client_of(coordinator).submit(url(quote, "/edit"), {"hours-0-lead": "10"})

    assert [share.amount for share in quote.shares] == [Money.euros(1170), Money.euros(780)]


def test_a_follow_up_too_early_is_refused_in_words(session, client_of, coordinator):
    engagement = running(by=coordinator).engagement

    answer = client_of(coordinator).submit(f"/engagements/{engagement.id}/follow-up-quote")

    assert answer.status_code == 409


def test_a_follow_up_is_edited_in_its_one_step(session, client_of, coordinator):
    quote = follow_up(by=coordinator)

    client_of(coordinator).submit(url(quote, "/edit"), {"hours-0-lead": "7"})

    assert quote.minutes == 13 * 60


def test_the_list_shows_quotes_with_totals_and_narrows(session, client_of, coordinator):
    first, second = sent(by=coordinator), drafted(by=coordinator)

    page = client_of(coordinator).page("/quotes?state=sent")

    assert first.name in page.text
    assert second.name not in page.text


def test_the_list_is_exported_as_shown(session, client_of, coordinator):
    quote = sent(by=coordinator)

    answer = client_of(coordinator).get("/quotes?as=csv&state=sent")

    assert quote.name in answer.text
    assert "0/2" in answer.text


def test_a_quote_waits_until_our_own_details_are_filled_in(session, client_of, coordinator):
    quote, client = drafted(by=coordinator), client_of(coordinator)
    shown = client.page(url(quote, "/send"))
    foundation(kvk="")
    session.commit()

    answer = client.post(url(quote, "/send"), data={"csrf_token": shown.token()})

    assert answer.status_code == 422
    assert "Onze eigen naam, adres, mailadres, KvK-nummer of IBAN ontbreekt" in answer.text
    assert 'href="/settings#foundation"' in answer.text
    session.expire_all()
    assert quote.state is QuoteState.DRAFT
    assert "ontbreekt" in client.get(url(quote, "/send")).text
