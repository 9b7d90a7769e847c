"""A reviewer says when one can."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from lt_admin.accounts.models import User
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.followup.models.bookings import Availability
from lt_admin.followup.queries import availability as queries
from lt_admin.followup.rules import times
from lt_admin.followup.rules.terms import DAYS_AHEAD
from lt_admin.followup.rules.times import Stretch
from lt_admin.reviewers.models.people import Reviewer

DAY = timedelta(days=1)
MOST_WEEKS = 12


def set_day(reviewer: Reviewer, on: date, stretches: Sequence[Stretch], *, by: User) -> None:
    """From now on the reviewer can be asked in exactly these stretches of a day, or not at all.

    Minutes after midnight on Amsterdam's clock. What is booked stays. Refused for a day that is
    over or too far ahead, and for stretches that make no sense.
    """
    if not clock.today() <= on <= clock.today() + timedelta(days=DAYS_AHEAD * 2):
        raise Refused(_("Choose a day from today on, within a year."))
    wanted, rows = times.tidy(stretches), queries.rows_of(reviewer.id, on, on + DAY)
    if wanted == [(row.starts, row.ends) for row in rows]:
        return
    for row in rows:
        session.delete(row)
    session.flush()
    session.add_all(
        Availability(reviewer_id=reviewer.id, on=on, starts=starts, ends=ends)
        for starts, ends in wanted
    )
    minutes = sum(ends - starts for starts, ends in wanted)
    audit.record("availability:changed", reviewer, by=by, on=on, minutes=minutes)


def copy_week(reviewer: Reviewer, monday: date, weeks: int, *, by: User) -> None:
    """Let the weeks that follow be as the week of `monday`; what they held is replaced."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused(_("Copy to at most %(most)s weeks.", most=MOST_WEEKS))
    week = queries.stretches_of(reviewer.id, monday, monday + queries.WEEK)
    for number in range(1, weeks + 1):
        for place in range(7):
            pattern = week.get(monday + place * DAY, [])
            on = monday + number * queries.WEEK + place * DAY
            if on >= clock.today():
                set_day(reviewer, on, pattern, by=by)
