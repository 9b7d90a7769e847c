"""The same link sent in by two people at the same moment gives one sheet."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.core.db import session, transaction
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.quality.models.evaluations import AnswerSheet, Asked, Invitation, Moment
from lt_admin.quality.services import evaluations as services
from tests.factories import user_with
from tests.quality.evaluation import S, asked, closed, entered, token_for

pytestmark = pytest.mark.race


@pytest.fixture
def review(house):
    with house.app_context(), transaction():
        user_with(Role.COORDINATOR)
        found = closed("LT-2025-01")
        return found.id


def somebody():
    return session.scalars(select(User)).first()


def count(house, table):
    with house.app_context():
        return session.scalar(select(func.count(table.id)))


@pytest.mark.parametrize("round_", range(3))
def test_one_link_posted_many_times_at_once_is_one_sheet(house, all_at_once, review, round_):
    with house.app_context(), transaction():
        token_for(session.get(Engagement, review), by=somebody())

    def answer(number):
        with transaction():
            link = session.scalars(select(Invitation)).one()
            services.answer(link, scores={"ES1": 1 + number % 5}, words={})

    outcomes = all_at_once(8, answer)

    assert sum(each is None for each in outcomes) == 1
    assert {type(each) for each in outcomes if each is not None} == {WrongState}
    assert count(house, AnswerSheet) == 1


def test_a_group_asked_twice_at_once_is_one_row_with_both_counts(house, all_at_once, review):
    def ask(_number):
        with transaction():
            asked(session.get(Engagement, review), S, 3, by=somebody())

    assert all_at_once(2, ask) == [None, None]
    with house.app_context():
        assert session.scalars(select(Asked.on_paper)).all() == [6]


def test_the_last_form_is_entered_once(house, all_at_once, review):
    with house.app_context(), transaction():
        asked(session.get(Engagement, review), S, 1, by=somebody(), moment=Moment.T0)

    def enter(_number):
        with transaction():
            entered(session.get(Engagement, review), S, 4, by=somebody())

    outcomes = all_at_once(4, enter)

    assert sum(each is None for each in outcomes) == 1
    assert all(isinstance(each, Refused) for each in outcomes if each is not None)
    assert count(house, AnswerSheet) == 1
