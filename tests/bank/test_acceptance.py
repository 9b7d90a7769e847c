"""A statement of our own open invoices, with noise: what is right is found, nothing is wrong."""

import subprocess
import sys

import pytest

from lt_admin.bank.models.statements import EntryState
from lt_admin.bank.services import files
from lt_admin.billing.models.payments import Payment
from lt_admin.core import audit
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from tests.bank.camt_files import STANDARDS, VERSIONS, credit, debit, statement
from tests.bank.factories import amount_of, check_controls, entries_of, invoice_of
from tests.billing.invoice_factories import foundation


def paid_in_every_way(invoices):
    """(transfer, ids of the invoices that it pays) for each."""
    first, second, third, fourth, fifth, sixth = invoices
    reference = " ".join(
        first.payment_reference[n : n + 4] for n in range(0, len(first.payment_reference), 4)
    )
    both = amount_of(fourth.gross + fifth.gross)
    return [
        (credit(amount_of(first.gross), text=f"kenmerk {reference} dank u"), {first.id}),
        (credit(amount_of(second.gross), end_to_end=second.payment_reference), {second.id}),
        (credit(amount_of(third.gross), text=f"Factuur: {third.number}, okt"), {third.id}),
        (credit(both, text=f"{fourth.number} en {fifth.number}"), {fourth.id, fifth.id}),
        (credit("60.00", structured=sixth.payment_reference), {sixth.id}),
        (
            credit(amount_of(sixth.gross), structured=sixth.payment_reference, ref="rest"),
            {sixth.id},
        ),
    ]


def noise(invoices):
    """Transfers that look like payments, and are none."""
    found = []
    for each in invoices:
        number, amount = each.number, amount_of(each.gross)
        found += [
            *(credit(amount, text=f"9{number}"), credit(amount, text=f"{number}55")),
            *(credit(amount, text=f"INK-{number}"), credit(amount, text=f"LT-{number}")),
            *(credit("12.00", text=f"order {number}"), credit(amount, text="zonder kenmerk")),
            credit(amount, structured=each.payment_reference[:-1] + "Q"),
            credit("1.00", text=f"huur {number[-4:]}", name="STRIPE"),
            debit(amount, text=f"terug {number}", structured=each.payment_reference),
            debit(amount, structured=each.payment_reference, reversal=True),
        ]
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_our_own_invoices_are_found_among_noise(coordinator, version):
    foundation()
    first = invoice_of(by=coordinator, hours=1)
    others = [invoice_of(by=coordinator, hours=h) for h in (2, 3)]
    pair = [invoice_of(by=coordinator, hours=h, payers=[first.organisation]) for h in (4, 5, 6)]
    truth = paid_in_every_way([first, *others, *pair])
    transfers = [*noise([first, *others, *pair]), *(each for each, _ in truth)]
    file = files.read_file("alles.xml", statement(transfers, version=version), audit.SYSTEM)
    files.confirm(file, audit.SYSTEM)

    *rest, _, _, _, _, _, _ = entries = entries_of(file)
    assert {each.state for each in rest} == {EntryState.OPEN}
    assert [paid_by(each) for each in entries[len(rest) :]] == [ids for _, ids in truth]
    assert [each.open for each in (first, *others, *pair)] == [ZERO] * 6
    assert db_session.query(Payment).order_by(Payment.id.desc()).first().rest == Money.euros(60)
    check_controls()


def paid_by(entry):
    """The ids of the invoices that an entry pays."""
    payments = [db_session.get(Payment, each.payment_id) for each in entry.bookings]
    return {part.invoice_id for payment in payments for part in payment.allocations}


@pytest.mark.skipif(STANDARDS is None, reason="the folder with the schemas is not here")
@pytest.mark.parametrize("version", VERSIONS)
def test_what_the_tests_write_is_valid_by_the_schema(tmp_path, version):
    if not (STANDARDS / "camt053" / f"camt.053.001.{version}.xsd").exists():
        pytest.skip("there is no schema of this version")
    parts = (credit("1.00", text="a"), credit("2.00", text="b"))
    transfers = [credit("3.00", details=parts, ref="B"), debit("2.00", reversal=True)]
    named = credit("5.00", structured="RF18539007547034", end_to_end="E", iban="NL91ABNA0417164300")
    file = tmp_path / "x.xml"
    file.write_bytes(statement([*transfers, named], version=version))
    command = (sys.executable, str(STANDARDS / "validate.py"), "camt053", str(file))
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
