"""Letting go of what has had its time (DOMAIN.md 2i); safe to repeat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete

from lt_admin.accounts.services import forget_failures
from lt_admin.billing.services import questions
from lt_admin.conduct.queries.names import reviews_with_names
from lt_admin.conduct.services.groups import erase_names
from lt_admin.core import audit, outbox
from lt_admin.core.db import session
from lt_admin.core.orm import Model
from lt_admin.orientation.services.requests import forget_request
from lt_admin.quality.models.evaluations import Invitation, OpenAnswer, RetentionRun
from lt_admin.quality.queries import retention as queries
from lt_admin.quality.queries.retention import Due
from lt_admin.quality.rules.retention import Keeping

Actor = Model | str


@dataclass(frozen=True)
class Gone:
    """How many things a rule let go of."""

    rule: Keeping
    things: int


def preview() -> list[Due]:
    """Every rule with what `run` would let go of now; changes nothing."""
    return queries.due()


def run(*, by: Actor) -> list[Gone]:
    """Let go of everything whose time is over; what each rule did, also when that is nothing.

    The log says how many things of what kind, never whose.
    """
    done = [Gone(rule, deed(by)) for rule, deed in DEEDS.items()]
    for each in done:
        if each.things:
            kept = RetentionRun(rule=each.rule.value, things=each.things)
            session.add(kept)
            audit.record("retention:ran", kept, by=by, rule=each.rule, things=each.things)
    return done


def run_job() -> int:
    """The same as a job; the number of things that went."""
    return sum(each.things for each in run(by=audit.SYSTEM))


def _names(by: Actor) -> int:
    reviews = reviews_with_names(queries.presented_reviews())
    return sum(erase_names(review, by=by) for review in reviews)


def _words(_by: Actor) -> int:
    old = OpenAnswer.id.in_(queries.old_words())
    return len(session.scalars(delete(OpenAnswer).where(old).returning(OpenAnswer.id)).all())


def _links(_by: Actor) -> int:
    old = Invitation.id.in_(queries.expired_links())
    return len(session.scalars(delete(Invitation).where(old).returning(Invitation.id)).all())


def _requests(by: Actor) -> int:
    found = queries.engagements(queries.ended_requests())
    for engagement in found:
        forget_request(engagement, by=by)
    return len(found)


def _mails(_by: Actor) -> int:
    return outbox.forget(queries.mails_before())


def _questions(_by: Actor) -> int:
    return questions.forget(queries.mails_before())


def _failures(_by: Actor) -> int:
    return forget_failures()


DEEDS: dict[Keeping, Callable[[Actor], int]] = {
    Keeping.GROUP_NAMES: _names,
    Keeping.OPEN_ANSWERS: _words,
    Keeping.LINKS: _links,
    Keeping.REQUESTS: _requests,
    Keeping.MAILS: _mails,
    Keeping.QUESTIONS: _questions,
    Keeping.SIGN_IN_FAILURES: _failures,
}
