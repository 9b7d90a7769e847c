"""The real client against the fake, and both against the types that Stripe publishes."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
import stripe as sdk

from lt_admin.billing.gateway import Declined, Unreachable, gateway_of, page_params, refund_params
from lt_admin.billing.rules import stripe as read
from lt_admin.billing.rules.stripe import Order
from lt_admin.config import Settings
from lt_admin.core.money import Money
from tests.stripe_server import KEY, SECRET, stripe_server

ORDER = Order(1, "2025-0001", "Factuur 2025-0001", Money(5), "nl", "http://x/ok", "http://x/back")
CHECKER = next(
    (
        found
        for parent in Path(__file__).parents
        if (found := parent / "shared/standards/stripe/check_stripe.py").exists()
    ),
    None,
)


@pytest.fixture(autouse=True)
def session():
    """These speak with Stripe, not with a database: once is enough."""


@pytest.fixture(scope="module")
def account():
    with stripe_server() as fake:
        yield fake


@pytest.fixture(scope="module")
def gateway(account, tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    keys = {"stripe_secret_key": KEY, "stripe_webhook_secret": SECRET}
    return gateway_of(Settings(folder, "", "", **keys, stripe_api_base=account.base))


@pytest.fixture(scope="module")
def checker():
    if CHECKER is None:
        pytest.skip("the checker of Stripe's types is not here")
    spec = importlib.util.spec_from_file_location("check_stripe", CHECKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def errors(found):
    return [each for each in found if each[0] == "error"]


def test_what_we_ask_is_what_the_api_takes(checker):
    name = "checkout._session_create_params.SessionCreateParams"
    assert checker.check_params(name, page_params(ORDER)) == []
    name = "_refund_create_params.RefundCreateParams"
    assert checker.check_params(name, refund_params("pi_1", Money(5), 7)) == []
    old = {**page_params(ORDER), "payment_method_types": ["ideal"]}
    assert errors(checker.check_params("checkout._session_create_params.SessionCreateParams", old))


def test_what_the_fake_answers_is_what_stripe_would(checker, account, gateway):
    page = gateway.open_page(ORDER)
    account.pay(page.session_id)
    (intent,) = account.kept("payment_intent")
    account.refund(intent, 1)
    account.dispute(intent)
    account.pay_out()
    kinds = {
        "checkout.session": "checkout._session.Session",
        "refund": "_refund.Refund",
        "dispute": "_dispute.Dispute",
        "payout": "_payout.Payout",
        "balance_transaction": "_balance_transaction.BalanceTransaction",
    }
    for kind, resource in kinds.items():
        for thing in account.kept(kind).values():
            facts = {key: value for key, value in thing.items() if key != "paid_in"}
            assert errors(checker.check_resource(resource, facts)) == [], kind


def test_the_same_question_is_answered_once(account, gateway):
    assert gateway.open_page(ORDER) == gateway.open_page(ORDER)


def test_the_old_list_of_methods_is_refused(account):
    client = sdk.StripeClient(KEY, base_addresses={"api": account.base})
    old = {**page_params(ORDER), "payment_method_types": ["ideal"]}
    with pytest.raises(sdk.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(old)
    assert refused.value.code == "payment_method_types_no_longer_supported"


def test_an_unknown_page_is_none_and_a_wrong_key_is_silence(account, gateway, tmp_path):
    assert gateway.find_page("cs_none") is None
    keys = {"stripe_secret_key": "sk_wrong", "stripe_webhook_secret": SECRET}
    other = gateway_of(Settings(tmp_path, "", "", **keys, stripe_api_base=account.base))
    with pytest.raises(Unreachable):
        other.find_page("cs_none")


def test_a_page_is_closed_once(account, gateway):
    page = gateway.open_page(Order(2, *list(ORDER.__dict__.values())[1:]))
    assert gateway.close_page(page.session_id).step == "expire"
    with pytest.raises(Declined):
        gateway.close_page(page.session_id)


def test_nobody_there_is_unreachable(tmp_path, monkeypatch):
    monkeypatch.setattr("lt_admin.billing.gateway.RETRIES", 0)
    keys = {"stripe_secret_key": KEY, "stripe_webhook_secret": SECRET}
    nowhere = gateway_of(Settings(tmp_path, "", "", **keys, stripe_api_base="http://127.0.0.1:9"))
    with pytest.raises(Unreachable):
        nowhere.open_page(ORDER)


def test_without_keys_there_is_no_gateway(tmp_path):
    assert gateway_of(Settings(tmp_path, "", "")) is None


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({"status": "open"}, ""),
        ({"status": "expired"}, "expire"),
        ({"status": "complete", "payment_status": "paid"}, "pay"),
        ({"status": "complete", "payment_status": "unpaid"}, "wait"),
        ({"status": "complete", "payment_intent": {"id": "pi", "status": "processing"}}, "wait"),
        ({"status": "complete", "payment_intent": {"id": "pi", "status": "canceled"}}, "fail"),
        ({"status": "complete", "payment_status": "no_payment_required"}, "wait"),
    ],
)
def test_what_a_page_means(facts, step):
    assert read.page({"id": "cs_1", **facts}).step == step


@pytest.mark.parametrize("text", ["12x", "", "²", "99999999999", None, 5])
def test_a_number_of_somebody_else_is_no_number(text):
    assert read.page({"id": "cs_1", "metadata": {"checkout_id": text}}).checkout_id is None


def test_the_client_is_loaded_by_the_gateway_only():
    """The rules know what Stripe says without it."""
    words = "import sys, lt_admin.billing.rules.stripe; sys.exit('stripe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0
