import itertools

import pytest
import sqlalchemy as sa

from lt_admin.billing.models.invoices import (
    FROZEN,
    INVOICE_STEPS,
    Invoice,
    InvoiceLine,
    InvoiceState,
)
from lt_admin.core.steps import WrongState
from tests.billing.invoice_factories import one_invoice

STEPS = {step for _, step in INVOICE_STEPS.table}


@pytest.mark.parametrize(
    ("state", "step"),
    sorted(set(itertools.product(InvoiceState, STEPS)) - set(INVOICE_STEPS.table)),
)
def test_every_step_not_in_the_table_is_refused(state, step):
    with pytest.raises(WrongState):
        INVOICE_STEPS.after(state, step)


@pytest.mark.parametrize("name", FROZEN)
def test_no_fact_of_an_issued_invoice_can_be_set(coordinator, name):
    invoice = one_invoice(by=coordinator)
    with pytest.raises(WrongState):
        setattr(invoice, name, getattr(invoice, name))


def test_no_line_comes_or_goes_on_an_issued_invoice(coordinator):
    invoice = one_invoice(by=coordinator)
    with pytest.raises(WrongState):
        invoice.lines.append(InvoiceLine())
    with pytest.raises(WrongState):
        invoice.lines.remove(invoice.lines[0])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoice SET net = 0",
        "UPDATE invoice SET number = '2025-9999'",
        "UPDATE invoice SET pdf_sha256 = ''",
        "DELETE FROM invoice",
        "UPDATE invoice_line SET net = 0",
        "DELETE FROM invoice_line",
    ],
)
def test_the_database_refuses_to_change_an_issued_invoice(coordinator, session, statement):
    one_invoice(by=coordinator)
    session.flush()
    with pytest.raises(sa.exc.DBAPIError, match="never changes"):
        session.execute(sa.text(statement))


def test_a_draft_without_lines_is_not_issued():
    empty = Invoice(state=InvoiceState.DRAFT)
    with pytest.raises(WrongState):
        empty.issue(number="2025-0001", on=None, due_on=None)


def test_an_hour_stands_on_one_live_line_of_a_commissioner(coordinator, session):
    invoice = one_invoice(by=coordinator)
    session.flush()
    twice = (
        "INSERT INTO allocation (line_id, time_entry_id, organisation_id) "
        "SELECT line_id, time_entry_id, organisation_id FROM allocation LIMIT 1"
    )
    assert invoice.lines
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.text(twice))
