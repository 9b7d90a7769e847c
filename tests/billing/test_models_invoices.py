import itertools

import pytest

from lt_admin.billing.models.invoices import INVOICE_STEPS, InvoiceState
from lt_admin.core.steps import WrongState

STEPS = {step for _, step in INVOICE_STEPS.table}


@pytest.mark.parametrize(
    ("state", "step"),
    sorted(set(itertools.product(InvoiceState, STEPS)) - set(INVOICE_STEPS.table)),
)
def test_every_step_not_in_the_table_is_refused(state, step):
    with pytest.raises(WrongState):
        INVOICE_STEPS.after(state, step)
