"""Letting go: each rule when its time is over and not a day earlier, and nothing twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lt_admin.accounts.models import SignInFailure
from lt_admin.accounts.policy import Role
from lt_admin.billing.models.questions import InvoiceQuestion
from lt_admin.billing.services.questions import ask
from lt_admin.conduct.models.groups import Group, GroupMember
from lt_admin.conduct.models.sessions import ReviewSession, SessionKind, SessionState
from lt_admin.conduct.services.groups import erase_names
from lt_admin.core import clock, outbox
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db
from lt_admin.core.outbox import FORGOTTEN, Mail, MailAttachment, QueuedMail
from lt_admin.core.steps import WrongState
from lt_admin.orientation.models.engagements import EndReason, EngagementState
from lt_admin.quality.models.evaluations import Invitation, OpenAnswer, OpenQuestion, RetentionRun
from lt_admin.quality.queries import retention as queries
from lt_admin.quality.rules.retention import RULES, Keeping, Way, books_until, months_before
from lt_admin.quality.services import retention as services
from lt_admin.quality.services.evaluations import LINK_DAYS
from tests.billing import work
from tests.billing.invoice_factories import one_invoice
from tests.factories import user_with
from tests.quality.evaluation import S, answered, asked, closed, entered, token_for

DAY = date(2025, 7, 1)


def on(day):
    return clock.at(clock.noon(day))


def run_on(day, by="system"):
    """What each rule let go of on that day, without those that did nothing."""
    with on(day):
        expected = {each.rule.code: each.things for each in services.preview() if each.things}
        done = {each.rule: each.things for each in services.run(by=by) if each.things}
        db.flush()
    nightly = {rule.code for rule in RULES if rule.way is Way.NIGHTLY}
    assert done == {code: things for code, things in expected.items() if code in nightly}
    return done


def member(of, name="Vera Verzonnen"):
    return work.saved(
        GroupMember(
            engagement=of,
            group=Group.CASE_GROUP,
            organisation=of.request.organisation,
            name=name,
            name_key=name.lower(),
            function="begeleider",
            was_involved=True,
        )
    )


def presented(of, day=DAY, state=SessionState.HELD):
    facts = {"kind": SessionKind.PRESENTATION, "minutes": 60, "state": state}
    return work.saved(ReviewSession(engagement=of, starts_at=clock.noon(day), **facts))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2025, 3, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 15), 12, date(2024, 3, 15)),
        (date(2025, 1, 31), 24, date(2023, 1, 31)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2025, 12, 31), -1, date(2026, 1, 31)),
        (date(2020, 2, 29), -60, date(2025, 2, 28)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, before):
    assert months_before(day, months) == before


def test_books_are_kept_seven_years_after_their_year():
    assert books_until(date(2032, 12, 31)) == date(2024, 12, 31)
    assert books_until(date(2033, 1, 1)) == date(2025, 12, 31)


def test_every_rule_of_the_table_is_there_and_the_nightly_ones_do_something():
    assert [rule.code for rule in RULES] == list(Keeping)
    nightly = {rule.code for rule in RULES if rule.way is Way.NIGHTLY}
    assert nightly == set(services.DEEDS) == set(queries.NIGHTLY)
    assert {rule.code for rule in RULES if rule.way is Way.BOARD} == set(queries.BOARD)


def test_names_of_members_go_thirty_days_after_the_last_presentation():
    review = closed()
    one, other = member(review), member(review, "Bas Bedacht")
    presented(review, DAY - timedelta(days=9))
    presented(review)

    assert run_on(DAY + timedelta(days=30)) == {}
    assert run_on(DAY + timedelta(days=31)) == {Keeping.GROUP_NAMES: 2}

    assert {one.name, one.name_key, other.name} == {None}
    assert (one.function, one.organisation_id) == ("begeleider", review.request.organisation_id)
    assert one.name_erased_at is not None


def test_where_nobody_has_a_name_nothing_is_written_down(coordinator):
    review = closed()

    assert erase_names(review, by=coordinator) == 0
    assert db.scalars(select(AuditEntry)).all() == []


def test_names_stay_while_another_presentation_is_planned_or_none_was_held():
    review, quiet = closed(), closed()
    member(quiet)
    kept = member(review)
    presented(review)
    presented(review, DAY + timedelta(days=90), SessionState.PLANNED)
    presented(quiet, state=SessionState.CANCELLED)

    assert run_on(DAY + timedelta(days=60)) == {}
    assert kept.name == "Vera Verzonnen"


def test_names_of_a_review_that_was_withdrawn_go_too():
    review = work.engagement(state=EngagementState.WITHDRAWN, ended_on=DAY, started_on=DAY)
    member(review)

    assert run_on(DAY + timedelta(days=30)) == {}
    assert run_on(DAY + timedelta(days=31)) == {Keeping.GROUP_NAMES: 1}


def test_words_go_within_24_months_and_scores_stay(coordinator):
    with on(date(2025, 7, 15)):
        review = closed(on=DAY)
        asked(review, S, 1, by=coordinator)
        entered(review, S, 4, by=coordinator, words={OpenQuestion.HELPED: "De rust"})
    kept = db.scalars(select(OpenAnswer)).one().sheet_id

    assert run_on(date(2027, 6, 30)) == {}
    assert run_on(date(2027, 7, 1)) == {Keeping.OPEN_ANSWERS: 1}

    assert db.scalars(select(OpenAnswer)).all() == []
    assert kept


def test_links_that_were_not_used_go_when_they_expire(coordinator):
    with on(DAY):
        token_for(closed(on=DAY), by=coordinator)

    assert run_on(DAY + timedelta(days=LINK_DAYS)) == {}
    assert run_on(DAY + timedelta(days=LINK_DAYS + 1)) == {Keeping.LINKS: 1}
    assert db.scalars(select(Invitation)).all() == []


def ended(state=EngagementState.REJECTED, **facts):
    facts = {"ended_on": DAY, "end_reason": EndReason.BUDGET, "end_note": "te duur"} | facts
    return work.engagement(state=state, **facts)


def test_of_a_request_that_did_not_become_a_review_only_the_reason_stays():
    gone = ended()

    assert run_on(date(2026, 7, 1)) == {}
    assert run_on(date(2026, 7, 2)) == {Keeping.REQUESTS: 1}

    request = gone.request
    assert (request.sender_name, request.sender_email, gone.end_note) == ("", "", "")
    assert (gone.end_reason, request.received_on) == (EndReason.BUDGET, date(2025, 1, 13))


@pytest.mark.parametrize(
    "facts",
    [
        {"state": EngagementState.WITHDRAWN, "started_on": date(2025, 3, 1)},
        {"state": EngagementState.ORIENTATION, "ended_on": None},
    ],
)
def test_who_asked_for_a_review_that_began_or_is_still_open_stays(facts):
    kept = ended(**facts)

    assert run_on(date(2030, 1, 1)) == {}
    assert kept.request.sender_name == "Ans Aanvraag"


def test_a_request_without_its_sender_still_has_a_page(client_of, coordinator):
    gone = ended(code="LT-2025-09")
    run_on(date(2027, 1, 1))

    assert "Ans Aanvraag" not in client_of(coordinator).page(f"/engagements/{gone.id}").text


def mailed(day, **facts):
    with on(day):
        file = outbox.Attachment("a.pdf", "application/pdf", b"%PDF")
        outbox.queue(Mail("wie@mail.example", "Betreft", "Beste Wie", attachments=(file,)))
        db.flush()
        mail = db.scalars(select(QueuedMail).order_by(QueuedMail.id.desc())).first()
        for key, value in facts.items():
            setattr(mail, key, value)
    return mail


def test_of_a_mail_only_that_it_went_stays_after_a_year():
    sent = mailed(DAY, sent_at=clock.noon(DAY))
    failed = mailed(DAY, failed_at=clock.noon(DAY))
    waiting = mailed(DAY)

    assert run_on(date(2026, 7, 1)) == {}
    assert run_on(date(2026, 7, 2)) == {Keeping.MAILS: 2}

    assert (sent.recipient, sent.text, sent.subject) == (FORGOTTEN, "", "Betreft")
    assert waiting.recipient == "wie@mail.example"
    assert db.scalars(select(MailAttachment.mail_id)).all() == [waiting.id]
    with pytest.raises(WrongState):
        failed.try_again()


def test_a_question_about_an_invoice_goes_a_year_after_its_answer(coordinator):
    with on(DAY):
        invoice = one_invoice(by=coordinator)
        asked_, waits = (ask(invoice, contact=None, name="Wie", words="Wat?") for _ in range(2))
        asked_.answered_at = clock.now()
        db.flush()

    assert run_on(date(2026, 7, 1)) == {}
    assert run_on(date(2026, 7, 2))[Keeping.QUESTIONS] == 1

    assert db.scalars(select(InvoiceQuestion.id)).all() == [waits.id]


def test_failures_to_sign_in_go_after_a_month():
    db.add(SignInFailure(email="wie@mail.example", address="192.0.2.1", at=clock.noon(DAY)))
    db.flush()

    assert run_on(DAY + timedelta(days=31)) == {}
    assert run_on(DAY + timedelta(days=32)) == {Keeping.SIGN_IN_FAILURES: 1}


def test_a_second_run_finds_nothing_and_the_log_tells_how_many_and_never_whose():
    review = closed()
    member(review)
    presented(review)
    ended()

    run_on(date(2027, 1, 1))
    assert run_on(date(2027, 1, 1)) == {}

    log = db.scalars(select(RetentionRun).order_by(RetentionRun.rule)).all()
    assert [(each.rule, each.things) for each in log] == [("group_names", 1), ("requests", 1)]
    told = db.scalars(select(AuditEntry)).all()
    assert {"retention:ran", "members:erased", "request:forgotten"} == {e.event for e in told}
    assert not any("Vera" in str(e.facts) + e.subject or "Ans" in str(e.facts) for e in told)


def test_the_job_says_how_many_things_went():
    ended()
    with on(date(2027, 1, 1)):
        assert services.run_job() == 1
        assert services.run_job() == 0


def test_what_the_law_keeps_is_not_touched_and_the_board_is_asked_on_its_day(coordinator):
    person = work.reviewer()
    entry = work.hours(person, closed(), day=date(2025, 3, 4))

    with on(date(2032, 12, 31)):
        before = {each.rule.code: each for each in services.preview()}[Keeping.BOOKS]
    with on(date(2033, 1, 1)):
        after = {each.rule.code: each for each in services.preview()}[Keeping.BOOKS]
        services.run(by=coordinator)

    assert (before.things, before.first_on) == (0, date(2033, 1, 1))
    assert (after.things, after.first_on) == (1, date(2033, 1, 1))
    assert db.get(type(entry), entry.id) is not None


def test_a_reviewer_who_left_is_named_to_the_board_after_five_years():
    work.reviewer().left_on = DAY
    db.flush()
    with on(date(2030, 7, 1)):
        found = {each.rule.code: each for each in services.preview()}[Keeping.REVIEWERS]

    assert (found.things, found.first_on) == (1, date(2030, 7, 1))


def test_the_page_shows_the_table_and_what_would_go_and_changes_nothing(client_of, board):
    ended()
    with on(date(2027, 1, 1)):
        page = client_of(board).page("/retention?lang=en")

    assert "7 years after the book year" in page.text
    assert "12 months; then only the reason legal" not in page.text
    assert "one goes" in page.text
    assert "Let it go now" not in page.text
    assert db.scalars(select(RetentionRun)).all() == []


def test_the_button_lets_go_and_the_log_shows_it(client_of, coordinator):
    gone = ended()
    with on(date(2027, 1, 1)):
        client = client_of(coordinator)
        response = client.submit("/retention")
        page = client.page("/retention?lang=en")

    assert response.location == "/retention"
    assert gone.request.sender_name == ""
    assert "Eén ding is gewist." in page.text
    assert "Who asked, of requests that did not become a review1" in page.text


@pytest.mark.parametrize("role", [Role.TREASURER, Role.BOARD])
def test_others_read_but_do_not_let_go(client_of, role):
    client = client_of(user_with(role))

    assert client.get("/retention").status_code == 200
    assert client.post_form("/retention", page="/account").status_code == 403


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR])
def test_reviewers_have_no_part_in_it(client_of, role):
    assert client_of(user_with(role)).get("/retention").status_code == 403


def test_answers_themselves_stay(coordinator):
    with on(DAY):
        answered(closed(on=DAY), S, 4, by=coordinator)

    assert run_on(date(2040, 1, 1)) == {}
