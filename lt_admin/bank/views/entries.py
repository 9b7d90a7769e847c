"""The pages of entries: the work list, and one entry with its places."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.bank.forms.entries import AccountForm, AsideForm, AssignForm, PayerForm
from lt_admin.bank.models.statements import BankEntry, BookedBy
from lt_admin.bank.queries import entries as queries
from lt_admin.bank.services import bookings as services
from lt_admin.bank.services.money_out import book_account
from lt_admin.bank.services.suggested import take_suggestion
from lt_admin.billing.queries.invoices import find_organisation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show

bp = Blueprint("bank_entries", __name__, template_folder="../templates", url_prefix="/bank")


def _entry(entry_id: int) -> BankEntry:
    return queries.find_entry(entry_id) or abort(404)


def _to(entry: BankEntry) -> ResponseReturnValue:
    """Where the person came from: the work list or the entry's own page."""
    if request.form.get("from") == "work-list":
        return redirect(url_for(".work_list"))
    return redirect(url_for(".entry", entry_id=entry.id))


def _page(entry: BankEntry, aside: AsideForm | None = None, **facts: Any) -> str:
    return render_template(
        "bank/entry.html",
        entry=entry,
        places=queries.places_of(entry),
        badges=queries.ENTRY_BADGES,
        hows=queries.HOWS,
        aside=aside or AsideForm(formdata=None),
        payer=PayerForm.of(None),
        **{"account": AccountForm(formdata=None)} | queries.ideas_for(entry) | facts,
    )


@bp.get("/work-list")
@requires(Permission.INVOICE_READ)
def work_list() -> str:
    """What waits for a place, each with what it may be."""
    after = request.args.get("after", type=int)
    return render_template("bank/work_list.html", waiting=queries.work_list(after), after=after)


@bp.get("/entries")
@requires(Permission.INVOICE_READ)
def entries() -> ResponseReturnValue:
    """Every entry of every statement."""
    return show(queries.ENTRIES, queries.all_entries(), "bank/entries.html")


@bp.get("/entries/<int:entry_id>")
@requires(Permission.INVOICE_READ)
def entry(entry_id: int) -> str:
    """One entry: what the bank says, where it went, and what it may be."""
    return _page(_entry(entry_id))


@bp.post("/entries/<int:entry_id>/take/<string(length=12):key>")
@requires(Permission.BANK_IMPORT)
def take(entry_id: int, key: str) -> ResponseReturnValue:
    """Confirm a suggestion."""
    found = _entry(entry_id)
    take_suggestion(found, key, by=current_user)
    flash(_("It has its place."))
    return _to(found)


@bp.route("/entries/<int:entry_id>/assign", methods=["GET", "POST"])
@requires(Permission.BANK_IMPORT)
def assign(entry_id: int) -> ResponseReturnValue:
    """Say by hand who paid, and which invoices."""
    found, number = _entry(entry_id), request.args.get("organisation", type=int)
    payer = find_organisation(number or 0) or abort(404)
    form = AssignForm.of(queries.offer_of(found, payer))
    if form.is_sent_well():
        with form.refusals():
            services.book_payment(
                found, form.parts, how=BookedBy.PERSON, by=current_user, payer=payer
            )
            return _to(found)
    facts = {"entry": found, "payer": payer, "form": form}
    return render_template("bank/assign.html", **facts), form.status


@bp.post("/entries/<int:entry_id>/set-aside")
@requires(Permission.BANK_IMPORT)
def set_aside(entry_id: int) -> ResponseReturnValue:
    """It needs no place here, and this is why."""
    found, form = _entry(entry_id), AsideForm()
    if form.is_sent_well():
        with form.refusals("reason"):
            services.set_aside(found, reason=form.reason.data or "", by=current_user)
            return _to(found)
    return _page(found, form), form.status


@bp.post("/entries/<int:entry_id>/account")
@requires(Permission.BANK_IMPORT)
def account(entry_id: int) -> ResponseReturnValue:
    """It belongs on an account of the ledger, such as costs of the bank."""
    found, form = _entry(entry_id), AccountForm()
    if form.is_sent_well():
        with form.refusals("account"):
            book_account(found, form.account.data, by=current_user)
            flash(_("It has its place."))
            return _to(found)
    return _page(found, account=form), form.status


@bp.post("/entries/<int:entry_id>/take-up")
@requires(Permission.BANK_IMPORT)
def take_up(entry_id: int) -> ResponseReturnValue:
    """Back on the work list."""
    found = _entry(entry_id)
    services.take_up(found, by=current_user)
    return _to(found)


@bp.post("/bookings/<int:booking_id>/release")
@requires(Permission.BANK_IMPORT)
def release(booking_id: int) -> ResponseReturnValue:
    """Take an entry off its place again."""
    found = queries.find_booking(booking_id) or abort(404)
    services.release(found, by=current_user)
    flash(_("The amount waits on the work list again."))
    return _to(found.entry)
