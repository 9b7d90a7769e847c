"""The report as a whole: as many statements whatever there is, and three faces that agree."""

import json
from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
from pypdf import PdfReader

from lt_admin.app import cli
from lt_admin.conduct.models.recommendations import Loop, Quadrant
from lt_admin.conduct.models.sessions import SessionKind
from lt_admin.core import clock, formats
from lt_admin.core.money import Money
from lt_admin.quality.queries.report import quality_report
from lt_admin.reviewers.models.assignments import AssignmentRole
from tests.billing import work
from tests.counting import counted
from tests.quality import records

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
PERIOD = {"from": "2025-01-01", "until": "2025-12-31"}
MOST_STATEMENTS = 22


@pytest.fixture(autouse=True)
def _summer(session):
    clock.stand_still(clock.noon(date(2026, 7, 1)))
    yield
    clock.stand_still(None)


def whole_review(number, *, destroyed_on=date(2025, 7, 3)):
    """A review with something to count for every indicator."""
    facts = {"started_on": date(2025, 2, 24), "accepted_on": date(2025, 2, 10)}
    planned = {"planned_end_on": date(2025, 6, 27), "received_on": date(2025, 1, number)}
    review = records.closed(f"LT-2025-0{number}", **facts, **planned)
    records.talk(review, date(2025, 1, 20))
    work.accepted_quote(review).sent_on = date(2025, 2, 3)
    records.participant(review, agreed_on=date(2025, 2, 1))
    lead = records.assignment(review)
    records.assignment(review, AssignmentRole.SECOND)
    work.hours(lead.reviewer, review, 5985)
    records.held(review, SessionKind.INTRODUCTION, date(2025, 3, 4))
    records.held(review, SessionKind.INTERVIEW, date(2025, 3, 11))
    records.presented(review, date(2025, 6, 19))
    records.voice(review)
    records.considered(review)
    records.method_checked(review)
    records.supervised(review)
    records.destroyed(review, destroyed_on)
    records.decided(review)
    tags = ((Quadrant.IA, Loop.SINGLE), (Quadrant.CB, Loop.DOUBLE))
    for place, (quadrant, loop) in enumerate(tags, start=1):
        records.recommended(review, quadrant, loop, number=place, outcome="done")
    records.followed_up(review, date(2025, 12, 1))
    records.finding(review)
    return review


def answers(review, *scores, group="S"):
    items = ("ES1", "ES2") if group == "S" else ("EC1", "EC2")
    sheets = [[(items[0], score), (items[1], 4)] for score in scores]
    records.asked(review, group, len(scores) + 2, *sheets)


@pytest.fixture
def told(session):
    """Four reviews, one destroyed too late; staff answered, and too few service users."""
    reviews = [whole_review(number) for number in (1, 2, 3)]
    reviews.append(whole_review(4, destroyed_on=date(2025, 8, 1)))
    for review in reviews[:3]:
        answers(review, 4, 5, 3)
    answers(reviews[0], 5, 4, group="C")
    records.level("Tessa")
    records.event(date(2025, 3, 3), education=14)
    records.signal(date(2025, 3, 1), date(2025, 3, 31), date(2025, 3, 15))
    session.commit()


def data(app):
    words = ("--from", "2025-01-01", "--to", "2025-12-31", "--format", "json")
    result = app.test_cli_runner().invoke(cli, ("report", "quality", *words))
    return json.loads(result.stdout)


def page_text(client_of, board):
    return client_of(board).page("/quality?from=2025-01-01&until=2025-12-31").text


def pdf_text(client_of, board):
    response = client_of(board).get("/quality/report.pdf", query_string=PERIOD)
    pages = PdfReader(BytesIO(response.data)).pages
    words = " ".join(" ".join(page.extract_text().split()) for page in pages)
    return words.replace("\u00a0", " ")


def shown(facts):
    """Every number in the JSON that people are shown, as they are shown it in Dutch."""
    if facts.get("percent") is not None:
        yield formats.percent(Fraction(str(facts["percent"])) / 100, "nl")
    if "numerator" in facts:
        yield f"{facts['numerator']}/{facts['denominator']}"
    if "answers" in facts and facts["value"] is not None:
        yield formats.decimal(Fraction(str(facts["value"])), 2, "nl")


def all_numbers(facts):
    for indicator in facts["indicators"].values():
        yield from shown(indicator)
    for key in ("invoiced_cents", "credited_cents", "quality_result_cents"):
        yield formats.euro(Money(facts["finance"][key]), "nl").replace("\u00a0", " ")
    yield formats.hours(facts["finance"]["billable_minutes"])


def test_page_paper_and_data_hold_the_same_numbers(app, client_of, board, told):
    facts = data(app)
    page, paper = page_text(client_of, board), pdf_text(client_of, board)

    numbers = set(all_numbers(facts)) - {"0/0"}

    assert len(numbers) > 12
    lost = {number for number in numbers if number not in paper}
    assert lost == set()
    in_detail = {"€ 0,00"}  # invoices and credits stand on the page only as their sum
    assert {number for number in numbers - in_detail if number not in page} == set()


def test_each_figure_reads_the_same_on_page_and_paper(client_of, board, told):
    page, paper = page_text(client_of, board), pdf_text(client_of, board)

    for figure in quality_report(*YEAR).figures:
        outcome = figure.outcome.replace("\u00a0", " ")
        assert f"{figure.definition.code} {figure.name}" in paper
        assert outcome in page.split(figure.name, 1)[1]
        assert outcome in paper.split(f"{figure.definition.code} {figure.name}", 1)[1][:400]


def test_each_group_reads_the_same_on_page_and_paper(app, client_of, board, told):
    page, paper = page_text(client_of, board), pdf_text(client_of, board)

    for facts in data(app)["indicators"]["I22"]["groups"].values():
        some, of = facts["numerator"], facts["denominator"]
        assert f"{some}/{of}" in page
        assert f" {of} {some} " in paper


def test_the_report_costs_as_many_statements_for_many_reviews_as_for_few(engine, session):
    whole_review(1)
    session.expire_all()
    with counted(engine) as few:
        quality_report(*YEAR)
    for number in (2, 3, 4, 5):
        answers(whole_review(number), 4, 5, 3)
    session.flush()
    session.expire_all()

    with counted(engine) as many:
        quality_report(*YEAR)

    assert len(few) == len(many) <= MOST_STATEMENTS


def test_a_norm_that_is_missed_comes_first_when_it_allows_no_exception(told):
    below = [each.key for each in quality_report(*YEAR).below]

    assert below[0] == "I17"
    assert "I28-count" in below


def test_of_few_service_users_there_are_counts_but_no_mean(app, told):
    group = data(app)["evaluation"]["C"]

    assert group == {"invited": 4, "responded": 2, "mean": None, "suppressed": True}


def test_an_empty_period_is_a_report_too(client_of, board):
    paper = pdf_text(client_of, board)

    assert "In deze periode is geen leerreview afgesloten." in paper
    assert "Van de 2 normen die te beoordelen zijn, zijn er 2 gehaald." in paper
    assert "Elke norm die in deze periode te meten is, is gehaald." in page_text(client_of, board)
