"""The year report: tagged, the same every time, with the head of the chain."""

from dataclasses import replace
from datetime import date

import pytest

from lt_admin.billing.queries.spending import CATEGORY_WORDS
from lt_admin.books.documents.year import CHAPTERS, year_pdf
from lt_admin.books.queries.year import year_report
from lt_admin.books.rules.margins import Course, Margin, StepMargin
from lt_admin.core import chain, clock, i18n
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import Money
from tests.books.ledger import two_years
from tests.core.test_paper import elements, read, roles


@pytest.fixture(autouse=True)
def _words(app, session):
    with (
        clock.at(clock.noon(date(2026, 7, 1))),
        app.test_request_context(),
        i18n.speaking("en"),
    ):
        yield


@pytest.fixture
def report():
    """A year with something in every chapter."""
    two_years()
    amounts = [Money.euros(each) for each in (1300, 95)]
    steps = (StepMargin(2, 600, Money.euros(950), Money.euros(350)),)
    course = Course(1, "LT-2026-01", {2: 480}, {2: 500}, {2: 600})
    found = year_report(2026)
    funds = tuple(replace(fund, budget=Money.euros(100)) for fund in found.funds)
    margins = (Margin(1, "LT-2026-01", *amounts, steps),)
    return replace(found, margins=margins, courses=(course,), funds=funds)


def pdf(report):
    return year_pdf(report, the_foundation().sender, CATEGORY_WORDS)


def text_of(report):
    pages = [" ".join(page.extract_text().split()) for page in read(pdf(report)).pages]
    return " ".join(pages).replace("\u00a0", " ")


def test_equal_reports_are_equal_to_the_byte(report):
    assert pdf(report) == pdf(report)


def test_every_chart_has_words_that_stand_in_for_it_and_a_table(report):
    found = elements(pdf(report))
    alternatives = [each["/Alt"] for each in found if each["/S"] == "/Figure"]

    assert len(alternatives) == 4  # nothing is open
    assert all("table below" in words for words in alternatives)
    assert roles(pdf(report)).count("Table") >= 9
    assert roles(pdf(report)).count("H1") == 1
    assert roles(pdf(report)).count("H2") == len(CHAPTERS)


def test_it_says_the_figures_of_the_ledger_and_of_the_year_before(report):
    told = text_of(report)

    for words in ("€500.00", "€1,000.00", "€380.00", "8000 Learning reviews"):
        assert words in told
    assert "The year up to 1 July 2026." in told


def test_the_head_of_the_chain_stands_on_it(report):
    lines, last = chain.head()
    found = replace(report, chain=(1234, "ab" * 32))

    assert report.chain == (lines, last)
    assert "1,234" in text_of(found)
    assert "ab" * 16 in text_of(found)


def test_a_year_without_anything_is_a_report_as_well(session):
    found = year_report(2025)

    assert "The whole year." in text_of(found)
    with i18n.speaking("nl"):
        assert "Jaarverslag 2025" in text_of(found)
