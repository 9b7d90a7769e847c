"""Reading the register of working documents, and when they are to be destroyed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lt_admin.conduct.models.registers import DocumentForm, DocumentKind, WorkingDocument
from lt_admin.conduct.models.sessions import ReviewSession, SessionKind, SessionState
from lt_admin.conduct.queries.report_words import DOCUMENTS, FORMS
from lt_admin.conduct.queries.sessions import last_presentations
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import GUIDING, Assignment, AssignmentRole
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.queries.assignments import team_of


def documents_of(engagement_id: int) -> Sequence[WorkingDocument]:
    """What is registered of a review, by kind and in the order of registering."""
    found = session.scalars(
        select(WorkingDocument)
        .where(WorkingDocument.engagement_id == engagement_id)
        .order_by(WorkingDocument.id)
        .options(joinedload(WorkingDocument.holder).joinedload(Reviewer.user))
    ).all()
    kinds = list(DOCUMENTS)
    return sorted(found, key=lambda each: kinds.index(each.kind))


def items_of(documents: Iterable[WorkingDocument]) -> list[tuple[Any, Any, DocumentForm, int]]:
    """How many there are by kind and form, in the order of lists; both in words."""
    counts: Counter[tuple[DocumentKind, DocumentForm]] = Counter()
    for each in documents:
        counts[each.kind, each.form] += each.count
    return [
        (kind_word, form_word, form, counts[kind, form])
        for kind, kind_word in DOCUMENTS.items()
        for form, form_word in FORMS.items()
        if counts[kind, form]
    ]


def find_document(engagement: Engagement, document_id: int) -> WorkingDocument | None:
    """That line of the register, if it is one of this review."""
    found = documents_of(engagement.id)
    return next((each for each in found if each.id == document_id), None)


def last_presentation_on(engagement_id: int) -> date | None:
    """The Amsterdam day of the last presentation that was held."""
    return last_presentations([engagement_id]).get(engagement_id)


def planned_presentation_on(engagement_id: int) -> date | None:
    """The Amsterdam day of the last presentation that is still to be held."""
    last: datetime | None = session.scalar(
        select(func.max(ReviewSession.starts_at)).where(
            ReviewSession.engagement_id == engagement_id,
            ReviewSession.kind == SessionKind.PRESENTATION,
            ReviewSession.state == SessionState.PLANNED,
        )
    )
    return None if last is None else clock.day_of(last)


def destruction_counts_from(engagement: Engagement) -> date | None:
    """The day from which the term of destruction runs; None while there is none.

    That is the last presentation, or the day on which a review ended that went no further.
    """
    return last_presentation_on(engagement.id) or engagement.ended_on


def holders_of(engagement: Engagement) -> list[Reviewer]:
    """Those who have or had a declared place in a review, each once."""
    started = [each for each in team_of(engagement) if each.started_on is not None]
    return list({each.reviewer_id: each.reviewer for each in started}.values())


def guides_of(engagement: Engagement) -> list[Assignment]:
    """The reviewers who guide or guided it, lead first; those who still do come before others."""
    guiding = [
        each for each in team_of(engagement) if each.started_on is not None and each.role in GUIDING
    ]
    order = list(AssignmentRole)
    return sorted(guiding, key=lambda each: (not each.is_standing, order.index(each.role)))
