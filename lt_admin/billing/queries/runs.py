"""Invoice runs: what is claimed next, how far they are, and those of the past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.runs import InvoiceRun, InvoiceRunItem, RunItemState
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Column, Listing
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Organisation

TAKEN_UP = timedelta(days=31)  # the job mails for older runs no more; a person still can
_WAITS = InvoiceRunItem.state == RunItemState.WAITING
_REFUSED = InvoiceRunItem.state == RunItemState.REFUSED
_ISSUED = InvoiceRunItem.state == RunItemState.ISSUED
_UNMAILED = and_(_ISSUED, Invoice.mailed_at.is_(None))

ITEM_BADGES = {
    RunItemState.WAITING: Badge(_l("waits"), "neutral", "clock"),
    RunItemState.ISSUED: Badge(_l("issued"), "ok"),
    RunItemState.REFUSED: Badge(_l("not issued"), "danger"),
}


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    count: int
    issued: int
    refused: int
    waiting: int
    unmailed: int  # issued, not mailed, and no reason why not
    stuck: int  # issued, and there is a reason why it could not be mailed

    @property
    def done(self) -> int:
        """Those that need no more waiting, whatever came of them."""
        return self.count - self.waiting


def find_run(run_id: int) -> InvoiceRun | None:
    """The run, with who started it."""
    return session.get(InvoiceRun, run_id, options=[joinedload(InvoiceRun.started_by)])


def next_waiting(run_id: int) -> InvoiceRunItem | None:
    """The next draft of a run, as ours alone until we commit; None when all are taken."""
    return _claimed(select(InvoiceRunItem).where(InvoiceRunItem.run_id == run_id, _WAITS))


def next_unmailed(run_id: int) -> InvoiceRunItem | None:
    """The next issued invoice of a run that is to be mailed and was not, as ours alone."""
    wanted = (
        select(InvoiceRunItem)
        .join(Invoice, Invoice.id == InvoiceRunItem.invoice_id)
        .join(InvoiceRun, InvoiceRun.id == InvoiceRunItem.run_id)
        .where(InvoiceRunItem.run_id == run_id, InvoiceRun.mails_at_once)
        .where(_UNMAILED, InvoiceRunItem.words == "")
    )
    return _claimed(wanted)


def _claimed(wanted: Select[InvoiceRunItem]) -> InvoiceRunItem | None:
    first = wanted.order_by(InvoiceRunItem.position).limit(1)
    ours = first.with_for_update(of=InvoiceRunItem, skip_locked=True)
    return session.scalars(ours.execution_options(populate_existing=True)).one_or_none()


def lock_item(item_id: int) -> InvoiceRunItem | None:
    """One item, as it is now and as ours alone until we commit."""
    return session.get(InvoiceRunItem, item_id, with_for_update=True, populate_existing=True)


def items_about(invoices: Sequence[Invoice]) -> Sequence[InvoiceRunItem]:
    """What stands in runs about these drafts."""
    wanted = select(InvoiceRunItem).where(InvoiceRunItem.invoice_id.in_([i.id for i in invoices]))
    return session.scalars(wanted.with_for_update()).all()


def items_to_try_again(run: InvoiceRun) -> Sequence[InvoiceRunItem]:
    """Those of a run that were refused, or could not be mailed; locked until we commit."""
    wanted = (
        select(InvoiceRunItem)
        .where(InvoiceRunItem.run_id == run.id, InvoiceRunItem.invoice_id.is_not(None))
        .where(or_(_REFUSED, and_(_ISSUED, InvoiceRunItem.words != "")))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalars(wanted).all()


def unfinished_runs() -> Sequence[InvoiceRun]:
    """The runs in which something waits to be issued or mailed, the oldest first."""
    waiting = select(InvoiceRunItem.run_id).where(_WAITS)
    unmailed = (
        select(InvoiceRunItem.run_id)
        .join(Invoice, Invoice.id == InvoiceRunItem.invoice_id)
        .join(InvoiceRun, InvoiceRun.id == InvoiceRunItem.run_id)
        .where(InvoiceRun.mails_at_once, InvoiceRun.created_at > clock.now() - TAKEN_UP)
        .where(_UNMAILED, InvoiceRunItem.words == "")
    )
    found = or_(InvoiceRun.id.in_(waiting), InvoiceRun.id.in_(unmailed))
    return session.scalars(select(InvoiceRun).where(found).order_by(InvoiceRun.id)).all()


def _count(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def progress_of(run: InvoiceRun) -> Progress:
    """How far a run is now, in one statement."""
    wanted = (
        select(
            func.count(),
            *(_count(each) for each in (_ISSUED, _REFUSED, _WAITS)),
            _count(and_(_UNMAILED, InvoiceRunItem.words == "")),
            _count(and_(_UNMAILED, InvoiceRunItem.words != "")),
        )
        .select_from(InvoiceRunItem)
        .outerjoin(Invoice, Invoice.id == InvoiceRunItem.invoice_id)
        .where(InvoiceRunItem.run_id == run.id)
    )
    return Progress(*session.execute(wanted).one())


def items_of(run: InvoiceRun) -> Sequence[Any]:
    """What came of each draft of a run, as rows, in order; those that need somebody first."""
    columns = (InvoiceRunItem.state, InvoiceRunItem.words, InvoiceRunItem.invoice_id)
    facts = (Invoice.number, Invoice.gross, Invoice.mailed_at, Invoice.engagement_id)
    wanted = (
        select(*columns, *facts, Engagement.code, Organisation.name)
        .select_from(InvoiceRunItem)
        .outerjoin(Invoice, Invoice.id == InvoiceRunItem.invoice_id)
        .outerjoin(Engagement, Engagement.id == Invoice.engagement_id)
        .outerjoin(Organisation, Organisation.id == Invoice.organisation_id)
        .where(InvoiceRunItem.run_id == run.id)
        .order_by(case((InvoiceRunItem.words != "", 0), else_=1), InvoiceRunItem.position)
    )
    return session.execute(wanted).all()


def _items(condition: Any) -> Any:
    found = select(func.count(InvoiceRunItem.id)).where(InvoiceRunItem.run_id == InvoiceRun.id)
    return found.where(condition).correlate(InvoiceRun).scalar_subquery()


RUNS = Listing(
    "runs",
    key=InvoiceRun.id,
    order="-created_at",
    columns=(
        Column(
            "created_at",
            _l("Started"),
            InvoiceRun.created_at,
            kind="instant",
            link="runs.run",
            link_key="run_id",
        ),
        Column("started_by", _l("Started by"), User.name),
        Column("issued", _l("Issued so far"), _items(_ISSUED), kind="number", sort=False),
        Column("refused", _l("Not issued"), _items(_REFUSED), kind="number", sort=False),
        Column("waiting", _l("Waits"), _items(_WAITS), kind="number", sort=False),
    ),
    filters=(),
)


def all_runs() -> Select[Any]:
    """Every invoice run."""
    return select().select_from(InvoiceRun).join(User, User.id == InvoiceRun.started_by_id)
