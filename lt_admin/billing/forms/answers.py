"""The commissioner's answer to a quote."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField

from lt_admin.billing.models.quotes import CostShare
from lt_admin.billing.queries.quote_lists import REPLIES
from lt_admin.billing.rules.answers import Reply
from lt_admin.core.forms import EnumChoice, Form, PrivateText, Text
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l


class AnswerForm(Form):
    """Agree, ask or refuse, with who says so; nothing is chosen beforehand."""

    reply = EnumChoice(_l("What would you like to do?"), Reply, REPLIES)
    words = PrivateText(_l("Your question or reason"), blank=True, longest=1000)
    name = Text(_l("Your name"), longest=120)
    function = Text(_l("Your function"), longest=120)
    reference = Text(_l("Your reference"), blank=True, longest=60)
    agrees = BooleanField(_l("Our organisation agrees with the ground rules, at director level"))

    @classmethod
    def of(cls, share: CostShare) -> AnswerForm:
        """The form for one commissioner, who may have its own word for a reference."""
        form = cls()
        form.asks_reference = share.organisation.requires_reference
        if share.organisation.reference_name:
            form.reference.label.text = share.organisation.reference_name
        return form

    asks_reference = False

    def validate(self, extra_validators: Any = None) -> bool:
        """A question or a refusal has words; an acceptance the reference that is asked for."""
        is_well = bool(super().validate(extra_validators))
        is_yes = self.reply.data is Reply.ACCEPT
        missing: Any = None
        if self.reply.data in (Reply.ASK, Reply.REFUSE) and not self.words.data:
            missing = self.words
        elif is_yes and self.asks_reference and not self.reference.data:
            missing = self.reference
        if missing is not None:
            missing.errors = [_("This is still empty.")]
        return is_well and missing is None
