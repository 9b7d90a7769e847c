"""A reviewer's private calendar address: made, made anew, and stopped."""

from __future__ import annotations

import secrets

from lt_admin.accounts.models import User, hash_of
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import WrongState
from lt_admin.followup.models.bookings import CalendarFeed
from lt_admin.followup.queries import feeds as queries
from lt_admin.reviewers.models.people import Reviewer


def new_feed(reviewer: Reviewer, *, by: User) -> str:
    """The secret part of a new address, shown once and kept only as a hash.

    An earlier one stops working at once.
    """
    token, feed = secrets.token_urlsafe(32), queries.feed_of(reviewer.id)
    if feed is None:
        feed = CalendarFeed(reviewer_id=reviewer.id)
        session.add(feed)
    feed.token_hash, feed.made_at = hash_of(token), clock.now()
    audit.record("feed:made", reviewer, by=by)
    return token


def withdraw_feed(reviewer: Reviewer, *, by: User) -> None:
    """Let the address stop working; WrongState when there is none."""
    feed = queries.feed_of(reviewer.id)
    if feed is None:
        raise WrongState(_("There is no calendar address to stop."))
    session.delete(feed)
    audit.record("feed:withdrawn", reviewer, by=by)
