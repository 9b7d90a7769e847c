"""How each indicator counts: from facts to cases, without a database (DOMAIN.md 2a)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction

from lt_admin.core import formats
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.quality.rules.cases import Case
from lt_admin.quality.rules.codes import (
    DESTRUCTION_DAYS,
    HOURS_MARGIN,
    QUOTE_DAYS,
    TALK_DAYS,
    Code,
)
from lt_admin.quality.rules.facts import (
    PlaceFacts,
    RecommendationFacts,
    RequestFacts,
    ReviewFacts,
)

POINTS = 3  # of the method check
LEFT, DEEPER = frozenset({"IA", "CA"}), frozenset({"double", "triple"})


def _of_request(request: RequestFacts, *, is_met: bool, why: str = "") -> Case:
    return Case(request.name, is_met, why=why, engagement_id=request.engagement_id)


def converted(request: RequestFacts) -> Case:
    """I1: accepted, whenever that was."""
    return _of_request(request, is_met=request.accepted_on is not None)


def talked_in_time(request: RequestFacts) -> Case:
    """I2: the first conversation within 14 days of the request."""
    return _within(request, request.talked_on, TALK_DAYS)


def quoted_in_time(request: RequestFacts) -> Case:
    """I3: the first quote within 21 days of the request."""
    return _within(request, request.quoted_on, QUOTE_DAYS)


def _within(request: RequestFacts, done_on: date | None, most: int) -> Case:
    took = ((done_on or request.received_on) - request.received_on).days
    return Case(request.name, took <= most, took, _after(took), request.engagement_id)


def _after(days: int) -> str:
    return ngettext("after one day", "after %(num)s days", days)


def agreed(request: RequestFacts) -> Case:
    """I5: every participant had agreed on the day that step 2 began."""
    why = _(
        "%(some)s of %(all)s had agreed by then",
        some=request.agreed,
        all=request.participants,
    )
    return _of_request(request, is_met=request.agreed == request.participants, why=why)


def _of_review(review: ReviewFacts, *, is_met: bool, why: str, value: int | None = None) -> Case:
    return Case(review.code, is_met, value, why, review.engagement_id)


def two_reviewers(review: ReviewFacts) -> Case:
    """I6: a lead and a second; a short review needs one."""
    enough = review.guides >= (1 if review.is_short else 2)
    why = ngettext("one reviewer", "%(num)s reviewers", review.guides)
    return _of_review(review, is_met=enough, why=why)


def accredited_lead(review: ReviewFacts) -> Case:
    """I7: every lead had the level that this type asks, on the day of assignment."""
    is_met = review.leads > 0 and not review.weak_leads
    why = _("the level of the lead was too low") if review.leads else _("there was no lead")
    return _of_review(review, is_met=is_met, why=why)


def declared_in_time(place: PlaceFacts) -> Case:
    """I8: declared independent before the first hour."""
    is_met = place.declared_on is not None and (
        place.worked_on is None or place.declared_on <= place.worked_on
    )
    why = _("declared later") if place.declared_on else _("not declared")
    return Case(place.code, is_met, why=why, engagement_id=place.engagement_id)


def well_composed(review: ReviewFacts) -> Case:
    """I9: nobody in a group by way of exception."""
    why = ngettext("one exception", "%(num)s exceptions", review.exceptions)
    return _of_review(review, is_met=not review.exceptions, why=why)


def introduced_first(review: ReviewFacts) -> Case:
    """I10: the introduction was held, before the first interview if there was one."""
    introduced, interviewed = review.introduced_at, review.interviewed_at
    is_met = introduced is not None and (interviewed is None or introduced < interviewed)
    why = _("the interviews came first") if introduced else _("no introduction was held")
    return _of_review(review, is_met=is_met, why=why)


def heard(review: ReviewFacts) -> Case:
    """I11: somebody of the family took part, or it is recorded why not."""
    why = _("nothing recorded on family or young person")
    return _of_review(review, is_met=review.heard > 0, why=why)


def considered(review: ReviewFacts) -> Case:
    """I12: the question after other proceedings was asked and answered."""
    why = _("no consideration recorded")
    return _of_review(review, is_met=review.considered > 0, why=why)


def method_checked(review: ReviewFacts) -> Case:
    """I13: three of three points."""
    why = (
        _("not checked")
        if review.method_points is None
        else _("%(some)s of %(all)s points", some=review.method_points, all=POINTS)
    )
    return _of_review(review, is_met=review.method_points == POINTS, why=why)


def supervised(review: ReviewFacts) -> Case:
    """I14: enough sessions, at every moment that counts (DOMAIN.md 2d)."""
    held, required = review.supervision.held, review.supervision.required
    why = _("not at every moment")
    if held < required:
        why = ngettext(
            "one session instead of %(required)s",
            "%(num)s sessions instead of %(required)s",
            held,
            required=required,
        )
    return _of_review(review, is_met=review.supervision.is_met, why=why)


def finished_on_plan(review: ReviewFacts) -> Case:
    """I15: the last presentation on or before the planned end that stands."""
    planned, presented = review.planned_end_on, review.presented_on
    if planned is None or presented is None:
        missing = _("there was no presentation") if planned else _("there was no planned end")
        return _of_review(review, is_met=False, why=missing)
    late = (presented - planned).days
    why = ngettext("one day after the planned end", "%(num)s days after the planned end", late)
    return _of_review(review, is_met=late <= 0, why=why, value=late)


def kept_to_quote(review: ReviewFacts) -> Case:
    """I16: the hours differ at most a tenth from the approved ones."""
    actual, approved = review.actual_minutes, review.approved_minutes
    off = hundredths_off(actual, approved)
    share = formats.percent(Fraction(off, 10_000), language())
    why = _("%(share)s beside the quote", share=share)
    return _of_review(review, is_met=is_within(actual, approved), why=why, value=off)


def is_within(actual: int, approved: int) -> bool:
    """Whether hours differ at most ten percent from the approved ones (I16)."""
    return abs(actual - approved) * 100 <= approved * HOURS_MARGIN


def hundredths_off(actual: int, approved: int) -> int:
    """How far the hours are from the approved ones, in hundredths of a percent."""
    return round(Fraction((actual - approved) * 10_000, approved)) if approved else 0


def destroyed_in_time(review: ReviewFacts) -> Case:
    """I17: a certificate within 30 days of the last presentation."""
    presented, destroyed = review.presented_on, review.destroyed_on
    if presented is None or destroyed is None:
        return _of_review(review, is_met=False, why=_("there is no certificate"))
    took = (destroyed - presented).days
    why = _("%(after)s, the limit is %(most)s", after=_after(took), most=DESTRUCTION_DAYS)
    return _of_review(review, is_met=took <= DESTRUCTION_DAYS, why=why, value=took)


def follow_up_agreed(review: ReviewFacts) -> Case:
    """I18: the last decision is to have one."""
    return _of_review(review, is_met=review.follow_up == "agreed", why="")


def _of_recommendation(one: RecommendationFacts, *, is_met: bool) -> Case:
    return Case(one.name, is_met, engagement_id=one.engagement_id)


def carried_out(one: RecommendationFacts) -> Case:
    """I19: done."""
    return _of_recommendation(one, is_met=one.outcome == "done")


def on_awareness(one: RecommendationFacts) -> Case:
    """I20: on individual or collective awareness, the left side of the quadrants."""
    return _of_recommendation(one, is_met=one.quadrant in LEFT)


def goes_deeper(one: RecommendationFacts) -> Case:
    """I20: more than doing things better."""
    return _of_recommendation(one, is_met=one.loop in DEEPER)


ReviewMeasure = Callable[[ReviewFacts], Case]
OF_REVIEWS: dict[Code, ReviewMeasure] = {
    Code.I6: two_reviewers,
    Code.I7: accredited_lead,
    Code.I9: well_composed,
    Code.I10: introduced_first,
    Code.I11: heard,
    Code.I12: considered,
    Code.I13: method_checked,
    Code.I14: supervised,
    Code.I15: finished_on_plan,
    Code.I16: kept_to_quote,
    Code.I17: destroyed_in_time,
    Code.I18: follow_up_agreed,
}
NOT_SHORT = frozenset({Code.I10})


def of_reviews(code: Code, reviews: Iterable[ReviewFacts]) -> tuple[Case, ...]:
    """The cases of an indicator over closed reviews."""
    counted = (each for each in reviews if not (code in NOT_SHORT and each.is_short))
    return tuple(OF_REVIEWS[code](each) for each in counted)


def ended(requests: Sequence[RequestFacts]) -> tuple[Counter[str], Counter[str]]:
    """I4: how many ended before step 2, by what ended them and by reason."""
    over = [each for each in requests if each.started_on is None]
    return Counter(each.state for each in over), Counter(each.end_reason for each in over)
