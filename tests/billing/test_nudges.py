from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.rules.nudges import is_due
from lt_admin.billing.services import nudges, quotes
from lt_admin.core import clock
from lt_admin.core.audit import SYSTEM, AuditEntry
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EndReason
from tests.billing.factories import accept, ask, mails_to, refuse, sent

SENT = date(2025, 3, 3)
END = SENT + timedelta(days=30)


def after(days):
    return SENT + timedelta(days=days)


def in_days(days):
    return clock.at(clock.noon(clock.today() + timedelta(days=days)))


@pytest.mark.parametrize(
    ("day", "reminded", "is_so"),
    [
        (0, None, False),
        (6, None, False),
        (7, None, True),
        (20, None, True),  # the job stood still: it makes up for it
        (20, 7, False),
        (26, 7, False),
        (27, 7, True),
        (29, 7, True),
        (29, 27, False),
        (30, None, True),  # both moments were missed: one question
        (31, None, False),
        (27, 27, False),
        (8, 8, False),
        (27, 28, False),
    ],
)
def test_the_two_moments_and_what_was_missed(day, reminded, is_so):
    last = None if reminded is None else after(reminded)

    assert is_due(SENT, END, last, after(day)) is is_so


@pytest.mark.parametrize("days", [0, 1, 2, 3])
def test_a_quote_that_ends_within_three_days_brings_no_question_at_once(days):
    asked = [is_due(SENT, after(days), None, after(day)) for day in range(days + 1)]

    assert not any(asked)


@given(st.integers(0, 60), st.lists(st.integers(0, 70), max_size=40))
def test_however_the_job_runs_nobody_is_asked_more_than_twice(validity, days):
    asked: list[date] = []
    for day in sorted(days):
        if is_due(SENT, after(validity), asked[-1] if asked else None, after(day)):
            asked.append(after(day))

    assert len(asked) <= 2
    assert len(set(asked)) == len(asked)


def test_a_reminder_brings_a_new_link_and_leaves_the_old_one_open(anyone, coordinator):
    share = sent(by=coordinator).shares[0]
    with in_days(3):
        nudges.remind(share, by=coordinator)
        first, last = (mail.link.partition("8000")[2] for mail in mails_to(share.contact.email))
        assert [anyone.get(path).status_code for path in (first, last)] == [200, 200]

    assert (share.reminders, share.reminded_on) == (1, clock.today() + timedelta(days=3))


def test_a_reminder_is_written_down(coordinator, session):
    share = sent(by=coordinator).shares[0]
    with in_days(3):
        nudges.remind(share, by=coordinator)

    found = session.query(AuditEntry).filter(AuditEntry.event == "share:reminded").one()
    assert found.facts in ({"count": 1}, {"count": "1"})


def test_nobody_is_asked_twice_on_a_day_or_on_the_day_of_sending(coordinator):
    share = sent(by=coordinator).shares[0]
    with pytest.raises(Refused):
        nudges.remind(share, by=coordinator)
    with in_days(2):
        nudges.remind(share, by=coordinator)
        with pytest.raises(Refused):
            nudges.remind(share, by=coordinator)


@pytest.mark.parametrize("answer", [accept, ask, refuse])
def test_nobody_is_asked_after_an_answer(coordinator, answer):
    share = sent(by=coordinator).shares[0]
    answer(share)
    with in_days(8), pytest.raises(WrongState):
        nudges.remind(share, by=coordinator)


def test_nobody_is_asked_after_the_validity_or_without_a_reader(coordinator):
    first, second = sent(by=coordinator).shares
    second.contact.left_on = clock.today()
    with in_days(8), pytest.raises(Refused):
        nudges.remind(second, by=coordinator)
    with in_days(31), pytest.raises(Refused):
        nudges.remind(first, by=coordinator)


def test_the_job_asks_who_has_not_answered_and_runs_twice_without_harm(coordinator):
    first, second = sent(by=coordinator).shares
    accept(first)
    with in_days(7):
        done = [nudges.run_job(), nudges.run_job()]

    assert done == [1, 0]
    assert len(mails_to(second.contact.email)) == 2
    assert first.reminders == 0


def test_a_job_that_stood_still_asks_once(coordinator):
    quote = sent(by=coordinator, percents=(100,))
    with in_days(29):
        done = nudges.run_job()
    with in_days(30):
        again = nudges.run_job()

    assert (done, again) == (1, 0)
    assert quote.shares[0].reminders == 1


def test_a_press_on_the_button_counts_as_the_moment(coordinator):
    share = sent(by=coordinator, percents=(100,)).shares[0]
    with in_days(7):
        nudges.remind(share, by=coordinator)
    with in_days(9):
        assert nudges.run_job() == 0


@pytest.mark.parametrize("end", ["withdrawn", "rejected", "revised", "left"])
def test_the_job_leaves_alone_what_waits_for_nothing(coordinator, end):
    quote = sent(by=coordinator)
    {
        "withdrawn": lambda: quotes.withdraw_quote(quote, reason="fout", by=coordinator),
        "rejected": lambda: quotes.reject_quote(quote, reason=EndReason.BUDGET, by=coordinator),
        "revised": lambda: quotes.revise(quote, by=coordinator),
        "left": lambda: [each.contact.leave(on=clock.today()) for each in quote.shares],
    }[end]()
    with in_days(8):
        assert nudges.run_job() == 0


def test_an_answer_while_the_job_runs_keeps_the_others_from_nothing(coordinator, monkeypatch):
    first, second = sent(by=coordinator).shares
    accept(first)
    monkeypatch.setattr(nudges.queries, "unanswered", lambda: [first, second])
    with in_days(8):
        assert nudges.run_job() == 1


def test_the_job_acts_as_the_system(coordinator, session):
    sent(by=coordinator, percents=(100,))
    with in_days(8):
        nudges.run_job()

    found = session.query(AuditEntry).filter(AuditEntry.event == "share:reminded").one()
    assert found.actor == SYSTEM


def test_one_press_asks_from_the_page(client_of, coordinator, treasurer):
    quote = sent(by=coordinator)
    share = quote.shares[0]
    page, path = f"/quotes/{quote.id}", f"/quotes/shares/{share.id}/remind"
    client = client_of(coordinator)
    assert path not in client.get(page).text
    with in_days(3):
        assert path in client.get(page).text
        assert path not in client_of(treasurer).get(page).text
        assert client.post_form(path, page=page).location == page
        assert path not in client.get(page).text
    assert share.reminders == 1


def test_a_stranger_asks_nobody(client_of, anyone, coordinator, reviewer_user):
    path = f"/quotes/shares/{sent(by=coordinator).shares[0].id}/remind"

    assert client_of(reviewer_user).post_form(path, page="/account").status_code == 403
    assert (
        client_of(coordinator).post_form("/quotes/shares/9999/remind", page="/account").status_code
        == 404
    )
