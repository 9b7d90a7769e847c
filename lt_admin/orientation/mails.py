"""What orientation writes to people outside."""

from __future__ import annotations

from datetime import timedelta

from lt_admin.core import formats, i18n
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.outbox import Mail
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.rules.requests import TALK_WITHIN_DAYS


def acknowledgement(engagement: Engagement) -> Mail:
    """Your request has come in, this is what happens next; in the organisation's language."""
    request = engagement.request
    with i18n.speaking(request.organisation.language):
        return Mail(
            to=request.sender_email,
            subject=_("Your request for an orientation conversation"),
            text="\n\n".join([*_request_lines(engagement), _signature(engagement)]) + "\n",
            language=request.organisation.language,
        )


def _request_lines(engagement: Engagement) -> list[str]:
    request, language = engagement.request, engagement.request.organisation.language
    before = request.received_on + timedelta(days=TALK_WITHIN_DAYS)
    return [
        _("Dear %(name)s,", name=request.sender_name),
        _(
            "Thank you for your request of %(day)s, on behalf of %(organisation)s, for an "
            "orientation conversation about a learning review. It has reached us well.",
            day=formats.long_day(request.received_on, language),
            organisation=request.organisation.name,
        ),
        _(
            "%(coordinator)s will get in touch with you to make an appointment. We would like to "
            "speak with you no later than %(day)s.",
            coordinator=engagement.coordinator.name,
            day=formats.long_day(before, language),
        ),
        _(
            "The conversation is free of charge and binds you to nothing. Together we look at "
            "whether a learning review suits your question, and who should take part in it."
        ),
        _(
            "Please do not write to us about the people concerned or about what happened: we do "
            "not need names or files for this conversation, and we do not keep them."
        ),
    ]


def _signature(engagement: Engagement) -> str:
    """Who writes, and where to ask."""
    foundation = the_foundation()
    where = " · ".join(each for each in (foundation.phone, foundation.email) if each)
    question = (
        _("Do you have a question in the meantime? You are welcome to call or write to us.")
        if foundation.phone
        else _("Do you have a question in the meantime? You are welcome to write to us.")
    )
    lines = [_("With kind regards,"), engagement.coordinator.name, foundation.name, where]
    return question + "\n\n" + "\n".join(line for line in lines if line)
