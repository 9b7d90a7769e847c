from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.documents.quotes import quote_pdf
from lt_admin.billing.models.invoices import Round
from lt_admin.billing.queries.rounds import plan_round
from lt_admin.billing.rules.drafts import OtherCost, check_costs, check_vat
from lt_admin.billing.rules.invoicing import Item, next_bill
from lt_admin.billing.rules.shares import Share, ShareKind, amounts
from lt_admin.billing.services import quotes
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused
from tests.billing.factories import accept, drafted, link_to
from tests.billing.invoice_factories import draft, issued, review, worked
from tests.billing.papers import SENDER, cost_line, quote, words_of

WHOLE = Share(1, ShareKind.PERCENT, 10_000)


def discount(cents, vat_code="standard"):
    return OtherCost(5, "eerste review", Money(-cents), vat_code)


def test_a_discount_leaves_something_to_pay():
    check_costs(Money(1000), [discount(999)])
    with pytest.raises(Refused):
        check_costs(Money(1000), [discount(1000)])


@pytest.mark.parametrize("cost", [OtherCost(5, " ", Money(-5)), OtherCost(5, "reis", ZERO)])
def test_another_cost_has_words_and_an_amount(cost):
    with pytest.raises(Refused):
        check_costs(Money(1000), [cost])


def test_a_discount_is_taken_from_what_has_its_vat():
    check_vat([("standard", Money(1000)), ("standard", Money(-900))])
    with pytest.raises(Refused):
        check_vat([("exempt", Money(1000)), ("standard", Money(-900))])


@given(
    st.integers(1, 10_000_000),
    st.integers(1, 10_000_000),
    st.lists(st.integers(1, 99), min_size=1, max_size=6),
)
def test_shares_of_a_whole_with_a_discount_add_up(hours, less, parts):
    net = Money(hours) - Money(less)
    shares = [Share(n, ShareKind.WEIGHT, part) for n, part in enumerate(parts)]

    assert Money.total(amounts(shares, net)) == net


@given(
    st.lists(st.integers(1, 500_000), min_size=1, max_size=5),
    st.integers(1, 400_000),
    st.lists(st.integers(1, 9), min_size=1, max_size=5),
)
def test_what_all_commissioners_are_asked_is_the_whole_less_the_discount(costs, less, parts):
    items = [Item(n, 3, Money(cents), "standard") for n, cents in enumerate(costs)]
    items.append(Item(99, 5, Money(-less), "standard", "korting", is_cost=True))
    whole = sum(costs) - less
    weights = [Fraction(part) for part in parts]

    bills = [next_bill(weights, n, items, held=ZERO, before=ZERO) for n in range(len(parts))]

    asked = [Money.total(line.net for line in bill.lines) for bill in bills if bill.is_due]
    if whole > len(parts):
        assert Money.total(bill.net for bill in bills) == Money(whole)
        assert asked == [bill.net for bill in bills if bill.is_due]


def test_the_form_takes_a_discount_and_refuses_one_without_words(client_of, coordinator):
    coordinator.language = "en"
    found = drafted(by=coordinator)
    client, page = client_of(coordinator), f"/quotes/{found.id}/edit"
    before = found.net

    empty = client.submit(page, {"costs-0-amount": "-250"})
    client.submit(page, {"costs-0-description": "first review", "costs-0-amount": "-250"})

    assert empty.status_code == 422
    assert found.net == before - Money.euros(250)
    assert Money.total(share.amount for share in found.shares) == found.net
    assert "Discount: first review" in client.page(f"/quotes/{found.id}").text


def test_too_large_a_discount_stays_on_the_page_with_the_reason(client_of, coordinator):
    found = drafted(by=coordinator)
    typed = {"costs-0-description": "alles", "costs-0-amount": "-99.999,00"}

    answer = client_of(coordinator).submit(f"/quotes/{found.id}/edit", typed)

    assert answer.status_code == 422
    assert "-99.999,00" in answer.text


def test_paper_and_page_of_the_commissioner_name_the_discount(anyone, coordinator):
    found = drafted(by=coordinator)
    facts = {"step": 2, "description": "eerste review", "amount": Money.euros(-250)}
    quotes.add_cost_line(found, **facts, by=coordinator)
    quotes.send_quote(found, by=coordinator)

    assert "Korting: eerste review" in anyone.page(link_to(found.shares[0])).text
    made = words_of(quote_pdf(quote(WHOLE, costs=[cost_line("eerste review", "-250.00")]), SENDER))
    assert "Andere kosten en kortingen" in made
    assert "Korting: eerste review" in made


def test_a_discount_changes_no_ceiling(coordinator):
    found = drafted(by=coordinator)
    minutes = found.minutes
    facts = {"step": 2, "description": "eerste review", "amount": Money.euros(-250)}
    quotes.add_cost_line(found, **facts, by=coordinator)
    quotes.send_quote(found, by=coordinator)
    for share in found.shares:
        accept(share)

    assert found.engagement.ceiling_minutes == minutes


def test_a_round_takes_the_discount_off_once(coordinator):
    engagement = review((60, 40), by=coordinator, costs=[(5, -200)])
    worked(engagement, 10, step=2)
    interim = draft(engagement, Round.INTERIM, by=coordinator)
    worked(engagement, 10, step=4)
    final = draft(engagement, by=coordinator)

    assert [line.description for each in final for line in each.lines if line.net < ZERO] == [
        "Korting: Reiskosten",
        "Korting: Reiskosten",
    ]
    asked = [Money.total(each.net for each in made) for made in (interim, final)]
    assert asked == [Money.euros(1300), Money.euros(1100)]
    assert plan_round(engagement, Round.FINAL).due == []


def test_hours_that_do_not_outweigh_the_discount_wait_for_more(coordinator):
    engagement = review((100,), by=coordinator, costs=[(5, -200)])
    worked(engagement, 1, step=4)

    with pytest.raises(Refused):
        draft(engagement, by=coordinator)


@pytest.fixture
def discounted(coordinator):
    """An issued invoice of 1,300.00 for ten hours, with 200.00 discount on a line of its own."""
    engagement = review((100,), by=coordinator, costs=[(5, -200)])
    worked(engagement, 10, step=4)
    return issued(engagement, by=coordinator)[0]


@pytest.mark.parametrize("is_discount", [True, False])
def test_a_discount_is_not_credited_without_what_it_was_given_on(
    discounted, coordinator, is_discount
):
    taken = [line for line in discounted.lines if (line.net < ZERO) is is_discount]

    with pytest.raises(Refused):
        credit_invoice(discounted, lines=taken, reason="fout", by=coordinator)

    assert discounted.credited == ZERO


def test_a_discount_goes_back_with_the_whole(discounted, coordinator):
    credit = credit_invoice(discounted, reason="fout", by=coordinator)

    assert credit.net == Money.euros(-1100)
