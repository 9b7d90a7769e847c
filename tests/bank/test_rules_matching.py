"""What is certain is right, and what is not certain waits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lt_admin.bank.rules.matching import Book, Claim, Names, certain, names_in
from lt_admin.core.money import Money
from tests.bank.references import reference_of

ACCOUNT, OTHER = "NL20INGB0001234567", "NL69RABO0303333333"
A, B = 1, 2  # organisations


def claim(number, cents=1000, *, owner=A, **facts):
    key = facts.pop("id", int(number.replace("-", "")))
    return Claim(key, number, reference_of(number), owner, Money(cents), **facts)


def book(*claims, owners=None):
    accounts = {iban: frozenset(each) for iban, each in (owners or {}).items()}
    by_reference = {each.reference: each for each in claims}
    return Book(by_reference, {each.number: each for each in claims}, accounts)


def paid(text, cents, *claims, structured="", iban="", owners=None):
    match = certain(names_in(structured, text), Money(cents), iban, book(*claims, owners=owners))
    return match and {each.number: part.cents for each, part in match.parts}


@pytest.mark.parametrize(
    "text",
    ["factuur 2025-0012", "2025-0012", "(2025-0012)", "Fact.:2025-0012, dank", "2025 - 0012"],
)
def test_a_number_at_word_borders_is_found(text):
    assert names_in("", text).numbers == {"2025-0012"}


@pytest.mark.parametrize("text", ["2025 0012", "20250012", "2025/0012", "2025.0012"])
def test_a_number_in_another_form_is_found_loosely(text):
    found = names_in("", text)
    assert (found.numbers, found.loose) == (frozenset(), {"2025-0012"})


@pytest.mark.parametrize(
    "text",
    [
        *("12025-0012", "2025-00120000", "X2025-0012", "2025-0012A", "LT-2025-0012", "é2025-0012"),
        *("2025-0012-3", "1-2025-0012", "2025-012", "2025-11-04", "0012", "12", "NL2020250012"),
    ],
)
def test_a_number_inside_something_else_is_not(text):
    assert "2025-0012" not in names_in("", text).all_numbers


@pytest.mark.parametrize("text", ["{}", "ref {} dank", "{},", "RF:{}"])
def test_a_reference_is_found_in_words(text):
    wanted = reference_of("2025-0012")
    assert names_in("", text.format(wanted)).references == {wanted}


def test_a_reference_is_found_with_spaces_and_before_other_words():
    plain = reference_of("2025-0012")
    spaced = " ".join(plain[n : n + 4] for n in range(0, len(plain), 4))
    assert plain in names_in("", f"betaling {spaced} van ons").references


def test_a_reference_with_a_typing_error_is_none():
    plain = reference_of("2025-0012")
    assert names_in(plain[:-1] + "3", plain[:-1] + "3").references == frozenset()


def test_a_reference_does_not_name_a_number_too():
    assert names_in("", reference_of("2025-0012")).all_numbers == frozenset()


def test_a_reference_is_certain_whoever_pays():
    assert paid(
        "",
        1000,
        claim("2025-0012"),
        structured=reference_of("2025-0012"),
        iban=OTHER,
        owners={OTHER: {B}},
    ) == {"2025-0012": 1000}


def test_a_number_with_the_exact_amount_is_certain():
    assert paid("factuur 2025-0012", 1000, claim("2025-0012")) == {"2025-0012": 1000}


def test_a_number_with_another_amount_is_certain_only_from_their_account():
    mine = claim("2025-0012")
    assert paid("2025-0012", 900, mine) is None
    assert paid("2025-0012", 900, mine, iban=ACCOUNT, owners={ACCOUNT: {A}}) == {"2025-0012": 900}


def test_a_number_from_the_account_of_somebody_else_waits():
    assert paid("2025-0012", 1000, claim("2025-0012"), iban=OTHER, owners={OTHER: {B}}) is None


def test_a_loose_number_needs_the_exact_amount():
    mine, known = claim("2025-1104"), {"iban": ACCOUNT, "owners": {ACCOUNT: {A}}}
    assert paid("20251104", 1000, mine, **known) == {"2025-1104": 1000}
    assert paid("20251104", 900, mine, **known) is None


def test_one_transfer_pays_two_invoices():
    two = claim("2025-0012"), claim("2025-0013", 500)
    assert paid("2025-0012 en 2025-0013", 1500, *two) == {"2025-0012": 1000, "2025-0013": 500}


def test_too_little_for_two_waits():
    two = claim("2025-0012"), claim("2025-0013", 500)
    known = {"iban": ACCOUNT, "owners": {ACCOUNT: {A}}}
    assert paid("2025-0012 en 2025-0013", 1400, *two, **known) is None


def test_too_much_leaves_a_rest():
    assert paid("", 1200, claim("2025-0012"), structured=reference_of("2025-0012")) == {
        "2025-0012": 1000
    }


def test_two_transfers_pay_one_invoice():
    mine, reference = claim("2025-0012"), reference_of("2025-0012")
    ledger = book(mine)
    for cents, asked in ((400, 400), (700, 600)):
        match = certain(names_in(reference), Money(cents), "", ledger)
        assert [part.cents for _, part in match.parts] == [asked]
        ledger.take(match.parts)
    assert certain(names_in(reference), Money(1), "", ledger) is None


def test_invoices_of_two_organisations_wait():
    two = claim("2025-0012"), claim("2025-0013", 500, owner=B)
    assert paid("2025-0012 en 2025-0013", 1500, *two) is None


def test_what_is_paid_already_waits():
    assert paid("2025-0012", 1000, claim("2025-0012", 0)) is None
    assert paid("", 1000, claim("2025-0012", 0), structured=reference_of("2025-0012")) is None


def test_a_credit_invoice_of_a_named_one_counts_for_nothing():
    mine = claim("2025-0012", 600)
    back = claim("2025-0013", -400, credits_id=mine.id)
    assert paid("2025-0012 minus 2025-0013", 600, mine, back) == {"2025-0012": 600}


def test_a_credit_invoice_of_another_one_waits():
    back = claim("2025-0013", -400, credits_id=99)
    assert paid("2025-0012 minus 2025-0013", 600, claim("2025-0012"), back) is None


@pytest.mark.parametrize("cents", [0, -1000])
def test_what_did_not_come_in_pays_nothing(cents):
    assert paid("2025-0012", cents, claim("2025-0012")) is None


def test_a_text_full_of_numbers_is_no_slower_than_any():
    found = names_in("", " ".join(f"2025-{n:04}" for n in range(1000)))
    assert len(found.numbers) <= 40


# The acceptance of the rules: our own open invoices, paid in every way, among noise.

SEPARATORS = st.sampled_from(["", " ", "-", "/", ".", " - "])
NUMBERS = st.integers(1, 60).map(lambda n: f"2025-{n:04}")
words = st.text(alphabet="abc XYZ0123456789-/.,:RF2025", max_size=40)


@st.composite
def worlds(draw):
    """Some invoices of three organisations, and transfers that pay them or are noise."""
    numbers = draw(st.lists(NUMBERS, min_size=1, max_size=12, unique=True))
    cents = st.integers(1, 500)
    claims = [claim(n, draw(cents), owner=draw(st.integers(1, 3))) for n in numbers]
    transfers = draw(st.lists(st.one_of(payments(claims), noise(claims)), max_size=25))
    return claims, transfers


def payments(claims):
    """(text, structured, amount, invoices truly paid)."""
    one = st.sampled_from(claims)
    by_reference = one.map(lambda c: ("", c.reference, c.open, {c.id}))
    in_text = st.tuples(one, words).map(
        lambda t: (f"{t[1]} {t[0].reference} ", "", t[0].open, {t[0].id})
    )
    by_number = one.map(lambda c: (f"factuur {c.number}", "", c.open, {c.id}))
    return st.one_of(by_reference, in_text, by_number)


def noise(claims):
    """Transfers of others: numbers inside numbers, equal amounts, references that are not ours."""
    some = st.sampled_from(claims)
    return st.one_of(
        some.map(lambda c: (f"9{c.number}", "", c.open, set())),
        some.map(lambda c: (f"{c.number}7", "", c.open, set())),
        some.map(lambda c: (f"INK-{c.number}", "", c.open, set())),
        some.map(lambda c: (f"huur {c.id % 10000}", "", c.open, set())),
        some.map(lambda c: (f"order {c.number}", "", c.open + Money(1), set())),
        some.map(lambda c: (c.number[:7], c.reference[:-1] + "X", c.open, set())),
        st.tuples(words, st.integers(1, 500)).map(lambda t: (t[0][:6], "", Money(t[1]), set())),
    )


@given(worlds())
@settings(max_examples=400, deadline=None)
def test_no_allocation_is_wrong_and_the_right_ones_are_found(world):
    claims, transfers = world
    ledger, asked = book(*claims), {each.id: each.open for each in claims}
    for text, structured, amount, truly in transfers:
        match = certain(names_in(structured, text), amount, "", ledger)
        found = {claim.id for claim, _ in match.parts} if match else set()
        still = {key for key in truly if asked[key]}
        assert found <= truly
        assert found == still or "2025" in text.replace("factuur 2025", "")
        if match:
            ledger.take(match.parts)
            asked.update({key: ledger.left[key] for key in found})
            assert all(left >= Money(0) for left in asked.values())


@given(st.text(max_size=300), st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_may_be_searched(text, structured):
    assert isinstance(names_in(structured, text), Names)
