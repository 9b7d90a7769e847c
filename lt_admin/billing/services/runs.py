"""Invoice runs: drafts that somebody chose, issued one by one, each whole or not at all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from time import monotonic

from sqlalchemy.orm.exc import StaleDataError

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import Invoice, Round
from lt_admin.billing.models.runs import InvoiceRun, InvoiceRunItem, RunItemState
from lt_admin.billing.queries.invoices import find_invoice
from lt_admin.billing.queries.run_lists import Billable
from lt_admin.billing.queries.runs import (
    find_run,
    items_about,
    items_to_try_again,
    lock_item,
    next_unmailed,
    next_waiting,
    unfinished_runs,
)
from lt_admin.billing.services.invoices import draft_round
from lt_admin.billing.services.issuing import due, mail_out, send_out
from lt_admin.core import audit
from lt_admin.core.db import session, transaction
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState

JOB_SECONDS = 30.0
_log = logging.getLogger(__name__)


def draft_and_start(chosen: Sequence[Billable], *, mails_at_once: bool, by: User) -> InvoiceRun:
    """Make the drafts that were chosen from the preview, and a run of them and the chosen ones.

    Refused like drafting, and with WrongState when a draft comes to another amount than shown.
    """
    drafts = [each.draft for each in chosen if each.draft is not None]
    wanted: dict[tuple[int, Round], list[Billable]] = {}
    for each in chosen:
        if each.draft is None:
            wanted.setdefault((each.engagement.id, each.round), []).append(each)
    for group in wanted.values():
        drafts += _drafted(group, by)
    return start_run(drafts, mails_at_once=mails_at_once, by=by)


def start_run(invoices: Sequence[Invoice], *, mails_at_once: bool, by: User) -> InvoiceRun:
    """Note which drafts are to be issued in one go; `work_through` does it.

    Refused without a draft; WrongState when one is issued, or waits in another run.
    """
    if not invoices:
        raise Refused(_("Choose at least one invoice."))
    for invoice in invoices:
        invoice.check_draft()
    for item in items_about(invoices):
        item.let_go()
    session.flush()
    run = InvoiceRun(started_by_id=by.id, mails_at_once=mails_at_once)
    run.items = [InvoiceRunItem(position=n, invoice=each) for n, each in enumerate(invoices, 1)]
    session.add(run)
    audit.record("run:started", run, by=by, count=len(invoices))
    return run


def work_through(run: InvoiceRun, *, seconds: float = 2.0) -> int:
    """Issue what waits in a run, and mail it if asked, for about so long; how many things it did.

    Each draft in a transaction of its own, claimed so that any number may work at once: whoever
    dies half-way leaves it a draft without a number. What is refused says why, and stays a draft.
    """
    number, ends, done = run.id, monotonic() + seconds, 0
    while _next(number, next_waiting, _issue) or _next(number, next_unmailed, _mail):
        done += 1
        if monotonic() >= ends:
            break
    return done


def try_again(run: InvoiceRun, *, by: User) -> int:
    """Let what was refused, or could not be mailed, wait once more; how many."""
    items = items_to_try_again(run)
    if not items:
        raise WrongState(_("Nothing of this run was refused."))
    for item in items:
        item.try_again()
    audit.record("run:tried_again", run, by=by, count=len(items))
    return len(items)


def mail_run(run: InvoiceRun, *, by: User) -> None:
    """Ask that the invoices of a run are mailed, the next ones too; `work_through` does it."""
    if run.mails_at_once:
        raise WrongState(_("The invoices of this run are mailed already."))
    run.mails_at_once = True
    audit.record("run:mail_asked", run, by=by, count=len(run.items))


def run_job() -> int:
    """Go on with every run that somebody left half-way."""
    return sum(work_through(run, seconds=JOB_SECONDS) for run in unfinished_runs())


def _drafted(group: Sequence[Billable], by: User) -> list[Invoice]:
    """The drafts of one round, for the commissioners that were chosen."""
    shown = {each.share.id: each.net for each in group}
    first = group[0]
    drafts = draft_round(first.engagement, first.round, only=set(shown), by=by)
    if {draft.share_id: draft.net for draft in drafts} != shown:
        raise WrongState(_("The amounts changed while you were looking; look once more."))
    return drafts


def _next(
    run_id: int,
    claim: Callable[[int], InvoiceRunItem | None],
    deed: Callable[[InvoiceRunItem, InvoiceRun], None],
) -> bool:
    """Claim the next item and do what is to be done; False when none is left for us."""
    tried = 0
    try:
        with transaction():
            run, item = find_run(run_id), claim(run_id)
            if run is None or item is None:
                return False
            tried = item.id
            deed(item, run)
    except StaleDataError:
        return True  # somebody issued it by hand just now: look at it once more
    except Refused as refused:
        _note(tried, str(refused))
    except Exception:  # noqa: BLE001 - one that fails keeps no other from going out
        _log.exception("an invoice of run %s could not be issued", run_id)
        _note(tried, _("A fault in the program: nothing was sent. Tell the administrator."))
    return True


def _issue(item: InvoiceRunItem, run: InvoiceRun) -> None:
    invoice = None if item.invoice_id is None else find_invoice(item.invoice_id, fresh=True)
    if invoice is None:
        raise Refused(_("This draft was thrown away."))
    if not invoice.is_issued:
        due_on, mails = due(invoice), run.mails_at_once
        send_out(invoice, due_on=due_on, by=run.started_by, mails_at_once=mails)
    item.issued()


def _mail(item: InvoiceRunItem, run: InvoiceRun) -> None:
    invoice = find_invoice(item.invoice_id or 0, fresh=True)
    if invoice is not None and invoice.mailed_at is None:
        mail_out(invoice, by=run.started_by)


def _note(item_id: int, words: str) -> None:
    """Write down why one could not be done, unless somebody else was here."""
    with transaction():
        item = lock_item(item_id)
        if item is not None and item.state is RunItemState.WAITING:
            item.refused(words)
        elif item is not None:
            item.words = words  # it is issued; the mail is what could not be sent
