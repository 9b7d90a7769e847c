"""The file of a batch: made once, the same for ever; and what the bank says of it."""

import json

import pytest

from lt_admin.app import cli
from lt_admin.billing.models.statements import StatementState
from lt_admin.core.db import session as db_session
from lt_admin.core.steps import Refused, WrongState
from lt_admin.payouts.models.batches import BatchState, LineState
from lt_admin.payouts.rules.pain001 import FORMS
from lt_admin.payouts.services import batches
from lt_admin.payouts.services.lines import read_status
from tests.billing.official import needs_rules, rules
from tests.payouts import factories as f
from tests.payouts.pain_files import status


@needs_rules
@pytest.mark.parametrize("form", FORMS)
def test_the_file_of_a_batch_passes_the_official_check(two, tmp_path, form):
    payees = [f.payable("José & Zn.", 95), f.payable("Ægir", 12, iban=f.IBANS[3])]
    batch = f.exported(*payees, by=two[0], second=two[1], form=form)
    file = tmp_path / "batch.xml"
    file.write_bytes(batch.content)

    assert rules().check_pain(file, rules().parse(file), extra=True) == []


def test_asked_again_it_is_the_same_whatever_changed(session, two):
    batch = f.exported(found := f.payable(), by=two[0], second=two[1])
    first = batch.content
    f.account(found.payee, f.IBANS[1])
    f.foundation().name = "Een andere naam"
    session.flush()

    assert batches.export(batch, by=two[1]) == first
    assert batches.export(batch, form=FORMS[0], by=two[0]) == first


def test_a_second_file_in_another_form_is_refused(two):
    batch = f.exported(f.payable(), by=two[0], second=two[1])

    with pytest.raises(WrongState, match=r"pain\.001\.001\.09"):
        batches.export(batch, form=FORMS[1], by=two[0])


def test_a_form_that_no_bank_takes_is_refused(two):
    f.foundation()
    batch = f.approved(f.payable(), by=two[0], second=two[1])

    with pytest.raises(Refused):
        batches.export(batch, form="pain.001.001.02", by=two[0])


def test_without_an_account_of_ours_there_is_no_file(two):
    f.foundation().iban = ""
    batch = f.approved(f.payable(), by=two[0], second=two[1])

    with pytest.raises(Refused):
        batches.export(batch, by=two[0])


def test_outside_the_eea_the_town_is_needed(two):
    f.foundation()
    found = f.payable("Alp", iban="CH9300762011623852957", city="")
    batch = f.approved(found, by=two[0], second=two[1])

    with pytest.raises(Refused, match="Alp"):
        batches.export(batch, by=two[0])


def test_what_the_bank_refuses_may_be_paid_in_another_batch(two):
    first, other = f.payable(), f.payable("Ada", 50)
    batch = f.exported(first, other, by=two[0], second=two[1])
    answers = [("B2026-0001-001", "RJCT", "AC04"), ("B2026-0001-002", "ACSP")]

    read_status(status("B2026-0001", group="PART", answers=answers), by=two[0])

    assert [each.state for each in batch.lines] == [LineState.REFUSED, LineState.WAITING]
    assert batch.lines[0].reason == "AC04"
    assert f.made(first, by=two[0]).number == "B2026-0002"
    assert first.state is StatementState.ISSUED


def test_a_file_that_is_refused_as_a_whole_is_done(two):
    batch = f.exported(f.payable(), f.payable("Ada"), by=two[0], second=two[1])

    read_status(status("B2026-0001", group="RJCT"), by=two[0])

    assert batch.state is BatchState.DONE
    assert {each.reason for each in batch.lines} == {"AM04"}


def test_a_status_file_is_read_once(two):
    batch = f.exported(f.payable(), f.payable("Ada"), by=two[0], second=two[1])
    content = status("B2026-0001", answers=[("B2026-0001-001", "RJCT", "AC04")])

    for _ in range(2):
        read_status(content, by=two[0])

    assert [each.state for each in batch.lines] == [LineState.REFUSED, LineState.WAITING]


@pytest.mark.parametrize(
    "facts",
    [
        {"count": "3", "group": "RJCT"},
        {"total": "1.00", "group": "RJCT"},
        {"answers": [("B2026-0009-001", "RJCT")]},
    ],
)
def test_a_status_of_other_payments_is_refused(two, facts):
    batch = f.exported(f.payable(), by=two[0], second=two[1])

    with pytest.raises(Refused):
        read_status(status("B2026-0001", **facts), by=two[0])
    assert batch.lines[0].state is LineState.WAITING


def test_a_status_of_a_file_that_we_never_made_is_refused(two):
    f.approved(f.payable(), by=two[0], second=two[1])

    for name in ("B2026-0001", "B2026-0099"):
        with pytest.raises(Refused):
            read_status(status(name, group="RJCT"), by=two[0])


@pytest.fixture
def run(app):
    def command(*words):
        db_session.commit()
        return app.test_cli_runner().invoke(cli, ["payouts", *map(str, words)])

    return command


def test_the_command_writes_the_file_and_says_when_it_was_made_before(two, run, tmp_path):
    f.foundation()
    f.approved(f.payable(), by=two[0], second=two[1])
    one, other = tmp_path / "one.xml", tmp_path / "other.xml"

    first = run("export", "B2026-0001", "--output", one)
    second = run("export", "B2026-0001", "--output", other)

    assert (first.exit_code, second.exit_code, first.stderr) == (0, 0, "")
    assert one.read_bytes() == other.read_bytes()
    assert "2026-11-20" in second.stderr
    (row,) = json.loads(run("list").stdout)
    assert (row["batch"], row["state"], row["payees"]) == ("B2026-0001", "exported", 1)
    assert (row["cents"], row["executed_on"]) == (9500, "2026-11-20")


def test_the_command_makes_no_file_of_what_one_person_made(two, run, tmp_path):
    f.foundation()
    f.made(f.payable(), by=two[0])
    file = tmp_path / "one.xml"

    for number in ("B2026-0001", "B2026-0009"):
        result = run("export", number, "--output", file)
        assert (result.exit_code, file.exists()) == (1, False)
    assert run("list", "--format", "csv").stdout.splitlines() == [
        "batch,state,payees,cents,executed_on",
        "B2026-0001,proposed,1,9500,",
    ]
