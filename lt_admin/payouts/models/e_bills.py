"""An invoice that we wrote in a payee's name, as the plain data of its e-invoice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lt_admin.billing.models.e_invoices import tidy
from lt_admin.billing.models.statements import StatementKind, StatementLine
from lt_admin.billing.rules.e_invoices import HOUR, KVK, EInvoice, Id, Item, Party, Taxed, Vat
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.billing.rules.statements import last_day
from lt_admin.core import i18n
from lt_admin.core.formats import euro, hours
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.paper.sender import Sender
from lt_admin.payouts.models.bills import Bill, BillKind
from lt_admin.payouts.rules.bills import SELF_BILLED
from lt_admin.reviewers.models.payees import VatTreatment
from lt_admin.reviewers.models.people import Payee

NLCIUS = "nlcius"
NOTHING: dict[str, Any] = {"order": "", "contract": "", "discounts": ()}
TERM_DAYS = 30  # nothing else was agreed (FACTS.md 5)
CATEGORIES = {
    VatTreatment.STANDARD: VatCategory.STANDARD,
    VatTreatment.EXEMPT: VatCategory.EXEMPT,
    VatTreatment.KOR: VatCategory.EXEMPT,
    VatTreatment.REVERSE: VatCategory.REVERSE_CHARGE,
}


def no_vat_because(treatment: VatTreatment) -> str:
    """Why no VAT stands on it, as invoices say it; empty when there is VAT (FACTS.md 2)."""
    return {
        VatTreatment.EXEMPT: _(
            "Exempt from VAT, article 11, paragraph 1, part o, Wet op de omzetbelasting 1968."
        ),
        VatTreatment.KOR: _("Exempt from VAT, article 25, Wet op de omzetbelasting 1968 (KOR)."),
        VatTreatment.REVERSE: _("VAT reverse-charged (btw verlegd)."),
    }.get(treatment, "")


def is_credit(bill: Bill) -> bool:
    """Whether it takes another one back; its amounts are below zero."""
    return bill.kind is BillKind.SELF_BILLED_CREDIT


def e_bill_of(bill: Bill, sender: Sender, percent: int, profile: str = NLCIUS) -> EInvoice:
    """What the e-invoice says: the payee sells, we buy; `percent` is the standard rate of VAT."""
    statement = bill.statement
    with i18n.speaking(bill.payee.language):
        vat = _vat(bill, percent)
        return EInvoice(
            profile=profile,
            language=bill.payee.language,
            is_credit=is_credit(bill),
            is_self_billed=True,
            number=bill.number,
            issued_on=bill.issued_on,
            due_on=None,
            note=_note(bill),
            terms=_terms(bill),
            buyer_reference=statement.number,
            **NOTHING,
            refers_to=bill.refers_to.number if bill.refers_to else "",
            period=(statement.month_on, last_day(statement.year, statement.month)),
            payment_reference=bill.number,
            iban=statement.iban.replace(" ", ""),
            seller=_seller(bill.payee),
            buyer=_buyer(sender),
            items=tuple(_item(line, vat) for line in statement.lines),
            taxes=(_taxed(bill, vat),),
            gross=_counted(bill, bill.gross),
        )


def _counted(bill: Bill, amount: Money) -> Money:
    return -amount if is_credit(bill) else amount


def _note(bill: Bill) -> str:
    return f"{SELF_BILLED}. {tidy(bill.remark)}" if is_credit(bill) else SELF_BILLED


def _terms(bill: Bill) -> str:
    if is_credit(bill):
        return _("There is nothing to pay.")
    return _("Paid within %(days)s days, once it is accepted.", days=TERM_DAYS)


def _vat(bill: Bill, percent: int) -> Vat:
    is_taxed = bill.vat_treatment is VatTreatment.STANDARD
    return Vat(CATEGORIES[bill.vat_treatment], percent if is_taxed else 0)


def _taxed(bill: Bill, vat: Vat) -> Taxed:
    reason = no_vat_because(bill.vat_treatment)
    return Taxed(vat, _counted(bill, bill.net), _counted(bill, bill.vat), reason)


def _seller(payee: Payee) -> Party:
    """The payee; without a btw-id the KvK number stands for the tax number (BR-E-02)."""
    number = Id(KVK, payee.kvk) if payee.kvk else None
    return Party(
        name=tidy(payee.name),
        street=tidy(payee.street),
        postcode=tidy(payee.postcode),
        city=tidy(payee.city),
        legal=number,
        endpoint=number,
        vat_id=payee.vat_id or "",
        tax_number="" if payee.vat_id else payee.kvk or "",
    )


def _buyer(sender: Sender) -> Party:
    number = Id(KVK, sender.kvk) if sender.kvk else None
    address = (tidy(sender.street), tidy(sender.postcode), tidy(sender.city))
    return Party(tidy(sender.name), *address, legal=number, endpoint=number, vat_id=sender.vat_id)


def what_for(line: StatementLine) -> str:
    """What a line pays, in words."""
    if line.kind is StatementKind.SUPERVISION:
        return _("Supervision of learning review %(code)s", code=line.engagement.code)
    return _("Guiding learning review %(code)s", code=line.engagement.code)


def _item(line: StatementLine, vat: Vat) -> Item:
    rate = euro(line.rate, i18n.language())
    about = _(
        "%(name)s: %(hours)s hours at %(rate)s an hour",
        name=line.reviewer.name,
        hours=hours(line.minutes),
        rate=rate,
    )
    return Item(
        name=tidy(what_for(line)),
        description=tidy(about),
        quantity=Decimal(line.minutes) / 60,
        unit=HOUR,
        price=Decimal(line.rate.cents) / 100,
        net=line.amount,
        vat=vat,
    )
