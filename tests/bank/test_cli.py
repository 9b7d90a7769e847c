"""``lt-admin bank import``: what matched, what did not, what was seen before."""

import pytest
from sqlalchemy import func, select

from lt_admin.app import cli
from lt_admin.bank.models.statements import BankEntry, BankFile
from lt_admin.core.db import session as db_session
from tests.bank.camt_files import credit, statement
from tests.bank.factories import amount_of, invoice_of
from tests.billing.invoice_factories import foundation


@pytest.fixture
def run(app, tmp_path):
    """Run the command on a file with this content; whatever it says."""
    foundation()

    def importing(content, *options):
        file = tmp_path / "maandag.xml"
        file.write_bytes(content)
        db_session.commit()
        runner = app.test_cli_runner()
        return runner.invoke(cli, ["bank", "import", str(file), *options])

    return importing


def count(table):
    return db_session.scalars(select(func.count()).select_from(table)).one()


def test_it_says_what_matched_and_what_waits(run, coordinator):
    invoice = invoice_of(by=coordinator)
    content = statement([credit(amount_of(invoice.gross), text=invoice.number), credit("5.00")])
    result = run(content)
    assert (result.exit_code, result.stderr) == (0, "")
    assert invoice.number in result.stdout
    assert "matched: 1" in result.stdout
    assert "waiting: 1" in result.stdout
    assert count(BankEntry) == 2


def test_a_second_time_everything_was_seen_and_nothing_happens(run):
    content = statement([credit("5.00")])
    run(content)
    result = run(content)
    assert result.exit_code == 0
    assert "seen: 1" in result.stdout
    assert (count(BankFile), count(BankEntry)) == (1, 1)


def test_a_dry_run_changes_nothing(run):
    result = run(statement([credit("5.00")]), "--dry-run")
    assert (result.exit_code, "waiting: 1" in result.stdout) == (0, True)
    assert (count(BankFile), count(BankEntry)) == (0, 0)


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_what_is_no_statement_is_refused_in_one_line(run, options):
    result = run(b"geen afschrift", *options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert count(BankFile) == 0


def test_no_file_is_wrong_use(app):
    assert app.test_cli_runner().invoke(cli, ["bank", "import", "nergens.xml"]).exit_code == 2
