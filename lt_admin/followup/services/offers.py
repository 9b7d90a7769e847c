"""Times for a follow-up: offered from the calendars of all who guide, added to and taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from lt_admin.accounts.models import User
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.followup.models.bookings import Invitee, Offer, Slot
from lt_admin.followup.queries import access, availability
from lt_admin.followup.queries import offers as queries
from lt_admin.followup.rules import terms
from lt_admin.followup.services import links
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.models.organisations import Contact

DAY = timedelta(days=1)
LATE = (EngagementState.REPORTING, EngagementState.CLOSED)


def make_offer(  # noqa: PLR0913 - an offer has this many terms
    engagement: Engagement,
    *,
    starts: Sequence[datetime],
    minutes: int = terms.USUAL_MINUTES,
    is_joint: bool = True,
    notice_days: int = terms.USUAL_NOTICE,
    organisations: Collection[int] | None = None,
    by: User,
) -> Offer:
    """Offer these times to the commissioners, and mail each contact a link of its own.

    `organisations` are the ids of those who join, all commissioners by default. Refused unless the
    follow-up is agreed and every time suits all who guide; WrongState while an offer is open.
    """
    _check_moment(engagement)
    _check_terms(minutes, notice_days)
    contacts = _contacts(engagement, organisations)
    _check_starts(engagement, starts, minutes)
    offer = Offer(
        engagement_id=engagement.id,
        is_joint=is_joint,
        minutes=minutes,
        notice_days=notice_days,
        offered_on=clock.today(),
        slots=[Slot(starts_at=start) for start in sorted(set(starts))],
        invitees=[Invitee(organisation_id=c.organisation_id, contact=c) for c in contacts],
    )
    session.add(offer)
    facts = {"slots": len(offer.slots), "minutes": minutes}
    audit.record("offer:made", offer, by=by, about=engagement, **facts)
    for invitee in offer.invitees:
        links.invite(invitee, by=by)
    return offer


def add_slot(offer: Offer, starts_at: datetime, *, by: User) -> Slot:
    """Offer one more time; the links that were mailed show it too."""
    _check_open(offer)
    if any(slot.starts_at == starts_at and not slot.withdrawn_at for slot in offer.slots):
        raise Refused(_("This time is offered already."))
    _check_starts(offer.engagement, [starts_at], offer.minutes)
    if len(offer.slots) >= terms.MOST_SLOTS:
        raise Refused(_("Offer at most %(most)s times.", most=terms.MOST_SLOTS))
    slot = next((slot for slot in offer.slots if slot.starts_at == starts_at), None)
    if slot is None:
        slot = Slot(offer=offer, starts_at=starts_at)
        session.add(slot)
    slot.withdrawn_at = None
    facts = {"starts_at": starts_at.isoformat()}
    audit.record("offer:slot_added", slot, by=by, about=offer.engagement, **facts)
    return slot


def withdraw_slot(slot: Slot, *, by: User) -> None:
    """Take a time back; WrongState when somebody has booked it."""
    offer = slot.offer
    if any(b.slot_id == slot.id and b.stands for b in offer.bookings):
        raise WrongState(_("This time is booked; move or cancel the booking first."))
    slot.withdraw()
    facts = {"starts_at": slot.starts_at.isoformat()}
    audit.record("offer:slot_withdrawn", slot, by=by, about=offer.engagement, **facts)


def close_offer(offer: Offer, *, by: User) -> None:
    """Let nobody book by it any more; what is booked stays, and its links go on telling so."""
    offer.close(on=clock.today())
    audit.record("offer:closed", offer, by=by, about=offer.engagement)


def _check_open(offer: Offer) -> None:
    if not offer.is_open:
        raise WrongState(_("This offer is closed already."))


def _check_moment(engagement: Engagement) -> None:
    if engagement.state not in LATE or not access.is_agreed(engagement.id):
        raise Refused(_("Times are offered once the commissioners have agreed on a follow-up."))
    if queries.open_offer_of(engagement.id) is not None:
        raise WrongState(_("Times are offered already; add to them, or close that offer first."))


def _check_terms(minutes: int, notice_days: int) -> None:
    if minutes % 15 or not terms.LEAST_MINUTES <= minutes <= terms.MOST_MINUTES:
        raise Refused(_("A follow-up lasts from half an hour to eight hours, in quarters."))
    if not 0 <= notice_days <= terms.MOST_NOTICE:
        raise Refused(_("The term for changes is at most %(most)s days.", most=terms.MOST_NOTICE))


def _contacts(engagement: Engagement, ids: Collection[int] | None) -> list[Contact]:
    """The contacts of the organisations that join."""
    known = {o.id: (o, contact) for o, contact in queries.organisations_to_invite(engagement)}
    chosen = list(known) if ids is None else [each for each in known if each in ids]
    if not chosen or (ids is not None and not set(ids) <= set(known)):
        raise Refused(_("Choose the organisations that join the follow-up."))
    nobody = [known[each][0].name for each in chosen if known[each][1] is None]
    if nobody:
        raise Refused(_("There is no contact for quotes at %(names)s.", names=", ".join(nobody)))
    return [contact for each in chosen if (contact := known[each][1]) is not None]


def _check_starts(engagement: Engagement, starts: Sequence[datetime], minutes: int) -> None:
    if not starts:
        raise Refused(_("Choose at least one time."))
    if len(set(starts)) > terms.MOST_SLOTS:
        raise Refused(_("Offer at most %(most)s times.", most=terms.MOST_SLOTS))
    guides = access.guides_of(engagement.id)
    if not guides:
        raise Refused(_("Nobody guides this review now; ask a reviewer first."))
    days = {clock.day_of(start) for start in starts}
    free = availability.free_starts(guides, minutes, from_=min(days), until=max(days) + DAY)
    if not set(starts) <= set(free):
        raise Refused(_("Not all of these times suit the reviewers any more; choose again."))
