import csv
import io
import json

import pytest

from lt_admin.billing.documents.ubl import PROFILES
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.core.steps import Refused
from tests.billing.invoice_factories import draft, one_invoice, review, worked


def run(app, *words):
    return app.test_cli_runner().invoke(args=["invoices", *words])


@pytest.fixture
def credited(coordinator, session):
    invoice = one_invoice(by=coordinator)
    credit_invoice(invoice, reason="x", by=coordinator)
    session.commit()
    return invoice


def test_the_list_has_what_others_rely_on(app, credited):
    rows = json.loads(run(app, "list").stdout)
    first, second = rows
    assert first == {
        "number": credited.number,
        "kind": "invoice",
        "commissioner": credited.organisation.name,
        "engagement": credited.engagement.code,
        "issued_on": credited.issued_on.isoformat(),
        "due_on": credited.due_on.isoformat(),
        "net_cents": 130000,
        "vat_cents": 27300,
        "gross_cents": 157300,
        "open_cents": 0,
        "state": "credited",
    }
    assert (second["kind"], second["gross_cents"], second["due_on"]) == ("credit", -157300, None)


def test_the_list_as_csv_has_the_same_columns(app, credited):
    rows = list(csv.DictReader(io.StringIO(run(app, "list", "--format", "csv").stdout)))
    assert [row["gross_cents"] for row in rows] == ["157300", "-157300"]


def test_the_list_can_be_of_one_year_and_holds_no_drafts(app, coordinator, credited, session):
    engagement = review((100,), by=coordinator)
    worked(engagement, 1)
    draft(engagement, by=coordinator)
    session.commit()
    year = credited.issued_on.year
    assert len(json.loads(run(app, "list", "--year", str(year)).stdout)) == 2
    assert json.loads(run(app, "list", "--year", str(year - 1)).stdout) == []


def test_an_invoice_is_exported_as_it_was_sent(app, credited, tmp_path):
    file = tmp_path / "factuur.pdf"
    run(app, "export", credited.number, "--format", "pdf", "--output", str(file))
    assert file.read_bytes() == credited.pdf


def test_an_e_invoice_is_exported_as_it_was_sent_or_in_another_profile(app, credited, tmp_path):
    sent, other = tmp_path / "sent.xml", tmp_path / "other.xml"
    asked = ("export", credited.number, "--format", "ubl")

    run(app, *asked, "--profile", "nlcius", "--output", str(sent))
    run(app, *asked, "--profile", "peppol", "--output", str(other))

    assert sent.read_bytes() == credited.ubl
    changed = other.read_bytes().replace(PROFILES["peppol"].encode(), PROFILES["nlcius"].encode())
    assert changed == credited.ubl


@pytest.mark.parametrize("form", ["pdf", "ubl"])
def test_what_cannot_be_exported_is_refused_in_words(app, credited, tmp_path, form):
    answer = run(app, "export", "2020-0001", "--format", form, "--output", str(tmp_path / "x"))
    assert isinstance(answer.exception, Refused)
    assert not (tmp_path / "x").exists()


def test_wrong_use_exits_2(app):
    assert run(app, "list", "--format", "xml").exit_code == 2
