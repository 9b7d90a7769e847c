"""The independence and level rules, one by one and in every combination (DOMAIN.md 2e)."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from lt_admin.reviewers.rules.independence import (
    assess,
    declared,
    employer_takes_part,
    shares_employer,
    supervises_oneself,
    why_no_exception,
)
from lt_admin.reviewers.rules.levels import why_not_by_level
from lt_admin.reviewers.rules.people import ReviewerLevel as Level
from lt_admin.reviewers.rules.places import (
    AssignmentRole,
    Employment,
    IndependenceRule,
    Person,
    Place,
    Question,
    Review,
    Verdict,
)

DAY = date(2025, 5, 1)
HOUSE, OTHER = 1, 2
LEAD, SECOND = AssignmentRole.LEAD, AssignmentRole.SECOND
SHADOW, SUPERVISOR = AssignmentRole.SHADOW, AssignmentRole.SUPERVISOR
OK, WARN, BLOCK = Verdict.OK, Verdict.WARN, Verdict.BLOCK


def employed(since, until=None, at=HOUSE):
    return Employment(at, f"Huis {at}", since, until)


def person(number=1, level=Level.LEAD, *employments):
    return Person(number, f"Persoon {number}", level, employments)


def review(*team, parties=(HOUSE,), institutions=None, is_short=False, day=DAY):
    names = {party: f"Huis {party}" for party in parties}
    taking_part = frozenset(parties if institutions is None else institutions)
    return Review(day, is_short, names, taking_part, team)


def question(who, role=LEAD, of=None, *, practice=False):
    return Question(who, role, of or review(), is_practice_review=practice)


@pytest.mark.parametrize(
    ("since", "until", "verdict"),
    [
        (date(2020, 1, 1), None, BLOCK),  # works there now
        (date(2025, 5, 1), None, BLOCK),  # since today
        (date(2025, 5, 2), None, OK),  # only from tomorrow on
        (date(2020, 1, 1), date(2023, 5, 3), BLOCK),  # left within 24 months
        (date(2020, 1, 1), date(2023, 5, 2), BLOCK),  # the last day was 24 months ago
        (date(2020, 1, 1), date(2023, 5, 1), OK),  # the last day was before that
    ],
)
def test_ir1_looks_at_the_employers_of_the_last_24_months(since, until, verdict):
    asked = question(person(1, Level.LEAD, employed(since, until)))

    assert employer_takes_part(asked).verdict is verdict


def test_ir1_knows_leap_days():
    asked = question(
        person(1, Level.LEAD, employed(date(2020, 1, 1), date(2022, 3, 1))),
        of=review(day=date(2024, 2, 29)),
    )

    assert employer_takes_part(asked).verdict is BLOCK


def test_ir1_is_about_the_parties_of_this_review_and_names_them():
    elsewhere = question(person(1, Level.LEAD, employed(date(2020, 1, 1), at=OTHER)))
    here = question(person(1, Level.LEAD, employed(date(2020, 1, 1))))

    assert employer_takes_part(elsewhere).verdict is OK
    assert "Huis 1" in employer_takes_part(here).sentence


@pytest.mark.parametrize(("has", "asks"), list(product(AssignmentRole, AssignmentRole)))
@pytest.mark.parametrize("is_standing", [True, False])
def test_ir5_keeps_supervision_and_reviewing_apart(has, asks, is_standing):
    me = person(1, Level.SUPERVISOR)
    asked = question(me, asks, review(Place(me, has, is_standing)))

    mixed = (has is SUPERVISOR) != (asks is SUPERVISOR)

    assert supervises_oneself(asked).verdict is (BLOCK if mixed else OK)


def test_ir5_is_about_the_same_person_only():
    asked = question(person(1), LEAD, review(Place(person(2), SUPERVISOR)))

    assert supervises_oneself(asked).verdict is OK


@pytest.mark.parametrize(("has", "asks"), list(product(AssignmentRole, AssignmentRole)))
def test_ir6_warns_when_the_two_reviewers_share_an_employer(has, asks):
    both = employed(date(2020, 1, 1), at=OTHER)
    other = Place(person(2, Level.LEAD, both), has)
    asked = question(person(1, Level.LEAD, both), asks, review(other))

    guide = has in (LEAD, SECOND) and asks in (LEAD, SECOND)

    assert shares_employer(asked).verdict is (WARN if guide else OK)


def test_ir6_is_about_now_and_about_who_is_still_there():
    past = employed(date(2020, 1, 1), date(2025, 4, 1), at=OTHER)
    now = employed(date(2020, 1, 1), at=OTHER)
    gone = Place(person(2, Level.LEAD, now), LEAD, is_standing=False)

    left_job = question(
        person(1, Level.LEAD, past), SECOND, review(Place(person(2, Level.LEAD, now), LEAD))
    )
    left_review = question(person(1, Level.LEAD, now), SECOND, review(gone))

    assert shares_employer(left_job).verdict is OK
    assert shares_employer(left_review).verdict is OK


INSIDE = employed(date(2020, 1, 1))
EXTERNAL = Place(person(2), LEAD)


def test_ir7_sets_ir1_aside_for_the_second_reviewer_of_one_institution():
    assessment = assess(question(person(1, Level.LEAD, INSIDE), SECOND, review(EXTERNAL)))
    agreed = {IndependenceRule.IR7: "bestuur akkoord"}

    assert assessment.verdict is BLOCK
    assert assessment.may_be_excepted
    assert assessment.refusal({}).startswith("IR1")
    assert assessment.refusal({IndependenceRule.IR1: "toch"}).startswith("IR1")
    assert assessment.refusal({IndependenceRule.IR7: "  "}).startswith("IR1")
    assert assessment.refusal(agreed) == ""


@pytest.mark.parametrize(
    ("role", "of"),
    [
        (LEAD, review()),  # the lead must be external
        (SECOND, review()),  # nobody leads yet
        (SUPERVISOR, review(EXTERNAL)),
        (SECOND, review(EXTERNAL, parties=(HOUSE, OTHER))),  # two institutions
        (SECOND, review(EXTERNAL, parties=(HOUSE,), institutions=())),  # it only commissions
        (SECOND, review(Place(person(2, Level.LEAD, INSIDE), LEAD))),  # the lead is not external
        (SECOND, review(Place(person(2), LEAD, is_standing=False))),  # the lead has left
    ],
)
def test_ir7_is_no_way_out_otherwise(role, of):
    asked = question(person(1, Level.SUPERVISOR, INSIDE), role, of)
    agreed = dict.fromkeys(IndependenceRule, "bestuur akkoord")

    assert why_no_exception(asked) != ""
    assert not assess(asked).may_be_excepted
    assert assess(asked).refusal(agreed).startswith("IR1")


def test_ir7_does_not_help_against_other_blocks():
    me = person(1, Level.SUPERVISOR, INSIDE)
    asked = question(me, SECOND, review(EXTERNAL, Place(me, SUPERVISOR)))

    assert not assess(asked).may_be_excepted


def test_a_warning_goes_on_with_a_reason_only():
    both = employed(date(2020, 1, 1), at=OTHER)
    of = review(Place(person(2, Level.LEAD, both), LEAD))
    assessment = assess(question(person(1, Level.LEAD, both), SECOND, of))

    assert assessment.verdict is WARN
    assert assessment.refusal({}).startswith("IR6")
    assert assessment.refusal({IndependenceRule.IR6: " "}).startswith("IR6")
    assert assessment.refusal({IndependenceRule.IR6: "kan"}) == ""


@pytest.mark.parametrize("answers", list(product([True, False], repeat=3)))
def test_the_declaration_blocks_on_ir2_and_ir3_and_warns_on_ir4(answers):
    involved, related, paid = answers
    found = declared(is_involved=involved, has_private_relation=related, has_other_paid_work=paid)

    verdicts = {finding.rule: finding.verdict for finding in found}

    assert verdicts == {
        IndependenceRule.IR2: BLOCK if involved else OK,
        IndependenceRule.IR3: BLOCK if related else OK,
        IndependenceRule.IR4: WARN if paid else OK,
        IndependenceRule.IR8: OK,
    }


LEADS = {Level.LEAD, Level.SUPERVISOR}
EXPERIENCED = LEADS | {Level.ACCREDITED}
MAY = {
    (LEAD, False): LEADS,
    (LEAD, True): EXPERIENCED,
    (SECOND, False): EXPERIENCED,
    (SECOND, True): EXPERIENCED,
    (SHADOW, False): EXPERIENCED | {Level.IN_TRAINING},
    (SHADOW, True): EXPERIENCED | {Level.IN_TRAINING},
    (SUPERVISOR, False): {Level.SUPERVISOR},
    (SUPERVISOR, True): {Level.SUPERVISOR},
}


@pytest.mark.parametrize(
    ("level", "role", "is_short"),
    list(product([*Level, None], AssignmentRole, [True, False])),
)
def test_every_level_may_do_what_the_domain_says_and_no_more(level, role, is_short):
    asked = question(person(1, level), role, review(EXTERNAL, is_short=is_short))

    assert (why_not_by_level(asked) == "") is (level in MAY[role, is_short])


@pytest.mark.parametrize("level", [*Level, None])
@pytest.mark.parametrize("lead", [*Level, None])
def test_a_practice_review_is_for_training_beside_somebody_experienced(level, lead):
    team = [Place(person(2, lead), LEAD)] if lead else []
    asked = question(person(1, level), SECOND, review(*team), practice=True)

    is_fine = level is Level.IN_TRAINING and lead in EXPERIENCED

    assert (why_not_by_level(asked) == "") is is_fine


def test_a_level_that_is_not_enough_blocks_and_says_why():
    assessment = assess(question(person(1, Level.IN_TRAINING), LEAD))

    assert assessment.verdict is BLOCK
    assert assessment.refusal({}) == assessment.level
    assert assessment.sentences == (assessment.level,)
