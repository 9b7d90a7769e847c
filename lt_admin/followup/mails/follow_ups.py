"""Mails about a follow-up: the invitation with its link, and every booking, move and cancellation.

To a commissioner in the organisation's language, to a reviewer in the reviewer's own. Nobody's
name or address stands in the mail to another organisation.
"""

from __future__ import annotations

from collections.abc import Sequence

from lt_admin.core.calendar import Person
from lt_admin.core.formats import long_day
from lt_admin.core.foundation import Foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext, speaking
from lt_admin.core.links import address
from lt_admin.core.outbox import LINK, Mail
from lt_admin.followup.mails.events import file_for, place_of, title_of
from lt_admin.followup.models.bookings import Booking, BookingState, Invitee
from lt_admin.followup.rules.phrases import lasting, listed, when
from lt_admin.followup.rules.terms import last_day_to_change
from lt_admin.reviewers.models.people import Reviewer


def invited(invitee: Invitee, foundation: Foundation, *, link: str) -> Mail:
    """Times to choose from, behind a link of the contact's own."""
    with speaking(invitee.organisation.language):
        offer = invitee.offer
        code, length = offer.engagement.code, lasting(offer.minutes)
        body = [
            _("We agreed to look back together at the learning review %(code)s.", code=code),
            _("Choose a time for the conversation; it takes %(length)s:", length=length)
            + f"\n{LINK}",
            _together(invitee),
            _keep(),
        ]
        subject = _("A time for the follow-up of %(code)s", code=code)
        return _letter(invitee, subject, [part for part in body if part], foundation, link)


def link_renewed(invitee: Invitee, foundation: Foundation, *, link: str) -> Mail:
    """A new link to the same follow-up."""
    with speaking(invitee.organisation.language):
        code = invitee.offer.engagement.code
        again = _("Here is a new link for the follow-up of %(code)s:", code=code) + f"\n{LINK}"
        body = [again, _("Earlier links no longer work."), _keep()]
        subject = _("A time for the follow-up of %(code)s", code=code)
        return _letter(invitee, subject, body, foundation, link)


def to_commissioner(
    booking: Booking, invitee: Invitee, guides: Sequence[Reviewer], foundation: Foundation
) -> Mail:
    """Booked, moved or cancelled: what, when, where, with whom, and a file for the calendar."""
    with speaking(invitee.organisation.language):
        body = [_news(booking), _facts(booking)]
        if booking.stands:
            names = listed([guide.name for guide in guides])
            body += [_("You speak with %(names)s.", names=names), _changes(booking)]
        else:
            body.append(_("With the link in our earlier mail you choose another time."))
        person = Person(invitee.contact.name, invitee.contact.email)
        file = file_for(booking, foundation, person)
        mail = _letter(invitee, _subject(booking), body, foundation)
        return Mail(mail.to, mail.subject, mail.text, mail.language, attachments=(file,))


def to_reviewer(booking: Booking, guide: Reviewer, foundation: Foundation) -> Mail:
    """The same for a reviewer, with who booked."""
    user = guide.user
    with speaking(user.language):
        body = [_("Hello %(name)s,", name=user.name.split()[0]), _news(booking), _facts(booking)]
        if booking.stands:
            body.append(_booker(booking))
        body.append(address(f"/engagements/{booking.offer.engagement_id}/follow-up"))
        file = file_for(booking, foundation, Person(user.name, user.email))
        text = "\n\n".join(body) + "\n"
        return Mail(user.email, _subject(booking), text, user.language, attachments=(file,))


def _subject(booking: Booking) -> str:
    title, at = title_of(booking.offer.engagement.code), when(booking.starts_at, booking.minutes)
    if booking.state is BookingState.CANCELLED:
        return _("Cancelled: %(title)s", title=title)
    word = _("Moved: %(title)s", title=title) if booking.sequence else title
    return f"{word}, {at}"


def _news(booking: Booking) -> str:
    code = booking.offer.engagement.code
    if booking.state is BookingState.CANCELLED:
        told = _("The follow-up of %(code)s does not take place at this time:", code=code)
    elif booking.sequence:
        told = _("The follow-up of %(code)s has moved to:", code=code)
    else:
        told = _("The follow-up of %(code)s is settled:", code=code)
    return told


def _facts(booking: Booking) -> str:
    lines = [when(booking.starts_at, booking.minutes), place_of(booking), booking.cancel_reason]
    return "\n".join(line for line in lines if line)


def _changes(booking: Booking) -> str:
    last = last_day_to_change(booking.starts_at, booking.offer.notice_days)
    return _(
        "Until %(day)s you move or cancel it with the link in our earlier mail; after that, call "
        "or mail us. Open the file in this mail to put it into your calendar.",
        day=long_day(last, language()),
    )


def _booker(booking: Booking) -> str:
    facts = {"organisation": booking.organisation.name, "name": booking.name}
    if booking.people is None:
        return _("Booked by %(name)s of %(organisation)s.", **facts)
    many = booking.people
    return ngettext(
        "Booked by %(name)s of %(organisation)s, who come with one person.",
        "Booked by %(name)s of %(organisation)s, who come with %(num)d people.",
        many,
        **facts,
    )


def _together(invitee: Invitee) -> str:
    """Who else is invited, by organisation only."""
    offer = invitee.offer
    names = [each.organisation.name for each in offer.invitees if each is not invitee]
    if not names or not offer.is_joint:
        return ""
    return _(
        "It is one conversation with %(names)s as well. Who chooses first settles the time.",
        names=listed(names),
    )


def _keep() -> str:
    return _("This link is yours: keep it, with it you also move or cancel the conversation.")


def _letter(
    invitee: Invitee,
    subject: str,
    body: Sequence[str],
    foundation: Foundation,
    link: str | None = None,
) -> Mail:
    """Greeting, paragraphs, and who writes."""
    coordinator = invitee.offer.engagement.coordinator
    who = (coordinator.name, foundation.name, foundation.phone, foundation.email)
    closing = "\n".join([_("Kind regards,"), *(each for each in who if each)])
    greeting = _("Dear %(name)s,", name=invitee.contact.name)
    text = "\n\n".join([greeting, *body, closing])
    return Mail(invitee.contact.email, subject, text, invitee.organisation.language, link)
