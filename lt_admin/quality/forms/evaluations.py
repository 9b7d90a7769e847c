"""What is typed to ask participants, to correct a count, and to check words for names."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2

from lt_admin.core.fields import presence
from lt_admin.core.forms import CountField, EnumChoice, EnumField, Form, LongText
from lt_admin.core.frame import NAMES
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.quality.models.evaluations import Moment, Respondents
from lt_admin.quality.queries.evaluations import MOMENTS, RESPONDENTS
from lt_admin.quality.rules.questionnaires import MOST_LETTERS

MOST_FORMS = 500


class _AskForm(Form):
    """Whom is asked, and when."""

    respondents = EnumField(_l("Who is asked"), Respondents, RESPONDENTS)
    moment = EnumChoice(_l("When"), Moment, MOMENTS, default=Moment.T0)


class PaperForm(_AskForm):
    """So many forms on paper."""

    count = CountField(_l("How many forms"), least=1, most=MOST_FORMS)


class LinksForm(_AskForm):
    """Addresses, which are used for the mail and kept nowhere else."""

    addresses = LongText(_l("E-mail addresses"), longest=10_000)
    language = SelectField(
        _l("Language of the mail"),
        [presence(blank=False)],
        choices=[SelectChoice(code, name) for code, name in NAMES.items()],
        default="nl",
    )


class CorrectForm(Form):
    """How many forms were really handed out."""

    on_paper = CountField(_l("Forms handed out on paper"), most=MOST_FORMS)


class WordsForm(Form):
    """What somebody wrote, without names."""

    text = LongText(_l("What was written"), blank=True, longest=MOST_LETTERS)
