"""The list of invoices, and the words and badges of everything about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Date,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    type_coerce,
)

from lt_admin.billing.models.invoices import Invoice, InvoiceKind, InvoiceState, Round
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import MoneyCents
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Organisation


class Standing(StrEnum):
    """How an invoice stands for whoever waits for the money."""

    DRAFT = "draft"
    SENT = "sent"
    PART_PAID = "part_paid"
    OVERDUE = "overdue"
    PAID = "paid"
    WRITTEN_OFF = "written_off"
    OVERPAID = "overpaid"
    CREDITED = "credited"
    CREDIT = "credit"


STANDINGS: Mapping[Any, Badge] = {
    Standing.DRAFT: Badge(_l("draft"), "neutral", "pen"),
    Standing.SENT: Badge(_l("sent"), "info", "send"),
    Standing.PART_PAID: Badge(_l("paid in part"), "warn", "part"),
    Standing.OVERDUE: Badge(_l("overdue"), "danger", "alert"),
    Standing.PAID: Badge(_l("paid"), "ok", "check"),
    Standing.WRITTEN_OFF: Badge(_l("written off"), "neutral", "minus"),
    Standing.OVERPAID: Badge(_l("to give back"), "warn", "back"),
    Standing.CREDITED: Badge(_l("credited"), "neutral", "back"),
    Standing.CREDIT: Badge(_l("credit invoice"), "neutral", "back"),
}
OPEN = (Standing.SENT, Standing.PART_PAID, Standing.OVERDUE)
ASKED: Mapping[Any, Any] = {"open": _l("all that is open"), **STANDINGS}
ROUNDS: Mapping[Any, Any] = {
    Round.INTERIM: _l("interim invoice"),
    Round.FINAL: _l("final invoice"),
    Round.FOLLOW_UP: _l("follow-up"),
}
KINDS: Mapping[Any, Any] = {
    InvoiceKind.INVOICE: _l("invoice"),
    InvoiceKind.CREDIT: _l("credit invoice"),
}

TODAY: Any = bindparam("today", callable_=clock.today, type_=Date())
# What is still to be paid of an issued invoice; negative when too much was paid.
OWED: Any = type_coerce(
    Invoice.gross - Invoice.paid - Invoice.credited - Invoice.written_off, MoneyCents()
)
NOTHING: Any = literal(ZERO, MoneyCents())
_GIVEN_UP: Any = and_(Invoice.state == InvoiceState.PAID, Invoice.written_off > ZERO)
OPEN_AMOUNT: Any = case((Invoice.state == InvoiceState.DRAFT, NOTHING), else_=OWED)
STANDING: Any = case(
    (Invoice.state == InvoiceState.DRAFT, Standing.DRAFT.value),
    (Invoice.kind == InvoiceKind.CREDIT, Standing.CREDIT.value),
    (OWED < ZERO, Standing.OVERPAID.value),
    (Invoice.state == InvoiceState.CREDITED, Standing.CREDITED.value),
    (
        and_(Invoice.state == InvoiceState.PAID, Invoice.written_off > ZERO),
        Standing.WRITTEN_OFF.value,
    ),
    (Invoice.state == InvoiceState.PAID, Standing.PAID.value),
    (Invoice.due_on < TODAY, Standing.OVERDUE.value),
    (Invoice.paid > ZERO, Standing.PART_PAID.value),
    else_=Standing.SENT.value,
)
_REFERRED = Invoice.__table__.alias("referred")
_REFERS_TO = (
    select(_REFERRED.c.number)
    .where(_REFERRED.c.id == Invoice.refers_to_id)
    .correlate(Invoice)
    .scalar_subquery()
)


def standing_of(invoice: Invoice) -> Standing:
    """How one invoice stands today: as STANDING says in SQL."""
    found = {
        Standing.DRAFT: not invoice.is_issued,
        Standing.CREDIT: invoice.is_credit,
        Standing.OVERPAID: invoice.open < ZERO,
        Standing.CREDITED: invoice.state is InvoiceState.CREDITED,
        Standing.WRITTEN_OFF: invoice.state is InvoiceState.PAID and invoice.written_off > ZERO,
        Standing.PAID: invoice.state is InvoiceState.PAID,
        Standing.OVERDUE: invoice.due_on is not None and invoice.due_on < clock.today(),
        Standing.PART_PAID: invoice.paid > ZERO,
    }
    return next((standing for standing, is_so in found.items() if is_so), Standing.SENT)


def _stands(asked: Any) -> Any:
    wanted = OPEN if asked == "open" else (asked,)
    return STANDING.in_([str(each) for each in wanted])


INVOICES = Listing(
    "invoices",
    key=Invoice.id,
    order="-number",
    columns=(
        Column(
            "number",
            _l("Number"),
            Invoice.number,
            sort=func.coalesce(Invoice.number, literal("9999", String)),  # drafts come on top
        ),
        Column("commissioner", _l("Commissioner"), Organisation.name, card="wide"),
        Column("code", _l("Review"), Engagement.code, card="carried"),
        Column("kind", _l("Kind"), Invoice.kind, words=KINDS, card="carried"),
        Column("round", _l("Round"), Invoice.round, words=ROUNDS, card="carried"),
        Column("refers_to", _l("Refers to"), _REFERS_TO, sort=False, card="carried"),
        Column("issued_on", _l("Date"), Invoice.issued_on, kind="day", card="hide"),
        Column("due_on", _l("Due"), Invoice.due_on, kind="day"),
        Column("state", _l("State"), STANDING, kind="badge", words=STANDINGS),
        Column("net", _l("Without VAT"), Invoice.net, kind="euro", card="carried"),
        Column("vat", _l("VAT"), Invoice.vat, kind="euro", card="carried"),
        Column("gross", _l("Amount"), Invoice.gross, kind="euro", total=True),
        Column("open", _l("Still open"), OPEN_AMOUNT, kind="euro", total=True),
    ),
    filters=(
        Search(
            "q",
            _l("Search"),
            (Invoice.number, Organisation.name, Engagement.code),
            hint=_l("number, commissioner or code"),
        ),
        Days("from", _l("From"), lambda day: Invoice.issued_on >= day),
        Days("until", _l("Until and including"), lambda day: Invoice.issued_on <= day),
        Choice("state", _l("State"), ASKED, _stands),
    ),
)


def all_invoices() -> Select[Any]:
    """Every invoice and draft; whoever may read invoices may read all."""
    return (
        select()
        .select_from(Invoice)
        .join(Organisation, Organisation.id == Invoice.organisation_id)
        .join(Engagement, Engagement.id == Invoice.engagement_id)
    )


ROW = (
    *("number", "kind", "commissioner", "engagement", "issued_on", "due_on"),
    *("net_cents", "vat_cents", "gross_cents", "open_cents", "state"),
)


def issued_rows(year: int | None) -> list[dict[str, Any]]:
    """What others rely on of every issued invoice, by number: cents, ISO days, plain words."""
    columns = (Invoice.number, Invoice.kind, Organisation.name, Engagement.code)
    sums = (Invoice.net, Invoice.vat, Invoice.gross, OPEN_AMOUNT, Invoice.state)
    wanted = all_invoices().add_columns(*columns, Invoice.issued_on, Invoice.due_on, *sums)
    wanted = wanted.where(Invoice.number.is_not(None)).order_by(Invoice.number)
    if year is not None:
        wanted = wanted.where(Invoice.issued_on.between(date(year, 1, 1), date(year, 12, 31)))
    rows = session.execute(wanted)
    return [{key: _plain(value) for key, value in zip(ROW, row, strict=True)} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return value.cents
    return value.isoformat() if isinstance(value, date) else value
