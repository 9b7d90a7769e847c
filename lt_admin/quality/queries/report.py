"""The board's report: the indicators and the money of a period, from their one source each."""

from __future__ import annotations

from datetime import date

from lt_admin.billing.queries.finance import finance
from lt_admin.billing.queries.spending import CATEGORY_WORDS
from lt_admin.core import clock
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.queries.words import REASONS, STATES
from lt_admin.quality.queries.indicators import MEASURES, not_started
from lt_admin.quality.rules.indicators import DEFINITIONS, Code, Indicator, Report

# How templates name what they show: the categories of spending, and what ends an engagement.
WORDS = {
    "categories": CATEGORY_WORDS,
    "words": {
        str(state): STATES[state].word
        for state in (EngagementState.WITHDRAWN, EngagementState.REJECTED)
    },
    "reasons": {str(reason): word for reason, word in REASONS.items()},
}


def quality_report(from_: date, until: date) -> Report:
    """The report over a period, both days included; sixteen statements whatever its length."""
    measured = [
        Indicator(each, tuple(MEASURES[each.code](from_, until)))
        for each in DEFINITIONS
        if each.code is not Code.I4
    ]
    return Report(
        from_=from_,
        until=until,
        as_of=clock.now(),
        measured=tuple(measured),
        ended=not_started(from_, until),
        finance=finance(from_, until),
    )
