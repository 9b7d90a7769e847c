"""What is written to reviewers and to the coordinator about places and hours."""

from __future__ import annotations

from lt_admin.accounts.models import User
from lt_admin.core import links
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.outbox import Mail
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import Assignment
from lt_admin.reviewers.models.people import Reviewer


def _to(user: User, subject: str, *paragraphs: str) -> Mail:
    greeting = _("Hello %(name)s,", name=user.name)
    text = "\n\n".join([greeting, *paragraphs]) + "\n"
    return Mail(user.email, subject, text, language=user.language)


def asked(engagement: Engagement, reviewer: Reviewer, assignment_id: int | None = None) -> Mail:
    """To the reviewer: a review asks for you; sign the declaration or decline.

    Without an id the address is left open: how the mail will read, before it is sent.
    """
    user, code = reviewer.user, engagement.code
    with speaking(user.language):
        return _to(
            user,
            _("Will you take part in review %(code)s?", code=code),
            _("We would like you to take part in review %(code)s.", code=code),
            _(
                "Three short questions about your independence come first. Please answer them, or "
                "decline, on this page:"
            ),
            links.address(f"/assignments/{assignment_id or '...'}"),
            _("You can log hours from the day on which you sign."),
        )


def declined(assignment: Assignment) -> Mail:
    """To the coordinator: somebody else has to be asked."""
    user, code = assignment.engagement.coordinator, assignment.engagement.code
    name = assignment.reviewer.name
    with speaking(user.language):
        return _to(
            user,
            _("%(name)s does not take part in %(code)s", name=name, code=code),
            _(
                "%(name)s declined review %(code)s. Choose somebody else here:",
                name=name,
                code=code,
            ),
            links.address(f"/engagements/{assignment.engagement_id}/reviewers"),
        )


def to_judge(assignment: Assignment) -> Mail:
    """To the coordinator: a declaration mentions other paid work (IR4)."""
    user, code = assignment.engagement.coordinator, assignment.engagement.code
    name = assignment.reviewer.name
    with speaking(user.language):
        return _to(
            user,
            _("A declaration to look at: %(name)s, %(code)s", name=name, code=code),
            _(
                "%(name)s signed the declaration for %(code)s and mentions other paid work for a "
                "party. Decide here whether that is a reason to choose somebody else:",
                name=name,
                code=code,
            ),
            links.address(f"/assignments/{assignment.id}"),
        )


def ended(assignment: Assignment) -> Mail:
    """To the reviewer: the place has ended, the hours stay."""
    user, code = assignment.reviewer.user, assignment.engagement.code
    with speaking(user.language):
        return _to(
            user,
            _("Your place in review %(code)s has ended", code=code),
            _(
                "Your place in review %(code)s ends today. Hours up to and including today can "
                "still be logged:",
                code=code,
            ),
            links.address("/hours"),
        )


def hours_returned(reviewer: Reviewer, reason: str) -> Mail:
    """To the reviewer: some hours came back, and why."""
    with speaking(reviewer.user.language):
        return _to(
            reviewer.user,
            _("Some of your hours came back"),
            _("The coordinator asks you to look at some of your hours again:"),
            reason,
            links.address("/hours"),
        )
