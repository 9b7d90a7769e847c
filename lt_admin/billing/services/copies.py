"""A quote made from an earlier one, for the same review or for another."""

from __future__ import annotations

from lt_admin.billing.models.quotes import Quote, QuoteKind
from lt_admin.billing.queries import quotes as queries
from lt_admin.billing.rules.copies import still_borne
from lt_admin.billing.rules.shares import Share
from lt_admin.billing.services import drafts, quotes
from lt_admin.core import audit
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import Engagement


def copy_quote(source: Quote, engagement: Engagement, *, by: Model | str) -> Quote:
    """A draft of the same kind with the same hours, other costs and shares, at today's rate.

    A share goes along when its organisation takes part; a change order takes rate and shares of
    the review that it adds to. Refused where a quote of this kind has no place now.
    """
    made = quotes.new_draft(engagement, source.kind, valid_until=drafts.usual_validity(), by=by)
    review = queries.accepted_quote(engagement, QuoteKind.REVIEW)
    if source.kind is QuoteKind.CHANGE_ORDER:
        if review is None:
            raise Refused(_("More hours can be asked once the quote of the review is accepted."))
        made.rate, made.language = review.rate, review.language
    drafts.write_lines(made, drafts.hours_of(source), drafts.costs_of(source))
    model = review if source.kind is QuoteKind.CHANGE_ORDER and review is not None else source
    drafts.divide(made, _shares(model, engagement))
    audit.record("quote:copied", made, by=by, about=engagement, source=source.name)
    return made


def _shares(source: Quote, engagement: Engagement) -> list[Share]:
    payers = {party.organisation_id for party in drafts.payers_of(engagement)}
    return still_borne(drafts.shares_of(source, of_another_sum=True), payers)
