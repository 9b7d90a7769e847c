"""Asking and answering; and that no table leads from an answer to a person."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db
from lt_admin.core.orm import Model
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.quality.models.evaluations import (
    AnswerSheet,
    Asked,
    Invitation,
    Moment,
    OpenAnswer,
    OpenQuestion,
    Respondents,
)
from lt_admin.quality.queries import questionnaires as queries
from lt_admin.quality.services import evaluations as services
from tests.billing import work
from tests.quality.evaluation import S, answered, asked, closed, entered, invitation_for, sheets

SHEET_TABLES = ("evaluation_sheet", "evaluation_answer", "evaluation_open_answer")


@pytest.fixture
def review():
    return closed("LT-2025-01")


def events():
    return [(row.event, row.subject) for row in db.scalars(select(AuditEntry)).all()]


def test_forms_on_paper_are_counted_and_told_about_the_group(review, coordinator):
    asked(review, S, 4, by=coordinator)
    row = asked(review, S, 2, by=coordinator)

    assert (row.on_paper, row.invited) == (6, 6)
    assert events() == [("evaluation:asked", f"evaluation_asked:{row.id}")] * 2


@pytest.mark.parametrize("state", sorted(set(EngagementState) - set(services.ASKING)))
def test_nobody_is_asked_before_step_5(coordinator, state):
    early = work.engagement(state=state)

    with pytest.raises(WrongState):
        asked(early, S, 1, by=coordinator)


def test_handing_out_nothing_is_refused(review, coordinator):
    with pytest.raises(Refused):
        asked(review, S, 0, by=coordinator)


def test_a_count_is_put_right_but_not_below_what_came_back(review, coordinator):
    answered(review, S, 4, 5, by=coordinator)
    row = queries.find_asked(review.id, S, Moment.T0)

    services.correct_paper(row, on_paper=2, by=coordinator)

    with pytest.raises(Refused):
        services.correct_paper(row, on_paper=1, by=coordinator)
    assert row.on_paper == 2


def test_each_address_gets_one_mail_with_its_own_link(review, coordinator):
    addresses = ["a@mail.example", " B@mail.example", "a@mail.example", ""]
    facts = {"respondents": S, "moment": Moment.T0, "addresses": addresses}

    row = services.send_links(review, **facts, language="en", by=coordinator)

    mails = db.scalars(select(QueuedMail)).all()
    assert {mail.recipient for mail in mails} == {"a@mail.example", "b@mail.example"}
    assert len({mail.link for mail in mails}) == row.by_link == 2
    assert all(mail.link.endswith("?lang=en") and "learning" in mail.text for mail in mails)


def test_the_mail_names_no_review_and_the_links_stand_in_no_order_of_the_mails(review, coordinator):
    addresses = [f"{n}@mail.example" for n in range(9)]
    facts = {"respondents": S, "moment": Moment.T0, "addresses": addresses}

    services.send_links(review, **facts, by=coordinator)

    mails = db.scalars(select(QueuedMail)).all()
    hashes = db.scalars(select(Invitation.token_hash)).all()
    assert {mail.about for mail in mails} == {None}
    assert not any(review.code in mail.text + mail.subject for mail in mails)
    assert sorted(hashes) == hashes


@pytest.mark.parametrize(
    "addresses", [[], ["  "], ["geen adres"], [f"{n}@x.nl" for n in range(101)]]
)
def test_no_address_a_wrong_one_and_too_many_are_refused(review, coordinator, addresses):
    facts = {"respondents": S, "moment": Moment.T0, "addresses": addresses}

    with pytest.raises(Refused):
        services.send_links(review, **facts, by=coordinator)
    assert db.scalars(select(Asked)).all() == []


def test_an_answer_by_link_is_kept_once_and_leaves_no_line_in_the_log(review, coordinator):
    link = invitation_for(review, by=coordinator)
    before = events()

    words = {OpenQuestion.HELPED: " De rust. ", OpenQuestion.DIFFERENT: " "}
    services.answer(link, scores={"ES1": 5, "ES2": None}, words=words)

    (sheet,) = sheets()
    assert {each.item: each.score for each in sheet.answers} == {"ES1": 5, "ES2": None}
    assert [each.text for each in sheet.open_answers] == ["De rust."]
    assert sheet.month.day == 1
    assert events() == before
    assert db.scalars(select(Invitation.is_used)).all() == [True]


def test_a_link_works_once(review, coordinator):
    link = invitation_for(review, by=coordinator)
    services.answer(link, scores={"ES1": 5}, words={})

    with pytest.raises(WrongState):
        services.answer(link, scores={"ES1": 1}, words={})
    assert len(sheets()) == 1


def test_a_link_works_until_its_last_day(review, coordinator):
    link = invitation_for(review, by=coordinator)
    late = clock.noon(link.expires_on + timedelta(days=1))

    with clock.at(late), pytest.raises(WrongState):
        services.answer(link, scores={"ES1": 5}, words={})
    with clock.at(clock.noon(link.expires_on)):
        services.answer(link, scores={"ES1": 5}, words={})


def test_an_answer_to_what_was_not_asked_leaves_the_link_as_it_was(review, coordinator):
    link = invitation_for(review, by=coordinator)

    with pytest.raises(Refused):
        services.answer(link, scores={"EB1": 5}, words={})
    assert db.scalars(select(Invitation.is_used)).all() == [False]


def test_a_form_is_entered_and_told_about_the_group_only(review, coordinator):
    row = asked(review, S, 1, by=coordinator)

    entered(review, S, 4, by=coordinator)

    assert events()[-1] == ("evaluation:answered", f"evaluation_asked:{row.id}")
    assert queries.entered_on_paper(row) == 1


def test_more_forms_than_were_handed_out_are_refused_however_many_came_by_link(review, coordinator):
    with pytest.raises(Refused):
        entered(review, S, 4, by=coordinator)
    answered(review, S, 4, by=coordinator)
    services.answer(invitation_for(review, by=coordinator), scores={"ES1": 2}, words={})

    with pytest.raises(Refused):
        entered(review, S, 4, by=coordinator)


def test_words_are_shown_after_somebody_read_them_for_names(review, coordinator):
    told = {OpenQuestion.HELPED: "Dat Piet er was."}
    answered(review, S, 4, 4, by=coordinator)
    asked(review, S, 1, by=coordinator)
    entered(review, S, 4, by=coordinator, words=told)
    period = (review.closed_on, review.closed_on)
    (written,) = queries.unread()
    assert queries.words_over(*period) == []

    services.check_words(written, text="Dat mijn begeleider er was.", by=coordinator)

    assert queries.unread() == []
    assert [each.text for each in queries.words_over(*period)] == ["Dat mijn begeleider er was."]
    assert events()[-1][0] == "evaluation:text_checked"


def test_words_that_say_too_much_can_be_let_go(review, coordinator):
    asked(review, S, 1, by=coordinator)
    entered(review, S, 4, by=coordinator, words={OpenQuestion.HELPED: "Piet"})

    services.check_words(queries.unread()[0], text=" ", by=coordinator)

    assert db.scalars(select(OpenAnswer)).all() == []


def test_words_of_fewer_than_three_people_are_not_shown(review, coordinator):
    asked(review, S, 1, by=coordinator)
    entered(review, S, 4, by=coordinator, words={OpenQuestion.HELPED: "De rust"})
    services.check_words(queries.unread()[0], text="De rust", by=coordinator)

    assert queries.words_over(review.closed_on, review.closed_on) == []


def test_from_an_answer_no_key_leads_anywhere_but_to_the_group_that_was_asked():
    tables = Model.metadata.tables
    led = {key.column.table.name for name in SHEET_TABLES for key in tables[name].foreign_keys}

    assert led == {"evaluation_sheet", "evaluation_asked"}
    towards = {
        table.name
        for table in tables.values()
        for key in table.foreign_keys
        if key.column.table.name in SHEET_TABLES
    }
    assert towards <= set(SHEET_TABLES)


def test_an_invitation_knows_nobody_and_the_group_knows_no_person():
    tables = Model.metadata.tables
    led = {key.column.table.name for key in tables["evaluation_invitation"].foreign_keys}
    group = {key.column.table.name for key in tables["evaluation_asked"].foreign_keys}

    assert (led, group) == ({"evaluation_asked"}, {"engagement"})


def test_neither_sheets_nor_links_hold_a_moment_and_their_numbers_have_no_order(
    review, coordinator
):
    for name in (*SHEET_TABLES, "evaluation_invitation"):
        table = Model.metadata.tables[name]
        kinds = [column.type.python_type for column in table.columns]
        assert datetime not in kinds
        assert isinstance(table.c.id.type, sa.BigInteger)
        assert table.c.id.default.is_callable
    answered(review, S, *range(1, 6), *range(1, 6), by=coordinator)
    ids = db.scalars(select(AnswerSheet.id)).all()
    assert len({number >> 40 for number in ids}) > 1
    assert {sheet.month.day for sheet in sheets()} == {1}


def test_every_group_and_moment_can_be_asked(review, coordinator):
    for group in Respondents:
        for moment in Moment:
            answered(review, group, 3, by=coordinator, moment=moment)

    assert len(queries.asked_of(review.id)) == 10
