import pytest
import sqlalchemy as sa

from lt_admin.core import audit
from lt_admin.core.audit import AuditEntry


def test_a_line_names_who_did_what_to_which_thing(session, coordinator, board):
    audit.record("user:added", board, by=coordinator, role="board")

    entry = session.scalars(sa.select(AuditEntry)).one()
    assert (entry.actor, entry.event) == (f"user:{coordinator.id}", "user:added")
    assert (entry.subject, entry.facts) == (f"user:{board.id}", {"role": "board"})


@pytest.mark.parametrize("facts", [{}, {"role": "board", "why": "because"}, {"why": "because"}])
def test_facts_that_the_event_does_not_declare_are_refused(coordinator, facts):
    with pytest.raises(ValueError, match="does not declare"):
        audit.record("user:added", coordinator, by=coordinator, **facts)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"]
)
def test_the_database_refuses_to_change_the_log(session, coordinator, statement):
    audit.record("user:signed_in", coordinator, by=coordinator)
    session.flush()

    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(statement))
    session.rollback()
