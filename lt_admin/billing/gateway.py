"""Stripe: the only module that speaks to it. Nothing is changed here, and no lock may be held."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol, cast

import stripe
from flask import current_app
from stripe.params import BalanceTransactionListParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from lt_admin.billing.rules import stripe as read
from lt_admin.billing.rules.stripe import Event, Movement, Order, Page, Payout, Refund
from lt_admin.config import Settings
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused

TIMEOUT = 20  # seconds; Stripe's own client waits 80
RETRIES = 2
MOST_PAGES = 20  # of a hundred things each, in one answer
WHOLE = ["payment_intent.latest_charge"]
log = logging.getLogger(__name__)


class Unreachable(Refused):
    """Stripe did not answer: whether it did what we asked is not known. Ask again, by the key."""


class Broken(Unreachable):
    """Stripe failed half-way, and gives the same answer to the same key for a day."""


class Declined(Refused):
    """Stripe answered, and did not do it."""


class KeyTaken(Declined):
    """Something else was asked by this idempotency key before."""


class BadEvent(Exception):
    """This was not sent by Stripe, or not in a form that we asked for."""


class PaymentGateway(Protocol):
    """What we ask of whoever takes payments for us; every verb may raise Unreachable or Declined.

    Asking twice for the same thing (the same checkout, the same return) does it once.
    """

    def open_page(self, order: Order) -> Page:
        """A page on which exactly this can be paid."""

    def find_page(self, session_id: str) -> Page | None:
        """How a page stands now; None when there is none."""

    def close_page(self, session_id: str) -> Page:
        """Let nobody pay on it any more; raises Declined when that is too late."""

    def give_back(self, intent: str, amount: Money, *, return_id: int) -> Refund:
        """Send (a part of) a payment back to where it came from."""

    def refunds_of(self, intent: str) -> list[Refund]:
        """Everything of a payment that was ever sent back."""

    def movements(self, since: datetime) -> list[Movement]:
        """What changed since then of what is held for us, the newest first."""

    def movements_in(self, payout_id: str) -> list[Movement]:
        """What a payout consists of, and the payout itself."""

    def payouts(self, since: datetime) -> list[Payout]:
        """The payouts since then, the newest first."""

    def read_event(self, body: bytes, signature: str) -> Event:
        """What an incoming message says; raises BadEvent unless it is truly theirs."""


class StripeGateway:
    """The gateway to Stripe itself, or to a test server that speaks as it does."""

    def __init__(self, settings: Settings) -> None:
        key, base = settings.stripe_secret_key or "", settings.stripe_api_base
        self._secret = settings.stripe_webhook_secret or ""
        self._client = stripe.StripeClient(
            key,
            base_addresses={"api": base} if base else None,
            http_client=stripe.RequestsClient(timeout=TIMEOUT),
            max_network_retries=RETRIES,
        )

    def open_page(self, order: Order) -> Page:
        """See PaymentGateway."""
        key = f"checkout-{order.checkout_id}"
        with _in_words():
            made = self._client.v1.checkout.sessions.create(
                page_params(order), {"idempotency_key": key}
            )
        return read.page(made.to_dict())

    def find_page(self, session_id: str) -> Page | None:
        """See PaymentGateway."""
        with _in_words():
            try:
                found = self._client.v1.checkout.sessions.retrieve(session_id, {"expand": WHOLE})
            except stripe.InvalidRequestError as error:
                if error.code == "resource_missing":
                    return None
                raise
        return read.page(found.to_dict())

    def close_page(self, session_id: str) -> Page:
        """See PaymentGateway."""
        with _in_words():
            return read.page(self._client.v1.checkout.sessions.expire(session_id).to_dict())

    def give_back(self, intent: str, amount: Money, *, return_id: int) -> Refund:
        """See PaymentGateway."""
        wanted, key = refund_params(intent, amount, return_id), f"return-{return_id}"
        with _in_words():
            made = self._client.v1.refunds.create(wanted, {"idempotency_key": key})
        return read.refund(made.to_dict())

    def refunds_of(self, intent: str) -> list[Refund]:
        """See PaymentGateway."""
        with _in_words():
            found = self._client.v1.refunds.list({"payment_intent": intent, "limit": 100})
            return [read.refund(each) for each in _all(found)]

    def movements(self, since: datetime) -> list[Movement]:
        """See PaymentGateway."""
        return self._movements({"created": {"gte": int(since.timestamp())}})

    def movements_in(self, payout_id: str) -> list[Movement]:
        """See PaymentGateway."""
        return self._movements({"payout": payout_id})

    def _movements(self, wanted: BalanceTransactionListParams) -> list[Movement]:
        asked: BalanceTransactionListParams = {**wanted, "limit": 100, "expand": ["data.source"]}
        with _in_words():
            found = _all(self._client.v1.balance_transactions.list(asked))
            return [read.movement(each) for each in found if each["currency"] == read.EURO]

    def payouts(self, since: datetime) -> list[Payout]:
        """See PaymentGateway."""
        earliest = int(since.timestamp())
        with _in_words():
            found = self._client.v1.payouts.list({"created": {"gte": earliest}, "limit": 100})
            return [read.payout(each) for each in _all(found)]

    def read_event(self, body: bytes, signature: str) -> Event:
        """See PaymentGateway."""
        try:
            found = self._client.construct_event(body, signature, self._secret)
            return read.event(found.to_dict())
        except (ValueError, KeyError, TypeError, AttributeError, stripe.StripeError) as error:
            raise BadEvent(str(error)) from error


def gateway_of(settings: Settings) -> PaymentGateway | None:
    """The gateway of an installation; None without keys: then there is no pay button."""
    return StripeGateway(settings) if settings.stripe_secret_key else None


def configured() -> PaymentGateway | None:
    """The gateway of the running application."""
    return cast("PaymentGateway | None", current_app.extensions["payments"])


def page_params(order: Order) -> SessionCreateParams:
    """A page for one amount; how one can pay is set in the Dashboard of Stripe, not here."""
    ours = {"checkout_id": str(order.checkout_id), "invoice": order.number}
    price = order.amount.cents
    return {
        "mode": "payment",
        "locale": "nl" if order.language == "nl" else "en",
        "client_reference_id": order.number,
        "metadata": ours,
        "payment_intent_data": {"metadata": ours, "description": order.name},
        "success_url": order.done_url,
        "cancel_url": order.back_url,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": read.EURO,
                    "unit_amount": price,
                    "product_data": {"name": order.name},
                },
            }
        ],
    }


def refund_params(intent: str, amount: Money, return_id: int) -> RefundCreateParams:
    """A refund that can be found again by the number of our own return."""
    ours = {"return_id": str(return_id)}
    return {"payment_intent": intent, "amount": amount.cents, "metadata": ours}


def _all(found: Any) -> Iterator[dict[str, Any]]:
    """Everything in a list of the API, page after page."""
    for number, each in enumerate(found.auto_paging_iter()):
        if number >= MOST_PAGES * 100:
            log.warning("Stripe has more to tell than fits in one round")
            return
        yield each.to_dict()


@contextmanager
def _in_words() -> Iterator[None]:
    """What goes wrong at Stripe, as something that a page can say."""
    try:
        yield
    except stripe.StripeError as error:
        log.warning("Stripe: %s", error)
        raise _refusal(error)(
            _("Paying online does not work right now. Please try again later, or transfer it.")
        ) from error


def _refusal(error: stripe.StripeError) -> type[Refused]:
    is_answer = isinstance(error, stripe.InvalidRequestError | stripe.CardError)
    if isinstance(error, stripe.IdempotencyError):
        return Unreachable if error.code == "idempotency_key_in_use" else KeyTaken
    if is_answer:
        return Declined
    return Broken if (error.http_status or 0) >= 500 else Unreachable
