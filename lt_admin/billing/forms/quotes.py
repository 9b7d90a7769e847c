"""Forms about quotes: the draft, its way out of the house, and the commissioner's answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

from wtforms import FieldList, FormField, HiddenField, SelectField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2

from lt_admin.billing.forms.drafts import (
    LANGUAGES,
    LONGEST,
    SPARE,
    CostRow,
    HoursRow,
    ShareRow,
    shown,
)
from lt_admin.billing.models.quotes import CostShare, Quote
from lt_admin.billing.queries import quotes as queries
from lt_admin.billing.queries.quote_lists import DIVISIONS, VAT_WORDS
from lt_admin.billing.queries.rates import vat_rates_on
from lt_admin.billing.rules import shares as rules
from lt_admin.billing.rules.drafts import REVIEW_STEPS, VALID_DAYS, Draft, StepHours, Sums, sums
from lt_admin.billing.rules.shares import Share, ShareKind
from lt_admin.billing.services import drafts
from lt_admin.core import clock, formats, typed
from lt_admin.core.fields import presence
from lt_admin.core.forms import (
    EnumField,
    Form,
    HoursField,
    LocalDateField,
    PickField,
    PrivateText,
)
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EndReason, Party
from lt_admin.orientation.rules.engagements import STEPS

SIX_HOURS = 6 * 60
REASONS: Mapping[Any, Any] = {
    EndReason.BUDGET: _l("the budget"),
    EndReason.TIMING: _l("the moment"),
    EndReason.PARTICIPANT_REFUSED: _l("an organisation does not take part"),
    EndReason.OTHER_METHOD: _l("another method"),
    EndReason.OTHER: _l("something else"),
}


class DraftForm(Form):
    """Everything of a draft on one page; sums are worked out from what stands in the boxes."""

    version = HiddenField()
    language = SelectField(_l("Language of the quote"), [presence(blank=False)], choices=LANGUAGES)
    valid_until = LocalDateField(_l("Valid until"))
    starts_on = LocalDateField(_l("Planned start"), blank=True)
    ends_on = LocalDateField(_l("Planned end"), blank=True)
    hours = FieldList(FormField(HoursRow), label=_l("Hours"), max_entries=4)
    costs = FieldList(FormField(CostRow), label=_l("Other costs"), max_entries=40)
    division = EnumField(
        _l("How is the cost shared?"), ShareKind, DIVISIONS, blank=_l("not agreed yet")
    )
    rest = PickField(_l("Who takes the rest?"), blank=_l("nobody"))
    shares = FieldList(FormField(ShareRow), label=_l("Shares"), max_entries=60)
    recalculate = SubmitField()

    quote: Quote
    payers: list[Party]
    percents: dict[str, int]  # of each VAT code, in hundredths
    names: dict[str, str]  # of the organisations that can bear a part, by number
    agreed: list[Share]
    parts: dict[int, Money]  # what each share comes to, by organisation

    @classmethod
    def of(cls, quote: Quote) -> DraftForm:
        """The form as the draft stands, or as it was sent in."""
        form = cls(data=_as_typed(quote))
        form.quote, form.agreed, form.parts = quote, [], {}
        form.payers = drafts.payers_of(quote.engagement)
        form._offer()
        if not form.is_submitted():
            form._work_out()
        return form

    def _offer(self) -> None:
        """What the lists on the page can be set to."""
        rates = vat_rates_on(clock.today())
        codes = [SelectChoice(code, _vat_words(code, rate.percent)) for code, rate in rates.items()]
        self.percents = {code: rate.percent for code, rate in rates.items()}
        for row in (*self.hours, *self.costs):
            row.form.vat_code.choices = codes
        for row in self.costs:
            row.form.step.choices = [SelectChoice(step, STEPS[step]) for step in self.quote.steps]
        names = [(party.organisation_id, party.organisation.name) for party in self.payers]
        self.rest.offer(names)
        self.names = {str(key): name for key, name in names}
        self._offer_contacts()

    def _offer_contacts(self) -> None:
        contacts = queries.contacts_of([party.organisation_id for party in self.payers])
        for row in self.shares:
            row.form.contact_id.offer(
                (each.id, f"{each.name}, {each.email}")
                for each in contacts
                if str(each.organisation_id) == row.form.organisation_id.data
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field is understood, and the shares make up the whole."""
        is_well = bool(super().validate(extra_validators))
        return self._work_out() and is_well

    def _work_out(self) -> bool:
        """Read the shares and what each comes to; what does not fit is said beside it."""
        self.agreed = [share for row in self.shares if (share := self._read(row)) is not None]
        if any(row.form.value.errors for row in self.shares) or not self.agreed:
            return not any(row.form.value.errors for row in self.shares)
        try:
            came_to = rules.amounts(self.agreed, self.sums.net)
        except Refused as refused:
            self.division.errors = [*self.division.errors, str(refused)]
            return False
        organisations = [share.organisation_id for share in self.agreed]
        self.parts = dict(zip(organisations, came_to, strict=True))
        return True

    def _read(self, row: Any) -> Share | None:
        if row.form.organisation_id.data not in self.names or self.division.data is None:
            return None
        try:
            share: Share | None = row.form.read(self.division.data, self.rest.data)
        except typed.NotUnderstood as wrong:
            row.form.value.errors = [str(wrong)]
            self.shares.errors = [*self.shares.errors, str(wrong)]
            return None
        return share

    @property
    def steps(self) -> list[StepHours]:
        """The hours by step as they stand in the boxes."""
        pairs = zip(self.quote.steps, self.hours, strict=False)
        return [row.form.read(step) for step, row in pairs]

    @property
    def sums(self) -> Sums:
        """What the boxes come to; a row that is not understood counts for nothing."""
        costs = [row.form.read() for row in self.costs if row.form.amount.data is not None]
        return sums(self.quote.rate, self.steps, costs, self.percents)

    def draft(self) -> Draft:
        """What was typed, for the service; raises WrongState when somebody saved in between."""
        if self.version.data != str(self.quote.version):
            raise WrongState(_("Somebody else has changed this draft; look at it first."))
        return Draft(
            self.language.data,
            self.valid_until.data,
            self.starts_on.data,
            self.ends_on.data,
            [each for each in self.steps if each.lead or each.second],
            [row.form.read() for row in self.costs if not row.form.is_empty],
            self.agreed,
        )


def _vat_words(code: str, percent: int) -> str:
    if not percent:
        return str(VAT_WORDS.get(code, code))
    figure = formats.percent(Fraction(percent, 10_000), language())
    return _("%(percent)s VAT", percent=figure)


def _as_typed(quote: Quote) -> dict[str, Any]:
    """A draft as the boxes show it; no hours are an empty box."""
    known = {each.step: each for each in drafts.hours_of(quote)}
    rows = [vars(known.get(step, StepHours(step))) for step in quote.steps]
    kinds = {share.kind for share in quote.shares}
    rest = [share.organisation_id for share in quote.shares if share.kind is ShareKind.REST]
    is_fixed = bool(kinds & {ShareKind.FIXED, ShareKind.REST})
    names = ("version", "language", "valid_until", "starts_on", "ends_on")
    return {name: getattr(quote, name) for name in names} | {
        "hours": [row | {name: row[name] or None for name in ("lead", "second")} for row in rows],
        "costs": [*map(vars, drafts.costs_of(quote)), *[{}] * SPARE],
        "division": ShareKind.FIXED if is_fixed else next(iter(kinds), None),
        "rest": next(iter(rest), None),
        "shares": _rows_of_shares(quote),
    }


def _rows_of_shares(quote: Quote) -> list[dict[str, Any]]:
    """A row for each organisation that can bear a part, with the usual reader of quotes there."""
    known = {share.organisation_id: share for share in drafts.shares_of(quote)}
    payers = [party.organisation_id for party in drafts.payers_of(quote.engagement)]
    usual = {
        each.organisation_id: each.id
        for each in reversed(queries.contacts_of(payers))
        if each.for_quote
    }
    return [
        {
            "organisation_id": str(payer),
            "value": shown(known[payer]) if payer in known else "",
            "contact_id": known[payer].contact_id if payer in known else usual.get(payer),
        }
        for payer in payers
    ]


class MoreHoursForm(Form):
    """A change order: more hours in one step, and why."""

    step = SelectField(_l("In which step?"), [presence(blank=False)], coerce=int)
    lead_minutes = HoursField(_l("Hours of the lead reviewer"), zero=True, longest=LONGEST)
    second_minutes = HoursField(_l("Hours of the second reviewer"), zero=True, longest=LONGEST)
    description = PrivateText(_l("What the hours are for"), longest=400)
    valid_until = LocalDateField(_l("Valid until"))

    @classmethod
    def empty(cls) -> MoreHoursForm:
        """The form with the steps of a review, and a month to answer."""
        form = cls(valid_until=clock.today() + timedelta(days=VALID_DAYS))
        form.step.choices = [SelectChoice(step, STEPS[step]) for step in REVIEW_STEPS]
        return form

    def facts(self) -> dict[str, Any]:
        """What was typed, by the names that the service knows."""
        names = ("step", "lead_minutes", "second_minutes", "description", "valid_until")
        return {name: self[name].data for name in names}


class FollowUpForm(Form):
    """A follow-up: one meeting and a memo, so many hours of each reviewer."""

    lead_minutes = HoursField(_l("Hours of the lead reviewer"), zero=True, longest=LONGEST)
    second_minutes = HoursField(_l("Hours of the second reviewer"), zero=True, longest=LONGEST)
    valid_until = LocalDateField(_l("Valid until"))

    @classmethod
    def usual(cls) -> FollowUpForm:
        """Six hours each, and a month to answer (DOMAIN.md 2f)."""
        until = clock.today() + timedelta(days=VALID_DAYS)
        return cls(lead_minutes=SIX_HOURS, second_minutes=SIX_HOURS, valid_until=until)

    def facts(self) -> dict[str, Any]:
        """What was typed, by the names that the service knows."""
        names = ("lead_minutes", "second_minutes", "valid_until")
        return {name: self[name].data for name in names}


class WithdrawForm(Form):
    """Why a quote is taken back."""

    reason = PrivateText(_l("Why do you withdraw it?"), longest=400)


class RejectForm(Form):
    """Why the commissioners do not want it."""

    reason = EnumField(_l("What was the reason?"), EndReason, REASONS)
    note = PrivateText(_l("In a few words"), blank=True, longest=400)


class ContactForm(Form):
    """To whom at the organisation the link goes."""

    contact_id = PickField(_l("To whom?"))

    @classmethod
    def of(cls, share: CostShare) -> ContactForm:
        """The people at the share's organisation, the present one chosen."""
        form = cls(data={"contact_id": share.contact_id})
        contacts = queries.contacts_of([share.organisation_id])
        form.contact_id.offer((each.id, f"{each.name}, {each.email}") for each in contacts)
        return form
