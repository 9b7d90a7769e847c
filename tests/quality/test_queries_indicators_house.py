from datetime import date

import pytest

from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.quality.models.records import SignalKind
from lt_admin.quality.queries import indicators_house as house
from lt_admin.quality.queries.report import quality_report
from lt_admin.reviewers.models.people import LevelPeriod, ReviewerLevel
from tests.billing import work
from tests.quality import records

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture(autouse=True)
def _summer(session):
    clock.stand_still(clock.noon(date(2026, 7, 1)))
    yield
    clock.stand_still(None)


def test_the_pool_is_who_is_there_on_the_last_day_with_the_level_of_then():
    records.level("Tessa", since=date(2024, 1, 1))
    raised = records.level("Yara", ReviewerLevel.IN_TRAINING)
    later = {"level": ReviewerLevel.ACCREDITED, "valid_from": date(2025, 6, 1)}
    work.saved(LevelPeriod(reviewer_id=raised.id, **later))
    records.level("Nadia", since=date(2026, 1, 1))
    records.level("Karel", ReviewerLevel.LAPSED)
    records.level("Bram").left_on = date(2025, 12, 31)
    session.flush()

    assert [each.level for each in house.pool(YEAR[1])] == ["lead", "accredited"]


@pytest.mark.parametrize(
    ("started", "closed", "counts"),
    [
        (date(2023, 1, 1), date(2023, 12, 30), False),
        (date(2023, 1, 1), date(2023, 12, 31), True),
        (date(2025, 6, 1), None, True),
        (date(2026, 1, 1), None, False),
    ],
)
def test_who_guided_a_review_in_the_last_24_months(started, closed, counts):
    guide = records.level("Tessa")
    review = work.engagement(started_on=started, closed_on=closed)
    records.assignment(review, by=guide).started_on = started
    session.flush()

    assert [each.has_guided for each in house.pool(YEAR[1])] == [counts]


def test_a_level_that_ends_within_six_months_expires():
    for name, until in (("Tessa", date(2026, 6, 27)), ("Bram", date(2026, 6, 30)), ("Nadia", None)):
        records.level(name, until=until)

    assert quality_report(*YEAR).figure("I25").facts["expiring"] == 1


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2025, 12, 31), 24, date(2023, 12, 31)),
        (date(2025, 1, 15), 1, date(2024, 12, 15)),
        (date(2025, 12, 31), -6, date(2026, 6, 30)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2025, 7, 1), -6, date(2026, 1, 1)),
    ],
)
def test_months_are_counted_over_years(day, months, found):
    assert house.months_before(day, months) == found


def test_outreach_is_counted_by_meeting_and_by_sector():
    records.event(date(2025, 3, 3), education=14, youth_care=20)
    records.event(date(2025, 11, 6), youth_care=5)
    records.event(date(2025, 12, 1))
    records.event(date(2026, 1, 1), education=3)

    assert house.outreach(*YEAR) == (3, {"education": 14, "youth_care": 25})


def test_a_signal_is_in_time_when_handled_within_its_term_and_open_ones_wait_for_it():
    due = date(2025, 3, 31)
    records.signal(date(2025, 3, 1), due, due)
    records.signal(date(2025, 3, 2), due, date(2025, 4, 1), SignalKind.DATA_INCIDENT)
    records.signal(date(2025, 3, 3), due)
    records.signal(date(2025, 3, 4), date(2026, 8, 1))
    records.signal(date(2024, 3, 4), due, due)

    kinds, cases = house.signals(*YEAR)

    assert kinds == {"complaint": 3, "data_incident": 1}
    assert [case.is_met for case in cases] == [True, False, False]


def test_findings_count_when_they_are_shared():
    review = records.closed()
    records.finding(review)
    records.finding(review, shared_on=None)
    records.finding(review, shared_on=date(2026, 1, 1))

    assert quality_report(*YEAR).figure("I24").value == 1
