"""The board's report: every figure of a period, from its one source each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from lt_admin.billing.queries.finance import balance_since, totals
from lt_admin.billing.queries.spending import CATEGORY_WORDS
from lt_admin.core import clock
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.queries.words import REASONS, SECTORS, STATES
from lt_admin.quality.models.records import SignalKind
from lt_admin.quality.queries import indicators, indicators_house, indicators_reviews
from lt_admin.quality.queries.evaluations import felt_safe, response, satisfaction
from lt_admin.quality.rules.assembly import Answers, Read, figures, voices
from lt_admin.quality.rules.codes import ACCOUNT_YEARS, EXPIRY_MONTHS
from lt_admin.quality.rules.report import LOOPS, QUADRANTS, Recommended, Report
from lt_admin.reviewers.queries.words import LEVELS


def _by_name(words: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): word for key, word in words.items()}


# How each thing is called that is counted by kind.
WORDS: Mapping[str, Mapping[str, Any]] = {
    "states": {str(state): badge.word for state, badge in STATES.items()},
    "reasons": _by_name(REASONS),
    "levels": _by_name(LEVELS),
    "sectors": _by_name(SECTORS),
    "signals": {
        str(SignalKind.COMPLAINT): _l("complaints"),
        str(SignalKind.DATA_INCIDENT): _l("data incidents"),
    },
    "categories": _by_name(CATEGORY_WORDS),
}


def quality_report(from_: date, until: date) -> Report:
    """The report over a period, both days included; as many statements whatever its length."""
    read = _read(from_, until)
    return Report(
        from_=from_,
        until=until,
        as_of=clock.now(),
        figures=figures(read),
        voices=voices(read.answers),
        reviews=tuple(read.reviews),
        recommended=Recommended(tuple(read.recommendations)),
        finance=read.finance,
    )


def _read(from_: date, until: date) -> Read:
    years_ago = indicators_house.months_before(until, 12 * ACCOUNT_YEARS) + timedelta(days=1)
    return Read(
        from_=from_,
        until=until,
        requests=indicators.requests(from_, until),
        reviews=indicators_reviews.reviews(from_, until),
        places=indicators.places(from_, until),
        recommendations=indicators.recommendations(from_, until),
        answers=_answers(from_, until),
        findings=indicators.findings_shared(from_, until),
        pool=indicators_house.pool(until),
        expiring_before=indicators_house.months_before(until, -EXPIRY_MONTHS),
        outreach=indicators_house.outreach(from_, until),
        signals=indicators_house.signals(from_, until),
        finance=totals(from_, until),
        three_years=balance_since(years_ago, until),
        words=WORDS,
    )


def _answers(from_: date, until: date) -> Answers:
    return Answers(
        tuple(response(from_, until)), satisfaction(from_, until), felt_safe(from_, until)
    )


def told(report: Report) -> dict[str, Any]:
    """The report with the words that its templates need."""
    return {"report": report, "words": WORDS, "places": QUADRANTS, "loops": LOOPS}
