import pytest

from lt_admin.billing.documents.statements import statement_pdf
from lt_admin.billing.models.statements import StatementKind
from lt_admin.core import i18n
from lt_admin.reviewers.models.people import PayeeKind
from tests.billing.papers import (
    LONG,
    NASTY,
    SENDER,
    pages_of,
    payee,
    statement,
    statement_line,
    words_of,
)

SAID = {
    "nl": [
        "Betaalstaat",
        "Nummer U2025-0023",
        "Datum 4 november 2025",
        "Periode oktober 2025",
        "werkgever",
        "Uw medewerkers",
        "Nadia Proefsma LT-2025-03 37:30 € 95,00 € 3.562,50",
        "Samen 74:30 € 7.077,50",
        "Wij betalen € 7.077,50",
        "NL45 DEMO 0987 6543 21",
        "Kwaliteitssysteem: supervisie, methodiek, voorlichting € 2.607,50",
        "€ 9.685,00",
    ],
    "en": [
        "Payment statement",
        "Number U2025-0023",
        "Date 4 November 2025",
        "Period October 2025",
        "employer",
        "Your employees",
        "Nadia Proefsma LT-2025-03 37:30 €95.00 €3,562.50",
        "Together 74:30 €7,077.50",
        "We pay you €7,077.50",
        "NL45 DEMO 0987 6543 21",
        "Quality system: supervision, method, outreach €2,607.50",
        "€9,685.00",
    ],
}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_statement_says_for_whose_hours_a_payee_is_paid(language):
    made = words_of(statement_pdf(statement(language=language), SENDER))

    assert [words for words in SAID[language] if words not in made] == []
    assert "GGZ Het Voorbeeldven (demo) Vennenweg 55 1239 FG Testerland" in made


def test_supervision_stands_apart_from_reviews():
    sessions = statement_line(90, StatementKind.SUPERVISION, "Hugo Schijnveld")

    made = words_of(statement_pdf(statement(statement_line(), sessions), SENDER))

    assert "Supervisie Persoon" in made
    assert "Hugo Schijnveld LT-2025-03 1:30 € 95,00 € 142,50" in made
    assert "uit het kwaliteitssysteem, niet door de opdrachtgevers" in made
    assert "Uren 39:00 Wij betalen € 3.705,00" in made


def test_supervision_alone_charges_commissioners_nothing():
    sessions = statement_line(90, StatementKind.SUPERVISION, "Hugo Schijnveld")

    assert "uurtarief" not in words_of(statement_pdf(statement(sessions), SENDER))


def test_a_freelancer_is_spoken_to_as_one_and_asked_for_an_account_number():
    own = payee(kind=PayeeKind.FREELANCER, name="Bram Fictema", kvk=None)

    made = words_of(statement_pdf(statement(payee=own, iban=""), SENDER))

    assert "Je werkte voor leerreviews" in made
    assert "Van Bram Fictema hebben wij nog geen rekeningnummer" in made


def test_many_people_with_long_and_strange_names_fit_the_paper():
    lines = [statement_line(name=f"{NASTY} {LONG}", code=number) for number in range(40)]

    pages = pages_of(statement_pdf(statement(*lines, recipient=LONG * 9), SENDER))

    assert sum(page.count("<b>Jansen & Zn</b>") for page in pages) == 40
    assert all(f"Pagina {n} van {len(pages)}" in page for n, page in enumerate(pages, start=1))


def test_the_same_statement_is_the_same_file():
    assert statement_pdf(statement(), SENDER) == statement_pdf(statement(), SENDER)
