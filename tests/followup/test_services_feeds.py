"""The private calendar address: kept as a hash, made anew, stopped."""

from __future__ import annotations

import pytest

from lt_admin.core.steps import WrongState
from lt_admin.followup.models.bookings import CalendarFeed
from lt_admin.followup.queries.feeds import reviewer_with
from lt_admin.followup.services import feeds
from tests.reviewers.factories import reviewer


@pytest.fixture
def tessa(session):
    return reviewer("Tessa Voorbeeld")


def test_only_the_hash_is_kept(session, tessa):
    token = feeds.new_feed(tessa, by=tessa.user)

    assert token not in session.query(CalendarFeed).one().token_hash
    assert reviewer_with(token) is tessa


def test_a_new_address_ends_the_old_one(tessa):
    old = feeds.new_feed(tessa, by=tessa.user)
    new = feeds.new_feed(tessa, by=tessa.user)

    assert reviewer_with(old) is None
    assert reviewer_with(new) is tessa


def test_a_stopped_address_opens_nothing_and_is_stopped_once(tessa):
    token = feeds.new_feed(tessa, by=tessa.user)
    feeds.withdraw_feed(tessa, by=tessa.user)

    assert reviewer_with(token) is None
    with pytest.raises(WrongState):
        feeds.withdraw_feed(tessa, by=tessa.user)


def test_the_address_of_a_closed_account_opens_nothing(session, tessa):
    token = feeds.new_feed(tessa, by=tessa.user)
    tessa.user.close()

    assert reviewer_with(token) is None
