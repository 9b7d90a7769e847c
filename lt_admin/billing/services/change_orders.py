"""A change order drafted from the hours that pass what was agreed."""

from __future__ import annotations

from lt_admin.billing.models.quotes import Quote, QuoteKind
from lt_admin.billing.queries import change_orders as queries
from lt_admin.billing.queries.quotes import accepted_quote
from lt_admin.billing.rules.change_orders import exceeding
from lt_admin.billing.services import drafts, quotes
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import Engagement


def draft_from_hours(engagement: Engagement, *, by: Model | str) -> Quote:
    """A draft of what was worked beyond the agreed hours, by step and role; approved or not yet.

    At the rate and with the shares of the review's quote. Refused when no step has more hours
    than agreed, or no quote was accepted yet.
    """
    review = accepted_quote(engagement, QuoteKind.REVIEW)
    if review is None:
        raise Refused(_("More hours can be asked once the quote of the review is accepted."))
    with speaking(review.language):
        words = _("hours beyond those agreed")
    hours = exceeding(queries.worked(engagement), queries.agreed(engagement), words)
    if not hours:
        raise Refused(_("In no step are there more hours than agreed."))
    until = drafts.usual_validity()
    made = quotes.new_draft(engagement, QuoteKind.CHANGE_ORDER, valid_until=until, by=by)
    made.rate, made.language = review.rate, review.language
    drafts.write_lines(made, hours, [])
    drafts.divide(made, drafts.shares_of(review, of_another_sum=True))
    return made
