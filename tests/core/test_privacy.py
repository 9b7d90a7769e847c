from __future__ import annotations

from datetime import date

import pytest

from lt_admin.core.privacy import Sign, signs_in

TODAY = date(2026, 7, 1)


@pytest.mark.parametrize("text", ["BSN 111222333", "111 222 333", "1112.22.333", "nr:111222333."])
def test_a_number_that_passes_the_eleven_test_is_noticed(text):
    assert signs_in(text, TODAY) == [Sign.NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "111222334",
        "1112223330",
        "NL91ABNA0417164300",
        "tel. 010 123 45 67",
        "LT-2025-03",
        "12345678",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert signs_in(text, TODAY) == []


@pytest.mark.parametrize(
    "text",
    ["geb. 3-4-2025", "born on 3 April 2012", "3-4-2012", "12 mei 1985", "geboren op 1-1-11"],
)
def test_a_date_of_birth_is_noticed(text):
    assert signs_in(text, TODAY) == [Sign.BIRTH_DATE]


@pytest.mark.parametrize(
    "text", ["vergadering 3-4-2026", "sinds 1 januari 2024", "op 31-2-2026", ""]
)
def test_dates_of_the_work_are_left_alone(text):
    assert signs_in(text, TODAY) == []
