import pytest

from lt_admin.billing.documents.invoices import invoice_pdf
from lt_admin.billing.models.invoices import Round
from lt_admin.billing.models.quotes import LineKind
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core import formats, i18n
from lt_admin.core.money import Money
from tests.billing.papers import (
    LONG,
    NASTY,
    SENDER,
    credit,
    entries,
    invoice,
    invoice_line,
    pages_of,
    words_of,
)

SAID = {
    "nl": [
        "Factuur",
        "Nummer 2025-0014",
        "Te betalen uiterlijk 30 juli 2025",
        "Opdracht LT-2025-03",
        "Uw kenmerk VPL-2025-881",
        "Uw btw-id NL009876543B01",
        "15-05-2025 \u2013 24-06-2025",
        "Stap 2 Verkennen 72:00 € 130,00 € 9.360,00 25% € 2.340,00",
        "Btw 21% € 491,40",
        "Te betalen € 2.831,40",
        "NL93 DEMO 0123 4567 89",
        "De uren achter deze factuur",
        "15-05-2025 Bram Fictema oriëntatie 6:00",
        "Nadia Proefsma 36:00",
        "Samen 72:00",
    ],
    "en": [
        "Invoice",
        "Number 2025-0014",
        "Payable by 30 July 2025",
        "Engagement LT-2025-03",
        "Your reference VPL-2025-881",
        "Your VAT id NL009876543B01",
        "15 May 2025 \u2013 24 Jun 2025",
        "Step 2 Exploring 72:00 €130.00 €9,360.00 25% €2,340.00",
        "VAT 21% €491.40",
        "To be paid €2,831.40",
        "NL93 DEMO 0123 4567 89",
        "The hours behind this invoice",
        "15 May 2025 Bram Fictema orientation 6:00",
        "Nadia Proefsma 36:00",
        "Together 72:00",
    ],
}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_an_invoice_says_what_to_pay_and_for_which_hours(language):
    made = words_of(invoice_pdf(invoice(language=language), SENDER))

    assert [words for words in SAID[language] if words not in made] == []
    assert "Kleinschalige Jeugdzorg 't Schelpenhuis Schelpenpad 4 1235 BC Duinermeer" in made


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Hiermee vervalt factuur 2025-0014 van 30 juni 2025 geheel."),
        ("en", "This takes back invoice 2025-0014 of 30 June 2025 in full."),
    ],
)
def test_a_credit_invoice_names_its_original_and_asks_for_no_payment(language, words):
    original = invoice()

    made = words_of(invoice_pdf(credit(original, language=language), SENDER))

    assert words in made
    assert "2025-0018" in made
    assert "verkeerd aandeel" in made
    assert formats.euro(-original.gross, language).replace("\u00a0", " ") in made
    assert "Wilt u" not in made
    assert "Please pay" not in made


def test_a_credit_of_one_line_says_that_it_is_a_part():
    both = invoice(invoice_line(step=3), invoice_line(step=4))
    one = invoice_line([], 3, minutes=-4320, net=Money.euros("-2340.00"))

    assert "een deel van factuur 2025-0014" in words_of(invoice_pdf(credit(both, one), SENDER))


def test_a_rate_without_vat_says_why():
    exempt = {"vat_category": VatCategory.EXEMPT, "vat_percent": 0}
    reason = "Vrijgesteld van btw: artikel 11, lid 1, onderdeel o, Wet OB 1968"

    made = words_of(invoice_pdf(invoice(invoice_line(**exempt), reason=reason), SENDER))
    usual = words_of(invoice_pdf(invoice(invoice_line(**exempt)), SENDER))

    assert reason in made
    assert "Btw 0% € 0,00" in made
    assert "Vrijgesteld van btw." in usual


def test_two_rates_are_summed_apart():
    travel = invoice_line(
        [], kind=LineKind.COST, rate=None, net=Money.euros(100), vat_percent=900, description="Reis"
    )

    made = words_of(invoice_pdf(invoice(invoice_line(), travel), SENDER))

    assert "Btw 21% over € 2.340,00 € 491,40 Btw 9% over € 100,00 € 9,00" in made
    assert "Stap 2 Verkennen: Reis 25% € 100,00" in made


@pytest.mark.parametrize(
    ("share", "words"), [((1, 3), "1/3"), ((1, 8), "12,5%"), ((529_751, 2_119_000), "≈ 25%")]
)
def test_a_share_is_said_exactly_or_as_nearly(share, words):
    made = words_of(invoice_pdf(invoice(invoice_line(share=share)), SENDER))

    assert f"€ 9.360,00 {words} €" in made


def test_a_long_specification_runs_on_with_pages_that_count():
    lines = [invoice_line(entries(40, step), step) for step in (3, 4, 5)]

    pages = pages_of(invoice_pdf(invoice(*lines, round=Round.FINAL), SENDER))

    assert "slotfactuur" in pages[0]
    assert all(f"Pagina {n} van {len(pages)}" in page for n, page in enumerate(pages, start=1))
    assert sum(page.count("Bram Fictema") for page in pages) == 60 + 1
    assert "Samen 720:00" in pages[-1]


def test_long_and_strange_text_stays_on_the_paper_as_it_is():
    worked = entries(40, names=(NASTY + LONG, NASTY))
    address = f"{LONG}{NASTY}\n{LONG}\nStraat 1\n1234 AB  Plaats"
    long = invoice(
        invoice_line(worked, description=NASTY * 5), recipient=address, reference=LONG * 9
    )

    made = words_of(invoice_pdf(long, SENDER))

    assert '<b>Jansen & Zn</b> \'n "Zorg" ŁŃğ' in made
    assert "Samen 240:00" in made


def test_a_correction_stands_in_the_specification_with_its_sign():
    worked = [*entries(2), *entries(1, minutes=-90)]

    assert "Bram Fictema oriëntatie \u22121:30" in words_of(
        invoice_pdf(invoice(invoice_line(worked)), SENDER)
    )


def test_the_same_invoice_is_the_same_file():
    assert invoice_pdf(invoice(), SENDER) == invoice_pdf(invoice(), SENDER)
