from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.rules.invoicing import (
    Item,
    divide,
    next_bill,
    over_ceiling,
    overridden,
    target,
    value_of,
)
from lt_admin.core.money import Money

RATE = Money.euros(130)
THIRDS = [Fraction(1, 3)] * 3
QUARTERS = [Fraction(1, 4)] * 4
NOTHING = Money(0)


def euros(*amounts):
    return [Money.euros(amount) for amount in amounts]


def hours(*amounts, start=1, step=2):
    """Time entries of these hours in `step`."""
    minutes = [int(Fraction(str(amount)) * 60) for amount in amounts]
    return [
        Item(number, step, RATE.for_minutes(part), "standard", minutes=part)
        for number, part in enumerate(minutes, start)
    ]


def nets(shares, items, held=NOTHING, before=None):
    before = before or [NOTHING] * len(shares)
    return [
        next_bill(shares, place, items, held=held, before=asked).net
        for place, asked in enumerate(before)
    ]


def test_one_commissioner_pays_all_of_both_rounds():  # S1
    assert nets([Fraction(1)], hours(48, 43)) == euros("11830.00")
    held = value_of(hours(48, 43))
    later = nets([Fraction(1)], hours("46.5", 34), held=held, before=euros("11830.00"))
    assert later == euros("10465.00")


def test_two_commissioners_at_60_and_40_percent():  # S2
    shares = [Fraction(60, 100), Fraction(40, 100)]

    first = nets(shares, hours("62.5", 60))
    second = nets(shares, hours("53.5", "38.5"), held=value_of(hours("62.5", 60)), before=first)

    assert first == euros("9555.00", "6370.00")
    assert second == euros("7176.00", "4784.00")


def test_an_invoice_at_the_wrong_share_is_credited_and_billed_again():  # S2
    wrong = Money.total(overridden([value_of(hours("53.5")), value_of(hours("38.5"))], 5000))
    again = next_bill(
        [Fraction(60, 100), Fraction(40, 100)],
        1,
        hours("53.5", "38.5"),
        held=value_of(hours("62.5", 60)),
        before=Money.euros("6370.00") + wrong - wrong,
    )

    assert wrong == Money.euros("5980.00")
    assert again.net == Money.euros("4784.00")


def test_the_odd_cents_of_four_quarters_go_to_the_first_two_and_even_out_later():  # S3
    first = nets(QUARTERS, hours("39.75", "37.5"))
    second = nets(QUARTERS, hours(45, 37), held=value_of(hours("39.75", "37.5")), before=first)

    assert first == euros("2510.63", "2510.63", "2510.62", "2510.62")
    assert second == euros(*["2665.00"] * 4)


def test_two_halves_and_three_follow_up_shares():  # S5, and the follow-up of S3
    halves = [Fraction(1, 2)] * 2
    assert nets(halves, hours(28, 27)) == euros("3575.00", "3575.00")
    assert nets(halves, hours(6, 5)) == euros("715.00", "715.00")
    assert nets(THIRDS, hours(6, 6)) == euros("520.00", "520.00", "520.00")


def test_thirds_of_a_short_review_are_exact_together():  # S6
    assert nets(THIRDS, hours(14, 18)) == euros("1386.67", "1386.67", "1386.66")


def test_there_is_a_line_per_step_and_one_for_each_other_cost():
    items = [
        *hours(1, step=3),
        *hours(2, 1, start=2),
        Item(1, 3, Money.euros(100), "standard", is_cost=True),
        Item(2, 3, Money.euros(50), "exempt", is_cost=True),
    ]

    bill = next_bill([Fraction(1, 2)] * 2, 0, items, held=NOTHING, before=NOTHING)

    assert [line.value for line in bill.lines] == euros(390, 130, 100, 50)
    assert [line.net for line in bill.lines] == euros(195, 65, 50, 25)
    assert [line.minutes for line in bill.lines] == [180, 60, 0, 0]


def test_a_counter_entry_lowers_the_invoice():
    items = [*hours(10), *hours(-1, start=2)]
    assert next_bill([Fraction(1)], 0, items, held=NOTHING, before=NOTHING).net == Money.euros(1170)


def test_a_line_corrected_below_zero_is_a_negative_line():
    items = [*hours(-1), *hours(11, start=2, step=3)]
    bill = next_bill([Fraction(1)], 0, items, held=NOTHING, before=NOTHING)
    assert [line.net for line in bill.lines] == euros(-130, 1430)


@pytest.mark.parametrize("items", [[], hours(-1)])
def test_nothing_new_or_only_corrections_is_no_invoice(items):
    bill = next_bill([Fraction(1)], 0, items, held=value_of(hours(5)), before=Money.euros(650))
    assert not bill.is_due


def test_lines_without_value_cannot_be_divided():
    with pytest.raises(ValueError, match="more than nothing"):
        divide(Money(1), [Money(10), Money(-10)])


def test_hours_pass_the_ceiling_by_what_is_above_it():
    assert over_ceiling(hours(207, "0.25"), 207 * 60) == 15
    assert over_ceiling(hours(207), 207 * 60) == 0


weights = st.lists(st.integers(1, 20), min_size=1, max_size=5).map(
    lambda parts: [Fraction(part, sum(parts)) for part in parts]
)
rates = st.integers(1_000, 5_000).map(lambda quarter: Money(quarter * 4))
entries = st.lists(st.tuples(st.integers(2, 5), st.integers(1, 40)), min_size=1, max_size=8)


@given(weights, rates, entries)
def test_the_shares_of_the_same_hours_are_together_their_value(shares, rate, worked):
    items = [
        Item(n, step, rate.for_minutes(q * 15), "standard", q * 15)
        for n, (step, q) in enumerate(worked)
    ]
    bills = [next_bill(shares, n, items, held=NOTHING, before=NOTHING) for n in range(len(shares))]
    assert Money.total(bill.net for bill in bills) == value_of(items)
    for bill in bills:
        assert Money.total(line.net for line in bill.lines) == bill.net


class Book:
    """The invoices of all commissioners, kept with the rules alone; a line is [items, net]."""

    def __init__(self, shares, rate):
        self.shares, self.rate = shares, rate
        self.items = []
        self.invoices = [[] for _ in shares]

    def work(self, step, quarters):
        number = len(self.items)
        value = self.rate.for_minutes(quarters * 15)
        self.items.append(Item(number, step, value, "standard", quarters * 15))

    def lines(self, place):
        return [line for invoice in self.invoices[place] for line in invoice]

    def asked(self, place):
        return Money.total(net for _, net in self.lines(place))

    def bill(self, place):
        held = [item for items, _ in self.lines(place) for item in items]
        assert len({item.id for item in held}) == len(held), "the same hour twice"
        new = [item for item in self.items if item not in held]
        found = next_bill(self.shares, place, new, held=value_of(held), before=self.asked(place))
        if found.is_due:
            self.invoices[place].append([(line.items, line.net) for line in found.lines])

    def take_back(self, place, number, keep):
        """Credit an invoice, but for the lines up to `keep`; a whole one is a discarded draft."""
        if number < len(self.invoices[place]):
            del self.invoices[place][number][keep:]


deeds = st.lists(
    st.one_of(
        st.tuples(st.just("work"), st.integers(2, 5), st.integers(1, 40)),
        st.tuples(st.just("bill"), st.integers(0, 4)),
        st.tuples(st.just("take_back"), st.integers(0, 4), st.integers(0, 3), st.integers(0, 2)),
    ),
    max_size=20,
)


@given(weights, rates, deeds)
def test_issue_credit_and_issue_again_end_at_the_share_in_any_order(shares, rate, what):
    book = Book(shares, rate)
    for verb, *facts in [*what, ("work", 5, 4)]:
        if verb != "work":
            facts[0] %= len(shares)
        getattr(book, verb)(*facts)
    for place in range(len(shares)):
        book.bill(place)

    whole = value_of(book.items)
    asked = [book.asked(place) for place in range(len(shares))]
    assert asked == [target(whole, shares, place) for place in range(len(shares))]
    assert Money.total(asked) == whole
