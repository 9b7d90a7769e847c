"""Writing off what will not be paid: one person proposes with a reason, another decides."""

from __future__ import annotations

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.write_offs import WriteOff
from lt_admin.billing.queries.write_offs import live_write_off, lock_for_write_off
from lt_admin.billing.services import postings
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO
from lt_admin.core.steps import Refused, WrongState


def propose(invoice: Invoice, *, reason: str, by: User) -> WriteOff:
    """Propose to give up all that is open on an invoice; nothing changes until somebody agrees.

    WrongState for a draft, a credit invoice, or when one is proposed or approved already; Refused
    without a reason, or with nothing open.
    """
    if not invoice.is_issued or invoice.is_credit:
        raise WrongState(_("Only an invoice that was sent can be written off."))
    lock_for_write_off(invoice)
    if live_write_off(invoice) is not None:
        raise WrongState(_("A write-off of this invoice is proposed or approved already."))
    if invoice.open <= ZERO:
        raise Refused(_("Nothing is open on this invoice: there is nothing to write off."))
    if not reason.strip():
        raise Refused(_("Say why this will not be paid."))
    made = WriteOff(
        invoice=invoice, amount=invoice.open, reason=reason.strip(), proposed_by_id=by.id
    )
    session.add(made)
    _record("write_off:proposed", made, by)
    return made


def approve(write_off: WriteOff, *, by: User) -> None:
    """Agree as a second person: the amount is not asked for any more.

    Refused to who proposed it, and when less is open by now.
    """
    if write_off.amount > write_off.invoice.open:
        raise Refused(
            _("Less is open by now than was proposed. Decline this one; another can be proposed.")
        )
    write_off.approve(by=by)
    _record("write_off:approved", write_off, by)
    postings.write_off_approved(write_off, by=by)


def decline(write_off: WriteOff, *, by: User) -> None:
    """Do not agree, as a second person: the invoice stays as it was."""
    write_off.decline(by=by)
    _record("write_off:declined", write_off, by)


def revoke(write_off: WriteOff, *, by: User) -> None:
    """Ask for the amount again: they pay after all, or it was a mistake."""
    write_off.revoke()
    _record("write_off:revoked", write_off, by)
    postings.write_off_revoked(write_off, by=by)


def _record(event: str, write_off: WriteOff, by: User) -> None:
    about, cents = write_off.invoice.engagement, write_off.amount.cents
    audit.record(event, write_off, by=by, about=about, cents=cents)
