"""Paying on a page of Stripe: opened, asked after, and booked.

Stripe is never asked while something is locked: what is asked stands in the database first, under
a number that makes the idempotency key, so that a crash at any moment costs nothing. A row that
was written and never asked for asks again with the same key, and lapses after a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lt_admin.billing.gateway import Broken, Declined, KeyTaken, PaymentGateway
from lt_admin.billing.models.checkouts import Checkout, CheckoutState, StripePayout
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import PaymentMethod
from lt_admin.billing.queries import checkouts as queries
from lt_admin.billing.rules.stripe import EURO, Order, Page
from lt_admin.billing.services import postings
from lt_admin.billing.services.payments import Receipt, record_payment
from lt_admin.core import audit, clock
from lt_admin.core.db import session, transaction
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.money import ZERO
from lt_admin.core.orm import Model


@dataclass(frozen=True)
class Way:
    """Where Stripe sends the payer when it is done, and when the payer turned back."""

    done_url: str
    back_url: str


def open_page(gateway: PaymentGateway, invoice: Invoice, way: Way, *, by: Model | str) -> str:
    """The address of a page to pay exactly what is open; "" when nothing is, or it is on its way.

    A page that waits is used again; one for another amount is closed first. Raises Unreachable or
    Declined. Commits: what it did stands even then.
    """
    _ask_after_all(gateway, invoice)
    checkout = _claim(invoice, by=by)
    if checkout is None or checkout.state is CheckoutState.PENDING:
        return ""
    try:
        return checkout.url or _ask_for_page(gateway, checkout, way)
    except KeyTaken:  # the links in our question changed since: the old row is given up
        anew = _claim(invoice, by=by)
        return "" if anew is None else _ask_for_page(gateway, anew, way)


def ask(gateway: PaymentGateway, checkout: Checkout) -> Page | None:
    """Let Stripe say how an attempt stands, and book what it says. Commits."""
    if checkout.session_id is None:
        return None
    page = gateway.find_page(checkout.session_id)
    with transaction():
        if page is None:
            lapse(checkout)
        else:
            settle(checkout, page, on=clock.day_of(page.paid_at or clock.now()))
    return page


def ask_now(gateway: PaymentGateway, checkout: Checkout) -> None:
    """As `ask`, from a page: what this request looked up so far is let go of first. Commits."""
    with transaction():
        is_open = checkout.is_undecided
    if is_open:
        ask(gateway, checkout)


def settle(checkout: Checkout, page: Page, *, on: date, step: str = "") -> None:
    """Take over how a page stands; what comes twice, late or in another order does nothing."""
    checkout, step = queries.lock(checkout), step or page.step
    if checkout.state is CheckoutState.NEW:
        if page.number != checkout.invoice.number:
            return
        checkout.open(page.session_id, url=page.url, until=page.expires_at)
    if not checkout.may(step):
        return
    if step == "pay":
        _book(checkout, page, on=on)
    elif step == "wait":
        checkout.step("wait")
        checkout.payment_intent = page.intent or checkout.payment_intent
    else:
        _end(checkout, step)


def lapse(checkout: Checkout) -> None:
    """Give up an attempt of which Stripe knows nothing: nothing can come of it."""
    checkout = queries.lock(checkout)
    if checkout.may("expire"):
        _end(checkout, "expire")


def look_at(checkout: Checkout, *, by: Model) -> None:
    """A person saw to a payment that was not what we asked."""
    checkout.look_at()
    audit.record("checkout:seen_to", checkout, by=by, about=checkout.invoice.engagement)


def payout_arrived(payout: StripePayout, *, on: date, by: Model | str) -> None:
    """A payout of Stripe stands on our bank statement."""
    payout.arrive(on)
    audit.record("stripe_payout:arrived", payout, by=by, cents=payout.amount.cents)
    postings.payout_arrived(payout, on=on, by=by)


def payout_expected(payout: StripePayout, *, by: Model | str) -> None:
    """What was taken for its arrival was not: the payout is expected again."""
    payout.arrive(None)
    audit.record("stripe_payout:seen", payout, by=by, cents=payout.amount.cents)
    postings.payout_expected(payout, by=by)


def _ask_after_all(gateway: PaymentGateway, invoice: Invoice) -> None:
    """What Stripe knows of earlier attempts; a page for another amount is closed."""
    with transaction():
        waiting = [each for each in queries.undecided(invoice.id) if each.session_id]
    for each in waiting:
        page = ask(gateway, each)
        if page is not None and page.status == "open" and page.amount != invoice.open:
            close(gateway, each)


def close(gateway: PaymentGateway, checkout: Checkout) -> None:
    """Let nobody pay on this page any more; when somebody just did, that is booked. Commits."""
    try:
        page = gateway.close_page(checkout.session_id or "")
    except Declined:
        ask(gateway, checkout)
    else:
        with transaction():
            settle(checkout, page, on=clock.today())


def _claim(invoice: Invoice, *, by: Model | str) -> Checkout | None:
    """The row for what is open now: the one that waits, or a new one; two at once get the same."""
    with transaction():
        locked = queries.lock_invoice(invoice.id)
        if locked.is_credit or locked.open <= ZERO:
            return None
        for each in queries.undecided(locked.id):
            if each.amount == locked.open and not queries.has_lapsed(each):
                return each
        made = Checkout(invoice=locked, amount=locked.open, state=CheckoutState.NEW, url="")
        session.add(made)
        cents = made.amount.cents
        audit.record("checkout:opened", made, by=by, about=locked.engagement, cents=cents)
        return made


def _ask_for_page(gateway: PaymentGateway, checkout: Checkout, way: Way) -> str:
    try:
        page = gateway.open_page(_order(checkout, way))
    except (Broken, Declined):  # the same key would be answered the same
        with transaction():
            lapse(checkout)
        raise
    with transaction():
        settle(checkout, page, on=clock.today())
    return page.url


def _order(checkout: Checkout, way: Way) -> Order:
    invoice = checkout.invoice
    with speaking(invoice.language):
        name = _("Invoice %(number)s", number=invoice.number)
    return Order(
        checkout_id=checkout.id,
        number=invoice.number or "",
        name=name,
        amount=checkout.amount,
        language=invoice.language,
        done_url=way.done_url,
        back_url=way.back_url,
    )


def _book(checkout: Checkout, page: Page, *, on: date) -> None:
    """The money is there: a receipt that pays its invoice, as far as that is still open."""
    checkout.pay(page.intent)
    invoice, cents = checkout.invoice, page.amount.cents
    if (page.amount, page.currency) != (checkout.amount, EURO):
        checkout.concern = f"{cents // 100}.{cents % 100:02d} {page.currency}"
        audit.record("checkout:odd", checkout, by=audit.SYSTEM, about=invoice.engagement)
        return
    part = min(checkout.amount, invoice.open)
    receipt = Receipt(
        organisation=invoice.organisation,
        received_on=min(on, clock.today()),
        amount=checkout.amount,
        reference=page.intent or page.session_id,
        method=PaymentMethod.STRIPE,
    )
    parts = [(invoice, part)] if part > ZERO else []
    checkout.payment = record_payment(receipt, allocations=parts, by=audit.SYSTEM)
    audit.record("checkout:paid", checkout, by=audit.SYSTEM, about=invoice.engagement, cents=cents)


def _end(checkout: Checkout, step: str) -> None:
    checkout.step(step)
    told = {"expire": "checkout:expired", "fail": "checkout:failed"}[step]
    audit.record(told, checkout, by=audit.SYSTEM, about=checkout.invoice.engagement)
