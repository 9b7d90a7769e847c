"""Fields that understand what people type; all but Text and PrivateText hand out typed values.

Each is required unless `blank=True`; a blank one hands out None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import TextInput

from lt_admin.core import clock, formats, privacy, typed
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import Money

MISSING = _l("This is still empty.")


def presence(*, blank: bool) -> Any:
    """The validator that says whether a field may stay empty."""
    return Optional() if blank else InputRequired(MISSING)


class TypedField(Field):
    """A text that becomes a value; what was typed stays on the page when it is not understood."""

    widget = TextInput()
    mode: ClassVar[str] = "text"

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), *, blank: bool = False, **kw: Any
    ) -> None:
        super().__init__(label, [presence(blank=blank), *validators], **kw)
        self.render_kw = {"inputmode": self.mode, "autocomplete": "off"} | (self.render_kw or {})

    def read(self, text: str) -> Any:
        """The value of `text`; raises typed.NotUnderstood."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """A value as the field shows it; `read` understands it again."""
        raise NotImplementedError

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent."""
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = self.read(valuelist[0])


class MoneyField(TypedField):
    """An amount in euro, as Money; not below zero unless `negative`."""

    def __init__(self, *args: Any, negative: bool = False, **kw: Any) -> None:
        self.negative = negative
        super().__init__(*args, **kw)

    def read(self, text: str) -> Money:
        """``1.234,50``, ``1234.50`` and ``€ 50`` alike."""
        amount = typed.amount(text)
        if amount.cents < 0 and not self.negative:
            raise typed.NotUnderstood(_("This amount cannot be below zero."))
        return amount

    def write(self, value: Money) -> str:
        """Without the sign of the euro: ``1.234,50``."""
        plain = formats.euro(value, language()).replace("€", "").replace(formats.NBSP, "")
        return plain.replace(formats.MINUS, "-")


class HoursField(TypedField):
    """A duration in whole minutes, in quarters; more than zero, or any with `negative`."""

    def __init__(
        self, *args: Any, negative: bool = False, zero: bool = False, longest: int = 0, **kw: Any
    ) -> None:
        self.negative, self.zero, self.longest = negative, zero, longest
        super().__init__(*args, **kw)

    def read(self, text: str) -> int:
        """``7:15``, ``7u15``, ``7.15`` and ``7,25`` are all 435 minutes."""
        minutes = typed.quarters(text)
        if minutes < 0 and not self.negative:
            raise typed.NotUnderstood(_("Hours cannot be below zero."))
        if minutes == 0 and not self.zero:
            raise typed.NotUnderstood(_("Write at least a quarter of an hour."))
        if self.longest and abs(minutes) > self.longest:
            most = formats.hours(self.longest)
            raise typed.NotUnderstood(_("This can be at most %(most)s hours.", most=most))
        return minutes

    def write(self, value: int) -> str:
        """As hours and minutes: ``7:15``."""
        return formats.hours(value).replace(formats.MINUS, "-")


class LocalDateField(TypedField):
    """A date, typed in words or figures."""

    def read(self, text: str) -> date:
        """``2-11-2026``, ``2 nov 2026``, ``2 november 2026``, ``2026-11-02``."""
        return typed.day(text)

    def write(self, value: date) -> str:
        """As a table shows it: ``02-11-2026`` or ``2 Nov 2026``."""
        return formats.short_day(value, language()).replace(formats.NBSP, " ")


class PercentField(TypedField):
    """A percentage from 0 to 100 as a Decimal: ``33,33`` is Decimal("33.33")."""

    mode = "decimal"

    def __init__(self, *args: Any, places: int = 2, **kw: Any) -> None:
        self.places = places
        super().__init__(*args, **kw)

    def read(self, text: str) -> Decimal:
        """With a comma or a point, with or without the sign."""
        return typed.percentage(text, self.places)

    def write(self, value: Decimal) -> str:
        """Without the sign: ``33,33``."""
        text = f"{value.normalize():f}"
        return text.replace(".", ",") if language() == formats.DUTCH else text


class CountField(TypedField):
    """A whole number from 0 (or `least`) to `most`."""

    mode = "numeric"

    def __init__(self, *args: Any, least: int = 0, most: int = 10_000, **kw: Any) -> None:
        self.least, self.most = least, most
        super().__init__(*args, **kw)

    def read(self, text: str) -> int:
        """Figures only."""
        plain = text.strip()
        if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
            raise typed.NotUnderstood(_("Write a whole number."))
        if not self.least <= int(plain) <= self.most:
            raise typed.NotUnderstood(
                _("Write a number from %(least)s to %(most)s.", least=self.least, most=self.most)
            )
        return int(plain)

    def write(self, value: int) -> str:
        """Figures only."""
        return str(value)


def trimmed(text: str | None) -> str:
    """Without control characters and spaces around it; what was not sent is the empty text."""
    return typed.readable(text or "").strip()


class Text(StringField):
    """One line of text, trimmed; an empty one is the empty text."""

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] = (),
        *,
        blank: bool = False,
        longest: int = 200,
        **kw: Any,
    ) -> None:
        rules = [presence(blank=blank), Length(max=longest), *validators]
        super().__init__(label, rules, filters=[trimmed], **kw)


class LongText(TextAreaField):
    """Several lines of text, trimmed, that may hold names: a purpose, an address, a condition."""

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] = (),
        *,
        blank: bool = False,
        longest: int = 4000,
        **kw: Any,
    ) -> None:
        rules = [presence(blank=blank), Length(max=longest), *validators]
        super().__init__(label, rules, filters=[trimmed], **kw)


WARNINGS: Mapping[privacy.Sign, Any] = {
    privacy.Sign.NUMBER: _l("This looks like a citizen service number (BSN)."),
    privacy.Sign.BIRTH_DATE: _l("This looks like a date of birth."),
}


class PrivateText(LongText):
    """Free text without case content: the page says so, and what looks like a person is asked back.

    The warning stands beside the field with a box to tick; ticked, the text is taken.
    """

    is_private = True
    is_asking = False

    @property
    def box(self) -> str:
        """The name of the box "this is not about a person"."""
        return f"{self.name}-not-a-person"

    def process(self, formdata: Any, *args: Any, **kw: Any) -> None:
        """Read the text and the box."""
        self.is_ticked = bool(formdata and formdata.get(self.box))
        super().process(formdata, *args, **kw)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001 - theirs
        """Ask once when something looks like a person."""
        signs = privacy.signs_in(self.data or "", clock.today())
        self.is_asking = bool(signs)
        if signs and not self.is_ticked:
            raise ValidationError(" ".join(str(WARNINGS[sign]) for sign in signs))


class _OfWords:
    """What a list and a row of buttons share: the members of an enum with their words."""

    def setup(self, kind: type[StrEnum], words: Mapping[Any, Any], blank: Any) -> dict[str, Any]:
        """The arguments for WTForms; `blank` is the word for "nothing chosen"."""
        first = [] if blank is None else [SelectChoice("", blank)]
        return {
            "coerce": lambda value: kind(value) if value else None,
            "choices": [*first, *(SelectChoice(each.value, word) for each, word in words.items())],
        }


class EnumField(_OfWords, SelectField):
    """One member of a StrEnum, from a list; `words` maps members to their (lazy) words, in order.

    Starts at "Choose" and insists on a choice, unless `blank` gives a word for None.
    """

    def __init__(
        self,
        label: Any,
        kind: type[StrEnum],
        words: Mapping[Any, Any],
        *,
        blank: Any = None,
        **kw: Any,
    ) -> None:
        shown = self.setup(kind, words, _l("Choose") if blank is None else blank)
        rules = [presence(blank=blank is not None), *kw.pop("validators", ())]
        super().__init__(label, rules, **shown, **kw)


class EnumChoice(_OfWords, RadioField):
    """One member of a StrEnum as a row of buttons, nothing chosen beforehand."""

    def __init__(
        self, label: Any, kind: type[StrEnum], words: Mapping[Any, Any], **kw: Any
    ) -> None:
        rules = [presence(blank=False), *kw.pop("validators", ())]
        super().__init__(label, validators=rules, **self.setup(kind, words, None), **kw)


class PickField(SelectField):
    """One row of another table, by id; call `offer` with (id, name) pairs before validating."""

    def __init__(self, label: Any = None, *, blank: Any = None, **kw: Any) -> None:
        self.first = SelectChoice("", _l("Choose") if blank is None else blank)
        rules = [presence(blank=blank is not None), *kw.pop("validators", ())]
        kw |= {"coerce": lambda value: int(value) if value else None, "choices": [self.first]}
        super().__init__(label, rules, **kw)

    def offer(self, pairs: Iterable[tuple[int, Any]]) -> None:
        """What can be picked."""
        self.choices = [self.first, *(SelectChoice(str(key), name) for key, name in pairs)]
