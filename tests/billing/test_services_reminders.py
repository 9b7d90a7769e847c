"""Reminders: who is asked when, once; and what holds them."""

import hashlib
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from lt_admin.accounts.models import MailLink
from lt_admin.billing.models.invoices import InvoiceKind
from lt_admin.billing.models.payments import PaymentReturn, ReturnKind
from lt_admin.billing.models.questions import InvoiceQuestion
from lt_admin.billing.models.reminders import Reminder, ReminderLevel
from lt_admin.billing.queries import reminders as queries
from lt_admin.billing.services import reminders as services
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.core import audit, clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db_session
from lt_admin.core.money import Money
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from tests.billing.late import (
    FIRST,
    contact_for_reminders,
    late_invoice,
    levels_sent,
    on,
    pays,
    reminders,
)


def run():
    """The job, as the timer starts it."""
    db_session.commit()
    return services.run_job()


def mails():
    return db_session.scalars(select(QueuedMail).order_by(QueuedMail.id)).all()


def test_nothing_goes_before_its_day(coordinator):
    late_invoice(by=coordinator)
    with on(7, FIRST - 1):
        assert run() == 0


def test_the_first_reminder_goes_on_its_day_with_a_day_of_its_own(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, FIRST):
        assert run() == 1

    (sent,) = reminders(invoice)
    assert (sent.level, sent.due_on, sent.amount) == (1, date(2026, 7, 23), Money.euros(1573))
    assert sent.pdf.startswith(b"%PDF")
    assert sent.pdf_sha256 == hashlib.sha256(sent.pdf).hexdigest()
    assert sent.recipient == invoice.recipient


def test_the_mail_has_the_letter_and_a_link_to_the_invoice(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, FIRST):
        run()

    mail, (sent,) = mails()[-1], reminders()
    assert mail.subject == f"Herinnering: factuur {invoice.number}"
    assert mail.attachments[0].content == sent.pdf
    assert "/invoice/" in mail.link
    assert "23\u00a0juli\u00a02026" in mail.text or "23 juli 2026" in mail.text
    links = db_session.scalars(select(MailLink).where(MailLink.subject == f"invoice:{invoice.id}"))
    assert len(links.all()) == 2  # the invoice's own, and this one


def test_the_log_says_that_the_system_sent_it(coordinator):
    late_invoice(by=coordinator)
    with on(7, FIRST):
        run()
    wanted = select(AuditEntry).where(AuditEntry.event == "reminder:sent")
    (told,) = db_session.scalars(wanted).all()
    assert (told.actor, told.facts["level"], told.facts["cents"]) == (audit.SYSTEM, "1", "157300")


def test_running_twice_sends_once(coordinator):
    late_invoice(by=coordinator)
    with on(7, FIRST):
        assert [run(), run(), run()] == [1, 0, 0]


@pytest.mark.parametrize("standstill", [40, 400])
def test_after_a_standstill_each_invoice_gets_one_reminder(coordinator, standstill):
    first, second = late_invoice(by=coordinator), late_invoice(by=coordinator)
    later = date(2026, 7, FIRST) + timedelta(days=standstill)
    with clock.at(clock.noon(later)):
        assert [run(), run()] == [2, 0]

    assert [levels_sent(first), levels_sent(second)] == [[1], [1]]
    assert reminders(first)[0].due_on == later + timedelta(days=14)


def test_the_next_level_waits_for_the_term_of_the_one_before(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(8, 31):  # the first one weeks too late: its term ends on 14 September
        run()
    with on(9, 21):
        assert run() == 0
    with on(9, 22):  # 14 September and seven days of waiting have gone by
        assert run() == 1
    assert levels_sent(invoice) == [1, 2]


def test_after_the_last_level_nothing_goes_any_more(coordinator):
    invoice = late_invoice(by=coordinator)
    for month in range(8, 13):
        with on(month, 20):
            run()
    assert levels_sent(invoice) == [1, 2, 3]
    with on(12, 31):
        (left,) = queries.candidates()
        assert left.waits is queries.Waits.DONE


def test_days_are_days_on_christmas_too(coordinator):
    with on(11, 17):
        from_on = clock.today()
    invoice = late_invoice(by=coordinator)
    with on(12, 25):
        assert run() == 1
    assert from_on < reminders(invoice)[0].sent_on == date(2026, 12, 25)


def test_what_was_paid_is_not_asked(coordinator, treasurer):
    invoice = late_invoice(by=coordinator)
    with on(7, 5):
        pays(invoice, None, by=treasurer)
    with on(7, FIRST):
        assert run() == 0


def test_of_what_was_paid_in_part_the_rest_is_asked(coordinator, treasurer):
    invoice = late_invoice(by=coordinator)
    with on(7, 5):
        pays(invoice, 573, by=treasurer)
    with on(7, FIRST):
        run()
    assert reminders()[0].amount == Money.euros(1000)


def test_a_credit_invoice_and_what_it_takes_back_are_not_reminded(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 2):
        credit = credit_invoice(invoice, reason="dubbel", by=coordinator)
    with on(12, 1):
        assert credit.kind is InvoiceKind.CREDIT
        assert run() == 0


def test_before_its_day_a_person_cannot_send_it_either(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, FIRST - 1), pytest.raises(WrongState):
        services.send_reminder(invoice, by=coordinator)


def test_a_hold_lasts_up_to_and_including_its_day(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 2):
        services.hold(
            invoice, reason="zoekt het ordernummer", until=date(2026, 7, 20), by=coordinator
        )
    with on(7, 20):
        assert queries.is_on_hold(invoice)
        assert run() == 0
    with on(7, 21):
        assert not queries.is_on_hold(invoice)
        assert run() == 1


def test_a_hold_is_lifted_by_a_person_once(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 10):
        made = services.hold(invoice, reason="wacht", until=date(2026, 9, 1), by=coordinator)
        db_session.flush()
        services.lift(made, by=coordinator)
        assert run() == 1
        with pytest.raises(WrongState):
            services.lift(made, by=coordinator)


def test_a_new_hold_takes_the_place_of_the_one_before(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 10):
        first = services.hold(invoice, reason="wacht", until=date(2026, 7, 12), by=coordinator)
        services.hold(invoice, reason="langer", until=date(2026, 7, 30), by=coordinator)
        assert first.lifted_at is not None
        assert queries.candidates()[0].hold_reason == "langer"


def test_only_an_invoice_that_was_sent_is_held(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 2):
        credit = credit_invoice(invoice, reason="dubbel", by=coordinator)
        with pytest.raises(WrongState):
            services.hold(credit, reason="x", until=date(2026, 7, 3), by=coordinator)


def test_a_question_that_waits_for_us_keeps_reminders_back(coordinator):
    invoice = late_invoice(by=coordinator)
    question = InvoiceQuestion(invoice_id=invoice.id, name="Cor", words="Waarom 10 uur?")
    db_session.add(question)
    with on(7, FIRST):
        assert run() == 0
        with pytest.raises(WrongState):
            services.send_reminder(invoice, by=coordinator)
        question.answer, question.answered_at = "Omdat.", clock.now()
        assert run() == 1


def test_a_disputed_payment_keeps_reminders_back(coordinator, treasurer):
    invoice = late_invoice(by=coordinator)
    with on(7, 2):
        payment = pays(invoice, 573, by=treasurer)
        db_session.flush()
        back = PaymentReturn(payment_id=payment.id, kind=ReturnKind.DISPUTE, amount=Money.euros(1))
        db_session.add(back)
    with on(7, FIRST):
        assert run() == 0
        assert queries.is_on_hold(invoice)


def test_it_goes_to_the_contact_for_reminders_first(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, FIRST):
        assert queries.receiver_of(invoice).for_invoice
        contact = contact_for_reminders(invoice)
        run()
    assert reminders()[0].mailed_to == contact.email == mails()[-1].recipient


def test_without_anybody_to_write_to_nothing_fails(coordinator):
    invoice, other = late_invoice(by=coordinator), late_invoice(by=coordinator)
    queries.receiver_of(invoice).leave(on=date(2026, 7, 1))
    with on(7, FIRST):
        assert run() == 1
        with pytest.raises(Refused):
            services.send_reminder(invoice, by=coordinator)
        (left,) = queries.candidates(invoice.id)
    assert left.waits is queries.Waits.NOBODY
    assert levels_sent(other) == [1]


@pytest.fixture
def broken(coordinator):
    """An invoice whose reminder cannot be kept, as when a disk is full."""
    invoice = late_invoice(by=coordinator)

    def fail(_mapper, _connection, reminder):
        if reminder.invoice_id == invoice.id:
            raise OSError("no space left")

    sa.event.listen(Reminder, "before_insert", fail)
    yield invoice
    sa.event.remove(Reminder, "before_insert", fail)


def test_one_that_fails_keeps_no_other_from_going(coordinator, broken):
    good = late_invoice(by=coordinator)
    with on(7, FIRST), pytest.raises(OSError, match="space"):
        run()
    assert [levels_sent(broken), levels_sent(good)] == [[], [1]]


def test_picked_ones_go_and_others_wait(coordinator):
    first, second = late_invoice(by=coordinator), late_invoice(by=coordinator)
    with on(7, FIRST):
        assert services.send_picked([first.id, 999_999], by=coordinator) == 1
        assert services.send_picked([first.id], by=coordinator) == 0
    assert [levels_sent(first), levels_sent(second)] == [[1], []]


def test_a_level_is_changed_and_letters_that_went_stay(coordinator, board):
    invoice = late_invoice(by=coordinator)
    with on(7, FIRST):
        run()
    before = reminders()[0].pdf_sha256

    services.change_level(queries.find_level(1), term_days=21, name_nl="Vriendelijk", by=board)

    assert (reminders(invoice)[0].pdf_sha256, queries.find_level(1).term_days) == (before, 21)
    with pytest.raises(ValueError, match="level"):
        services.change_level(queries.find_level(1), version=9, by=board)


def test_the_levels_stand_in_the_table(session):
    found = session.scalars(select(ReminderLevel).order_by(ReminderLevel.level)).all()
    assert [(each.level, each.names_costs) for each in found] == [
        (1, False),
        (2, False),
        (3, True),
    ]
    assert found[0].name("en") == "Reminder"


def test_the_candidates_take_one_statement_however_many(coordinator, statements):
    counts = []
    for _ in range(2):
        late_invoice(by=coordinator)
        db_session.flush()
        with on(7, FIRST):
            statements.clear()
            queries.candidates()
            counts.append(len(statements))
    assert counts == [1, 1]
