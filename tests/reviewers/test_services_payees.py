"""Accounts that two people saw, name checks, VAT and agreements, through the services."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lt_admin.accounts.policy import Role
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused, WrongState
from lt_admin.reviewers.models.payees import ACCOUNT_STEPS, AccountState, NameResult, VatTreatment
from lt_admin.reviewers.models.people import PayeeKind
from lt_admin.reviewers.queries import payees as queries
from lt_admin.reviewers.services import payees, people
from tests.factories import user_with
from tests.reviewers.factories import assigned, engagement, organisation, reviewer
from tests.reviewers.test_services_people import last_event

FIRST, SECOND, THIRD = "NL91ABNA0417164300", "NL20INGB0001234567", "NL44RABO0123456789"
JUNE = date(2025, 6, 1)
VAT_ID, LEGAL_VAT_ID = "NL000099998B57", "NL004495445B01"


def freelancer(by, **facts):
    facts = {"kind": PayeeKind.FREELANCER, "name": "Bram Fictema", "iban": FIRST} | facts
    return people.add_payee(by=by, **facts)


@pytest.fixture
def payee(coordinator):
    return freelancer(coordinator)


@pytest.fixture
def settled(payee, treasurer):
    """A payee whose account two people saw."""
    payees.approve_account(queries.waiting_account(payee.id), by=treasurer)
    return payee


def test_an_account_is_used_once_a_second_person_agreed(session, payee, treasurer):
    waits = queries.waiting_account(payee.id)
    assert (waits.iban, waits.holder, queries.account_of(payee.id)) == (FIRST, payee.name, None)

    payees.approve_account(waits, by=treasurer)

    assert queries.account_of(payee.id) is waits
    assert waits.decided_by_id == treasurer.id
    assert last_event(session).event == "payee_account:approved"


def test_another_number_blocks_the_one_before_until_it_is_decided(settled, coordinator, treasurer):
    before = queries.account_of(settled.id)

    people.change_payee(settled, iban=SECOND, holder="B. Fictema", by=coordinator)
    assert queries.account_of(settled.id) is None

    waits = queries.waiting_account(settled.id)
    payees.decline_account(waits, reason="Unknown at the bank", by=treasurer)
    assert (settled.iban, queries.account_of(settled.id)) == (FIRST, before)
    assert (waits.state, waits.holder) == (AccountState.DECLINED, "B. Fictema")


def test_a_first_account_that_is_declined_leaves_none(payee, treasurer):
    payees.decline_account(queries.waiting_account(payee.id), reason="A typing error", by=treasurer)

    assert (payee.iban, queries.account_of(payee.id)) == (None, None)


def test_another_holder_waits_too_and_the_same_does_not(settled, coordinator):
    people.change_payee(settled, iban=FIRST, holder="Bram Fictema", city="Delft", by=coordinator)
    assert queries.waiting_account(settled.id) is None

    people.change_payee(settled, iban=FIRST, holder="Fictema Advies", by=coordinator)
    assert queries.waiting_account(settled.id).holder == "Fictema Advies"


def test_a_number_that_waits_gives_way_to_the_next(session, settled, coordinator):
    people.change_payee(settled, iban=SECOND, by=coordinator)
    people.change_payee(settled, iban=THIRD, by=coordinator)

    newest, gone, first = queries.history_of_accounts(settled.id)
    assert (newest.state, gone.state, gone.decided_by_id) == ("proposed", "declined", None)
    people.change_payee(settled, iban=FIRST, by=coordinator)
    assert queries.account_of(settled.id) is first


def test_a_number_that_is_taken_away_is_not_paid_to(settled, coordinator):
    people.change_payee(settled, iban="", by=coordinator)

    assert queries.account_of(settled.id) is None


@pytest.mark.parametrize("step", ["approve", "decline"])
def test_who_gave_a_number_does_not_decide_on_it_in_any_role(payee, coordinator, treasurer, step):
    waits = queries.waiting_account(payee.id)
    coordinator.role = Role.TREASURER

    with pytest.raises(Refused):
        decide(waits, step, coordinator)

    assert waits.state is AccountState.PROPOSED
    decide(waits, step, treasurer)


def decide(account, step, by):
    if step == "approve":
        payees.approve_account(account, by=by)
    else:
        payees.decline_account(account, reason="No", by=by)


@pytest.mark.parametrize("employer", [None, "De Proefpolder"])
def test_nobody_decides_on_the_account_of_ones_own_hours(employer, coordinator):
    house = organisation(employer, iban=FIRST) if employer else None
    who = reviewer(employer=house)
    own = who.payee_on(clock.today())
    people.change_payee(own, iban=SECOND, by=coordinator)
    who.user.role = Role.BOARD

    with pytest.raises(Refused):
        payees.approve_account(queries.waiting_account(own.id), by=who.user)
    assert queries.accounts_to_decide(who.user) == []


@pytest.mark.parametrize("state", AccountState)
@pytest.mark.parametrize("step", ["approve", "decline"])
def test_every_step_that_is_not_in_the_table_is_refused(payee, treasurer, state, step):
    waits = queries.waiting_account(payee.id)
    waits.state = state

    if ACCOUNT_STEPS.allows(state, step):
        decide(waits, step, treasurer)
    else:
        with pytest.raises(WrongState):
            decide(waits, step, treasurer)


def test_a_number_is_declined_with_a_reason(payee, treasurer):
    with pytest.raises(Refused):
        payees.decline_account(queries.waiting_account(payee.id), reason=" ", by=treasurer)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["give", "approve", "decline"]),
        st.sampled_from([0, 1, 2]),
        st.sampled_from([FIRST, SECOND, THIRD]),
    ),
    max_size=12,
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_in_any_order_no_account_is_used_that_one_person_alone_saw(session, steps):
    house = [user_with(role) for role in (Role.TREASURER, Role.BOARD, Role.BOARD)]
    payee = freelancer(user_with(Role.COORDINATOR))
    for step, who, iban in steps:
        take(step, payee, house[who], iban)
        used = queries.account_of(payee.id)
        if used is not None:
            assert used.decided_by_id not in {None, used.proposed_by_id}
            assert used.iban == payee.iban


def take(step, payee, by, iban):
    if step == "give":
        people.change_payee(payee, iban=iban, by=by)
        return
    waits = queries.waiting_account(payee.id)
    if waits is not None and waits.proposed_by_id != by.id:
        decide(waits, step, by)
    elif waits is not None:
        with pytest.raises(Refused):
            decide(waits, step, by)


def test_what_the_bank_says_of_a_name_is_kept(session, payee, treasurer):
    waits, today = queries.waiting_account(payee.id), clock.today()

    payees.record_name_check(
        waits,
        result=NameResult.CLOSE,
        name_shown="B.F. Fictema",
        checked_on=today,
        by=treasurer,
    )

    found = queries.name_checks_of(payee.id)
    assert [(each.result, each.name_shown) for each in found] == [("close", "B.F. Fictema")]
    assert last_event(session).facts == {"result": "close", "checked_on": today.isoformat()}


def test_a_check_of_a_name_has_its_day_and_for_a_close_match_the_name(payee, treasurer):
    waits, today = queries.waiting_account(payee.id), clock.today()
    later = today + timedelta(days=1)

    for facts in ({"result": NameResult.MATCH, "checked_on": later}, {"result": NameResult.CLOSE}):
        with pytest.raises(Refused):
            payees.record_name_check(waits, **{"checked_on": today} | facts, by=treasurer)
    decide(waits, "decline", treasurer)
    with pytest.raises(WrongState):
        payees.record_name_check(waits, result=NameResult.MATCH, checked_on=today, by=treasurer)


def test_a_btw_id_with_a_bsn_is_not_kept(payee, coordinator):
    for facts in ({"vat_id": LEGAL_VAT_ID}, {"vat_id": "nl 111222333 b01"}):
        with pytest.raises(Refused):
            people.change_payee(payee, by=coordinator, **facts)
        with pytest.raises(Refused):
            freelancer(coordinator, **facts)

    people.change_payee(payee, vat_id=VAT_ID, by=coordinator)
    assert payee.vat_id == VAT_ID


def test_the_btw_id_of_an_employer_looks_like_that_and_is_kept(coordinator):
    house = organisation(vat_id=LEGAL_VAT_ID)

    assert people.employer_payee(house, by=coordinator).vat_id == LEGAL_VAT_ID


def test_vat_goes_by_period(payee, coordinator):
    assert queries.vat_on(payee, JUNE) is VatTreatment.KOR
    people.change_payee(payee, vat_id=VAT_ID, by=coordinator)
    assert queries.vat_on(payee, JUNE) is VatTreatment.STANDARD
    exempt = {"crkbo": "123", "crkbo_until": date(2025, 12, 31)}

    payees.set_vat(payee, VatTreatment.KOR, valid_from=JUNE, by=coordinator)
    payees.set_vat(payee, VatTreatment.EXEMPT, valid_from=JUNE, **exempt, by=coordinator)
    payees.set_vat(payee, VatTreatment.REVERSE, valid_from=date(2025, 7, 1), by=coordinator)

    days = (date(2025, 5, 31), JUNE, date(2025, 6, 30), date(2025, 7, 1))
    found = [queries.vat_on(payee, day) for day in days]
    assert found == ["standard", "exempt", "exempt", "reverse"]


def test_an_employer_is_taxed_unless_told_otherwise(coordinator):
    assert queries.vat_on(people.employer_payee(organisation(), by=coordinator), JUNE) == "standard"


@pytest.mark.parametrize("facts", [{}, {"crkbo": "123", "crkbo_until": date(2025, 5, 31)}])
def test_exempt_work_rests_on_an_entry_in_the_register(payee, coordinator, facts):
    with pytest.raises(Refused):
        payees.set_vat(payee, VatTreatment.EXEMPT, valid_from=JUNE, by=coordinator, **facts)
    payees.set_vat(payee, VatTreatment.KOR, valid_from=JUNE, by=coordinator)
    with pytest.raises(Refused):
        payees.set_vat(payee, VatTreatment.KOR, valid_from=date(2025, 5, 1), by=coordinator)


def test_self_billing_is_agreed_beforehand_and_can_end(payee, coordinator):
    agreed = {"agreed_on": date(2025, 5, 20), "objection_days": 10}
    payees.agree_self_billing(payee, valid_from=JUNE, **agreed, by=coordinator)
    payees.end_self_billing(payee, valid_from=date(2025, 9, 1), by=coordinator)

    assert queries.self_billing_on(payee, date(2025, 5, 31)) is None
    assert queries.self_billing_on(payee, date(2025, 8, 31)).objection_days == 10
    assert queries.self_billing_on(payee, date(2025, 9, 1)) is None
    with pytest.raises(WrongState):
        payees.end_self_billing(payee, valid_from=date(2025, 10, 1), by=coordinator)


def test_self_billing_is_refused_afterwards_for_employers_and_odd_terms(payee, coordinator):
    employer = people.employer_payee(organisation(), by=coordinator)
    good = {"valid_from": JUNE, "agreed_on": JUNE, "objection_days": 14}

    for who, facts in (
        (payee, {"agreed_on": date(2025, 6, 2)}),
        (payee, {"objection_days": 61}),
        (employer, {}),
    ):
        with pytest.raises(Refused):
            payees.agree_self_billing(who, **good | facts, by=coordinator)


AGREED = {"model": "DBA 2025", "starts_on": date(2025, 1, 1), "rate": Money.euros(95)}


@pytest.fixture
def place():
    return assigned(engagement(), reviewer(), on=date(2025, 3, 1))


def agreed(place, by, **facts):
    payee = place.reviewer.payee_on(JUNE)
    return payees.add_agreement(place, payee, by=by, **AGREED | facts)


def test_an_agreement_is_kept_and_completed_later(session, place, coordinator):
    made = agreed(place, coordinator)
    assert last_event(session).about == f"engagement:{place.engagement_id}"

    facts = {"assessed_on": JUNE, "assessed_by": "Ilse Modelhof", "model": "DBA 2025"}
    payees.change_agreement(made, by=coordinator, **facts)

    assert queries.agreements_of(made.payee_id) == [made]
    assert last_event(session).facts == {"fields": "assessed_by, assessed_on"}


@pytest.mark.parametrize(
    "facts",
    [
        {"ends_on": date(2024, 12, 31)},
        {"rate": Money(9501)},
        {"model": " "},
        {"assessed_on": JUNE},
    ],
)
def test_an_agreement_that_cannot_be_is_refused(place, coordinator, facts):
    with pytest.raises(Refused):
        agreed(place, coordinator, **facts)


def test_an_agreement_is_with_the_freelancer_of_that_place(place, payee, coordinator):
    employed = assigned(engagement(), reviewer("Nadia", employer=organisation()))

    with pytest.raises(Refused):
        payees.add_agreement(place, payee, by=coordinator, **AGREED)
    with pytest.raises(Refused):
        agreed(employed, coordinator)


def signs(payee, day=JUNE):
    return {concern.sign for concern in queries.warnings_of(payee, day)}


def test_warnings_name_what_is_missing_and_go_when_it_is_there(place, coordinator):
    payee = place.reviewer.payee_on(JUNE)
    assert signs(payee) == {"no_agreement"}

    made = agreed(place, coordinator)
    assert signs(payee) == {"not_signed", "no_assessment"}

    done = {"signed_on": JUNE, "assessed_on": JUNE, "assessed_by": "Ilse Modelhof"}
    payees.change_agreement(made, by=coordinator, **done)
    assert signs(payee) == set()
    payees.change_agreement(made, by=coordinator, ends_on=date(2025, 5, 31))
    assert signs(payee) == {"no_agreement"}


def test_warnings_look_at_the_rate_and_the_length(place, coordinator):
    payee, who = place.reviewer.payee_on(JUNE), place.reviewer
    done = {"signed_on": JUNE, "assessed_on": JUNE, "assessed_by": "Ilse Modelhof"}
    agreed(place, coordinator, **done)

    people.set_rate(who, Money.euros("37.96"), valid_from=JUNE, by=coordinator)

    assert signs(payee) == {"low_rate", "other_rate"}
    assert "long_assignment" not in signs(payee, date(2026, 3, 1))
    assert "long_assignment" in signs(payee, date(2026, 3, 2))


def test_warnings_look_at_vat(payee, coordinator):
    until = date(2025, 7, 31)
    exempt = {"crkbo": "123", "crkbo_until": until}
    payees.set_vat(
        payee, VatTreatment.EXEMPT, valid_from=date(2025, 1, 1), **exempt, by=coordinator
    )

    assert signs(payee, date(2025, 5, 31)) == set()
    assert signs(payee, date(2025, 6, 1)) == {"crkbo_soon"}
    assert signs(payee, date(2025, 8, 1)) == {"crkbo_over"}
    payees.set_vat(payee, VatTreatment.STANDARD, valid_from=date(2025, 8, 1), by=coordinator)
    assert signs(payee, date(2025, 8, 1)) == {"no_vat_id"}


def test_the_accounts_of_many_payees_cost_one_statement(
    session, coordinator, treasurer, statements
):
    many = [freelancer(coordinator, name=f"Payee {n}") for n in range(5)]
    for each in many:
        payees.approve_account(queries.waiting_account(each.id), by=treasurer)

    session.flush()
    statements.clear()
    found = queries.accounts_of([each.id for each in many])

    assert set(found) == {each.id for each in many}
    assert len(statements) == 1
