"""People who do the same thing at the same moment."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lt_admin.accounts import queries, services
from lt_admin.accounts.models import SignInFailure, User
from lt_admin.accounts.policy import Role
from lt_admin.core import audit, passwords
from lt_admin.core.db import session as db_session
from lt_admin.core.db import transaction
from lt_admin.core.steps import Refused
from tests.accounts.factories import PASSWORD, password_token, user_with_password
from tests.factories import user_with

pytestmark = pytest.mark.race


def made(house, work):
    with house.app_context(), transaction():
        return work()


def test_two_uses_of_one_link_at_once_set_one_password(house, all_at_once):
    token = made(house, lambda: password_token(user_with(Role.BOARD, email="b@x.example")))

    def use(number):
        with transaction():
            return services.set_password_by_link(token, f"paarse olifant {number} fietst")

    outcomes = all_at_once(4, use)

    assert sum(isinstance(each, User) for each in outcomes) == 1
    assert sum(isinstance(each, Refused) for each in outcomes) == 3
    kept = made(house, lambda: queries.find_user_by_email("b@x.example").password_hash)
    winner = [isinstance(each, User) for each in outcomes].index(True)
    assert passwords.fits(kept, f"paarse olifant {winner} fietst")


def test_two_coordinators_who_close_each_other_leave_one(house, all_at_once):
    pair = made(house, lambda: [user_with(Role.COORDINATOR).id for _ in range(2)])

    def close_the_other(number):
        with transaction():
            me, other = (db_session.get(User, pair[(number + n) % 2]) for n in range(2))
            services.deactivate(other, by=me)

    all_at_once(2, close_the_other)

    assert made(house, lambda: len(queries.lock_coordinators())) == 1


def test_many_guesses_at_once_reveal_no_more_than_five(house, all_at_once):
    made(house, lambda: user_with_password(email="b@x.example").id)

    def guess(_number):
        with transaction():
            return services.sign_in("b@x.example", "a wrong password", address="192.0.2.1")

    outcomes = all_at_once(12, guess)

    assert outcomes.count(None) == 5
    assert sum(isinstance(each, Refused) for each in outcomes) == 7
    assert made(house, lambda: db_session.scalars(select(func.count(SignInFailure.id))).one()) == 5


def test_the_right_password_at_the_same_time_from_everywhere_signs_in(house, all_at_once):
    made(house, lambda: user_with_password(email="b@x.example").id)

    def come_in(_number):
        with transaction():
            return services.sign_in("b@x.example", PASSWORD, address="192.0.2.1")

    assert all(isinstance(each, User) for each in all_at_once(8, come_in))


def test_two_invitations_of_one_address_make_one_account(house, all_at_once):
    def invite(_number):
        with transaction():
            services.add_user(name="B", email="b@x.example", role=Role.BOARD, by=audit.SYSTEM)

    all_at_once(3, invite)

    assert made(house, lambda: db_session.scalars(select(func.count(User.id))).one()) == 1
