"""What participants answered, as far as it may be shown: every suppression passes through here.

The indicators I21-I23 count the questionnaires of T0 over the reviews closed in a period; groups
stand in the order of DOMAIN.md 2b. What is hidden has no mean (rules.evaluations.hidden).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.quality.models.evaluations import Answer, AnswerSheet, Asked, Moment, Respondents
from lt_admin.quality.rules.evaluations import (
    GroupResult,
    Hidden,
    ItemResult,
    Response,
    Satisfaction,
    Score,
)
from lt_admin.quality.rules.questionnaires import CORE, HIGH, SAFE, items_for

RESPONDENTS = {
    Respondents.SERVICE_USERS: _l("Service users"),
    Respondents.STAFF: _l("Staff and managers involved"),
    Respondents.BOARDS: _l("Boards"),
    Respondents.REST: _l("Rest of the organisation"),
    Respondents.MUNICIPALITY: _l("Municipality"),
}
MOMENTS = {
    Moment.T0: _l("T0, within two weeks after step 5"),
    Moment.T1: _l("T1, six months later or at the follow-up"),
}
WHY_HIDDEN = {
    Hidden.NOBODY: _l("no answers yet"),
    Hidden.FEW: _l("not shown: fewer than three answers"),
    Hidden.CLIENTS: _l("shown only over several reviews together, from five answers on"),
}
Which = ColumnElement[bool]


def _closed(from_: date, until: date) -> Which:
    """The questionnaires that the indicators of a period count."""
    return (Asked.moment == Moment.T0) & Engagement.closed_on.between(from_, until)


def _of(engagement_id: int, moment: Moment) -> Which:
    return (Asked.engagement_id == engagement_id) & (Asked.moment == moment)


def response(from_: date, until: date) -> list[Response]:
    """I22: per group how many were asked and how many answered; five groups, also empty ones."""
    return _responses(_closed(from_, until))


def satisfaction(from_: date, until: date) -> Satisfaction:
    """I23: the core score per group and of everybody, response-weighted."""
    return Satisfaction(tuple(_scores(_closed(from_, until))))


def felt_safe(from_: date, until: date) -> tuple[int, int]:
    """I21: how many answered 4 or 5 on ES1, of how many who answered it."""
    found = _items(_closed(from_, until) & (Answer.item == SAFE)).get(SAFE)
    return (found.high, found.answers) if found is not None else (0, 0)


def results_over(from_: date, until: date) -> list[GroupResult]:
    """All groups at T0, over the reviews closed in the period."""
    return _results(_closed(from_, until), Moment.T0)


def results_of(engagement_id: int, moment: Moment) -> list[GroupResult]:
    """All groups of one review at that moment."""
    return _results(_of(engagement_id, moment), moment)


def responses_by_review(from_: date, until: date) -> list[tuple[int, str, list[Response]]]:
    """(id, code, groups) of each review closed in the period that asked anybody."""
    rows = session.execute(
        select(Asked.engagement_id, Engagement.code, Asked.respondents, _INVITED, _SHEETS)
        .join(Engagement, Asked.engagement_id == Engagement.id)
        .where(_closed(from_, until))
        .order_by(Engagement.code)
    )
    found: dict[tuple[int, str], dict[str, Response]] = defaultdict(dict)
    for number, code, group, invited, sheets in rows:
        found[number, code or ""][group] = Response(group, invited, sheets)
    return [
        (*review, [groups.get(each, Response(each, 0, 0)) for each in Respondents])
        for review, groups in found.items()
    ]


_INVITED = Asked.on_paper + Asked.by_link
_SHEETS = (
    select(func.count(AnswerSheet.id))
    .where(AnswerSheet.asked_id == Asked.id)
    .correlate(Asked)
    .scalar_subquery()
)


def _results(which: Which, moment: Moment) -> list[GroupResult]:
    items = _items(which)
    return [
        GroupResult(
            answered,
            score,
            tuple(
                items.get(item.code, ItemResult(item))
                for item in items_for(score.respondents, moment)
            ),
        )
        for answered, score in zip(_responses(which), _scores(which), strict=True)
    ]


def _responses(which: Which) -> list[Response]:
    rows = session.execute(
        select(Asked.respondents, func.sum(_INVITED), func.sum(_SHEETS))
        .join(Engagement, Asked.engagement_id == Engagement.id)
        .where(which)
        .group_by(Asked.respondents)
    )
    found = {group: (int(invited), int(sheets)) for group, invited, sheets in rows}
    return [Response(group, *found.get(group, (0, 0))) for group in Respondents]


def _scores(which: Which) -> list[Score]:
    """Exact: sheets with the same sum over the same number of items are counted by the database."""
    sheets = (
        select(
            Asked.respondents,
            Asked.engagement_id,
            func.sum(Answer.score).label("total"),
            func.count(Answer.score).label("answers"),
        )
        .select_from(Answer)
        .join(AnswerSheet, Answer.sheet_id == AnswerSheet.id)
        .join(Asked, AnswerSheet.asked_id == Asked.id)
        .join(Engagement, Asked.engagement_id == Engagement.id)
        .where(which, Answer.item.in_(CORE), Answer.score.is_not(None))
        .group_by(AnswerSheet.id, Asked.respondents, Asked.engagement_id)
        .subquery()
    )
    rows = session.execute(select(*sheets.c, func.count()).group_by(*sheets.c)).all()
    return [_score(group, [row[1:] for row in rows if row[0] == group]) for group in Respondents]


def _score(group: Respondents, rows: list[Any]) -> Score:
    return Score(
        group,
        sheets=sum(count for *_, count in rows),
        reviews=len({review for review, *_ in rows}),
        total=sum(
            (Fraction(int(total), answers) * count for _, total, answers, count in rows),
            Fraction(0),
        ),
    )


def _items(which: Which) -> dict[str, ItemResult]:
    rows = session.execute(
        select(
            Answer.item,
            func.count(Answer.score),
            func.count(Asked.engagement_id.distinct()),
            func.sum(Answer.score),
            func.sum(case((Answer.score >= HIGH, 1), else_=0)),
        )
        .join(AnswerSheet, Answer.sheet_id == AnswerSheet.id)
        .join(Asked, AnswerSheet.asked_id == Asked.id)
        .join(Engagement, Asked.engagement_id == Engagement.id)
        .where(which, Answer.score.is_not(None))
        .group_by(Answer.item)
    )
    return {
        code: ItemResult(ITEM[code], answers, reviews, int(total), int(high))
        for code, answers, reviews, total, high in rows
    }


ITEM = {item.code: item for group in Respondents for item in items_for(group, Moment.T1)}
