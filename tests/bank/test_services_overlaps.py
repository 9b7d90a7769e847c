"""An amount that looks like an earlier one is the same in an overlap, and another in what follows.

Every statement here is of one day; the first opens with 1,000 euro.
"""

import pytest

from lt_admin.bank.services import files
from lt_admin.core import audit
from lt_admin.core.money import Money
from tests.bank.camt_files import DAY, credit, debit, document, sheet
from tests.bank.factories import check_controls, entries_of, taken_in
from tests.billing.invoice_factories import foundation

FIFTY, OUT = credit("50.00"), debit("50.00")


def morning():
    """50 came in: the account holds 1,050."""
    return taken_in([FIFTY], name="morning")


def afternoon(**facts):
    """50 came in once more: the account holds 1,100."""
    return taken_in([FIFTY], **{"name": "afternoon", "opening": "1050.00"} | facts)


def together(*pages):
    """How many new entries a file of these statements brings."""
    foundation()
    file = files.read_file("x", document([sheet(each, **facts) for each, facts in pages]), "system")
    files.confirm(file, audit.SYSTEM)
    return len(entries_of(file))


def test_an_equal_amount_in_a_statement_that_goes_on_is_another():
    morning()
    (entry,) = afternoon()
    assert (entry.amount, entry.statement.seen_before) == (Money.euros(50), Money(0))
    check_controls()


def test_a_third_that_goes_on_is_a_third():
    found = [*morning(), *afternoon(), *afternoon(name="evening", opening="1100.00")]
    assert len({entry.fingerprint for entry in found}) == 3
    check_controls()


@pytest.mark.parametrize("facts", [{"name": "morning"}, {"opening": "1049.99"}])
def test_what_does_not_go_on_was_seen(facts):
    morning()
    assert afternoon(**facts) == []
    check_controls()


def test_the_same_statements_once_more_bring_nothing():
    morning(), afternoon()
    assert taken_in([FIFTY], name="a") == []
    assert taken_in([FIFTY], name="b", opening="1050.00") == []
    assert together(([FIFTY], {"name": "c"}), ([FIFTY], {"name": "d", "opening": "1050.00"})) == 0
    check_controls()


def test_a_long_statement_after_short_ones_brings_what_is_new():
    morning(), afternoon()
    assert len(taken_in([FIFTY, FIFTY, FIFTY], name="week")) == 1
    check_controls()


def test_a_short_statement_after_a_long_one_brings_nothing():
    taken_in([FIFTY, FIFTY], name="week")
    assert morning() == afternoon() == []
    check_controls()


def test_a_statement_that_overlaps_a_day_that_came_to_nothing_was_seen():
    taken_in([FIFTY, OUT], name="day")
    assert [entry.amount for entry in taken_in([FIFTY, OUT, credit("1.00")], name="week")] == [
        Money(100)
    ]
    check_controls()


def test_statements_of_one_file_that_go_on_are_all_new():
    morning()
    later = [([FIFTY], {"name": f"{hold}", "opening": f"{hold}.00"}) for hold in (1050, 1100)]
    assert together(*later) == 2
    check_controls()


def test_in_a_file_that_overlaps_and_goes_on_only_the_latter_is_new():
    morning(), afternoon()
    again = ([FIFTY], {"name": "again", "opening": "1050.00"})
    assert together(again, ([FIFTY], {"name": "evening", "opening": "1100.00"})) == 1
    check_controls()


def test_statements_that_come_in_another_order_are_all_new():
    found = [*afternoon(), *morning()]
    found += afternoon(name="evening", opening="1100.00")
    found += afternoon(name="night", opening="1150.00")
    assert len(found) == 4
    check_controls()


def test_a_statement_that_fills_the_gap_between_two_is_new():
    other = credit("30.00")
    found = [*morning(), *taken_in([other], name="evening", opening="1100.00"), *afternoon()]
    assert len(found) == 3
    check_controls()


def test_equal_amounts_of_another_day_are_others():
    morning()
    tomorrow = credit("50.00", day=DAY.replace(day=3))
    assert len(taken_in([tomorrow], name="tomorrow", opening="1050.00")) == 1
    assert taken_in([FIFTY, tomorrow], name="both") == []
    check_controls()
