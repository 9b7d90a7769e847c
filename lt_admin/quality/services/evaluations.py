"""Asking participants, and keeping what they answer without keeping who they are."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import update

from lt_admin.accounts.models import User, hash_of
from lt_admin.core import audit, clock, links, outbox
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.series import INSERT
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.quality import mails
from lt_admin.quality.models.evaluations import (
    Answer,
    AnswerSheet,
    Asked,
    Invitation,
    Moment,
    OpenAnswer,
    OpenQuestion,
    Respondents,
)
from lt_admin.quality.queries import questionnaires as queries
from lt_admin.quality.rules.questionnaires import check_answers, items_for

LINK_DAYS = 42
MOST_ADDRESSES = 100
ASKING = (EngagementState.REPORTING, EngagementState.CLOSED)
Scores = Mapping[str, int | None]
Words = Mapping[OpenQuestion, str]


def hand_out(
    engagement: Engagement, *, respondents: Respondents, moment: Moment, count: int, by: User
) -> Asked:
    """So many more of a group got the questionnaire on paper; from step 5 on."""
    asked = _asked(engagement, respondents, moment)
    if count <= 0:
        raise Refused(_("Write how many forms were handed out."))
    asked.on_paper += count
    _record(asked, by=by, on_paper=count)
    return asked


def correct_paper(asked: Asked, *, on_paper: int, by: User) -> None:
    """Put right how many forms were handed out; never fewer than were entered."""
    if on_paper < queries.entered_on_paper(asked):
        raise Refused(_("More forms than that were entered already."))
    asked.on_paper = on_paper
    _record(asked, by=by, event="evaluation:corrected", on_paper=on_paper)


def send_links(
    engagement: Engagement,
    *,
    respondents: Respondents,
    moment: Moment,
    addresses: Iterable[str],
    language: str = "nl",
    by: User,
) -> Asked:
    """Mail each address a one-time link; the address stands in the outgoing mail and nowhere else.

    Mails and links are made in orders of their own, so that no row tells which link went where.
    """
    checked = _checked(addresses)
    asked = _asked(engagement, respondents, moment)
    asked.by_link += len(checked)
    expires_on = clock.today() + timedelta(days=LINK_DAYS)
    tokens = [secrets.token_urlsafe(32) for _each in checked]
    for address, token in zip(checked, tokens, strict=True):
        link = links.address(f"/evaluation/{token}?lang={language}")
        outbox.queue(mails.invitation(address, expires_on, language=language, link=link))
    session.flush()
    for each in sorted(hash_of(token) for token in tokens):
        session.add(Invitation(asked=asked, token_hash=each, expires_on=expires_on))
    _record(asked, by=by, by_link=len(checked))
    return asked


def answer(invitation: Invitation, *, scores: Scores, words: Words) -> None:
    """Keep the answers that came by a one-time link, which is used up.

    Nothing is recorded in the audit log: with its moment, the order of the sheets would tell who
    answered what. Raises WrongState when the link was used, by somebody else at the same moment
    too, or is expired; Refused for answers that do not fit.
    """
    items = items_for(invitation.asked.respondents, invitation.asked.moment)
    check_answers(items, scores, words)
    used = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, ~Invitation.is_used)
        .where(Invitation.expires_on >= clock.today())
        .values(is_used=True)
        .returning(Invitation.id)
    )
    if used.one_or_none() is None:
        raise WrongState(_("This questionnaire was sent in already. Thank you."))
    _keep(invitation.asked, scores, words)


def enter_paper(
    engagement: Engagement,
    *,
    respondents: Respondents,
    moment: Moment,
    scores: Scores,
    words: Words,
    by: User,
) -> None:
    """Keep one form that came back on paper; raises Refused for more than were handed out."""
    asked = queries.find_asked(engagement.id, respondents, moment)
    if asked is None or queries.entered_on_paper(asked) >= asked.on_paper:
        raise Refused(_("All forms that were handed out to this group are entered already."))
    check_answers(items_for(respondents, moment), scores, words)
    _keep(asked, scores, words)
    _record(asked, by=by, event="evaluation:answered")


def check_words(written: OpenAnswer, *, text: str, by: User) -> None:
    """Somebody read the words and took out every name; an empty text lets them go."""
    asked = queries.asked_for(written)
    if text.strip():
        written.text, written.is_checked = text.strip(), True
    else:
        session.delete(written)
    _record(asked, by=by, event="evaluation:text_checked")


def _checked(addresses: Iterable[str]) -> Sequence[str]:
    """Each address once; raises Refused for what is none."""
    found = {each.strip().lower(): None for each in addresses if each.strip()}
    if not found:
        raise Refused(_("Write at least one e-mail address."))
    if len(found) > MOST_ADDRESSES:
        raise Refused(_("Send at most %(most)s at a time.", most=MOST_ADDRESSES))
    for each in found:
        try:
            validate_email(each, check_deliverability=False)
        except EmailNotValidError:
            raise Refused(_("%(address)s is not an e-mail address.", address=each)) from None
    return list(found)


def _asked(engagement: Engagement, respondents: Respondents, moment: Moment) -> Asked:
    """The row of that group, made when there is none; raises WrongState before step 5."""
    if engagement.state not in ASKING:
        raise WrongState(_("Questionnaires go out in step 5 and afterwards."))
    insert: Any = INSERT[session.get_bind().dialect.name]
    facts = {"respondents": respondents, "moment": moment, "on_paper": 0, "by_link": 0}
    row = insert(Asked).values(engagement_id=engagement.id, version=1, **facts)
    session.execute(row.on_conflict_do_nothing())
    return queries.the_asked(engagement.id, respondents, moment)


def _keep(asked: Asked, scores: Scores, words: Words) -> None:
    sheet = AnswerSheet(asked=asked, month=clock.today().replace(day=1))
    sheet.answers = [Answer(item=code, score=score) for code, score in scores.items()]
    sheet.open_answers = [
        OpenAnswer(question=question, text=text.strip())
        for question, text in words.items()
        if text.strip()
    ]
    session.add(sheet)
    session.flush()


def _record(asked: Asked, *, by: User, event: str = "evaluation:asked", **facts: Any) -> None:
    """One line about the group as a whole, never about a sheet."""
    known: dict[str, Any] = {"respondents": asked.respondents, "moment": asked.moment}
    if event == "evaluation:asked":
        known |= {"by_link": 0, "on_paper": 0}
    audit.record(event, asked, by=by, about=asked.engagement, **known | facts)
