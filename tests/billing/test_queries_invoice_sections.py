import pytest

from lt_admin.billing.models.invoices import Round
from lt_admin.billing.queries.invoice_records import hours_per_step
from lt_admin.billing.queries.invoice_sections import hours_section, invoices_section, not_yet
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.payments import undo_allocation
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.reviewers.models.hours import EntryState
from tests.billing import work
from tests.billing.factories import change_order
from tests.billing.invoice_factories import addressed, draft, issued, review, worked
from tests.billing.test_services_payments import paid
from tests.reviewers.factories import assigned, reviewer

_S = EngagementState


def billed(by):
    """A review with step 2 invoiced, step 3 approved and step 4 submitted."""
    engagement = review((60, 40), by=by)
    worked(engagement, 10)
    issued(engagement, Round.INTERIM, by=by)
    worked(engagement, 5, step=3)
    worked(engagement, 2, step=4, state=EntryState.SUBMITTED)
    return engagement


def test_hours_per_step_are_agreed_approved_and_invoiced(coordinator):
    found = {each.step: each for each in hours_per_step(billed(coordinator).id)}
    assert [(step, found[step].approved, found[step].invoiced) for step in (2, 3, 4)] == [
        (2, 600, 600),
        (3, 300, 0),
        (4, 0, 0),
    ]
    assert found[2].quoted == found[5].quoted > 0


def test_drafts_and_credited_hours_are_not_invoiced(coordinator):
    engagement = billed(coordinator)
    draft(engagement, by=coordinator)
    found = {each.step: each.invoiced for each in hours_per_step(engagement.id)}
    assert (found[2], found[3]) == (600, 0)
    for each in invoices_section(engagement, coordinator).context["invoices"]:
        if each.is_issued:
            credit_invoice(each, reason="x", by=coordinator)
    assert all(each.invoiced == 0 for each in hours_per_step(engagement.id))


def test_the_page_of_a_review_shows_its_invoices_and_hours(client_of, coordinator, treasurer):
    engagement = billed(coordinator)
    (first, _) = invoices_section(engagement, coordinator).context["invoices"]
    payment = paid(first, first.gross, treasurer, allocations=[(first, first.gross)])
    undo_allocation(payment.allocations[0], by=treasurer)
    credit_invoice(first, reason="verkeerd aandeel", by=coordinator)

    page = client_of(coordinator).page(f"/engagements/{engagement.id}")

    for words in (first.number, "10:00", "5:00", "€ 943,80"):
        assert words in page.text
    assert f"/engagements/{engagement.id}/invoices/final" in page.html


def test_the_treasurer_sees_the_sections_and_makes_nothing(client_of, coordinator, treasurer):
    engagement = billed(coordinator)
    page = client_of(treasurer).page(f"/engagements/{engagement.id}")
    assert "10:00" in page.text
    assert f"/engagements/{engagement.id}/invoices/final" not in page.html


def test_a_reviewer_gets_no_section(coordinator, stranger):
    engagement = billed(coordinator)
    assert invoices_section(engagement, stranger) is None
    assert hours_section(engagement, stranger) is None
    assert not_yet(engagement, stranger) == []


def test_a_review_without_hours_has_no_sections(coordinator):
    engagement = review((100,), by=coordinator)
    assert invoices_section(engagement, coordinator) is None


@pytest.mark.parametrize(
    ("state", "kind", "count"),
    [
        (_S.EXPLORING, EngagementType.FULL, 1),
        (_S.DIALOGUE, EngagementType.FULL, 1),
        (_S.EXPLORING, EngagementType.SHORT_ONE_DAY, 1),
        (_S.REPORTING, EngagementType.FULL, 0),
        (_S.REQUESTED, EngagementType.FULL, 0),
    ],
)
def test_a_round_that_has_to_wait_says_for_what(coordinator, state, kind, count):
    engagement = review((100,), by=coordinator, state=state, type=kind)
    assert len(not_yet(engagement, coordinator)) == count


def test_the_record_of_a_review_with_everything_takes_few_statements(
    coordinator, client_of, statements, session
):
    engagement = change_order(by=coordinator).engagement
    engagement.worker = assigned(engagement, reviewer()).reviewer
    work.supervision(engagement.worker, engagement)
    engagement.state = EngagementState.REPORTING
    for party in engagement.parties:
        addressed(party.organisation)
    worked(engagement, 10)
    issued(engagement, by=coordinator)
    worked(engagement, 5)
    session.commit()
    session.expunge_all()

    statements.clear()
    client_of(coordinator).page(f"/engagements/{engagement.id}")

    assert len(statements) <= 36  # ten cards, the closing gate, the timeline: each a few
