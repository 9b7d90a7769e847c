"""Crediting: an invoice is taken back by another one, and exactly its hours are free again."""

from __future__ import annotations

from collections.abc import Sequence

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoice_sums import InvoiceVat
from lt_admin.billing.models.invoices import Invoice, InvoiceKind, InvoiceLine
from lt_admin.billing.queries.invoices import standing_lines
from lt_admin.billing.queries.write_offs import live_write_off
from lt_admin.billing.rules.vat import VatSum, vat_sums_taken_back
from lt_admin.billing.services.allocations import free, release_hours
from lt_admin.billing.services.invoices import draft_round
from lt_admin.billing.services.issuing import due, send_out
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused, WrongState


def credit_invoice(
    invoice: Invoice, *, lines: Sequence[InvoiceLine] | None = None, reason: str, by: User
) -> Invoice:
    """Take back an issued invoice, in full or these lines of it, by a credit invoice of today.

    The hours on those lines can be billed again at once. Each line is taken back once, so never
    more than the original. Raises WrongState for a draft or a credit invoice, and Refused while
    an amount of it is written off: what is given up cannot be taken back as well.
    """
    standing = standing_lines(invoice)
    taken = standing if lines is None else list(lines)
    _check(invoice, standing, taken, reason)
    left = [line for line in standing if line not in taken]
    credit = _negated(invoice, taken, vat_sums_taken_back(standing, left))
    credit.credit_reason = reason.strip()
    invoice.take_credit(-credit.gross, in_full=not left)
    session.add(credit)
    session.flush()
    release_hours(free(credit.lines))
    send_out(credit, due_on=None, by=by)
    facts = {"number": credit.number, "cents": credit.gross.cents}
    audit.record("invoice:credited", invoice, by=by, about=invoice.engagement, **facts)
    return credit


def replace_invoice(invoice: Invoice, *, reason: str, by: User) -> tuple[Invoice, list[Invoice]]:
    """Credit in full, and issue what the commissioners of that round now owe at the agreed shares.

    The credit invoice and the new ones. Refused like crediting and like a round: then the caller
    rolls back, and nothing has changed.
    """
    credit = credit_invoice(invoice, reason=reason, by=by)
    made = draft_round(invoice.engagement, invoice.round, by=by)
    for each in made:
        if each.organisation_id == invoice.organisation_id:
            _keep_references(invoice, each)
        send_out(each, due_on=due(each), by=by)
    numbers = ", ".join(each.number or "" for each in made)
    audit.record("invoice:replaced", invoice, by=by, about=invoice.engagement, number=numbers)
    return credit, made


def _keep_references(old: Invoice, new: Invoice) -> None:
    """What the same commissioner wanted to see on the old one stands on the new one too."""
    new.reference = old.reference or new.reference
    new.buyer_reference = old.buyer_reference or new.buyer_reference
    new.commitment_number = old.commitment_number or new.commitment_number


def _check(
    invoice: Invoice, standing: Sequence[InvoiceLine], taken: Sequence[InvoiceLine], reason: str
) -> None:
    if not invoice.is_issued or invoice.is_credit:
        raise WrongState(_("Only an invoice that was sent can be credited."))
    if not taken or not set(taken) <= set(standing):
        raise Refused(
            _("This invoice has nothing left to credit there: never more than its own amount.")
        )
    if not ZERO <= _net(taken) <= _net(standing):
        raise Refused(_("A discount is credited together with what it was given on."))
    if not reason.strip():
        raise Refused(_("Say why the invoice is credited; the credit invoice carries the reason."))
    if live_write_off(invoice) is not None:
        raise Refused(
            _("A write-off of this invoice is proposed or approved: decline or revoke it first.")
        )


def _net(lines: Sequence[InvoiceLine]) -> Money:
    return Money.total(line.net for line in lines)


def _negated(invoice: Invoice, taken: Sequence[InvoiceLine], sums: Sequence[VatSum]) -> Invoice:
    credit = Invoice(
        kind=InvoiceKind.CREDIT,
        engagement=invoice.engagement,
        quote=invoice.quote,
        share=invoice.share,
        organisation=invoice.organisation,
        round=invoice.round,
        refers_to=invoice,
        language=invoice.language,
        period_from=invoice.period_from,
        period_until=invoice.period_until,
        reference=invoice.reference,
        buyer_reference=invoice.buyer_reference,
        commitment_number=invoice.commitment_number,
        paid=ZERO,
        lines=[_taken_back(line, position) for position, line in enumerate(taken, start=1)],
        vat_totals=_vat_taken_back(invoice, sums),
    )
    credit.add_up(sums)
    credit.credited = credit.gross  # what it gives back stands on the invoice it refers to
    return credit


def _vat_taken_back(invoice: Invoice, sums: Sequence[VatSum]) -> list[InvoiceVat]:
    """The VAT lines of the original that the credit invoice has a part of, without amounts yet."""
    wanted = {(each.category, each.percent) for each in sums}
    return [
        InvoiceVat(category=total.category, percent=total.percent, reason=total.reason)
        for total in invoice.vat_totals
        if (total.category, total.percent) in wanted
    ]


def _taken_back(line: InvoiceLine, position: int) -> InvoiceLine:
    return InvoiceLine(
        position=position,
        kind=line.kind,
        step=line.step,
        description=line.description,
        minutes=-line.minutes,
        rate=line.rate,
        share_numerator=line.share_numerator,
        share_denominator=line.share_denominator,
        value=-line.value,
        net=-line.net,
        vat_code=line.vat_code,
        vat_category=line.vat_category,
        vat_percent=line.vat_percent,
        credits_line_id=line.id,
    )
