"""What follows from the figures, in sentences; nothing here is known beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from lt_admin.core.clock import AMSTERDAM
from lt_admin.core.formats import euro, hours, long_day, percent
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.money import ZERO
from lt_admin.core.paper.lines import strong
from lt_admin.quality.rules.indicators import Figure, Share
from lt_admin.quality.rules.report import Report, share_of

FEW_REVIEWS = 30  # of fewer it is said how much one of them weighs


def listed(words: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1])


def findings(report: Report) -> list[str]:
    """What stands out, the most important first."""
    told = (_norms(report), _below(report), _recommended(report), _account(report))
    return [each for each in told if each]


def summary(report: Report) -> str:
    """The report in one sentence, for the cover."""
    if not report.reviews:
        return _("No learning review was closed in this period.")
    return ngettext(
        "One learning review, what it has brought, and where we can do better.",
        "%(num)s learning reviews, what they have brought, and where we can do better.",
        len(report.reviews),
    )


def _norms(report: Report) -> str:
    judged = report.judged
    if not judged:
        return _("There were too few cases to hold any figure against its norm.")
    met = sum(bool(each.is_met) for each in judged)
    told = _("Of the %(all)s norms that can be judged, %(met)s are met.", all=len(judged), met=met)
    names = [each.name.lower() for each in report.in_order if isinstance(each, Share)]
    if not names:
        return told
    said = _("Right in every case: %(names)s.", names=listed(names))
    return f"{told} {said}"


def _below(report: Report) -> str:
    below = report.below
    if not below:
        return _("Every norm that can be judged is met.") if report.judged else ""
    names = [f"{strong(each.name)} ({each.outcome}; {_norm(each)})" for each in below]
    return _("Below the norm: %(names)s.", names=listed(names))


def _norm(figure: Figure) -> str:
    return _("norm %(norm)s", norm=figure.norm)


def _recommended(report: Report) -> str:
    left, deeper, done = (report.figure(key) for key in ("I20-left", "I20-deeper", "I19"))
    if left.share is None:
        return ""
    told = _(
        "%(left)s of the recommendations are on awareness, and %(deeper)s on more than doing "
        "things better.",
        left=left.outcome,
        deeper=deeper.outcome,
    )
    if done.share is None:
        return told
    said = _(
        "Of those that came back in a follow-up, %(done)s of %(all)s are carried out.",
        done=done.numerator,
        all=done.denominator,
    )
    return f"{told} {said}"


def _account(report: Report) -> str:
    result = report.finance.result
    if result == ZERO:
        return _("The quality system spent as much as it received.")
    amount = strong(euro(max(result, -result), language()))
    if result > ZERO:
        return _("The quality system has %(amount)s left; that goes to the reserve.", amount=amount)
    return _(
        "The quality system spent %(amount)s more than it received; that comes from the reserve.",
        amount=amount,
    )


def discussion(report: Report) -> list[str]:
    """For each norm that is missed: the figure, what the records say, and a question."""
    return [
        f"{strong(each.name)}: {each.outcome}, {_norm(each)}. {each.reason} "
        f"{each.definition.question}"
        for each in report.below
    ]


def method(report: Report) -> list[str]:
    """How the figures were made."""
    told = (_rule(), _rounding(), _suppression(), _weight(report), _moment(report), _sources())
    return [each for each in told if each]


def _rule() -> str:
    return _(
        "A review counts when it was closed in the period. Requests, conversations, quotes "
        "and starts count on their own day; money by the date of its paper."
    )


def _rounding() -> str:
    return _("Percentages are rounded to one decimal, means to two, amounts to the cent.")


def _suppression() -> str:
    return _(
        "Of fewer than three no percentage is given. Answers of fewer than three people are "
        "not shown, and those of service users only over several reviews together, from five "
        "answers on."
    )


def _weight(report: Report) -> str:
    """How much one review weighs, when there are few."""
    count = len(report.reviews)
    if not 0 < count < FEW_REVIEWS:
        return ""
    return ngettext(
        "One review is little: read the counts as well.",
        "%(num)s reviews are few: one of them moves a percentage by %(points)s. Read the "
        "counts as well.",
        count,
        points=percent(share_of(1, count), language()),
    )


def _moment(report: Report) -> str:
    moment = report.as_of.astimezone(AMSTERDAM)
    return _(
        "These are the figures as they were known on %(day)s at %(time)s. What is recorded "
        "later changes them.",
        day=long_day(moment.date(), language()),
        time=f"{moment:%H:%M}",
    )


def _sources() -> str:
    return _(
        "Quadrants: after the model of Wilber. Learning between organisations: research of "
        "NIVEL (2019). Single-, double- and triple-loop learning: meeting of 3 March."
    )


def of_hours(report: Report) -> str:
    """What the money is about."""
    money = report.finance
    told = _("In the period %(hours)s hours were approved.", hours=hours(money.billable_minutes))
    whole = money.payout + money.contribution
    if whole <= ZERO:
        return told
    part = percent(share_of(money.payout.cents, whole.cents), language())
    rest = percent(share_of(money.contribution.cents, whole.cents), language())
    said = _(
        "Of what was paid for by statements, %(part)s went to reviewers or their employers, and "
        "%(rest)s to the quality system.",
        part=part,
        rest=rest,
    )
    return f"{told} {said}"
