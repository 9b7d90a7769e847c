"""A question about an invoice, and its answer."""

from __future__ import annotations

from lt_admin.billing.rules.questions import LONGEST
from lt_admin.core.forms import Form, PrivateText, Text
from lt_admin.core.i18n import lazy_gettext as _l


class QuestionForm(Form):
    """What a commissioner asks, and who does."""

    words = PrivateText(_l("Your question"), longest=LONGEST)
    name = Text(_l("Your name"), longest=120)


class ReplyForm(Form):
    """What we answer."""

    answer = PrivateText(_l("The answer"), longest=LONGEST)
