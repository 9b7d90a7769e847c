"""The paper for the board: tagged, the same every time, and its words follow from the figures."""

from dataclasses import replace
from datetime import date

import pytest

from lt_admin.core import clock, i18n
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import Money
from lt_admin.quality.documents import findings
from lt_admin.quality.documents.flows import Account, Flow
from lt_admin.quality.documents.report import report_pdf
from lt_admin.quality.queries.report import WORDS, quality_report
from tests.core.test_paper import elements, read, roles
from tests.quality import records
from tests.quality.test_report import YEAR, answers, whole_review


@pytest.fixture(autouse=True)
def _words(app, session):
    clock.stand_still(clock.noon(date(2026, 7, 1)))
    with app.test_request_context(), i18n.speaking("en"):
        yield
    clock.stand_still(None)


@pytest.fixture
def report():
    for number in (1, 2, 3):
        answers(whole_review(number), 4, 5, 3)
    return quality_report(*YEAR)


def pdf(report):
    return report_pdf(report, the_foundation().sender, WORDS)


def text_of(report):
    pages = [" ".join(page.extract_text().split()) for page in read(pdf(report)).pages]
    return " ".join(pages).replace("\u00a0", " ")


def test_equal_reports_are_equal_to_the_byte(report):
    assert pdf(report) == pdf(report)


def test_every_chart_has_words_that_stand_in_for_it_and_a_table(report):
    found = elements(pdf(report))
    alternatives = [each["/Alt"] for each in found if each["/S"] == "/Figure"]

    assert len(alternatives) == 4  # no money in this period
    assert all("table below" in words for words in alternatives)
    assert roles(pdf(report)).count("Table") >= 6


def test_there_is_one_title_and_a_chapter_for_each_line_of_the_contents(report):
    found = roles(pdf(report))

    assert found.count("H1") == 1
    assert found.count("TOCI") == 7
    assert found.count("H2") == 7 + 3


def test_the_contents_name_the_page_on_which_a_chapter_stands(report):
    pages = [page.extract_text() for page in read(pdf(report)).pages]
    lines = pages[1].split("Contents\n")[1].splitlines()
    named = dict(zip(lines[::2], lines[1::2], strict=True))

    assert len(named) == 7
    for chapter, page in named.items():
        assert chapter in pages[int(page) - 1]


def test_in_the_language_of_the_moment(report):
    with i18n.speaking("nl"):
        assert "Kwaliteitsrapportage" in text_of(report)
    assert "Quality report" in text_of(report)


def test_what_stands_out_follows_from_the_figures(report):
    told = " ".join(findings.findings(report))

    assert "Of the" in told
    assert "Right in every case: agreement complete before step 2" in told
    assert "50% of the recommendations are on awareness" in told


def test_without_a_missed_norm_it_says_so(report):
    fine = tuple(each for each in report.figures if each.is_met is not False)

    told = findings.findings(replace(report, figures=fine, voices=report.voices[-1:]))

    assert any("Every norm that can be judged is met." in each for each in told)


@pytest.mark.parametrize(
    ("contribution", "said"),
    [(5, "that comes from the reserve"), (10, "as much as it received"), (15, "to the reserve")],
)
def test_the_account_is_told_whichever_way_it_went(report, contribution, said):
    spending = {"coordination": Money.euros(10)}
    payee = records.payee_total(Money.euros(contribution))

    money = replace(report.finance, spending=spending, payees=(payee,))

    assert said in " ".join(findings.findings(replace(report, finance=money)))


def test_each_missed_norm_is_put_to_the_board_with_its_records_and_a_question(report):
    whole_review(4, destroyed_on=date(2025, 8, 1))
    found = findings.discussion(quality_report(*YEAR))

    assert len(found) == len(quality_report(*YEAR).below)
    assert "LT-2025-04: after 43 days, the limit is 30. What can be arranged" in found[0]


def flows(*cents):
    made = [Flow("x", each, "x") for each in cents]
    return Account(made[0], made[1:3], made[3], made[4:])


def test_money_is_drawn_only_when_it_flows_one_way():
    assert flows(100, 40, 30, 30, 20, 10).can_be_drawn
    assert not flows(100, 40, 30, 30, 40, -10).can_be_drawn
    assert not flows(0, 0, 0, 0, 0, 0).can_be_drawn
