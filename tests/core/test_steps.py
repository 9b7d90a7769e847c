import itertools

import pytest

from lt_admin.billing.models.invoices import INVOICE_STEPS, InvoiceState
from lt_admin.billing.models.quotes import QUOTE_STEPS, SHARE_STEPS, QuoteState, ShareState
from lt_admin.billing.models.statements import STATEMENT_STEPS, StatementState
from lt_admin.core.steps import WrongState
from lt_admin.orientation.models.engagements import ENGAGEMENT_STEPS, EngagementState
from lt_admin.reviewers.models.assignments import ASSIGNMENT_STEPS, AssignmentState
from lt_admin.reviewers.models.hours import ENTRY_STEPS, EntryState

LIFECYCLES = [
    (ENGAGEMENT_STEPS, EngagementState),
    (QUOTE_STEPS, QuoteState),
    (SHARE_STEPS, ShareState),
    (INVOICE_STEPS, InvoiceState),
    (STATEMENT_STEPS, StatementState),
    (ASSIGNMENT_STEPS, AssignmentState),
    (ENTRY_STEPS, EntryState),
]
ILLEGAL = [
    (steps, state, step)
    for steps, states in LIFECYCLES
    for state, step in itertools.product(states, sorted({step for _, step in steps.table}))
    if (state, step) not in steps.table
]


@pytest.mark.parametrize(("steps", "state", "step"), ILLEGAL)
def test_every_step_that_is_not_in_the_table_is_refused(steps, state, step):
    assert not steps.allows(state, step)
    with pytest.raises(WrongState):
        steps.after(state, step)


@pytest.mark.parametrize(("steps", "states"), LIFECYCLES)
def test_every_state_but_the_first_is_reached_by_some_step(steps, states):
    reached = set(steps.table.values())

    assert set(states) - reached <= {next(iter(states))}
