"""Write-offs: of one invoice, and those that wait for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.write_offs import WriteOff, WriteOffState
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.formats import euro
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO

_S = WriteOffState
WRITE_OFF_BADGES = {
    _S.PROPOSED: Badge(_l("waits for a second person"), "warn", "clock"),
    _S.APPROVED: Badge(_l("written off"), "neutral", "minus"),
    _S.DECLINED: Badge(_l("turned down"), "neutral", "back"),
    _S.REVOKED: Badge(_l("asked again"), "info", "back"),
}


def find_write_off(write_off_id: int) -> WriteOff | None:
    """The write-off with this id, with its invoice."""
    return session.get(WriteOff, write_off_id, options=[joinedload(WriteOff.invoice)])


def lock_for_write_off(invoice: Invoice) -> None:
    """Nobody else proposes one for this invoice until we commit."""
    session.execute(select(Invoice.id).where(Invoice.id == invoice.id).with_for_update())


def live_write_off(invoice: Invoice) -> WriteOff | None:
    """The one that is proposed or approved: at most one an invoice."""
    wanted = select(WriteOff).where(WriteOff.invoice_id == invoice.id)
    live = wanted.where(WriteOff.state.in_([_S.PROPOSED, _S.APPROVED]))
    return session.scalars(live).one_or_none()


def write_offs_of(invoice: Invoice) -> dict[str, Any]:
    """What the card on the page of an invoice shows; one statement."""
    people = (joinedload(WriteOff.proposed_by), joinedload(WriteOff.decided_by))
    wanted = select(WriteOff).where(WriteOff.invoice_id == invoice.id).options(*people)
    found = session.scalars(wanted.order_by(WriteOff.id.desc())).all()
    is_live = any(each.state in {_S.PROPOSED, _S.APPROVED} for each in found)
    is_owed = invoice.is_issued and not invoice.is_credit and invoice.open > ZERO
    return {
        "write_offs": found,
        "write_off_badges": WRITE_OFF_BADGES,
        "can_write_off": is_owed and not is_live,
    }


def proposed() -> Sequence[WriteOff]:
    """Those that wait for a second person, the oldest first."""
    options = (joinedload(WriteOff.invoice), joinedload(WriteOff.proposed_by))
    wanted = select(WriteOff).where(WriteOff.state == _S.PROPOSED).options(*options)
    return session.scalars(wanted.order_by(WriteOff.id)).all()


def duties(user: User) -> list[Duty]:
    """The write-offs that this person can decide on: never one's own."""
    if not user.may(Permission.WRITE_OFF_DECIDE):
        return []
    return [_duty(each) for each in proposed() if each.proposed_by_id != user.id]


def _duty(write_off: WriteOff) -> Duty:
    number, amount = write_off.invoice.number, euro(write_off.amount, language())
    words = _("%(amount)s of invoice %(number)s may be written off.", amount=amount, number=number)
    return Duty(
        sentence=words,
        since=clock.day_of(write_off.proposed_at),
        url=url_for("write_offs.decide", write_off_id=write_off.id),
        button=_("Decide"),
        reason=_("Proposed by %(name)s", name=write_off.proposed_by.name),
        badge=Badge(_("second person"), "warn"),
    )
