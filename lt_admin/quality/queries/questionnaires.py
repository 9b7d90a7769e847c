"""Who was asked how often, the one-time links, and the words that somebody wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import User, hash_of
from lt_admin.accounts.policy import Permission
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.quality.models.evaluations import (
    AnswerSheet,
    Asked,
    Invitation,
    Moment,
    OpenAnswer,
    Respondents,
)
from lt_admin.quality.rules.evaluations import LEAST

_UNREAD = ~OpenAnswer.is_checked


def find_asked(engagement_id: int, respondents: Respondents, moment: Moment) -> Asked | None:
    """How many of that group were asked, if anybody was; locked until the end of the change."""
    return session.scalars(_locked(engagement_id, respondents, moment)).one_or_none()


def the_asked(engagement_id: int, respondents: Respondents, moment: Moment) -> Asked:
    """The same, for a group that was asked."""
    return session.scalars(_locked(engagement_id, respondents, moment)).one()


def _locked(engagement_id: int, respondents: Respondents, moment: Moment) -> Select[Asked]:
    wanted = (
        select(Asked)
        .where(Asked.engagement_id == engagement_id)
        .where(Asked.respondents == respondents, Asked.moment == moment)
        .with_for_update()
    )
    return wanted.execution_options(populate_existing=True)


def asked_of(engagement_id: int) -> Sequence[Asked]:
    """Everything that was asked in a review, T0 first."""
    wanted = select(Asked).where(Asked.engagement_id == engagement_id)
    return session.scalars(wanted.order_by(Asked.moment, Asked.respondents)).all()


def find_invitation(token: str) -> Invitation | None:
    """The one-time link with this secret part."""
    wanted = select(Invitation).where(Invitation.token_hash == hash_of(token))
    return session.scalars(wanted.options(joinedload(Invitation.asked))).one_or_none()


def entered_on_paper(asked: Asked) -> int:
    """How many paper forms were entered: the sheets that came by no link."""
    sheets = select(func.count()).where(AnswerSheet.asked_id == asked.id).scalar_subquery()
    used = (
        select(func.count())
        .where(Invitation.asked_id == asked.id, Invitation.is_used)
        .scalar_subquery()
    )
    return int(session.scalars(select(sheets - used)).one())


def unread() -> Sequence[OpenAnswer]:
    """Words that nobody has read for names yet, in no telling order."""
    wanted = select(OpenAnswer).where(_UNREAD)
    return session.scalars(wanted.order_by(OpenAnswer.id)).all()


def find_unread(answer_id: int) -> OpenAnswer | None:
    """One of those, locked."""
    wanted = select(OpenAnswer).where(OpenAnswer.id == answer_id, _UNREAD)
    return session.scalars(wanted.with_for_update()).one_or_none()


def asked_for(answer: OpenAnswer) -> Asked:
    """The questionnaire that the words belong to."""
    wanted = select(Asked).join(AnswerSheet, AnswerSheet.asked_id == Asked.id)
    return session.scalars(wanted.where(AnswerSheet.id == answer.sheet_id)).one()


def words_over(from_: date, until: date) -> Sequence[OpenAnswer]:
    """Words that were read for names, from reviews closed in the period; in no telling order.

    Which group or review they come from is not told, and none are shown of fewer than three
    sheets together.
    """
    sheets = (
        select(AnswerSheet.id)
        .join(Asked, AnswerSheet.asked_id == Asked.id)
        .join(Engagement, Asked.engagement_id == Engagement.id)
        .where(Engagement.closed_on.between(from_, until))
    )
    enough = select(func.count()).select_from(sheets.subquery()).scalar_subquery() >= LEAST
    wanted = select(OpenAnswer).where(OpenAnswer.sheet_id.in_(sheets), OpenAnswer.is_checked)
    return session.scalars(wanted.where(enough).order_by(OpenAnswer.id)).all()


def duties(user: User) -> list[Duty]:
    """Words that wait to be read for names, as one sentence for who may do that."""
    if not user.may(Permission.EVALUATION_MANAGE):
        return []
    wanted = select(func.count(), func.min(AnswerSheet.month)).select_from(OpenAnswer)
    of_sheet = OpenAnswer.sheet_id == AnswerSheet.id
    count, since = session.execute(wanted.join(AnswerSheet, of_sheet).where(_UNREAD)).one()
    if not count:
        return []
    sentence = ngettext(
        "An answer of a participant waits to be read for names.",
        "%(num)s answers of participants wait to be read for names.",
        count,
    )
    reason = _("Others see the words only afterwards.")
    return [Duty(sentence, since, url_for("evaluations.words"), _("Read them"), reason)]
