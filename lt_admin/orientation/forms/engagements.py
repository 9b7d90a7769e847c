"""Forms for the record of an engagement."""

from __future__ import annotations

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from lt_admin.core import clock
from lt_admin.core.forms import EnumField, Form, LocalDateField, PickField, PrivateText, Text
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.forms.organisations import choices_of
from lt_admin.orientation.forms.requests import PickedOrNew
from lt_admin.orientation.models.engagements import EndReason, Focus, PartyRole
from lt_admin.orientation.queries import words


class NewPartyForm(PickedOrNew):
    """An organisation that takes part, pays or helps."""

    role = EnumField(
        _l("Role in this review"),
        PartyRole,
        words.ROLES,
        default=PartyRole.PARTICIPATING,
    )


class AgreementForm(Form):
    """A written agreement with the ground rules, by a director."""

    agreed_on = LocalDateField(_l("Agreed on"), default=clock.today)
    name = Text(_l("Name of the person who agreed"))
    function = Text(
        _l("Function"), description=_l("At director level: who can bind the organisation.")
    )


class RefusalForm(Form):
    """An organisation does not take part."""

    refused_on = LocalDateField(_l("Said no on"), default=clock.today)


class RoleForm(Form):
    """What an organisation is in this review."""

    role = EnumField(_l("Role in this review"), PartyRole, words.ROLES)


class DatesForm(Form):
    """When the review should run."""

    start_on = LocalDateField(_l("Planned start of step 2"), blank=True)
    end_on = LocalDateField(_l("Planned end"), blank=True)


class FocusForm(Form):
    """What asks extra attention, from a fixed list."""

    focus = SelectMultipleField(
        _l("What asks extra attention"),
        coerce=Focus,
        choices=choices_of(words.FOCUS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class HoldForm(Form):
    """Why the review waits."""

    reason = PrivateText(
        _l("Why the review waits"),
        longest=300,
        description=_l(
            "For example: proceedings that go first, as decided with the commissioners."
        ),
    )


class EndForm(Form):
    """Why it goes no further."""

    reason = EnumField(_l("Reason"), EndReason, words.REASONS)
    note = PrivateText(_l("Note"), blank=True, longest=300)


class HandOverForm(Form):
    """Who takes the engagement over."""

    coordinator = PickField(_l("Coordinator"))


class ButtonForm(Form):
    """A step that needs no more than a button."""
