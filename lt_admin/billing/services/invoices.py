"""Invoice rounds: drafts reserve hours, and only issuing makes a number, a paper and a mail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import (
    Allocation,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    Round,
)
from lt_admin.billing.models.quotes import LineKind
from lt_admin.billing.models.rates import VatRate
from lt_admin.billing.queries.rates import vat_rates_on
from lt_admin.billing.queries.rounds import Claim, RoundPlan, plan_round
from lt_admin.billing.rules.drafts import cost_name
from lt_admin.billing.rules.invoicing import BillLine, Item, overridden
from lt_admin.billing.rules.shares import WHOLE
from lt_admin.billing.services.allocations import lock_hours, release_hours
from lt_admin.billing.services.issuing import due, send_out
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.formats import hours
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.money import ZERO
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Engagement


def draft_round(
    engagement: Engagement, round_: Round, *, only: Collection[int] | None = None, by: User
) -> list[Invoice]:
    """Make a draft for each commissioner who has something to pay; drafts reserve their hours.

    `only` are the ids of the shares to do it for. Refused when it is too early, when there is
    nothing to bill, and above the accepted ceiling.
    """
    plan = plan_round(engagement, round_, lock=True)
    _check(plan)
    rates = vat_rates_on(_last_day(plan))
    chosen = [claim for claim in plan.due if only is None or claim.share.id in only]
    drafts = [draft_of(plan, claim, rates) for claim in chosen]
    session.add_all(drafts)
    session.flush()
    lock_hours(_entries_of(drafts))
    for draft in drafts:
        audit.record(
            "invoice:drafted", draft, by=by, about=engagement, round=round_, cents=draft.net.cents
        )
    return drafts


def set_references(
    invoice: Invoice, *, reference: str, buyer_reference: str, commitment_number: str, by: User
) -> None:
    """Note what the commissioner wants on a draft: its order, where it goes, its commitment."""
    invoice.check_draft()
    invoice.reference = reference.strip()
    invoice.buyer_reference = buyer_reference.strip()
    invoice.commitment_number = commitment_number.strip()
    audit.record("invoice:reference_set", invoice, by=by, about=invoice.engagement)


def override_share(invoice: Invoice, *, hundredths: int, reason: str, by: User) -> None:
    """Bill this draft's hours at another percentage than agreed, and say why on the record.

    A next round asks the agreed share of everything again, minus what was asked before.
    """
    invoice.check_draft()
    if not 0 < hundredths <= WHOLE:
        raise Refused(_("A share is more than 0% and at most 100%."))
    if not reason.strip():
        raise Refused(_("Say why the share differs from the quote."))
    parts = overridden([line.value for line in invoice.lines], hundredths)
    for line, part in zip(invoice.lines, parts, strict=True):
        line.net, line.share_numerator, line.share_denominator = part, hundredths, WHOLE
    invoice.override_reason = reason.strip()
    invoice.add_up()
    audit.record(
        "invoice:share_overridden",
        invoice,
        by=by,
        about=invoice.engagement,
        hundredths=hundredths,
        cents=invoice.net.cents,
    )


def discard(invoice: Invoice, *, by: User) -> None:
    """Throw a draft away; its hours can be billed or changed again."""
    invoice.check_draft()
    freed = _entries_of([invoice])
    audit.record(
        "invoice:discarded", invoice, by=by, about=invoice.engagement, cents=invoice.net.cents
    )
    session.delete(invoice)
    session.flush()
    release_hours(freed)


def issue_invoice(invoice: Invoice, *, by: User) -> None:
    """Give a draft its number, freeze it with its PDF, and mail it to the commissioner.

    Refused in words while something mandatory is missing; WrongState when it was issued before.
    """
    if invoice.is_credit:
        raise WrongState(_("A credit invoice is issued when it is made."))
    send_out(invoice, due_on=due(invoice), by=by)


def _check(plan: RoundPlan) -> None:
    outweighed = next((claim for claim in plan.claims if claim.is_outweighed), None)
    if outweighed is not None:
        raise Refused(
            _(
                "The corrections for %(name)s weigh more than its new hours. Make a credit invoice "
                "first, then this round again.",
                name=outweighed.share.organisation.name,
            )
        )
    if not plan.due:
        raise Refused(_("There is nothing to bill: all approved hours stand on invoices."))
    if plan.over_minutes:
        raise Refused(
            _(
                "The hours pass the accepted ceiling by %(hours)s. A change order can raise it.",
                hours=hours(plan.over_minutes),
            )
        )


def _last_day(plan: RoundPlan) -> date:
    """The last day worked: its VAT applies."""
    days = [day for claim in plan.due for day in _days(claim)]
    return max(days, default=clock.today())


def _days(claim: Claim) -> list[date]:
    items = [item for line in claim.bill.lines for item in line.items]
    return [item.worked_on for item in items if item.worked_on is not None]


def draft_of(plan: RoundPlan, claim: Claim, rates: Mapping[str, VatRate]) -> Invoice:
    """The draft that a claim comes to, not kept yet."""
    days, organisation = _days(claim), claim.share.organisation
    draft = Invoice(
        kind=InvoiceKind.INVOICE,
        engagement=plan.engagement,
        quote=plan.quote,
        share=claim.share,
        organisation=organisation,
        round=plan.round,
        language=organisation.language,
        period_from=min(days, default=None),
        period_until=max(days, default=None),
        recipient="\n".join(organisation.address_lines),
        reference=claim.share.reference,
        buyer_reference=organisation.buyer_reference,
        paid=ZERO,
        credited=ZERO,
        lines=[
            _line(plan, claim, line, rates, position)
            for position, line in enumerate(claim.bill.lines, start=1)
        ],
    )
    draft.add_up()
    _explain(draft, rates)
    return draft


def _explain(draft: Invoice, rates: Mapping[str, VatRate]) -> None:
    """Say beside each sum why no VAT is due."""
    for total in draft.vat_totals:
        codes = {line.vat_code for line in draft.lines if line.vat_category is total.category}
        total.reason = "; ".join(rates[code].reason(draft.language) for code in sorted(codes))


def _line(
    plan: RoundPlan, claim: Claim, line: BillLine, rates: Mapping[str, VatRate], position: int
) -> InvoiceLine:
    of, vat = line.of, _known(rates, line.of.vat_code)
    return InvoiceLine(
        position=position,
        kind=LineKind.COST if of.is_cost else LineKind.HOURS,
        step=of.step,
        description=_described(of, claim.share.organisation.language),
        minutes=line.minutes,
        rate=None if of.is_cost else plan.quote.rate,
        share_numerator=claim.part.numerator,
        share_denominator=claim.part.denominator,
        value=line.value,
        net=line.net,
        vat_code=of.vat_code,
        vat_category=vat.category,
        vat_percent=vat.percent,
        allocations=[
            Allocation(
                time_entry_id=None if item.is_cost else item.id,
                quote_line_id=item.id if item.is_cost else None,
                organisation_id=claim.share.organisation_id,
            )
            for item in line.items
        ],
    )


def _described(of: Item, language: str) -> str:
    """What stands on the line of another cost; a discount is called by that word."""
    with speaking(language):
        return cost_name(of.description, of.value) if of.is_cost else of.description


def _entries_of(invoices: Iterable[Invoice]) -> set[int]:
    """The ids of the hours that these drafts hold."""
    return {
        allocation.time_entry_id
        for invoice in invoices
        for line in invoice.lines
        for allocation in line.allocations
        if allocation.time_entry_id is not None
    }


def _known(rates: Mapping[str, VatRate], code: str) -> VatRate:
    if code not in rates:
        raise Refused(_("There is no VAT rate with that code for that day."))
    return rates[code]
