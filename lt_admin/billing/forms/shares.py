"""What is written to one commissioner, and where an earlier quote is copied to."""

from __future__ import annotations

from lt_admin.billing.models.quotes import CostShare, Quote
from lt_admin.billing.queries.quotes import reviews_for
from lt_admin.billing.rules.cover_letters import EXAMPLE, LONGEST
from lt_admin.billing.services.quotes import WHEN
from lt_admin.core.fields import LongText
from lt_admin.core.forms import Form, PickField
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.i18n import speaking
from lt_admin.orientation.models.engagements import Engagement


class LetterForm(Form):
    """The cover letter of one commissioner; without one there is an example to begin with."""

    letter = LongText(_l("Cover letter"), blank=True, longest=LONGEST)

    @classmethod
    def of(cls, share: CostShare) -> LetterForm:
        """The letter as it stands."""
        with speaking(share.quote.language):
            example = str(EXAMPLE)
        return cls(data={"letter": share.letter or example})


class CopyForm(Form):
    """For which review the copy is."""

    engagement_id = PickField(_l("For which review?"))

    @classmethod
    def of(cls, quote: Quote) -> CopyForm:
        """The reviews in which such a quote has a place now."""
        form = cls()
        found = reviews_for(quote.kind, WHEN[quote.kind])
        form.engagement_id.offer((each.id, _called(each)) for each in found)
        return form

    @property
    def is_hopeless(self) -> bool:
        """Whether there is nothing to choose."""
        return len(self.engagement_id.choices or []) < 2


def _called(engagement: Engagement) -> str:
    name = engagement.request.organisation.name
    return f"{engagement.code}, {name}" if engagement.code else name
