"""What the rules about places in a review speak of: people, roles, reviews, verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lt_admin.reviewers.rules.people import ReviewerLevel


class AssignmentRole(StrEnum):
    """What somebody does in one review."""

    LEAD = "lead"
    SECOND = "second"
    SHADOW = "shadow"
    SUPERVISOR = "supervisor"


GUIDING = (AssignmentRole.LEAD, AssignmentRole.SECOND)
SEES_THE_CASE = (*GUIDING, AssignmentRole.SHADOW)


class IndependenceRule(StrEnum):
    """The independence rules (DOMAIN.md 2e)."""

    IR1 = "IR1"
    IR2 = "IR2"
    IR3 = "IR3"
    IR4 = "IR4"
    IR5 = "IR5"
    IR6 = "IR6"
    IR7 = "IR7"
    IR8 = "IR8"


class Verdict(StrEnum):
    """What a rule says."""

    OK = "ok"
    WARN = "warn"
    BLOCK = "block"


WEIGHT = {Verdict.OK: 0, Verdict.WARN: 1, Verdict.BLOCK: 2}
YEARS_BACK = 2  # IR1 looks 24 months back


@dataclass(frozen=True)
class Employment:
    """A time in which somebody's hours were paid to an employer; `until` is not part of it."""

    organisation_id: int
    name: str
    since: date
    until: date | None = None

    def touches(self, first: date, last: date) -> bool:
        """Whether it covers a day from `first` to `last`."""
        return self.since <= last and (self.until is None or self.until > first)


@dataclass(frozen=True)
class Person:
    """A reviewer as the rules see one."""

    reviewer_id: int
    name: str
    level: ReviewerLevel | None
    employments: tuple[Employment, ...] = ()

    def employers(self, first: date, last: date) -> dict[int, str]:
        """Every employer between two days, by id."""
        return {e.organisation_id: e.name for e in self.employments if e.touches(first, last)}


@dataclass(frozen=True)
class Place:
    """Who has, or had, which role in the review."""

    person: Person
    role: AssignmentRole
    is_standing: bool = True  # asked or at work now


@dataclass(frozen=True)
class Review:
    """The review for which somebody is considered, on the day of asking.

    `parties` are the organisations that take part or commission, `institutions` those that take
    part; both by id.
    """

    day: date
    is_short: bool
    parties: Mapping[int, str]
    institutions: frozenset[int]
    team: tuple[Place, ...] = ()

    @property
    def window_start(self) -> date:
        """The day 24 months before the day of asking."""
        is_leap_day = (self.day.month, self.day.day) == (2, 29)
        return self.day.replace(
            year=self.day.year - YEARS_BACK, day=28 if is_leap_day else self.day.day
        )

    def standing(self, role: AssignmentRole) -> Person | None:
        """Who has this role now."""
        found = [place.person for place in self.team if place.is_standing and place.role is role]
        return found[0] if found else None


@dataclass(frozen=True)
class Finding:
    """What one rule says about one person in one role, in a sentence."""

    rule: IndependenceRule
    verdict: Verdict
    sentence: str


@dataclass(frozen=True)
class Question:
    """Whether this person might take this role in this review."""

    person: Person
    role: AssignmentRole
    review: Review
    is_practice_review: bool = False

    @property
    def conflicts(self) -> dict[int, str]:
        """The parties that employ this person, or did in the last 24 months."""
        review = self.review
        employers = self.person.employers(review.window_start, review.day)
        return {key: name for key, name in employers.items() if key in review.parties}
