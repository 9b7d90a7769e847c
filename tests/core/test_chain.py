"""The chain of the audit log shows every line that was changed, taken out or put in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lt_admin.app import cli
from lt_admin.core import audit, chain
from lt_admin.core.audit import AuditEntry
from lt_admin.core.chain import ChainHead

ENTRY = AuditEntry.__table__
GUARDS = {
    "sqlite": [f"DROP TRIGGER audit_entry_no_{name}" for name in ("update", "new_place", "delete")],
    "postgresql": [
        "ALTER TABLE audit_entry DISABLE TRIGGER USER",
    ],
}


@pytest.fixture
def written(session, coordinator, database):
    """Five lines in the chain, and the guards of the database taken off."""
    for _ in range(5):
        audit.record("user:signed_in", coordinator, by=coordinator)
    chain.seal()
    for statement in GUARDS[database]:
        session.execute(sa.text(statement))
    return chain.head()[0]


def test_lines_get_their_place_when_the_transaction_ends(session, coordinator):
    before, _ = chain.head()
    audit.record("user:signed_in", coordinator, by=coordinator)
    audit.record("user:signed_in", coordinator, by=coordinator)

    chain.seal()

    places = session.scalars(sa.select(AuditEntry.place).order_by(AuditEntry.id.desc()).limit(2))
    assert places.all() == [before + 2, before + 1]
    assert chain.first_break() is None


def test_the_same_instant_makes_the_same_hash_in_every_zone():
    at = datetime(2026, 7, 1, 7, tzinfo=UTC)
    amsterdam = at.astimezone(timezone(timedelta(hours=2)))

    assert chain.link("0", 1, at, "x") == chain.link("0", 1, amsterdam, "x")


def test_a_transaction_that_wrote_nothing_leaves_the_chain_as_it_was(session):
    before = chain.head()

    chain.seal()

    assert chain.head() == before


@pytest.mark.parametrize("column", ["actor", "event", "subject", "about"])
def test_a_changed_line_shows(session, written, column):
    session.execute(sa.update(ENTRY).where(ENTRY.c.place == 3).values({column: "x"}))

    assert chain.first_break() == chain.Break(3, "line 3 was changed")


def test_changed_facts_show(session, written):
    session.execute(sa.update(ENTRY).where(ENTRY.c.place == 2).values(facts={"cents": "1"}))

    assert chain.first_break() == chain.Break(2, "line 2 was changed")


@pytest.mark.parametrize("place", [1, 3, 5])
def test_a_missing_line_shows(session, written, place):
    session.execute(sa.delete(ENTRY).where(ENTRY.c.place == place))

    assert chain.first_break() is not None


def test_missing_last_lines_show_by_the_head(session, written):
    session.execute(sa.delete(ENTRY).where(ENTRY.c.place > written - 2))

    assert "by its head" in chain.first_break().words


def test_a_line_put_in_outside_the_chain_shows(session, written, coordinator):
    audit.record("user:signed_in", coordinator, by=coordinator)
    session.flush()

    assert "outside the chain" in chain.first_break().words


def test_a_line_put_in_with_a_place_of_its_own_shows(session, written):
    row = session.execute(sa.select(ENTRY).where(ENTRY.c.place == 5)).mappings().one()
    forged = {**row, "id": 10_000, "place": written + 1, "previous": row["hash"]}
    session.execute(sa.insert(ENTRY).values(forged))

    assert chain.first_break() is not None


def test_a_forged_head_shows(session, written):
    session.execute(sa.update(ChainHead).values(hash="f" * 64))

    assert chain.first_break() is not None


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    said=st.lists(st.text(max_size=8), min_size=4, max_size=4),
    other=st.lists(st.text(max_size=8), min_size=4, max_size=4),
)
def test_two_different_lines_never_share_a_hash(coordinator, said, other):
    at = coordinator.created_at

    assert (chain.link("0", 1, at, *said) == chain.link("0", 1, at, *other)) is (said == other)


def test_a_line_in_the_chain_cannot_get_another_place(session, coordinator):
    audit.record("user:signed_in", coordinator, by=coordinator)
    chain.seal()

    with pytest.raises(sa.exc.DatabaseError, match="append-only"), session.begin_nested():
        session.execute(sa.update(ENTRY).values(place=99))


def test_lines_of_a_transaction_that_was_rolled_back_leave_no_gap(session, coordinator):
    half = session.begin_nested()
    audit.record("user:signed_in", coordinator, by=coordinator)
    half.rollback()
    before, _ = chain.head()
    audit.record("user:signed_in", coordinator, by=coordinator)

    chain.seal()

    assert chain.head()[0] == before + 1
    assert chain.first_break() is None


def test_the_command_says_how_many_lines_there_are_and_the_last_hash(app, session, written):
    result = app.test_cli_runner().invoke(cli, ["audit", "verify"])

    assert (result.exit_code, result.stdout) == (0, f"{written} lines, {chain.head()[1]}\n")


def test_the_command_stops_at_the_first_break(app, session, written):
    session.execute(sa.update(ENTRY).where(ENTRY.c.place >= 2).values(actor="x"))

    result = app.test_cli_runner().invoke(cli, ["audit", "verify"])

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: The audit chain is broken: line 2 was changed.\n"
