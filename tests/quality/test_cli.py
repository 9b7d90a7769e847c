import json
from datetime import date

import pytest
from pypdf import PdfReader

from lt_admin.app import cli
from tests.pages import StrictPage
from tests.quality import records

PERIOD = ("--from", "2025-01-01", "--to", "2026-06-30")


@pytest.fixture
def run(app, session):
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(cli, ("report", "quality", *words))


def test_json_goes_to_standard_output_alone(run):
    result = run(*PERIOD, "--format", "json")

    assert (result.exit_code, result.stderr) == (0, "")
    facts = json.loads(result.stdout)
    assert list(facts) == [
        *("period", "as_of", "indicators", "finance", "evaluation", "recommendations")
    ]
    assert facts["period"] == {"from": "2025-01-01", "to": "2026-06-30"}
    assert list(facts["indicators"]) == [f"I{number}" for number in range(1, 29)]
    assert list(facts["evaluation"]) == ["C", "S", "B", "R", "M", "all"]
    assert facts["recommendations"] == {
        "total": 0,
        "quadrant": {"IA": 0, "IB": 0, "CA": 0, "CB": 0},
        "loop": {"single": 0, "double": 0, "triple": 0},
    }


def test_the_finance_part_has_what_others_rely_on(run):
    facts = json.loads(run(*PERIOD, "--format", "json").stdout)["finance"]

    assert list(facts) == [
        *("billable_minutes", "invoices", "credit_invoices", "invoiced_cents", "credited_cents"),
        *("net_cents", "payout_cents", "quality_contribution_cents", "quality_spending_cents"),
        *("quality_result_cents", "payees"),
    ]
    assert list(facts["quality_spending_cents"]) == [
        *("supervision", "outreach", "method_development", "uk_cooperation", "coordination")
    ]


def test_too_few_for_a_percentage_is_null_and_said(run, session):
    records.talk(records.request(date(2025, 3, 1)), date(2025, 3, 2))
    session.commit()

    facts = json.loads(run(*PERIOD, "--format", "json").stdout)["indicators"]

    assert facts["I2"] == {
        "numerator": 1,
        "denominator": 1,
        "percent": None,
        "norm": 90.0,
        "met": None,
        "suppressed": True,
    }


def test_percent_has_one_decimal(run, session):
    for day in (1, 2, 3):
        records.talk(records.request(date(2025, 3, day)), date(2025, 3, 16))
    session.commit()

    facts = json.loads(run(*PERIOD, "--format", "json").stdout)["indicators"]

    assert (facts["I2"]["percent"], facts["I2"]["met"]) == (66.7, False)


@pytest.mark.parametrize(
    ("lang", "word"), [("nl", "Kwaliteitsrapportage"), ("en", "Quality report")]
)
def test_html_is_one_whole_file_in_either_language(run, tmp_path, lang, word):
    file = tmp_path / "report.html"

    result = run(*PERIOD, "--format", "html", "--lang", lang, "--output", str(file))

    assert (result.exit_code, result.stdout) == (0, "")
    page = StrictPage(file.read_text(encoding="utf-8"))
    assert page.mistakes == []
    assert page.root.findtext("body/main//h1") == word
    assert page.root.get("lang") == lang
    assert page.all("link", "script", "img") == []


def test_a_report_is_written_over_the_one_before(run, tmp_path):
    file = tmp_path / "report.json"
    file.write_text("before", encoding="utf-8")

    run(*PERIOD, "--format", "json", "--output", str(file))

    assert json.loads(file.read_text(encoding="utf-8"))["period"]["from"] == "2025-01-01"


@pytest.mark.parametrize(
    ("lang", "word"), [("nl", "Kwaliteitsrapportage"), ("en", "Quality report")]
)
def test_the_paper_is_a_pdf_in_either_language(run, tmp_path, lang, word):
    file = tmp_path / "report.pdf"

    result = run(*PERIOD, "--format", "pdf", "--lang", lang, "--output", str(file))

    assert (result.exit_code, result.stdout) == (0, "")
    reader = PdfReader(file)
    assert reader.metadata.title == word
    assert reader.trailer["/Root"]["/Lang"] == lang


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "2026-01-01", "--to", "2025-01-01", "--format", "json"), "eindigt"),
        ((*PERIOD, "--format", "json", "--output", "/nowhere/at/all.json"), "geschreven"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(run, words, said):
    result = run(*words)

    assert result.exit_code == 1
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "1-1-2025", "--to", "2025-01-01", "--format", "json"),
        ("--from", "2025-01-01", "--format", "json"),
        (*PERIOD,),
        (*PERIOD, "--format", "docx"),
        (*PERIOD, "--format", "json", "--lang", "de"),
    ],
)
def test_wrong_use_exits_with_two(run, words):
    assert run(*words).exit_code == 2
