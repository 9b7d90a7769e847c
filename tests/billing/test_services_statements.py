from datetime import date

import pytest
from sqlalchemy import func, select

from lt_admin.billing.models.statements import (
    PaymentStatement,
    QualityCategory,
    QualitySpending,
    StatementItem,
    StatementKind,
    StatementLine,
    StatementState,
)
from lt_admin.billing.queries.payables import statement_run
from lt_admin.billing.services.statements import issue_statements, pay_statement
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.money import ZERO, Money
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from lt_admin.reviewers.models.hours import EntryState
from lt_admin.reviewers.models.people import Payee, PayeeKind
from lt_admin.reviewers.services import people
from tests.billing import work

APRIL = date(2025, 4, 2)


@pytest.fixture(autouse=True)
def _early_april(session):
    with clock.at(clock.noon(APRIL)):
        yield


@pytest.fixture
def review():
    found = work.engagement("LT-2025-01")
    work.accepted_quote(found)
    return found


@pytest.fixture
def bram():
    return work.reviewer(paid_to=work.payee())


def issue(by, month=3):
    return issue_statements(2025, month, by=by)


def test_issuing_numbers_freezes_locks_and_mails(session, treasurer, bram, review):
    entry = work.hours(bram, review, 75)

    (statement,) = issue(treasurer)

    assert (statement.number, statement.amount) == ("U2025-0001", Money.euros("118.75"))
    assert statement.pdf.startswith(b"%PDF")
    assert len(statement.pdf_sha256) == 64
    assert entry.locked_at is not None
    assert session.scalars(select(QueuedMail.recipient)).all() == ["pay@lt-demo.example"]
    events = session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
    assert events == ["statement:issued", "link:issued"]


def test_a_statement_keeps_address_and_account_of_its_day(treasurer, bram, review):
    work.hours(bram, review)
    (statement,) = issue(treasurer)

    statement.payee.iban, statement.payee.street = "NL02ABNA0123456789", "Elders 2"

    assert statement.iban == work.IBAN
    assert statement.recipient == "Bram Fictema\nKade 1\n1234 AB  Proefstad"


def test_the_mail_holds_the_statement_in_the_language_of_the_payee(session, treasurer, review):
    english = work.reviewer(paid_to=work.payee("Ann", language="en"))
    work.hours(english, review)
    (statement,) = issue(treasurer)

    mail = session.scalars(select(QueuedMail)).one()

    assert "We transfer €95.00 to NL91" in mail.text.replace("\u00a0", " ")
    assert mail.attachments[0].content == statement.pdf
    assert mail.attachments[0].name == "U2025-0001.pdf"


def test_a_payee_without_mail_address_gets_a_statement_but_no_mail(session, treasurer, review):
    work.hours(work.reviewer(paid_to=work.payee(email="")), review)

    assert len(issue(treasurer)) == 1
    assert session.scalar(select(func.count(QueuedMail.id))) == 0


def test_colleagues_of_one_employer_share_a_statement(treasurer, review):
    employer = work.payee("De Proefpolder", kind=PayeeKind.EMPLOYER)
    for name in ("Tessa Voorbeeld", "Ada Proefsma"):
        work.hours(work.reviewer(name, paid_to=employer), review)

    (statement,) = issue(treasurer)

    assert [line.reviewer.name for line in statement.lines] == ["Ada Proefsma", "Tessa Voorbeeld"]
    assert statement.amount == Money.euros(190)


def test_every_hour_is_paid_once(treasurer, bram, review):
    work.hours(bram, review)
    issue(treasurer)

    with pytest.raises(Refused):
        issue(treasurer)


def test_hours_approved_late_go_on_the_next_statement(treasurer, bram, review):
    late = work.hours(bram, review, day=date(2025, 2, 4), state=EntryState.SUBMITTED)
    work.hours(bram, review)
    issue(treasurer)
    late.state = EntryState.APPROVED

    (statement,) = issue(treasurer)

    assert (statement.number, statement.lines[0].minutes) == ("U2025-0002", 60)


def test_what_was_not_approved_not_billable_or_later_waits(treasurer, bram, review):
    work.hours(bram, review, 15)
    work.hours(bram, review, 30, step=3, state=EntryState.SUBMITTED)
    work.hours(bram, review, 45, step=4, billable=False)
    work.hours(bram, review, 75, day=APRIL)

    (statement,) = issue(treasurer)

    assert [line.minutes for line in statement.lines] == [15]


def test_each_hour_leaves_the_rest_of_its_billed_rate_for_quality(session, treasurer, bram):
    cheap, dear = work.engagement("LT-2025-01"), work.engagement("LT-2025-02")
    work.accepted_quote(cheap)
    work.accepted_quote(dear, rate=135)
    work.hours(bram, cheap)
    work.hours(bram, dear, 90)
    issue(treasurer)

    rows = session.scalars(select(StatementItem.quality_contribution).order_by(StatementItem.id))

    assert rows.all() == [Money.euros(35), Money.euros(60)]


def test_the_follow_up_has_the_rate_of_its_own_quote(session, treasurer, bram, review):
    work.accepted_quote(review, kind=work.QuoteKind.FOLLOW_UP, rate=140)
    work.hours(bram, review, step=6)
    issue(treasurer)

    assert session.scalars(select(StatementItem.quality_contribution)).one() == Money.euros(45)


def test_supervision_is_paid_from_the_quality_system(session, treasurer, review):
    hugo = work.reviewer("Hugo Schijnveld", paid_to=work.payee("Hugo Schijnveld"))
    held = work.supervision(hugo, review, minutes=90)

    (statement,) = issue(treasurer)

    (line,) = statement.lines_of(StatementKind.SUPERVISION)
    assert held.locked_at is not None
    spent = session.scalars(select(QualitySpending)).one()
    assert (spent.category, spent.amount) == (QualityCategory.SUPERVISION, Money.euros("142.50"))
    assert (spent.spent_on, spent.statement_line_id) == (APRIL, line.id)
    assert session.scalars(select(StatementItem.quality_contribution)).one() == ZERO


def test_a_correction_lowers_the_next_statement(treasurer, bram, review):
    entry = work.hours(bram, review, 120)
    issue(treasurer)
    work.counter(entry, -60)
    work.hours(bram, review, 90, day=APRIL)

    with clock.at(clock.noon(date(2025, 5, 2))):
        (statement,) = issue(treasurer, month=4)

    assert statement.amount == Money.euros("47.50")


def test_more_taken_back_than_to_pay_is_carried_to_the_next_month(treasurer, bram, review):
    entry = work.hours(bram, review, 120)
    issue(treasurer)
    work.counter(entry, -60)

    with pytest.raises(Refused):
        issue(treasurer)
    work.hours(bram, review, 75, day=APRIL)
    with clock.at(clock.noon(date(2025, 5, 2))):
        (statement,) = issue(treasurer, month=4)

    assert statement.amount == Money.euros("23.75")


def test_a_payee_without_account_number_waits(treasurer, bram, review):
    unknown = work.payee("Onbekend", iban=None)
    work.hours(work.reviewer("Ada", paid_to=unknown), review)
    work.hours(bram, review)

    (statement,) = issue(treasurer)

    assert statement.payee.name == "Bram Fictema"
    assert [payee.name for payee, _ in statement_run(2025, 3).without_iban] == ["Onbekend"]


def test_one_statement_can_be_issued_alone(treasurer, bram, review):
    ada = work.reviewer("Ada", paid_to=work.payee("Ada"))
    work.hours(bram, review)
    work.hours(ada, review)

    (statement,) = issue_statements(2025, 3, only=bram.payee_on(APRIL).id, by=treasurer)

    assert statement.payee.name == "Bram Fictema"
    assert [payee.name for payee, _ in statement_run(2025, 3).ready] == ["Ada"]


def test_what_changed_since_somebody_looked_is_not_issued(session, treasurer, bram, review):
    work.hours(bram, review)
    work.hours(bram, review, 30, step=3)

    with pytest.raises(WrongState):
        issue_statements(2025, 3, expecting=Money.euros(95), by=treasurer)
    assert session.scalar(select(func.count(PaymentStatement.id))) == 0


def test_a_month_to_come_is_refused(treasurer, bram, review):
    work.hours(bram, review)

    with pytest.raises(Refused):
        issue(treasurer, month=5)


def test_the_numbers_of_a_year_have_no_gaps(treasurer, review):
    for name in "ABC":
        work.hours(work.reviewer(name, paid_to=work.payee(name)), review)

    numbers = [statement.number for statement in issue(treasurer)]

    assert numbers == ["U2025-0001", "U2025-0002", "U2025-0003"]


def test_paying_is_recorded(session, treasurer, bram, review):
    work.hours(bram, review)
    (statement,) = issue(treasurer)

    pay_statement(statement, paid_on=APRIL, by=treasurer)

    assert statement.state is StatementState.PAID
    assert session.scalars(select(AuditEntry.event)).all()[-1] == "statement:paid"


def test_who_is_paid_and_at_which_rate_goes_by_the_day_worked(session, treasurer, review, bram):
    employer = work.payee("Werkgever", kind=PayeeKind.EMPLOYER)
    moved = date(2025, 3, 15)
    bram.payee_periods.append(work.PayeePeriod(payee=employer, valid_from=moved))
    bram.rates.append(work.CompensationRate(rate=Money.euros(100), valid_from=moved))
    work.hours(bram, review, day=date(2025, 3, 14))
    work.hours(bram, review, day=moved)

    issue(treasurer)

    found = session.execute(
        select(PaymentStatement.recipient, PaymentStatement.amount).order_by(PaymentStatement.id)
    ).all()
    assert [row.amount for row in found] == [Money.euros(95), Money.euros(100)]
    assert found[1].recipient.startswith("Werkgever")


def test_a_month_in_which_employer_and_rate_change_is_split_on_their_days(
    session, treasurer, review, bram
):
    """Each change on a day of its own; every hour by the payee and the rate of its own day."""
    employer = work.payee("Werkgever", kind=PayeeKind.EMPLOYER)
    people.set_payee(bram, employer, valid_from=date(2025, 3, 11), by=treasurer)
    people.set_rate(bram, Money.euros(100), valid_from=date(2025, 3, 21), by=treasurer)
    for day in (1, 10, 11, 20, 21, 31):
        work.hours(bram, review, day=date(2025, 3, day))

    issue(treasurer)

    lines = session.execute(
        select(Payee.name, StatementLine.rate, StatementLine.minutes, StatementLine.amount)
        .join(PaymentStatement, StatementLine.statement_id == PaymentStatement.id)
        .join(Payee, PaymentStatement.payee_id == Payee.id)
        .order_by(Payee.name, StatementLine.rate)
    ).all()
    old, new = Money.euros(95), Money.euros(100)
    assert [tuple(line) for line in lines] == [
        ("Bram Fictema", old, 120, Money.euros(190)),
        ("Werkgever", old, 120, Money.euros(190)),
        ("Werkgever", new, 120, Money.euros(200)),
    ]


def test_what_is_settled_is_not_split_anew(session, treasurer, review, bram):
    work.hours(bram, review, day=date(2025, 3, 31))
    issue(treasurer)
    employer = work.payee("Werkgever", kind=PayeeKind.EMPLOYER)

    with pytest.raises(Refused):
        people.set_payee(bram, employer, valid_from=date(2025, 3, 31), by=treasurer)
    with pytest.raises(Refused):
        people.set_rate(bram, Money.euros(100), valid_from=date(2025, 3, 15), by=treasurer)
    people.set_payee(bram, employer, valid_from=date(2025, 4, 1), by=treasurer)
