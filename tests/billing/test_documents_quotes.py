import pytest

from lt_admin.billing.documents.quotes import quote_pdf, vat_of
from lt_admin.billing.models.quotes import LineKind, QuoteKind
from lt_admin.billing.rules.shares import Share, ShareKind
from lt_admin.core import i18n
from lt_admin.core.money import Money
from lt_admin.orientation.rules.engagements import EngagementType
from tests.billing.papers import (
    COMMISSIONERS,
    LONG,
    NASTY,
    SENDER,
    cost_line,
    engagement,
    hours_lines,
    pages_of,
    plain,
    quote,
    words_of,
)

WHOLE = Share(1, ShareKind.PERCENT, 10_000)


SAID = {
    "nl": [
        "Offerte voor een leerreview",
        "Doel: de betrokken organisaties",
        "163:00 uur",
        "€ 130,00 per uur",
        "ten hoogste € 21.190,00",
        "verdeeld over 4 opdrachtgevers",
        "10 oktober 2025",
        "14 mei 2025",
        "41:00 38:00 79:00 € 10.270,00",
        "25% € 5.297,50 € 1.112,48 € 6.409,98",
        "Wij factureren twee keer",
        "Bijlage: spelregels",
        "8. Er volgt iets op",
        "LT-2025-03-O1.v1",
    ],
    "en": [
        "Quote for a learning review",
        "Purpose: the organisations",
        "163:00 hours",
        "€130.00 an hour",
        "at most €21,190.00",
        "shared by 4 commissioners",
        "10 October 2025",
        "14 May 2025",
        "41:00 38:00 79:00 €10,270.00",
        "25% €5,297.50 €1,112.48 €6,409.98",
        "We send two invoices",
        "Annex: ground rules",
        "8. Something follows",
        "LT-2025-03-O1.v1",
    ],
}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_quote_says_purpose_plan_shares_and_rules_in_its_language(language):
    made = words_of(quote_pdf(quote(language=language), SENDER))

    assert [words for words in SAID[language] if words not in made] == []
    assert [name for name in COMMISSIONERS if name not in made] == []


def test_one_commissioner_sees_its_address_and_the_price_with_vat():
    made = words_of(quote_pdf(quote(WHOLE), SENDER))

    assert "t.a.v. Anna de Bestuurder Schelpenpad 4 1235 BC Duinermeer" in made
    assert "Exclusief btw € 21.190,00 Btw 21% € 4.449,90 Ten hoogste € 25.639,90" in made


def test_other_costs_stand_apart_and_are_part_of_the_price():
    costs = [cost_line("Zaalhuur", "350.00"), cost_line("Tolk", "150.00", vat_percent=0)]

    made = words_of(quote_pdf(quote(WHOLE, costs=costs), SENDER))

    assert "Andere kosten" in made
    assert "Zaalhuur € 350,00" in made
    assert "Samen € 500,00" in made
    assert "ten hoogste € 21.690,00" in made


def test_a_change_order_says_what_for_and_repeats_no_rules():
    lines = hours_lines({2: (5, 5)}, description="Twee extra gesprekken")

    made = words_of(quote_pdf(quote(WHOLE, lines=lines, kind=QuoteKind.CHANGE_ORDER), SENDER))

    assert "Meerwerk Doel: meer uren" in made
    assert "Twee extra gesprekken" in made
    assert "€ 1.300,00" in made
    assert "spelregels van de leerreview Deze" not in made


def test_a_follow_up_is_billed_once_and_fits_one_page():
    thirds = [Share(n, ShareKind.WEIGHT, 1) for n in range(3)]

    made = pages_of(
        quote_pdf(quote(*thirds, planned={6: (6, 6)}, kind=QuoteKind.FOLLOW_UP), SENDER)
    )

    assert len(made) == 1
    assert "1/3 € 520,00" in made[0]
    assert "Wij factureren één keer" in made[0]


def test_a_short_review_has_no_step_4_and_one_invoice():
    short = engagement(type=EngagementType.SHORT_ONE_DAY)
    planned = {2: (4, 6), 3: (8, 8), 5: (2, 4)}

    made = words_of(quote_pdf(quote(WHOLE, planned=planned, engagement=short), SENDER))

    assert "Stap 4" not in made
    assert "Wij factureren één keer" in made


def test_much_and_long_and_strange_text_still_makes_a_paper():
    names = [f"{NASTY} {LONG * 2}"]
    shares = [Share(n, ShareKind.FIXED, 100_000) for n in range(12)]
    costs = [cost_line(f"{NASTY} {'taxi ' * 60}", "99999.99") for _ in range(30)]
    big = quote(*shares, Share(99, ShareKind.REST), names=names, costs=costs)

    pages = pages_of(quote_pdf(big, SENDER))

    assert " ".join(pages).count("taxi") == 30 * 60
    assert "<b>Jansen & Zn</b>" in pages[0]
    assert all(f"Pagina {n} van {len(pages)}" in page for n, page in enumerate(pages, start=1))


def test_the_same_quote_is_the_same_file():
    assert quote_pdf(quote(), SENDER) == quote_pdf(quote(), SENDER)


def test_vat_of_a_share_follows_the_rates_of_the_lines():
    mixed = quote(
        WHOLE, lines=[], costs=[cost_line(amount="100"), cost_line(amount="50", vat_percent=0)]
    )

    assert vat_of(mixed.shares[0]) == Money.euros("21.00")
    assert {line.kind for line in mixed.lines} == {LineKind.COST}


def test_what_is_agreed_on_a_share_is_said_as_it_was_agreed():
    fixed = quote(Share(1, ShareKind.FIXED, 500_000), Share(2, ShareKind.REST))

    made = plain(words_of(quote_pdf(fixed, SENDER)))

    assert "vast € 5.000,00" in made
    assert "de rest € 16.190,00" in made
