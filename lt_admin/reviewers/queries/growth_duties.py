"""What waits around growth: practice reviews to assess, levels that end, the norm of a year."""

from __future__ import annotations

from datetime import date

from flask import url_for

from lt_admin.accounts.models import User
from lt_admin.core import clock, formats
from lt_admin.core.badges import Badge
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.reviewers.models.people import LevelPeriod, Reviewer
from lt_admin.reviewers.queries import assessments, growth, words

NEAR = 10  # the month from which the end of the year is near


def to_assess(user: User) -> list[Duty]:
    """Practice reviews that are ready for the supervisor's judgement."""
    return [
        Duty(
            _(
                "The practice review of %(name)s in %(code)s can be assessed.",
                name=place.reviewer.name,
                code=place.engagement.code,
            ),
            since=place.engagement.closed_on or clock.today(),
            url=url_for("growth.assess", assignment_id=place.id),
            button=_("Record the assessment"),
        )
        for place in assessments.practice_reviews_to_assess(user)
    ]


def of_coordinator() -> list[Duty]:
    """Levels to renew, and near the end of the year who still misses something."""
    return [*(_renew(*pair) for pair in growth.levels_to_renew()), *_year_of_all()]


def _renew(reviewer: Reviewer, level: LevelPeriod) -> Duty:
    today, until = clock.today(), level.valid_until or clock.today()
    facts = {"name": reviewer.name, "day": formats.long_day(until, language())}
    over = level.has_run_out(today)
    return Duty(
        _("The level of %(name)s ran out on %(day)s.", **facts)
        if over
        else _("The level of %(name)s ends on %(day)s.", **facts),
        since=until if over else today,
        url=url_for("people.level", reviewer_id=reviewer.id),
        button=_("Renew the level"),
        reason=_("Until it is renewed no new review can be asked.") if over else "",
        badge=words.validity(level, today),
    )


def _year_of_all() -> list[Duty]:
    today = clock.today()
    if today.month < NEAR:
        return []
    short = [each for each in growth.years_kept(today.year) if not each.kept.is_met]
    if not short:
        return []
    sentence = ngettext(
        "One reviewer does not meet the norm of this year yet.",
        "%(num)d reviewers do not meet the norm of this year yet.",
        len(short),
    )
    return [_year(sentence, url_for("growth.years"), ", ".join(e.reviewer.name for e in short))]


def of_reviewer(reviewer: Reviewer) -> list[Duty]:
    """Near the end of the year: what is still missing of one's own norm."""
    today = clock.today()
    if today.month < NEAR:
        return []
    kept = growth.year_of(reviewer, today.year).kept
    if kept.is_met:
        return []
    sentence = _("You do not meet the norm of this year yet.")
    missing = _("Missing: %(what)s.", what=words.missing(kept))
    return [_year(sentence, url_for("growth.mine"), missing)]


def _year(sentence: str, url: str, reason: str) -> Duty:
    today = clock.today()
    return Duty(
        sentence,
        since=date(today.year, NEAR, 1),
        url=url,
        button=_("Look at the year"),
        reason=reason,
        badge=Badge(_("before the end of the year"), "info", "clock"),
    )
