"""What lateness costs: shown, charged by a person, waived, and paid in the order of the law."""

from datetime import date

import pytest

from lt_admin.billing.models.reminders import ChargeKind, InterestKind, InterestRate
from lt_admin.billing.queries import charges as queries
from lt_admin.billing.services import charges as services
from lt_admin.billing.services import reminders as reminder_services
from lt_admin.billing.services import returns
from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused, WrongState
from tests.billing.late import FIRST, late_invoice, on, pays, reminders

COSTS, INTEREST = ChargeKind.COSTS, ChargeKind.INTEREST


def allowed(invoice):
    """In euros by kind, what the law would allow today."""
    db_session.flush()
    found = queries.allowed_of(queries.late_of(invoice), clock.today())
    return {kind: each.amount for kind, each in found.items()}


def charged(invoice, kind, by):
    made = services.charge(invoice, kind=kind, by=by)
    db_session.flush()
    return made


def test_on_time_nothing_is_allowed(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 1):
        assert allowed(invoice) == {}


def test_a_day_late_forty_euro_and_a_day_of_interest_are_allowed(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 2):  # 1573 x 10.40% / 365
        assert allowed(invoice) == {COSTS: Money.euros(40), INTEREST: Money.euros("0.45")}


def test_the_whole_scale_is_allowed_when_costs_were_named_and_the_term_went_by(coordinator):
    invoice = late_invoice(by=coordinator)
    for month in (8, 9, 10):
        with on(month, 25):
            reminder_services.send_reminder(invoice, by=coordinator)
    last = reminders(invoice)[-1]
    with on(11, 8):
        assert last.due_on == clock.today()
        assert allowed(invoice)[COSTS] == Money.euros(40)
    with on(11, 9):  # 15% of 1573
        assert allowed(invoice)[COSTS] == Money.euros("235.95")


def test_interest_follows_part_payments_by_the_day(coordinator, treasurer):
    invoice = late_invoice(by=coordinator)
    with on(7, 12):
        pays(invoice, 573, by=treasurer)
    with on(7, 21):  # ten days over 1573, ten over 1000
        assert allowed(invoice)[INTEREST] == Money.euros("7.33")


def test_a_charge_is_no_part_of_the_invoice_and_has_no_vat(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 21):
        before = (invoice.open, invoice.vat)
        made = charged(invoice, COSTS, coordinator)
    assert (made.amount, made.open) == (Money.euros(40), Money.euros(40))
    assert (invoice.open, invoice.vat) == before


def test_what_was_charged_is_not_allowed_twice(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 21):
        charged(invoice, COSTS, coordinator)
        first = charged(invoice, INTEREST, coordinator)
        assert allowed(invoice) == {}
        with pytest.raises(Refused):
            services.charge(invoice, kind=COSTS, by=coordinator)
    with on(7, 31):
        second = charged(invoice, INTEREST, coordinator)
    assert (first.from_on, first.until_on) == (date(2026, 7, 2), date(2026, 7, 21))
    assert (second.from_on, second.until_on) == (date(2026, 7, 22), date(2026, 7, 31))
    assert first.amount + second.amount == Money.euros("13.45")  # thirty days in one go


def test_what_the_person_saw_is_what_is_charged(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 21), pytest.raises(WrongState):
        services.charge(invoice, kind=INTEREST, expected=Money.euros(1), by=coordinator)


def test_an_invoice_on_hold_is_not_charged(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 21):
        until = date(2026, 8, 1)
        reminder_services.hold(invoice, reason="overleg", until=until, by=coordinator)
        with pytest.raises(WrongState):
            services.charge(invoice, kind=COSTS, by=coordinator)


def test_a_charge_is_waived_with_a_reason_and_may_be_charged_anew(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 21):
        made = charged(invoice, COSTS, coordinator)
        services.waive(made, reason="goede klant", by=coordinator)
        assert (made.open, made.stands, made.waive_reason) == (ZERO, ZERO, "goede klant")
        assert allowed(invoice)[COSTS] == Money.euros(40)
        with pytest.raises(WrongState):
            services.waive(made, reason="nog eens", by=coordinator)


def test_a_reminder_asks_for_what_was_charged_too(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, FIRST):
        charged(invoice, COSTS, coordinator)
        sent = reminder_services.send_reminder(invoice, by=coordinator)
    assert (sent.amount, sent.charges) == (Money.euros(1573), Money.euros(40))
    assert sent.total == Money.euros(1613)


def test_a_payment_is_offered_to_costs_then_interest(coordinator, treasurer):
    invoice = late_invoice(by=coordinator)
    with on(7, 21):
        charged(invoice, INTEREST, coordinator)
        charged(invoice, COSTS, coordinator)
        payment = pays(invoice, 45, by=treasurer)
        for each in payment.allocations:
            each.undo()
        offers = queries.offers_for(payment)
    assert [(charge.kind, part) for charge, part in offers] == [
        (COSTS, Money.euros(40)),
        (INTEREST, Money.euros(5)),
    ]


@pytest.fixture
def costs_and_payment(coordinator, treasurer):
    """Costs of forty euro, and a payment of a hundred that pays nothing yet."""
    invoice = late_invoice(by=coordinator)
    with on(7, 21):
        charge = charged(invoice, COSTS, coordinator)
        payment = pays(invoice, 100, by=treasurer)
    payment.allocations[0].undo()
    db_session.flush()
    return charge, payment


def test_a_payment_pays_a_charge_and_is_taken_off_again(costs_and_payment, treasurer):
    charge, payment = costs_and_payment

    made = services.pay_charge(payment, charge, Money.euros(40), by=treasurer)
    assert (charge.open, payment.rest) == (ZERO, Money.euros(60))
    assert queries.paid_charges(payment) == [made]

    services.undo_charge_allocation(made, by=treasurer)
    assert (charge.open, payment.rest) == (Money.euros(40), Money.euros(100))
    with pytest.raises(WrongState):
        services.undo_charge_allocation(made, by=treasurer)


@pytest.mark.parametrize("euros", ["0", "40.01", "100.01"])
def test_no_more_than_is_open_is_taken_by_a_charge(costs_and_payment, treasurer, euros):
    charge, payment = costs_and_payment
    with pytest.raises(Refused):
        services.pay_charge(payment, charge, Money.euros(euros), by=treasurer)
    assert (charge.paid, payment.allocated) == (ZERO, ZERO)


def test_a_payment_of_another_organisation_pays_no_charge(costs_and_payment, coordinator):
    charge, payment = costs_and_payment
    payment.organisation_id = late_invoice(by=coordinator).organisation_id
    with pytest.raises(Refused):
        services.pay_charge(payment, charge, Money.euros(1), by=coordinator)


def test_what_was_paid_of_a_charge_stays_paid_when_the_rest_is_waived(
    costs_and_payment, treasurer, coordinator
):
    charge, payment = costs_and_payment
    services.pay_charge(payment, charge, Money.euros(25), by=treasurer)
    services.waive(charge, reason="genoeg", by=coordinator)
    assert (charge.open, charge.stands) == (ZERO, Money.euros(25))


def test_interest_that_was_paid_in_part_counts_as_paid(coordinator, treasurer):
    invoice = late_invoice(by=coordinator)
    with on(7, 21):
        made = charged(invoice, INTEREST, coordinator)
        payment = pays(invoice, 100, by=treasurer)
        payment.allocations[0].undo()
        services.pay_charge(payment, made, Money.euros(2), by=treasurer)
        db_session.flush()
        late = queries.late_of(invoice)
    assert late.interest_paid == [(date(2026, 7, 21), Money.euros(2))]


def test_a_rate_of_interest_is_never_overwritten(board):
    row = {"kind": InterestKind.COMMERCIAL, "source": "Stcrt. (demo)"}
    new = InterestRate(**row, percent=1065, valid_from=date(2027, 1, 1))
    services.set_interest(new, by=board)
    again = InterestRate(**row, percent=900, valid_from=date(2027, 1, 1))
    with pytest.raises(Refused):
        services.set_interest(again, by=board)


def test_a_reversal_frees_what_paid_for_lateness_too(costs_and_payment, treasurer):
    charge, payment = costs_and_payment
    services.pay_charge(payment, charge, Money.euros(40), by=treasurer)

    facts = {"reason": "MD06", "on": date(2026, 7, 22), "by": treasurer}
    returns.reverse(payment, amount=payment.amount, **facts)

    assert (charge.open, payment.rest) == (Money.euros(40), ZERO)
