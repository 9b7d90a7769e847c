"""Quotes: drafted, sent, revised, taken back; what commissioners answer stands in answers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from lt_admin.billing.documents.quotes import quote_pdf
from lt_admin.billing.mails import quotes as mails
from lt_admin.billing.models.quotes import Quote, QuoteKind, QuoteState
from lt_admin.billing.queries import quotes as queries
from lt_admin.billing.queries.rates import hourly_rate_on
from lt_admin.billing.rules import drafts as rules
from lt_admin.billing.rules.drafts import OtherCost, StepHours
from lt_admin.billing.rules.rates import STANDARD
from lt_admin.billing.rules.senders import check_sender
from lt_admin.billing.rules.shares import Share
from lt_admin.billing.services import drafts, links
from lt_admin.core import audit, clock, outbox
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import RUNNING, EndReason, Engagement, EngagementState
from lt_admin.orientation.queries.plans import find_plan
from lt_admin.orientation.services import engagements as orientation

Actor = Model | str
_S = EngagementState
WHEN: dict[QuoteKind, frozenset[EngagementState]] = {
    QuoteKind.REVIEW: frozenset({_S.ORIENTATION, _S.QUOTED}),
    QuoteKind.CHANGE_ORDER: frozenset({_S.ACCEPTED, _S.ON_HOLD, *RUNNING}),
    QuoteKind.FOLLOW_UP: frozenset({_S.REPORTING, _S.CLOSED}),  # DOMAIN.md 2h
}


def draft_review_quote(engagement: Engagement, *, valid_until: date, by: Actor) -> Quote:
    """A draft from the review plan, role by step, at today's rate; the engagement gets its code.

    Refused without a plan, and while another quote for the review is open or accepted.
    """
    plan = find_plan(engagement)
    if plan is None or not plan.lines:
        raise Refused(_("Make the review plan first; the quote takes its hours from it."))
    quote = new_draft(engagement, QuoteKind.REVIEW, valid_until=valid_until, by=by)
    quote.starts_on, quote.ends_on = engagement.planned_start_on, engagement.planned_end_on
    drafts.write_lines(quote, drafts.planned_hours(plan, quote.language), [])
    return quote


def draft_change_order(  # noqa: PLR0913 - the hours, and what they are for
    engagement: Engagement,
    *,
    lead_minutes: int,
    second_minutes: int,
    step: int,
    description: str,
    valid_until: date,
    by: Actor,
) -> Quote:
    """A draft for more hours in one step, at the rate and with the shares of the review's quote.

    Refused before the review's quote is accepted, and while another change order is open.
    """
    review = queries.accepted_quote(engagement, QuoteKind.REVIEW)
    if review is None:
        raise Refused(_("More hours can be asked once the quote of the review is accepted."))
    quote = new_draft(engagement, QuoteKind.CHANGE_ORDER, valid_until=valid_until, by=by)
    quote.rate, quote.language = review.rate, review.language
    hours = StepHours(step, lead_minutes, second_minutes, description.strip())
    drafts.write_lines(quote, [hours], [])
    drafts.divide(quote, drafts.shares_of(review, of_another_sum=True))
    return quote


def draft_follow_up(
    engagement: Engagement,
    *,
    lead_minutes: int,
    second_minutes: int,
    valid_until: date,
    by: Actor,
) -> Quote:
    """A draft for step 6, at today's rate; its shares are its own and still to be agreed."""
    quote = new_draft(engagement, QuoteKind.FOLLOW_UP, valid_until=valid_until, by=by)
    drafts.write_lines(quote, [StepHours(6, lead_minutes, second_minutes)], [])
    return quote


def new_draft(engagement: Engagement, kind: QuoteKind, *, valid_until: date, by: Actor) -> Quote:
    """An empty draft at today's rate; the engagement gets its code.

    Raises WrongState where a quote of this kind has no place, or another one is not settled.
    """
    check_moment(engagement, kind)
    if queries.live_quote(engagement, kind):
        raise WrongState(_("There is a quote of this kind that is not settled yet."))
    if kind is QuoteKind.REVIEW and engagement.has_accepted_quote:
        raise WrongState(_("The quote of this review is accepted; more hours need a change order."))
    rules.check_validity(valid_until, clock.today())
    orientation.give_code(engagement, by=by)
    quote = Quote(
        engagement=engagement,
        kind=kind,
        state=QuoteState.DRAFT,
        sequence=queries.next_sequence(engagement, kind),
        revision=1,
        language=engagement.request.organisation.language,
        rate=hourly_rate_on(clock.today()),
        valid_until=valid_until,
    )
    session.add(quote)
    _recorded_draft(quote, by)
    return quote


def add_cost_line(
    quote: Quote,
    *,
    step: int,
    description: str,
    amount: Money,
    vat_code: str = STANDARD,
    by: Actor,
) -> None:
    """Add another cost to a draft; its shares are worked out anew."""
    quote.check_draft()
    cost = OtherCost(step, description, amount, vat_code)
    agreed = drafts.shares_of(quote)
    drafts.write_lines(quote, drafts.hours_of(quote), [*drafts.costs_of(quote), cost])
    drafts.divide(quote, agreed)
    audit.record("quote:changed", quote, by=by, about=quote.engagement, cents=quote.net.cents)


def set_shares(quote: Quote, shares: Sequence[Share], *, by: Actor) -> None:
    """Say who bears which part of a draft, in the order that settles odd cents."""
    quote.check_draft()
    drafts.divide(quote, shares)
    audit.record("quote:changed", quote, by=by, about=quote.engagement, cents=quote.net.cents)


def preview(quote: Quote) -> bytes:
    """The paper as it stands: the frozen one, or that of a draft as it would be sent today."""
    if quote.pdf is not None:
        return quote.pdf
    with session.no_autoflush:
        before, quote.sent_on = quote.sent_on, clock.today()
        try:
            return quote_pdf(quote, the_foundation().sender)
        finally:
            quote.sent_on = before


def send_quote(quote: Quote, *, by: Actor) -> None:
    """Freeze the paper, and mail each commissioner its own link to it.

    Refused while something is missing: in the draft, or of our own name, address and numbers.
    """
    queries.lock(quote)
    sender = the_foundation().sender
    check_sender(sender)
    check_moment(quote.engagement, quote.kind)
    quote.send(on=clock.today())
    quote.pdf = quote_pdf(quote, sender)
    quote.pdf_sha256 = hashlib.sha256(quote.pdf).hexdigest()
    facts = {"cents": quote.net.cents, "sha256": quote.pdf_sha256}
    audit.record("quote:sent", quote, by=by, about=quote.engagement, **facts)
    for share in quote.shares:
        links.mail_quote(share, by=by)
    if quote.kind is QuoteKind.REVIEW:
        orientation.quote_sent(quote.engagement, by=by)


def revise(quote: Quote, *, by: Actor) -> Quote:
    """A next version to change; the one before counts no more, and its links stop working."""
    queries.lock(quote)
    check_moment(quote.engagement, quote.kind)
    quote.supersede()
    links.withdraw_all(quote, by=by)
    audit.record("quote:superseded", quote, by=by, about=quote.engagement)
    names = ("engagement", "kind", "sequence", "language", "rate", "starts_on", "ends_on")
    copied = {name: getattr(quote, name) for name in names}
    valid = max(quote.valid_until, clock.today())
    made = Quote(**copied, revision=quote.revision + 1, state=QuoteState.DRAFT, valid_until=valid)
    session.add(made)
    drafts.write_lines(made, drafts.hours_of(quote), drafts.costs_of(quote))
    drafts.divide(made, drafts.shares_of(quote))
    _take_letters_along(quote, made)
    _recorded_draft(made, by)
    return made


def _take_letters_along(quote: Quote, made: Quote) -> None:
    letters = {share.organisation_id: share.letter for share in quote.shares}
    for share in made.shares:
        share.letter = letters.get(share.organisation_id, "")


def withdraw_quote(quote: Quote, *, reason: str, by: Actor) -> None:
    """Take a quote back; who had received it gets a mail that says so, with the reason."""
    queries.lock(quote)
    if not reason.strip():
        raise Refused(_("Say why the quote is withdrawn."))
    was_sent = quote.is_sent
    quote.withdraw(reason.strip(), on=clock.today())
    audit.record("quote:withdrawn", quote, by=by, about=quote.engagement)
    links.withdraw_all(quote, by=by)
    for share in quote.shares if was_sent else []:
        mail = mails.quote_withdrawn(share, the_foundation(), reason=quote.reason)
        outbox.queue(mail, about=share)


def reject_quote(quote: Quote, *, reason: EndReason, note: str = "", by: Actor) -> None:
    """The commissioners do not want it; with the quote of the review the engagement ends."""
    queries.lock(quote)
    quote.reject(note.strip(), on=clock.today())
    audit.record("quote:rejected", quote, by=by, about=quote.engagement)
    links.withdraw_all(quote, by=by)
    if quote.kind is QuoteKind.REVIEW:
        orientation.reject(quote.engagement, reason=reason, note=note.strip(), by=by)


def check_moment(engagement: Engagement, kind: QuoteKind) -> None:
    """Raise WrongState unless the engagement is where such a quote is made and answered."""
    if engagement.state not in WHEN[kind]:
        raise WrongState(_("In this stage of the review there is no place for such a quote."))


def _recorded_draft(quote: Quote, by: Actor) -> None:
    facts = {"kind": quote.kind, "revision": quote.revision}
    audit.record("quote:drafted", quote, by=by, about=quote.engagement, **facts)
