"""From what was read to the figures of the report, one maker for each indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lt_admin.billing.rules.finance import Totals
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import Money
from lt_admin.quality.rules import measures
from lt_admin.quality.rules.cases import Case
from lt_admin.quality.rules.codes import Code, Definition
from lt_admin.quality.rules.definitions import DEFINITIONS, definition_of
from lt_admin.quality.rules.evaluations import Response, Satisfaction
from lt_admin.quality.rules.facts import (
    PlaceFacts,
    PoolFacts,
    RecommendationFacts,
    RequestFacts,
    ReviewFacts,
)
from lt_admin.quality.rules.indicators import Balance, Figure, Mean, Share, Tally
from lt_admin.quality.rules.report import EVERYBODY, GROUPS, Voices

RECENT, EXPIRING = _l("with a review in 24 months"), _l("expiring within six months")


@dataclass(frozen=True)
class Answers:
    """What the evaluation of the reviews closed says."""

    responses: tuple[Response, ...]
    satisfaction: Satisfaction
    safe: tuple[int, int]  # answered 4 or 5, of all who answered


@dataclass(frozen=True)
class Read:
    """Everything that was read for a report, and the words for what is counted by kind."""

    from_: date
    until: date
    requests: Sequence[RequestFacts]
    reviews: Sequence[ReviewFacts]
    places: Sequence[PlaceFacts]
    recommendations: Sequence[RecommendationFacts]
    answers: Answers
    findings: Sequence[Case]
    pool: Sequence[PoolFacts]
    expiring_before: date
    outreach: tuple[int, Mapping[str, int]]
    signals: tuple[Mapping[str, int], Sequence[Case]]
    finance: Totals
    three_years: Money
    words: Mapping[str, Mapping[str, Any]]  # of states, reasons, levels, sectors, signals

    def happened(self, day: date | None) -> bool:
        """Whether a day lies in the period."""
        return day is not None and self.from_ <= day <= self.until

    def named(self, kind: str, counts: Mapping[str, int]) -> tuple[tuple[Any, int], ...]:
        """The counts with their names in words."""
        return tuple((self.words[kind][key], count) for key, count in counts.items())


Maker = Callable[[Definition, Read], Figure]


def figures(read: Read) -> tuple[Figure, ...]:
    """Every figure, in the order of the indicators."""
    return tuple(_MAKERS.get(each.code, _of_reviews)(each, read) for each in DEFINITIONS)


def _of_reviews(it: Definition, read: Read) -> Share:
    return Share(it, cases=measures.of_reviews(it.code, read.reviews))


def _of_requests(day: str, measure: Callable[[RequestFacts], Case]) -> Maker:
    def made(it: Definition, read: Read) -> Share:
        """The requests of which this happened in the period."""
        found = [each for each in read.requests if read.happened(getattr(each, day))]
        return Share(it, cases=tuple(measure(each) for each in found))

    return made


def _agreed(it: Definition, read: Read) -> Share:
    """I5: of engagements with participants; one without any cannot start."""
    found = [each for each in read.requests if read.happened(each.started_on)]
    return Share(it, cases=tuple(measures.agreed(each) for each in found if each.participants))


def _not_started(it: Definition, read: Read) -> Tally:
    over = [each for each in read.requests if read.happened(each.ended_on)]
    states, reasons = measures.ended(over)
    counts = {"withdrawn": 0, "rejected": 0} | states
    sorted_reasons = {reason: reasons[reason] for reason in sorted(reasons) if reason}
    parts = (*read.named("states", counts), *read.named("reasons", sorted_reasons))
    facts = {"value": counts, "reasons": sorted_reasons}
    cases = tuple(_over(each, read) for each in over if each.started_on is None)
    return Tally(it, cases=cases, value=sum(counts.values()), parts=parts, facts=facts)


def _over(request: RequestFacts, read: Read) -> Case:
    why = read.words["reasons"].get(request.end_reason, "")
    return Case(request.name, True, why=str(why), engagement_id=request.engagement_id)


def _places(it: Definition, read: Read) -> Share:
    return Share(it, cases=tuple(measures.declared_in_time(each) for each in read.places))


def _carried_out(it: Definition, read: Read) -> Share:
    found = [each for each in read.recommendations if each.is_followed_up]
    return Share(it, cases=tuple(measures.carried_out(each) for each in found))


def _tagged(it: Definition, read: Read) -> Share:
    measure = measures.on_awareness if it.part == "left" else measures.goes_deeper
    return Share(it, cases=tuple(measure(each) for each in read.recommendations))


def _safe(it: Definition, read: Read) -> Share:
    return Share(it, counts=read.answers.safe)


def voices(answers: Answers) -> tuple[Voices, ...]:
    """Each group in order, and everybody together last."""
    found = {each.respondents: each for each in answers.responses}
    scores = {each.respondents: each for each in answers.satisfaction.groups}
    made = []
    for group in GROUPS:
        if group == EVERYBODY:
            continue
        asked, score = found.get(group), scores.get(group)
        counts = (asked.responded, asked.invited) if asked else (0, 0)
        mean = (score.mean, score.sheets) if score else (None, 0)
        made.append(_voices(group, counts, mean))
    return (*made, _everybody(answers, made))


def _everybody(answers: Answers, groups: Sequence[Voices]) -> Voices:
    some = sum(each.response.numerator for each in groups)
    all_ = sum(each.response.denominator for each in groups)
    mean = (answers.satisfaction.mean, answers.satisfaction.sheets)
    return _voices(EVERYBODY, (some, all_), mean)


def _voices(group: str, counts: tuple[int, int], mean: tuple[Any, int]) -> Voices:
    about = "" if group == EVERYBODY else GROUPS[group]
    return Voices(
        group,
        Share(definition_of(Code.I22), about, counts=counts),
        Mean(definition_of(Code.I23), about, value=mean[0], answers=mean[1]),
    )


def _response(_it: Definition, read: Read) -> Share:
    return voices(read.answers)[-1].response


def _satisfaction(_it: Definition, read: Read) -> Mean:
    return voices(read.answers)[-1].satisfaction


def _findings(it: Definition, read: Read) -> Tally:
    return Tally(it, cases=tuple(read.findings), value=len(read.findings))


def _pool(it: Definition, read: Read) -> Tally:
    levels = Counter(each.level for each in read.pool)
    recent = sum(each.has_guided for each in read.pool)
    expiring = sum(_expires(each, read) for each in read.pool)
    by_level = {level: levels[level] for level in read.words["levels"] if levels[level]}
    parts = (*read.named("levels", by_level), (RECENT, recent), (EXPIRING, expiring))
    facts = {"levels": by_level, "with_recent_review": recent, "expiring": expiring}
    return Tally(it, value=len(read.pool), parts=parts, facts=facts)


def _expires(reviewer: PoolFacts, read: Read) -> bool:
    until = reviewer.expires_on
    return until is not None and until < read.expiring_before


def _account(it: Definition, read: Read) -> Balance:
    money = read.finance
    return Balance(
        it,
        value=money.result,
        came=money.contribution,
        went=money.spent,
        three_years=read.three_years,
    )


def _outreach(it: Definition, read: Read) -> Tally:
    count, came = read.outreach
    facts = {"participants": sum(came.values()), "sectors": dict(came)}
    return Tally(it, value=count, parts=read.named("sectors", came), facts=facts)


def _signals(it: Definition, read: Read) -> Figure:
    kinds, cases = read.signals
    if it.part == "handled":
        return Share(it, cases=tuple(cases))
    return Tally(
        it,
        value=sum(kinds.values()),
        parts=read.named("signals", kinds),
        facts={"kinds": dict(kinds)},
    )


_MAKERS: dict[Code, Maker] = {
    Code.I1: _of_requests("received_on", measures.converted),
    Code.I2: _of_requests("talked_on", measures.talked_in_time),
    Code.I3: _of_requests("quoted_on", measures.quoted_in_time),
    Code.I4: _not_started,
    Code.I5: _agreed,
    Code.I8: _places,
    Code.I19: _carried_out,
    Code.I20: _tagged,
    Code.I21: _safe,
    Code.I22: _response,
    Code.I23: _satisfaction,
    Code.I24: _findings,
    Code.I25: _pool,
    Code.I26: _account,
    Code.I27: _outreach,
    Code.I28: _signals,
}
