from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lt_admin.billing.models.invoices import Allocation, Invoice, InvoiceState, Round
from lt_admin.billing.models.runs import RUN_ITEM_STEPS, InvoiceRun, InvoiceRunItem, RunItemState
from lt_admin.billing.queries.runs import find_run, progress_of
from lt_admin.billing.services import issuing, runs
from lt_admin.billing.services.invoices import discard, issue_invoice, override_share
from lt_admin.billing.services.previews import preview
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db_session
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.reviewers.models.hours import EntryState
from tests.billing.invoice_factories import draft, one_invoice, review, worked
from tests.billing.run_factories import drafts_in_bulk


def waiting(by, weights=(60, 40), **facts):
    """A review with hours that nobody was asked for."""
    engagement = review(weights, by=by, **facts)
    worked(engagement, 10)
    return engagement


def started(by, count=3, *, mails_at_once=True):
    run = runs.start_run(drafts_in_bulk(count, by=by), mails_at_once=mails_at_once, by=by)
    db_session.commit()  # what fails is rolled back to here
    return run


def lacking(by):
    """A run of three; the second of them misses a reference."""
    made = [*drafts_in_bulk(1, by=by), *drafts_in_bulk(1, by=by), *drafts_in_bulk(1, by=by)]
    made[1].organisation.requires_reference = True
    run = runs.start_run(made, mails_at_once=True, by=by)
    db_session.commit()
    return run, made


def states(run, session):
    wanted = select(InvoiceRunItem.state).where(InvoiceRunItem.run_id == run.id)
    return session.scalars(wanted.order_by(InvoiceRunItem.position)).all()


def mails(session):
    return session.scalar(select(func.count(QueuedMail.id)))


def test_a_run_issues_and_mails_every_draft_once(coordinator, session):
    run = started(coordinator)

    assert runs.work_through(run) == 3
    assert runs.work_through(run) == 0

    progress = progress_of(run)
    assert (progress.issued, progress.waiting, progress.unmailed) == (3, 0, 0)
    numbers = session.scalars(select(Invoice.number).order_by(Invoice.number)).all()
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]
    assert mails(session) == 3


def test_who_started_it_is_who_issued(coordinator, session):
    run = started(coordinator, 1)
    runs.work_through(run)
    wanted = select(AuditEntry.actor).where(AuditEntry.event == "invoice:issued")
    assert session.scalars(wanted).all() == [f"user:{coordinator.id}"]


def test_a_run_works_no_longer_than_it_may_and_goes_on_where_it_was(coordinator):
    run = started(coordinator)
    assert [runs.work_through(run, seconds=0) for _ in range(4)] == [1, 1, 1, 0]


def test_what_misses_something_stays_a_draft_and_keeps_no_other(coordinator, session):
    run, made = lacking(coordinator)

    runs.work_through(run)

    assert states(run, session) == ["issued", "refused", "issued"]
    assert made[1].state is InvoiceState.DRAFT
    words = session.scalars(select(InvoiceRunItem.words).where(InvoiceRunItem.words != "")).all()
    assert made[1].organisation.name in words[0]
    assert [made[0].number[-4:], made[2].number[-4:]] == ["0001", "0002"]


def test_what_was_refused_is_tried_again_when_it_is_mended(coordinator, session):
    run, made = lacking(coordinator)
    runs.work_through(run)
    made[1].reference = "VPL-1"

    assert runs.try_again(run, by=coordinator) == 1
    runs.work_through(run)

    assert states(run, session) == ["issued"] * 3
    assert made[1].number.endswith("-0003")


def test_without_a_refusal_there_is_nothing_to_try_again(coordinator):
    with pytest.raises(WrongState):
        runs.try_again(started(coordinator), by=coordinator)


def test_a_run_that_only_issues_is_mailed_later_and_once(coordinator, session):
    run = started(coordinator, mails_at_once=False)
    runs.work_through(run)
    assert (mails(session), progress_of(run).unmailed) == (0, 3)

    runs.mail_run(run, by=coordinator)
    runs.work_through(run)
    runs.work_through(run)

    assert (mails(session), progress_of(run).unmailed) == (3, 0)
    with pytest.raises(WrongState):
        runs.mail_run(run, by=coordinator)


def test_an_invoice_nobody_can_get_says_so_and_keeps_no_other_from_going(coordinator, session):
    run = started(coordinator, 2, mails_at_once=False)
    runs.work_through(run)
    one = session.scalars(select(Invoice)).first()
    contact = issuing.receiver_of(one)
    contact.left_on = clock.today()
    runs.mail_run(run, by=coordinator)
    runs.work_through(run)
    assert (progress_of(run).stuck, mails(session)) == (2, 0)  # they go to the same person

    contact.left_on = None
    runs.try_again(run, by=coordinator)
    runs.work_through(run)
    assert (progress_of(run).stuck, mails(session)) == (0, 2)


def test_a_draft_issued_by_hand_meanwhile_is_not_issued_twice(coordinator, session):
    run = started(coordinator)
    first = session.scalars(select(Invoice).order_by(Invoice.id)).first()
    issue_invoice(first, by=coordinator)

    runs.work_through(run)

    assert states(run, session) == ["issued"] * 3
    assert session.scalar(select(func.count(Invoice.number.distinct()))) == 3
    assert mails(session) == 3


def test_a_draft_thrown_away_meanwhile_leaves_only_words(coordinator, session):
    run = started(coordinator)
    first = session.scalars(select(Invoice).order_by(Invoice.id)).first()
    discard(first, by=coordinator)
    session.commit()

    runs.work_through(run)

    assert states(run, session) == ["refused", "issued", "issued"]


def test_a_fault_keeps_no_other_from_going_out(coordinator, session, monkeypatch):
    run = started(coordinator)
    broken = session.scalars(select(Invoice.id).order_by(Invoice.id)).first()
    really = runs.send_out

    def fail_on_one(invoice, **facts):
        if invoice.id == broken:
            raise ZeroDivisionError
        really(invoice, **facts)

    monkeypatch.setattr(runs, "send_out", fail_on_one)
    runs.work_through(run)

    assert states(run, session) == ["refused", "issued", "issued"]


def test_a_draft_is_in_one_run_at_a_time(coordinator):
    made = drafts_in_bulk(2, by=coordinator)
    runs.start_run(made, mails_at_once=True, by=coordinator)
    with pytest.raises(WrongState):
        runs.start_run(made[:1], mails_at_once=True, by=coordinator)


def test_a_refused_draft_can_go_into_another_run(coordinator, session):
    run, made = lacking(coordinator)
    runs.work_through(run)
    made[1].reference = "VPL-1"

    other = runs.start_run([made[1]], mails_at_once=True, by=coordinator)
    runs.work_through(other)

    assert states(other, session) == ["issued"]
    assert states(run, session) == ["issued", "refused", "issued"]


def test_a_run_is_of_drafts_and_of_at_least_one(coordinator):
    with pytest.raises(Refused):
        runs.start_run([], mails_at_once=True, by=coordinator)
    with pytest.raises(WrongState):
        runs.start_run([one_invoice(by=coordinator)], mails_at_once=True, by=coordinator)


def test_the_job_goes_on_with_what_somebody_left(coordinator, session):
    run, later = started(coordinator, 2), started(coordinator, 1, mails_at_once=False)
    assert runs.run_job() == 3
    assert runs.run_job() == 0
    assert (states(run, session), states(later, session)) == (["issued"] * 2, ["issued"])
    runs.mail_run(later, by=coordinator)
    assert runs.run_job() == 1
    assert mails(session) == 3


def test_the_job_mails_no_run_of_long_ago(coordinator):
    run = started(coordinator, 1, mails_at_once=False)
    runs.work_through(run)
    run.mails_at_once, run.created_at = True, clock.now() - timedelta(days=40)
    assert runs.run_job() == 0


def test_one_invoice_of_a_run_takes_few_statements_however_many_there_are(
    coordinator, session, statements
):
    run = started(coordinator, 6)
    number = run.id
    session.commit()
    session.expunge_all()
    run = find_run(number)
    runs.work_through(run, seconds=0)  # the first reads who started it
    counts = []
    for _ in range(5):
        statements.clear()
        runs.work_through(run, seconds=0)
        counts.append(len(statements))

    assert len(set(counts)) == 1
    assert counts[0] <= 20, "\n".join(statements)  # the books 3, the chain of the log 3


@pytest.mark.parametrize("state", RunItemState)
@pytest.mark.parametrize("step", ["issue", "refuse", "try_again"])
def test_every_step_that_is_not_in_the_table_is_refused(state, step):
    if not RUN_ITEM_STEPS.allows(state, step):
        with pytest.raises(WrongState):
            RUN_ITEM_STEPS.after(state, step)


def test_the_preview_knows_each_commissioner_and_what_is_in_the_way(coordinator):
    first, over = waiting(coordinator), waiting(coordinator, (100,), hours=5)
    worked(first, 3, state=EntryState.SUBMITTED)
    first.parties[0].organisation.requires_reference = True
    waiting(coordinator, state=EngagementState.EXPLORING)
    drafted = waiting(coordinator, (100,))
    draft(drafted, by=coordinator)

    shown = preview()

    found = {(b.engagement.code, b.share.position): b for b in shown.found}
    assert [b.net.cents for b in shown.found if b.engagement is first] == [78_000, 52_000]
    one, two = found[first.code, 1], found[first.code, 2]
    assert (one.is_ready, two.is_ready) == (False, True)
    assert "3:00" in one.remarks[0] == two.remarks[0] or "3:00" in two.remarks[0]
    assert "5:00" in found[over.code, 1].blocked[0]
    assert not found[over.code, 1].is_possible
    assert found[drafted.code, 1].draft is not None
    assert len(shown.early) == 1


def test_the_preview_changes_nothing_and_takes_the_same_statements_for_any_number(
    coordinator, session, statements
):
    def count():
        session.expunge_all()
        statements.clear()
        preview()
        return len(statements)

    waiting(coordinator)
    draft(waiting(coordinator), by=coordinator)
    session.commit()
    before = count()
    for _ in range(4):
        waiting(coordinator)
        draft(waiting(coordinator), by=coordinator)
    session.commit()
    assert count() == before <= 20
    assert not session.new
    assert session.scalar(select(func.count(Invoice.id))) == 10


def chosen_of(*engagements):
    return [b for b in preview().found if b.engagement in engagements]


def test_what_is_picked_becomes_drafts_and_a_run_and_nothing_else_does(coordinator, session):
    first, other = waiting(coordinator), waiting(coordinator)
    second = waiting(coordinator, (100,))
    (ready,) = draft(second, by=coordinator)
    chosen = [chosen_of(first)[0], *chosen_of(second)]

    run = runs.draft_and_start(chosen, mails_at_once=True, by=coordinator)

    assert {item.invoice.engagement_id for item in run.items} == {first.id, second.id}
    assert ready in [item.invoice for item in run.items]
    payers = session.scalars(select(Invoice.organisation_id)).all()
    assert set(payers) == {first.parties[0].organisation_id, second.parties[0].organisation_id}
    assert len(chosen_of(other)) == 2


def test_the_other_half_of_a_round_can_be_picked_later(coordinator, session):
    engagement = waiting(coordinator)
    for place in range(2):
        chosen = [b for b in chosen_of(engagement) if b.share.position == place + 1]
        run = runs.draft_and_start(chosen, mails_at_once=True, by=coordinator)
        runs.work_through(run)
    nets = session.scalars(select(Invoice.net).order_by(Invoice.number)).all()
    assert [net.cents for net in nets] == [78_000, 52_000]


def test_another_amount_than_was_shown_is_refused(coordinator, session):
    engagement = waiting(coordinator)
    chosen = chosen_of(engagement)
    worked(engagement, 1)
    with pytest.raises(WrongState), session.begin_nested():
        runs.draft_and_start(chosen, mails_at_once=True, by=coordinator)
    kinds = (Invoice, InvoiceRun, Allocation)
    assert [session.scalar(select(func.count(kind.id))) for kind in kinds] == [0, 0, 0]


def test_a_draft_with_another_amount_is_another_thing(coordinator):
    (made,) = draft(waiting(coordinator, (100,)), Round.FINAL, by=coordinator)
    (before,) = preview().found
    override_share(made, hundredths=5000, reason="x", by=coordinator)
    (after,) = preview().found
    assert before.key != after.key
