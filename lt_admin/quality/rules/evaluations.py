"""What may be shown of answers, and how a score is made of them (DOMAIN.md 2b, I21-I23)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from lt_admin.quality.rules.questionnaires import Item

CLIENTS = "C"
LEAST, LEAST_CLIENTS, LEAST_REVIEWS = 3, 5, 2


class Hidden(StrEnum):
    """Why a result is not shown."""

    NOBODY = "nobody"  # no answers yet
    FEW = "few"
    CLIENTS = "clients"  # only over several reviews together, and never of few


def hidden(respondents: str, answers: int, reviews: int) -> Hidden | None:
    """Why the result of so many answers in so many reviews is not shown; None when it is.

    A group of which fewer than three answered could be recognised; service users are shown only
    over at least two reviews together, from five answers on.
    """
    if not answers:
        return Hidden.NOBODY
    if respondents == CLIENTS:
        is_shown = answers >= LEAST_CLIENTS and reviews >= LEAST_REVIEWS
        return None if is_shown else Hidden.CLIENTS
    return None if answers >= LEAST else Hidden.FEW


@dataclass(frozen=True)
class Response:
    """How many of a group were asked, and how many answered."""

    respondents: str
    invited: int
    responded: int

    @property
    def share(self) -> Fraction | None:
        """The part that answered; None when nobody was asked."""
        return Fraction(self.responded, self.invited) if self.invited else None


@dataclass(frozen=True)
class Score:
    """The core score of a group: the mean over sheets of the mean of the answered core items.

    `sheets` counts those with an answer to a core item; `total` is the sum of their means.
    """

    respondents: str
    sheets: int = 0
    reviews: int = 0
    total: Fraction = Fraction(0)

    @property
    def why_hidden(self) -> Hidden | None:
        """Why there is no mean to show."""
        return hidden(self.respondents, self.sheets, self.reviews)

    @property
    def mean(self) -> Fraction | None:
        """From 1 to 5; None while it may not be shown."""
        return None if self.why_hidden else self.total / self.sheets


@dataclass(frozen=True)
class Satisfaction:
    """The scores of all groups, and of everybody together."""

    groups: tuple[Score, ...]

    @property
    def sheets(self) -> int:
        """How many sheets count."""
        return sum(each.sheets for each in self.groups)

    @property
    def mean(self) -> Fraction | None:
        """Over all sheets, also of groups too small to show.

        None of fewer than three, and when the rest would tell what one hidden group answered.
        """
        left = [each.sheets for each in self.groups if each.sheets and each.why_hidden]
        tells = bool(left) and (len(left) == 1 or sum(left) < LEAST)
        if tells or self.sheets < LEAST:
            return None
        return sum((each.total for each in self.groups), Fraction(0)) / self.sheets


@dataclass(frozen=True)
class ItemResult:
    """What was answered to one item; `high` counts the fours and fives."""

    item: Item
    answers: int = 0
    reviews: int = 0
    total: int = 0
    high: int = 0

    @property
    def why_hidden(self) -> Hidden | None:
        """Why there is nothing to show."""
        return hidden(self.item.respondents, self.answers, self.reviews)

    @property
    def mean(self) -> Fraction | None:
        """From 1 to 5; None while it may not be shown."""
        return None if self.why_hidden else Fraction(self.total, self.answers)

    @property
    def agree(self) -> Fraction | None:
        """The part that answered 4 or 5; None while it may not be shown."""
        return None if self.why_hidden else Fraction(self.high, self.answers)


@dataclass(frozen=True)
class GroupResult:
    """Everything about one group, as far as it may be shown."""

    response: Response
    score: Score
    items: tuple[ItemResult, ...] = field(default=())

    @property
    def core(self) -> list[ItemResult]:
        """The items that make the core score."""
        return [each for each in self.items if each.item.is_core]

    @property
    def apart(self) -> list[ItemResult]:
        """The items that are reported apart."""
        return [each for each in self.items if not each.item.is_core]


def together(responses: Iterable[Response]) -> Response:
    """All groups as one."""
    found = list(responses)
    return Response("", sum(each.invited for each in found), sum(each.responded for each in found))
