"""Reviews that asked participants, and what these answered: through the services."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select

from lt_admin.core.db import session
from lt_admin.core.outbox import QueuedMail
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.quality.models.evaluations import AnswerSheet, Moment, Respondents
from lt_admin.quality.queries.questionnaires import find_invitation
from lt_admin.quality.services import evaluations as services
from tests.billing import work

C, S, B = Respondents.SERVICE_USERS, Respondents.STAFF, Respondents.BOARDS
FIRST_ITEM = {"C": "EC1", "S": "ES1", "B": "EB1", "R": "ER1", "M": "EM1"}


def closed(code=None, on=date(2025, 7, 3), **facts):
    facts = {"state": EngagementState.CLOSED, "closed_on": on} | facts
    return work.engagement(code, **facts)


def asked(of, group, count, *, by, moment=Moment.T0):
    return services.hand_out(of, respondents=group, moment=moment, count=count, by=by)


def entered(of, group, *sheets, by, moment=Moment.T0, words=None):
    """Forms that came back; each is a mapping of scores, or one score for the first item."""
    for each in sheets:
        scores = each if isinstance(each, dict) else {FIRST_ITEM[group]: each}
        facts = {"respondents": group, "moment": moment, "scores": scores}
        services.enter_paper(of, **facts, words=words or {}, by=by)


def answered(of, group, *sheets, by, **facts):
    """Handed out and come back, all of them."""
    asked(of, group, len(sheets), by=by, **facts)
    entered(of, group, *sheets, by=by, **facts)


def token_for(of, group=S, *, by, address="iemand@mail.example"):
    """The secret part of a link that was mailed just now."""
    facts = {"respondents": group, "moment": Moment.T0, "addresses": [address]}
    services.send_links(of, **facts, by=by)
    newest = select(QueuedMail).order_by(QueuedMail.id.desc()).limit(1)
    return re.search(r"/evaluation/([\w-]+)", session.scalars(newest).one().link)[1]


def invitation_for(of, group=S, *, by, **facts):
    return find_invitation(token_for(of, group, by=by, **facts))


def sheets():
    return session.scalars(select(AnswerSheet)).all()
