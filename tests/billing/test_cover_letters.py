import pytest

from lt_admin.billing.rules.cover_letters import EXAMPLE, LONGEST, NAMES, check_letter, filled
from lt_admin.billing.services import quotes
from lt_admin.billing.services.cover_letters import write_letter
from lt_admin.core.i18n import speaking
from lt_admin.core.steps import Refused, WrongState
from tests.billing.factories import drafted, link_to, mails_to

WORDS = "Beste mensen van {organisatie}, uw aandeel is {aandeel}."


def letter_page(share):
    return f"/quotes/shares/{share.id}/letter"


def test_names_are_filled_in_in_either_language():
    facts = {"organisation": "Merelnest", "hours": "163:00"}

    assert (
        filled("{organisatie} / {organisation} / {uren}", facts) == "Merelnest / Merelnest / 163:00"
    )
    assert filled("{wie}", facts) == "wie"


@pytest.mark.parametrize("words", ["{link}", "{naam}", "a { b", "a } b", "{}", "{{uren}}"])
def test_what_we_cannot_fill_in_is_refused(words):
    with pytest.raises(Refused):
        check_letter(words)


def test_a_letter_has_one_page():
    assert check_letter("a" * LONGEST) == "a" * LONGEST
    with pytest.raises(Refused):
        check_letter("a" * (LONGEST + 1))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_example_says_only_what_we_can_fill_in(app, language):
    with app.test_request_context("/"), speaking(language):
        words = check_letter(str(EXAMPLE))
    assert "{" not in filled(words, dict.fromkeys(NAMES, "iets"))


def test_the_letter_opens_the_mail_and_stands_on_the_page_of_its_commissioner(anyone, coordinator):
    found = drafted(by=coordinator)
    first, second = found.shares
    write_letter(first, WORDS, by=coordinator)
    quotes.send_quote(found, by=coordinator)

    said = f"Beste mensen van {first.organisation.name}, uw aandeel is"
    assert said in mails_to(first.contact.email)[-1].text
    assert said in anyone.page(link_to(first)).text
    assert "Beste mensen" not in mails_to(second.contact.email)[-1].text
    assert "Beste mensen" not in anyone.page(link_to(second)).text


def test_a_letter_goes_along_to_the_next_version(coordinator):
    found = drafted(by=coordinator)
    write_letter(found.shares[1], WORDS, by=coordinator)
    quotes.send_quote(found, by=coordinator)

    made = quotes.revise(found, by=coordinator)

    assert [share.letter for share in made.shares] == ["", WORDS]


def test_a_letter_stays_when_the_draft_is_changed(coordinator, client_of):
    found = drafted(by=coordinator)
    write_letter(found.shares[0], WORDS, by=coordinator)

    client_of(coordinator).submit(f"/quotes/{found.id}/edit", {"hours-0-lead": "10"})

    assert found.shares[0].letter == WORDS


def test_a_quote_that_was_sent_gets_no_other_letter(client_of, coordinator):
    found = drafted(by=coordinator)
    quotes.send_quote(found, by=coordinator)

    with pytest.raises(WrongState):
        write_letter(found.shares[0], WORDS, by=coordinator)
    assert client_of(coordinator).get(letter_page(found.shares[0])).status_code == 409


def test_the_letter_is_seen_before_it_is_kept(client_of, coordinator):
    share = drafted(by=coordinator).shares[0]
    client = client_of(coordinator)

    seen = client.submit(letter_page(share), {"letter": WORDS, "preview": "1"})
    before = share.letter
    kept = client.submit(letter_page(share), {"letter": WORDS})

    assert f"Beste mensen van {share.organisation.name}" in seen.text
    assert before == ""
    assert (kept.location, share.letter) == (f"/quotes/{share.quote_id}", WORDS)


def test_an_unknown_name_is_said_beside_the_field_and_nothing_is_lost(client_of, coordinator):
    share = drafted(by=coordinator).shares[0]

    answer = client_of(coordinator).submit(letter_page(share), {"letter": "Dag {voornaam}"})

    assert answer.status_code == 422
    assert "Dag {voornaam}" in answer.text
    assert share.letter == ""


def test_the_page_begins_with_an_example(client_of, coordinator):
    share = drafted(by=coordinator).shares[0]

    assert "{organisatie}" in client_of(coordinator).get(letter_page(share)).text


def test_without_a_reader_the_letter_can_still_be_written(client_of, coordinator):
    share = drafted(by=coordinator).shares[0]
    share.contact = None

    assert client_of(coordinator).page(letter_page(share)).all("textarea") != []


def test_only_who_makes_quotes_writes_letters(client_of, anyone, coordinator, treasurer):
    page = letter_page(drafted(by=coordinator).shares[0])

    assert client_of(treasurer).get(page).status_code == 403
    assert anyone.get(page).status_code == 302
    assert client_of(coordinator).get("/quotes/shares/99999/letter").status_code == 404
