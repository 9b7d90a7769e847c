"""Forms for a request, its conversation and its checklist."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import Email, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from lt_admin.core import clock
from lt_admin.core.forms import (
    EnumChoice,
    EnumField,
    Form,
    LocalDateField,
    PickField,
    PrivateText,
    Text,
)
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.forms.organisations import choices_of, right
from lt_admin.orientation.models.organisations import OrganisationKind, Sector
from lt_admin.orientation.models.requests import Channel, Outcome, Readiness
from lt_admin.orientation.queries import words
from lt_admin.orientation.rules import organisations as rules
from lt_admin.orientation.rules.requests import InspectorateTerm

OPEN = _l("not chosen")


class PickMany(SelectMultipleField):
    """Several rows of another table, as boxes to tick; call `offer` before validating."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **kw: Any) -> None:
        rules_ = [InputRequired(_l("Choose at least one."))]
        super().__init__(label, rules_, coerce=int, choices=[], **kw)

    def offer(self, pairs: list[tuple[int, str]]) -> None:
        """What can be ticked."""
        self.choices = choices_of(dict(pairs))


class PickedOrNew(Form):
    """An organisation that we know, or the first facts of one that we do not."""

    organisation = PickField(_l("Organisation"), blank=_l("A new one, which I describe below"))
    new_name = Text(_l("Name"), blank=True)
    new_kind = EnumField(_l("Kind"), OrganisationKind, words.KINDS, blank=OPEN)
    new_sector = EnumField(_l("Sector"), Sector, words.SECTORS, blank=OPEN)
    new_city = Text(_l("Place"), blank=True)
    new_kvk = Text(_l("KvK number"), [right(rules.kvk)], blank=True, longest=20)
    anyway = BooleanField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, and whether one organisation is named."""
        is_well = super().validate(extra_validators)
        wrong = self._what_lacks()
        for name, words_ in wrong.items():
            self[name].errors = [*self[name].errors, words_]
        return bool(is_well) and not wrong

    def _what_lacks(self) -> dict[str, str]:
        """The fields that stand in the way of naming one organisation, with what to do."""
        if self.organisation.data is not None:
            both = _("Either choose one above, or describe a new one; not both.")
            return {"new_name": both} if self.new_name.data else {}
        needed = {
            "new_name": _("Choose an organisation above, or write its name here."),
            "new_kind": _("Choose what kind of organisation this is."),
            "new_sector": _("Choose the sector of this organisation."),
        }
        if not self.new_name.data:
            return {"new_name": needed["new_name"]}
        return {name: say for name, say in needed.items() if not self[name].data}

    @property
    def is_new(self) -> bool:
        """Whether a new organisation is described."""
        return self.organisation.data is None and bool(self.new_name.data)

    @property
    def known(self) -> rules.Known:
        """What is compared with the organisations that are there."""
        return rules.Known(
            0, self.new_name.data or "", self.new_city.data or "", self.new_kvk.data or None
        )

    @property
    def new_facts(self) -> dict[str, Any]:
        """The facts of the new organisation, for the services."""
        names = ("name", "kind", "sector", "city", "kvk")
        return {name: self[f"new_{name}"].data for name in names}


class InspectorateFields(Form):
    """The term that the Inspectorate gave, if any."""

    incident_on = LocalDateField(
        _l("Day of the incident"),
        blank=True,
        description=_l("Only the day: the six or eight weeks are counted from it."),
    )
    inspectorate_term = EnumField(
        _l("Term of the Inspectorate"),
        InspectorateTerm,
        words.TERMS,
        default=InspectorateTerm.NONE,
    )
    inspectorate_due_on = LocalDateField(
        _l("Date of the Inspectorate"),
        blank=True,
        description=_l("Empty: counted from the day of the incident, or else of the request."),
    )


INSPECTORATE = ("incident_on", "inspectorate_term", "inspectorate_due_on")


class RequestForm(PickedOrNew, InspectorateFields):
    """A request as it came in."""

    sender_name = Text(_l("Name of the sender"))
    sender_email = Text(_l("E-mail of the sender"), [Email(_l("This is not an e-mail address."))])
    received_on = LocalDateField(_l("Received on"), default=clock.today)
    channel = EnumField(_l("How it came"), Channel, words.CHANNELS, default=Channel.EMAIL)
    heard_of_us = PrivateText(_l("How they heard of us"), blank=True, longest=200)

    @property
    def facts(self) -> dict[str, Any]:
        """What goes to the services, besides the organisation."""
        own = ("sender_name", "sender_email", "received_on", "channel", "heard_of_us")
        return {name: self[name].data for name in (*own, *INSPECTORATE)}


class RequestFactsForm(InspectorateFields):
    """What can be corrected in a request; an extension of the Inspectorate has its reason."""

    sender_name = Text(_l("Name of the sender"))
    sender_email = Text(_l("E-mail of the sender"), [Email(_l("This is not an e-mail address."))])
    heard_of_us = PrivateText(_l("How they heard of us"), blank=True, longest=200)
    inspectorate_extended_to = LocalDateField(_l("Extended to"), blank=True)
    extension_reason = PrivateText(_l("Reason of the extension"), blank=True, longest=300)

    @property
    def of_sender(self) -> dict[str, Any]:
        """The facts of the sender, for the services."""
        return {name: self[name].data for name in ("sender_name", "sender_email", "heard_of_us")}

    @property
    def of_term(self) -> dict[str, Any]:
        """The facts of the Inspectorate's term, for the services."""
        more = ("inspectorate_extended_to", "extension_reason")
        return {name: self[name].data for name in (*INSPECTORATE, *more)}


class MeetingForm(Form):
    """An orientation conversation; of the case itself nothing."""

    held_on = LocalDateField(_l("Date"), default=clock.today)
    organisations = PickMany(_l("With which organisations"))
    hosts = PickMany(_l("Who led it"))
    is_online = BooleanField(_l("Online"))
    place = Text(_l("Place"), blank=True)
    outcome = EnumField(
        _l("Outcome"), Outcome, words.OUTCOMES, blank=_l("Not known yet, or still to be held")
    )


class OutcomeForm(Form):
    """What the conversation led to."""

    outcome = EnumChoice(_l("What did the conversation lead to?"), Outcome, words.OUTCOMES)


YES, NO = "yes", "no"
ANSWERS = {YES: _l("yes"), NO: _l("not yet"), "": _l("not discussed")}


class Checklist(Form):
    """The checklist; a question without an answer was not discussed. ReadinessForm has fields."""

    def answers(self) -> dict[Readiness, bool]:
        """The questions that have an answer."""
        given = {question: self[question.value].data for question in Readiness}
        return {question: answer == YES for question, answer in given.items() if answer}


ReadinessForm: type[Checklist] = type(
    "ReadinessForm",
    (Checklist,),
    {
        each.value: RadioField(words.READINESS[each], choices=choices_of(ANSWERS), default="")
        for each in Readiness
    },
)
