import hashlib
from datetime import date

import pytest
from sqlalchemy import select

from lt_admin.billing.models.invoices import Invoice, InvoiceState, Round
from lt_admin.billing.models.quotes import Quote
from lt_admin.billing.queries.invoices import find_invoice
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.invoices import (
    discard,
    issue_invoice,
    override_share,
    set_references,
)
from lt_admin.billing.services.issuing import letters_of
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db_session
from lt_admin.core.money import Money
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState, Hold
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.reviewers.models.hours import EntryState
from tests.billing.invoice_factories import (
    draft,
    foundation,
    issued,
    nets,
    one_invoice,
    review,
    worked,
)

_S = EngagementState
AUTUMN = clock.noon(date(2025, 11, 24))


def euros(*amounts):
    return [Money.euros(amount) for amount in amounts]


def test_s2_is_billed_in_two_rounds_by_60_and_40(coordinator):
    s2 = review((60, 40), by=coordinator, hours=217)
    worked(s2, "122.5")
    first = issued(s2, Round.INTERIM, by=coordinator)
    worked(s2, 92, step=3)
    second = issued(s2, by=coordinator)

    assert nets(*first) == euros("9555.00", "6370.00")
    assert nets(*second) == euros("7176.00", "4784.00")


def test_s2_at_the_wrong_share_is_credited_in_full_and_billed_again(coordinator):
    s2 = review((60, 40), by=coordinator, hours=217)
    worked(s2, "122.5")
    issued(s2, Round.INTERIM, by=coordinator)
    worked(s2, 92, step=3)
    _, wrong = draft(s2, by=coordinator)
    override_share(wrong, hundredths=5000, reason="afspraak uit de mail", by=coordinator)
    issue_invoice(wrong, by=coordinator)
    credit = credit_invoice(wrong, reason="het aandeel is 40%", by=coordinator)
    (again,) = issued(s2, by=coordinator)

    assert nets(wrong, credit, again) == euros("5980.00", "-5980.00", "4784.00")
    assert wrong.state is InvoiceState.CREDITED


def test_s3_odd_cents_come_and_go(coordinator):
    s3 = review((25, 25, 25, 25), by=coordinator)
    worked(s3, "77.25")
    first = issued(s3, Round.INTERIM, by=coordinator)
    worked(s3, 82, step=4)

    assert nets(*first) == euros("2510.63", "2510.63", "2510.62", "2510.62")
    assert nets(*issued(s3, by=coordinator)) == euros(*["2665.00"] * 4)


def test_s6_is_one_round_in_thirds(coordinator):
    s6 = review((1, 1, 1), by=coordinator, hours=32, type=EngagementType.SHORT_ONE_DAY)
    worked(s6, 10)
    worked(s6, 22, step=3)

    with pytest.raises(Refused, match=r"one invoice|één factuur"):
        draft(s6, Round.INTERIM, by=coordinator)
    assert nets(*issued(s6, by=coordinator)) == euros("1386.67", "1386.67", "1386.66")


def test_the_interim_round_leaves_the_later_steps(coordinator):
    engagement = review((100,), by=coordinator)
    worked(engagement, 2)
    worked(engagement, 3, step=3)

    (interim,) = draft(engagement, Round.INTERIM, by=coordinator)
    (final,) = draft(engagement, by=coordinator)

    assert nets(interim, final) == euros("260.00", "390.00")


def test_other_costs_are_billed_once_beside_the_hours(coordinator):
    engagement = review((50, 50), by=coordinator, costs=((3, "80.00"),))
    worked(engagement, 1)
    made = draft(engagement, by=coordinator)
    worked(engagement, 1)

    assert nets(*made) == euros("105.00", "105.00")
    assert nets(*draft(engagement, by=coordinator)) == euros("65.00", "65.00")


@pytest.mark.parametrize(
    ("state", "round_"),
    [
        (_S.EXPLORING, Round.INTERIM),
        (_S.EXPLORING, Round.FINAL),
        (_S.DIALOGUE, Round.FINAL),
        (_S.DRAFTING, Round.FOLLOW_UP),
        (_S.QUOTED, Round.INTERIM),
    ],
)
def test_it_is_too_early_for_a_round(coordinator, state, round_):
    engagement = review((100,), by=coordinator, state=state)
    worked(engagement, 1)
    with pytest.raises(Refused):
        draft(engagement, round_, by=coordinator)


def test_a_review_on_hold_bills_as_where_it_was_interrupted(coordinator, session):
    engagement = review((100,), by=coordinator, state=_S.ON_HOLD)
    session.add(
        Hold(
            engagement_id=engagement.id,
            starts_on=date(2025, 5, 12),
            reason="zitting",
            interrupted=_S.DIALOGUE,
        )
    )
    worked(engagement, 1)
    assert draft(engagement, Round.INTERIM, by=coordinator)


def test_a_follow_up_needs_its_own_accepted_quote(coordinator):
    engagement = review((100,), by=coordinator)
    worked(engagement, 1, step=6)
    with pytest.raises(Refused, match=r"quote|offerte"):
        draft(engagement, Round.FOLLOW_UP, by=coordinator)


@pytest.mark.parametrize(
    "facts", [{"billable": False}, {"state": EntryState.SUBMITTED}, {"state": EntryState.DRAFT}]
)
def test_hours_that_are_not_approved_and_billable_are_not_billed(coordinator, facts):
    engagement = review((100,), by=coordinator)
    worked(engagement, 1, **facts)
    with pytest.raises(Refused, match=r"nothing to bill|niets te factureren"):
        draft(engagement, by=coordinator)


def test_a_round_drafted_twice_bills_nothing_twice(coordinator):
    engagement = review((60, 40), by=coordinator)
    worked(engagement, 10)
    draft(engagement, by=coordinator)
    with pytest.raises(Refused, match=r"nothing to bill|niets te factureren"):
        draft(engagement, by=coordinator)


def test_hours_above_the_ceiling_are_refused(coordinator):
    engagement = review((100,), by=coordinator, hours=10)
    worked(engagement, "10.25")
    with pytest.raises(Refused, match="0:15"):
        draft(engagement, by=coordinator)


def test_corrections_that_outweigh_new_hours_ask_for_a_credit_invoice(coordinator):
    engagement = review((100,), by=coordinator)
    (entry, *_) = worked(engagement, 8)
    issued(engagement, by=coordinator)
    worked(engagement, -1, corrects_id=entry.id)
    with pytest.raises(Refused, match="credit"):
        draft(engagement, by=coordinator)


def test_a_draft_has_no_number_and_locks_its_hours(coordinator):
    engagement = review((100,), by=coordinator)
    entries = worked(engagement, 10)
    (made,) = draft(engagement, by=coordinator)

    assert made.number is None
    assert made.state is InvoiceState.DRAFT
    assert all(entry.locked_at is not None for entry in entries)


def test_a_discarded_draft_is_gone_and_its_hours_are_free(coordinator, session):
    engagement = review((60, 40), by=coordinator)
    entries = worked(engagement, 10)
    mine, other = draft(engagement, by=coordinator)

    discard(mine, by=coordinator)
    assert all(entry.locked_at is not None for entry in entries)  # the other still holds them
    discard(other, by=coordinator)

    assert session.scalars(select(Invoice)).all() == []
    assert all(entry.locked_at is None for entry in entries)
    assert len(draft(engagement, by=coordinator)) == 2


def test_issuing_numbers_freezes_and_mails(coordinator, session):
    engagement = review((100,), by=coordinator)
    worked(engagement, 10)
    (made,) = draft(engagement, by=coordinator)
    with clock.at(AUTUMN):
        issue_invoice(made, by=coordinator)
    session.flush()

    assert (made.number, made.issued_on, made.due_on) == (
        "2025-0001",
        date(2025, 11, 24),
        date(2025, 12, 24),
    )
    assert made.recipient.splitlines()[1:] == ["Dorpsstraat 1", "1234 AB  Proefstad"]
    assert [made.net, made.vat, made.gross] == euros("1300.00", "273.00", "1573.00")
    assert made.pdf_sha256 == hashlib.sha256(made.pdf).hexdigest()
    mail = session.scalars(select(QueuedMail)).one()
    assert "2025-0001" in mail.subject
    assert mail.attachments[0].content == made.pdf
    assert "/invoice/" in mail.link
    assert "invoice:issued" in session.scalars(select(AuditEntry.event)).all()


def test_the_period_is_that_of_the_hours(coordinator):
    engagement = review((100,), by=coordinator)
    entries = worked(engagement, 24)
    (made,) = draft(engagement, by=coordinator)
    days = [entry.worked_on for entry in entries]
    assert (made.period_from, made.period_until) == (min(days), max(days))


def test_numbers_follow_each_other_within_the_year_and_begin_anew(coordinator):
    numbers = []
    for moment in (AUTUMN, AUTUMN, clock.noon(date(2026, 1, 2))):
        with clock.at(moment):
            numbers.append(one_invoice(by=coordinator).number)
    assert numbers == ["2025-0001", "2025-0002", "2026-0001"]


REFERENCES = {
    "reference": " 4500123 ",
    "commitment_number": "VP-7 ",
    "buyer_reference": " inkoop",
}


def test_an_invoice_without_the_mandatory_reference_is_refused_until_it_is_there(coordinator):
    engagement = review((100,), by=coordinator)
    engagement.parties[0].organisation.requires_reference = True
    worked(engagement, 1)
    (made,) = draft(engagement, by=coordinator)

    with pytest.raises(Refused, match=r"reference|kenmerk"):
        issue_invoice(made, by=coordinator)
    set_references(made, **REFERENCES, by=coordinator)
    issue_invoice(made, by=coordinator)

    assert made.reference == "4500123"
    assert (made.commitment_number, made.buyer_reference) == ("VP-7", "inkoop")


@pytest.mark.parametrize("fact", ["street", "city"])
def test_an_invoice_to_nowhere_is_refused(coordinator, fact):
    engagement = review((100,), by=coordinator)
    setattr(engagement.parties[0].organisation, fact, "")
    worked(engagement, 1)
    (made,) = draft(engagement, by=coordinator)
    with pytest.raises(Refused, match=r"address|adres"):
        issue_invoice(made, by=coordinator)


def test_an_invoice_to_nobody_is_refused(coordinator, session):
    engagement = review((100,), by=coordinator)
    engagement.parties[0].organisation.contacts[0].left_on = date(2025, 1, 1)
    worked(engagement, 1)
    (made,) = draft(engagement, by=coordinator)
    with pytest.raises(Refused, match=r"nobody|niemand"):
        issue_invoice(made, by=coordinator)


def test_an_invoice_of_a_nameless_foundation_is_refused(coordinator):
    engagement = review((100,), by=coordinator)
    worked(engagement, 1)
    (made,) = draft(engagement, by=coordinator)
    foundation(iban="")
    with pytest.raises(Refused, match="IBAN"):
        issue_invoice(made, by=coordinator)


def test_a_refused_invoice_takes_no_number(coordinator):
    engagement = review((100,), by=coordinator)
    engagement.parties[0].organisation.requires_reference = True
    worked(engagement, 1)
    (made,) = draft(engagement, by=coordinator)
    with pytest.raises(Refused):
        issue_invoice(made, by=coordinator)
    assert one_invoice(by=coordinator).number.endswith("-0001")


@pytest.mark.parametrize(
    "deed",
    [
        lambda made, by: issue_invoice(made, by=by),
        lambda made, by: discard(made, by=by),
        lambda made, by: set_references(made, **REFERENCES, by=by),
        lambda made, by: override_share(made, hundredths=5000, reason="x", by=by),
    ],
)
def test_nothing_changes_an_issued_invoice(coordinator, deed):
    made = one_invoice(by=coordinator)
    with pytest.raises(WrongState):
        deed(made, coordinator)


@pytest.mark.parametrize(("hundredths", "reason"), [(0, "x"), (10_001, "x"), (5000, " ")])
def test_an_override_needs_a_possible_share_and_a_reason(coordinator, hundredths, reason):
    engagement = review((100,), by=coordinator)
    worked(engagement, 1)
    (made,) = draft(engagement, by=coordinator)
    with pytest.raises(Refused):
        override_share(made, hundredths=hundredths, reason=reason, by=coordinator)


def test_a_next_round_settles_a_share_that_was_set_by_hand(coordinator):
    engagement = review((60, 40), by=coordinator)
    worked(engagement, 10)
    mine, other = draft(engagement, by=coordinator)
    override_share(other, hundredths=3000, reason="afspraak", by=coordinator)
    worked(engagement, 10)
    mine, other = draft(engagement, by=coordinator)

    assert nets(mine, other) == euros("780.00", "650.00")  # 520 and the 130 that were left


def test_vat_is_asked_on_the_sum_of_the_lines(coordinator):
    s3 = review((25, 25, 25, 25), by=coordinator)
    worked(s3, "0.25")
    worked(s3, "0.25", step=3)
    made = draft(s3, by=coordinator)[0]

    assert [line.net.cents for line in made.lines] == [813, 812]
    assert (made.net.cents, made.vat.cents) == (1625, 341)  # line by line it would be 342


def test_exempt_work_says_why_in_the_language_of_the_invoice(coordinator):
    engagement = review((100,), by=coordinator)
    (quote_line, *_) = engagement_lines(engagement)
    quote_line.vat_code = "exempt_education"
    worked(engagement, 1)
    (made,) = draft(engagement, by=coordinator)

    assert made.vat == Money(0)
    assert "artikel 11" in made.vat_totals[0].reason


def engagement_lines(engagement):
    wanted = select(Quote).where(Quote.engagement_id == engagement.id)
    return db_session.scalars(wanted).one().lines


def test_issuing_one_invoice_takes_few_statements_books_included(coordinator, statements, session):
    engagement = review((60, 40), by=coordinator)
    worked(engagement, 80)
    worked(engagement, 20, step=3)
    made, _ = draft(engagement, by=coordinator)
    number = made.id
    session.flush()
    session.expunge_all()
    statements.clear()

    issue_invoice(find_invoice(number), by=coordinator)
    session.flush()

    assert len(statements) <= 15, "\n".join(statements)


def test_a_mail_leaves_out_what_we_have_not_filled_in(coordinator):
    engagement = review((100,), by=coordinator)
    worked(engagement, 1)
    made = draft(engagement, by=coordinator)
    foundation(name="", phone="", email="")

    [(_draft, letter, missing)] = letters_of(made)

    assert "ten name van" not in letter.text
    assert "bel ons" not in letter.text
    assert "Beantwoord deze mail." in letter.text
    assert missing
