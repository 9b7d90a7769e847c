from datetime import date

import pytest

from lt_admin.core.steps import Refused
from lt_admin.orientation.rules.engagements import CODE, neutral_code
from lt_admin.orientation.rules.requests import (
    InspectorateTerm,
    check_extension,
    inspectorate_date,
)

INCIDENT = date(2025, 1, 6)


@pytest.mark.parametrize(
    ("term", "free", "until"),
    [
        (InspectorateTerm.NONE, None, None),
        (InspectorateTerm.NONE, date(2025, 3, 1), None),
        (InspectorateTerm.SIX_WEEKS, None, date(2025, 2, 17)),
        (InspectorateTerm.EIGHT_WEEKS, None, date(2025, 3, 3)),
        (InspectorateTerm.SIX_WEEKS, date(2025, 2, 20), date(2025, 2, 20)),
        (InspectorateTerm.FREE, date(2025, 3, 1), date(2025, 3, 1)),
    ],
)
def test_a_preset_counts_weeks_and_a_typed_date_goes_first(term, free, until):
    assert inspectorate_date(term, counted_from=INCIDENT, free=free) == until


def test_a_free_term_needs_its_date(app):
    with pytest.raises(Refused):
        inspectorate_date(InspectorateTerm.FREE, counted_from=INCIDENT, free=None)


@pytest.mark.parametrize(
    ("due_on", "extended_to", "reason"),
    [
        (None, date(2025, 3, 1), "keten"),
        (date(2025, 3, 1), date(2025, 3, 1), "keten"),
        (date(2025, 3, 1), date(2025, 4, 1), " "),
    ],
)
def test_an_extension_is_later_and_has_a_reason(due_on, extended_to, reason, app):
    with pytest.raises(Refused):
        check_extension(due_on, extended_to, reason)


def test_a_code_is_neutral_and_may_pass_ninety_nine():
    assert [neutral_code(2025, place) for place in (1, 100)] == ["LT-2025-01", "LT-2025-100"]
    assert CODE.fullmatch(neutral_code(2025, 100))
