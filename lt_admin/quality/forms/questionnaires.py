"""The questionnaire as a form: made of the items that a group is asked."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2
from wtforms.validators import Optional

from lt_admin.core.forms import Form, LongText
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.quality.models.evaluations import OpenQuestion
from lt_admin.quality.rules.questionnaires import MOST_LETTERS, QUESTIONS, Item

NOT_APPLICABLE = "na"
SCALE = {
    "1": _l("strongly disagree"),
    "2": _l("disagree"),
    "3": _l("neither agree nor disagree"),
    "4": _l("agree"),
    "5": _l("strongly agree"),
    NOT_APPLICABLE: _l("not applicable"),
}


class Questionnaire(Form):
    """Every item may be left open; nothing about the reader is asked."""

    items: tuple[Item, ...] = ()

    @property
    def rows(self) -> list[tuple[Item, Any]]:
        """Each item with its field."""
        return [(item, self[item.code]) for item in self.items]

    @property
    def questions(self) -> list[Any]:
        """The fields of the open questions."""
        return [self[question] for question in OpenQuestion]

    @property
    def scores(self) -> dict[str, int | None]:
        """What was chosen; None for not applicable, and nothing for what was left open."""
        chosen = {item.code: self[item.code].data for item in self.items}
        return {
            code: None if value == NOT_APPLICABLE else int(value)
            for code, value in chosen.items()
            if value
        }

    @property
    def words(self) -> dict[OpenQuestion, str]:
        """What was written."""
        return {question: self[question].data or "" for question in OpenQuestion}


def questionnaire(items: tuple[Item, ...], language: str) -> Questionnaire:
    """The form for these items, in that language."""
    choices = [SelectChoice(value, words) for value, words in SCALE.items()]
    fields: dict[str, Any] = {
        item.code: RadioField(item.words(language), [Optional()], choices=choices, coerce=_plain)
        for item in items
    }
    for question in OpenQuestion:
        fields[question] = LongText(QUESTIONS[question][language], blank=True, longest=MOST_LETTERS)
    made: type[Questionnaire] = type("Asked", (Questionnaire,), fields | {"items": items})
    return made()


def _plain(value: Any) -> str:
    return value or ""
