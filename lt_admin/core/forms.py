"""Forms: shape and wording of input; nothing that was typed is ever lost.

A view reads, in full::

    form = QuoteForm(obj=quote)
    if form.is_sent_well():
        with form.refusals():
            services.revise(quote, ...)
            return redirect(...)
    return render_template("billing/quote_form.html", form=form), form.status
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_wtf import FlaskForm

from lt_admin.core.db import session
from lt_admin.core.fields import (
    CountField,
    EnumChoice,
    EnumField,
    HoursField,
    LocalDateField,
    LongText,
    MoneyField,
    PercentField,
    PickField,
    PrivateText,
    Text,
    TimeField,
    TypedField,
)
from lt_admin.core.steps import Refused, WrongState

__all__ = [
    "CountField",
    "EnumChoice",
    "EnumField",
    "Form",
    "HoursField",
    "LocalDateField",
    "LongText",
    "MoneyField",
    "PercentField",
    "PickField",
    "PrivateText",
    "Text",
    "TimeField",
    "TypedField",
]


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Base of all forms: CSRF, messages in the reader's language, refusals kept on the page."""

    form_errors: list[str]
    _refused_as: int | None = None

    def is_sent_well(self) -> bool:
        """Whether this is a POST and every field is understood."""
        return bool(self.validate_on_submit())

    @contextmanager
    def refusals(self, field: str | None = None) -> Iterator[None]:
        """Show a Refused raised inside the block on the form, beside `field` or at the top.

        Whatever was half done is rolled back; go on to render the page.
        """
        try:
            yield
        except Refused as refused:
            self.refuse(refused, field)

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Show `refused` beside the named field, or at the top; nothing of it is kept."""
        session.rollback()
        self._refused_as = 409 if isinstance(refused, WrongState) else 422
        if field is None:
            self.form_errors = [*self.form_errors, str(refused)]
        else:
            self[field].errors = [*self[field].errors, str(refused)]

    @property
    def status(self) -> int:
        """The status to answer with: 200, 422 when something is to be corrected, or 409."""
        return self._refused_as or (422 if self.errors else 200)

    @property
    def complaints(self) -> list[tuple[Any, str]]:
        """(field, message) of everything to be corrected; the field is None for the whole form."""
        whole = [(None, str(message)) for message in self.form_errors]
        return whole + [
            (field, str(message))
            for field in self
            for message in _flat(field.errors)
            if field.name != "csrf_token"
        ]


def _flat(errors: Any) -> Iterator[str]:
    """Messages out of the nested lists and dicts that FormField and FieldList keep."""
    for each in errors.values() if isinstance(errors, dict) else errors:
        if isinstance(each, str) or not isinstance(each, list | tuple | dict):
            yield str(each)
        else:
            yield from _flat(each)
