from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from lt_admin.accounts.models import SignInFailure
from lt_admin.accounts.policy import Role
from tests.factories import user_with


def test_an_instant_comes_back_aware_and_equal(session):
    at = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    session.add(SignInFailure(email="a@b.example", address="127.0.0.1", at=at))
    session.flush()
    session.expire_all()

    assert session.scalars(sa.select(SignInFailure.at)).one() == at


def test_an_instant_without_a_zone_is_refused(session):
    session.add(SignInFailure(email="a", address="b", at=datetime(2025, 1, 1)))  # noqa: DTZ001
    with pytest.raises(sa.exc.StatementError, match="time zone"):
        session.flush()
    session.rollback()


def test_of_two_changes_at_once_the_second_fails(session):
    user = user_with(Role.BOARD)
    session.execute(sa.text('UPDATE "user" SET version = version + 1'))
    user.name = "Somebody else"

    with pytest.raises(StaleDataError):
        session.flush()
    session.rollback()


def test_a_state_that_the_enumeration_does_not_know_is_refused_by_the_database(session):
    user = user_with(Role.BOARD)
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(
            sa.text("UPDATE \"user\" SET role = 'king' WHERE id = :id"), {"id": user.id}
        )
    session.rollback()
