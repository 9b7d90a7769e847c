"""Commissioners who answer at the same moment: every answer counts once, and the last completes."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.billing.models.quotes import CostShare, Quote, QuoteState
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session, transaction
from lt_admin.core.steps import WrongState
from lt_admin.orientation.models.engagements import EngagementState, Party
from lt_admin.orientation.services import engagements as orientation
from tests.billing.factories import accept, refuse, sent
from tests.factories import user_with

pytestmark = pytest.mark.race


@pytest.fixture
def waiting(house):
    """The numbers of the shares of a quote that waits for answers; all participants agreed."""
    with house.app_context(), transaction():
        quote = sent(by=user_with(Role.COORDINATOR), percents=(40, 30, 20, 10), agreed=True)
        return [share.id for share in quote.shares]


def count_of(house, event):
    with house.app_context():
        wanted = select(func.count()).where(AuditEntry.event == event)
        return session.scalar(wanted)


def the_quote(house):
    with house.app_context():
        quote = session.scalars(select(Quote)).one()
        return quote.state, quote.engagement.state


def test_the_last_shares_at_one_moment_accept_the_engagement_once(house, all_at_once, waiting):
    def answer(number):
        with transaction():
            accept(session.get_one(CostShare, waiting[number]))

    assert all_at_once(4, answer) == [None] * 4
    assert the_quote(house) == (QuoteState.ACCEPTED, EngagementState.ACCEPTED)
    assert count_of(house, "quote:accepted") == count_of(house, "engagement:accepted") == 1


def test_of_two_people_who_answer_one_share_at_once_one_is_told_so(house, all_at_once, waiting):
    def answer(number):
        with transaction():
            (accept, refuse)[number](session.get_one(CostShare, waiting[0]))

    outcomes = all_at_once(2, answer)

    assert sorted(type(each) for each in outcomes if each) == [WrongState]
    answers = count_of(house, "share:accepted") + count_of(house, "share:refused")
    assert answers == 1


def test_the_last_share_and_the_last_agreement_at_once_make_it_accepted(house, all_at_once):
    with house.app_context(), transaction():
        quote = sent(by=user_with(Role.COORDINATOR), percents=(100,))
        share_id = quote.shares[0].id

    def deed(number):
        with transaction():
            if number:
                accept(session.get_one(CostShare, share_id))
            else:
                party = session.scalars(select(Party)).one()
                who = {"name": "Vera Tekenaar", "function": "bestuurder"}
                by = session.scalars(select(User)).one()
                orientation.record_agreement(party, agreed_on=clock.today(), **who, by=by)

    assert all_at_once(2, deed) == [None] * 2
    assert the_quote(house) == (QuoteState.ACCEPTED, EngagementState.ACCEPTED)
    assert count_of(house, "engagement:accepted") == 1
