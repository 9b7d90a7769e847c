"""Which invoices go out in one go."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from lt_admin.billing.queries.run_lists import Billable
from lt_admin.core.forms import Form
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.steps import Refused, WrongState

MAILS = {"now": _l("Mail each invoice right away"), "later": _l("Issue only; mail them later")}


class BoxesField(SelectMultipleField):
    """Rows of a table, each with a box to tick; what is none of them is looked at later."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RunForm(Form):
    """Boxes in the preview, and whether the mail goes at once."""

    picked = BoxesField(_l("What goes out?"), validate_choice=False)
    mails = RadioField(
        _l("And the mail?"),
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice(key, words) for key, words in MAILS.items()],
    )

    found: Sequence[Billable]

    @classmethod
    def of(cls, found: Sequence[Billable], pick: str = "") -> RunForm:
        """The form for a preview; all that is ready is ticked, or with `pick` "all" or "none"."""
        ticked = {
            "none": [],
            "all": [each.key for each in found if each.is_possible],
        }.get(pick, [each.key for each in found if each.is_ready])
        form = cls(data={"picked": ticked, "mails": "now"})
        form.picked.choices = [SelectChoice(each.key, each.key) for each in found]
        form.found = found
        return form

    @property
    def mails_at_once(self) -> bool:
        """Whether each invoice is mailed when it is issued."""
        return bool(self.mails.data == "now")

    @property
    def chosen(self) -> list[Billable]:
        """What was ticked; refused when it is nothing, or not what stands there now."""
        possible = {each.key: each for each in self.found if each.is_possible}
        if not self.picked.data:
            raise Refused(_("Choose at least one invoice."))
        if not set(self.picked.data) <= set(possible):
            raise WrongState(_("The amounts changed while you were looking; look once more."))
        return [each for key, each in possible.items() if key in self.picked.data]
