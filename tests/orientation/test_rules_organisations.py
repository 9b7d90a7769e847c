import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.orientation.rules import organisations as rules
from lt_admin.orientation.rules.organisations import Known, Why

NAMES = st.text(st.characters(codec="latin-1"), max_size=40)


@pytest.mark.parametrize(
    ("check", "typed", "kept"),
    [
        (rules.kvk, "1234 5678", "12345678"),
        (rules.rsin, "111.222.333", "111222333"),
        (rules.oin, "00000001 111222333 000", "00000001111222333000"),
        (rules.oin, "00000003123456780000", "00000003123456780000"),
        (rules.oin, "00000004003214345001", "00000004003214345001"),
        (rules.vat_id, "nl0044.95.445.B01", "NL004495445B01"),
        (rules.vat_id, "NL000099998B57", "NL000099998B57"),
        (rules.iban, "nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
        (rules.dutch_postcode, "1234ab", "1234 AB"),
    ],
)
def test_a_number_is_kept_as_its_library_writes_it(check, typed, kept, app):
    assert check(typed) == kept


@pytest.mark.parametrize(
    ("check", "typed"),
    [
        (rules.kvk, "1234567"),
        (rules.kvk, "1234567a"),
        (rules.rsin, "123456789"),
        (rules.rsin, "12345678"),
        (rules.oin, "00000001123456789000"),
        (rules.oin, "00000001111222333001"),
        (rules.oin, "00000003123456780001"),
        (rules.oin, "99999999123456780000"),
        (rules.oin, "123"),
        (rules.vat_id, "NL123456789B90"),
        (rules.iban, "NL91ABNA0417164301"),
        (rules.dutch_postcode, "AB 1234"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused(check, typed, app):
    with pytest.raises(rules.WrongNumber):
        check(typed)


def test_a_peppol_number_follows_its_scheme(app):
    assert rules.peppol_id("0106", "12 34 56 78") == "12345678"
    with pytest.raises(rules.WrongNumber):
        rules.peppol_id("0190", "12345678")
    with pytest.raises(rules.WrongNumber):
        rules.peppol_id("", "12345678")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stichting Jeugdhulp De Proefpolder", "JEUGDHULP DE PROEFPOLDER (demo)"),
        ("Residentiële Jeugdzorg Zonnedauwveld", "Residentiele Jeugdzorg Zonnedauwveld"),
        ("Kleinschalige Jeugdzorg 't Schelpenhuis", "Kleinschalige jeugdzorg t Schelpenhuis"),
        ("Kamertraining Oefenkade", "Kamertraining Oefenkade B.V."),
    ],
)
def test_legal_form_accents_and_capitals_do_not_hide_a_duplicate(one, other):
    assert rules.folded(one) == rules.folded(other)


def test_a_name_of_a_legal_form_only_is_still_a_name():
    assert rules.folded("Stichting") == "stichting"


def test_a_typing_error_is_likely_the_same_and_another_name_is_not():
    new = Known(0, "Veilig Thuis Duinrand")
    known = [
        Known(1, "Veilig Thuis Duinrant"),
        Known(2, "Huisartsen Kustzicht"),
        Known(3, "Veilig Thuis Rietkust"),
    ]

    found = rules.likely_duplicates(new, known)

    assert [likely.known.id for likely in found] == [1]


def test_the_same_number_is_the_same_organisation_whatever_its_name():
    new = Known(0, "Nieuw", kvk="12345678", rsin="111222333")
    known = [Known(1, "Oud", rsin="111222333"), Known(2, "Ouder", kvk="12345678")]

    found = rules.likely_duplicates(new, known)

    assert [(likely.known.id, likely.why) for likely in found] == [(1, Why.RSIN), (2, Why.KVK)]


def test_an_organisation_is_no_duplicate_of_itself():
    known = Known(7, "Pleegzorg Merelnest", kvk="12345678")
    assert rules.likely_duplicates(known, [known]) == []


@given(NAMES, NAMES)
def test_likeness_goes_both_ways_and_stays_within_bounds(one, other):
    there = rules.likeness(rules.folded(one), rules.folded(other))
    assert there == rules.likeness(rules.folded(other), rules.folded(one))
    assert 0 <= there <= 1


@given(st.lists(st.sampled_from(["Veilig", "Thuis", "Één", "ZORG", "'t"]), min_size=1))
def test_a_name_stays_itself_with_another_case_and_a_legal_form(words):
    name = " ".join(words)
    assert rules.folded(f"Stichting {name.upper()} (demo)") == rules.folded(name)
