"""A stand-in for Stripe that speaks HTTP on a socket: it keeps state, and can be made to misbehave.

    with stripe_server() as stripe:            # stripe.base is the address of the API
        stripe.webhook = client_sender(...)    # who gets the events: a function of (body, headers)

It answers as the API version that the installed client pins: what the client does not know, or the
API no longer takes, is refused. The payer's page stands at ``/c/pay/<session>`` and has three
buttons: the payment succeeds, fails, or waits for the bank.

Events wait in `outbox` until `deliver()`; `at_once` sends each as it happens. To lose them, empty
the outbox; to repeat, deliver(times=2); to mix them up, deliver(order=reversed).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
import time
import urllib.request
from contextlib import contextmanager

import stripe as sdk
from flask import Flask, Response, abort, g, jsonify, redirect, request
from werkzeug.serving import make_server

KEY, SECRET = "sk_test_fake", "whsec_fake"
FEE = 29  # cents, of each iDEAL payment
DAY = 86_400


def signed(body, secret=SECRET, at=None):
    """The header that proves who sent `body`."""
    at = int(time.time()) if at is None else at
    proof = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={at},v1={proof}", "Content-Type": "application/json"}


def event_of(kind, thing, *, at=None, name=None):
    """An event, as the bytes that are sent."""
    facts = {
        "id": name or _name("evt"),
        "object": "event",
        "api_version": sdk.api_version,
        "created": int(time.time()) if at is None else at,
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
        "data": {"object": thing},
    }
    return json.dumps(facts).encode()


def _name(kind):
    return f"{kind}_{secrets.token_hex(12)}"


def unflattened(pairs):
    """``a[b][0][c]=1`` as nested dicts and lists: how the client sends things."""
    out = {}
    for key, value in pairs:
        *path, last = key.replace("]", "").split("[")
        inner = out
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return _with_lists(out)


def _with_lists(thing):
    if not isinstance(thing, dict):
        return thing
    if thing and all(key.isdigit() for key in thing):
        return [_with_lists(thing[key]) for key in sorted(thing, key=int)]
    return {key: _with_lists(value) for key, value in thing.items()}


class Refusal(Exception):
    def __init__(self, message, *, status=400, **facts):
        self.status = status
        self.error = {"type": "invalid_request_error", "message": message, **facts}


class FakeStripe:
    """The state of an account at Stripe, and what happens in it."""

    def __init__(self):
        self.things = {}  # by kind, by id, in order
        self.outbox, self.at_once = [], False
        self.webhook = None
        self.asked = []  # (method, path, parameters)
        self.answers = {}  # by idempotency key: (path, body, answer)
        self.turns = {}  # by idempotency key: whoever asks the same at once waits
        self.fails = []  # statuses to answer with, one a request, before anything else
        self.base = ""

    def kept(self, kind):
        return self.things.setdefault(kind, {})

    def put(self, kind, thing):
        self.kept(kind)[thing["id"]] = thing
        return thing

    def found(self, kind, name):
        if name not in self.kept(kind):
            raise Refusal(f"No such {kind}: '{name}'", status=404, code="resource_missing")
        return self.kept(kind)[name]

    # events

    def tell(self, kind, thing):
        self.outbox.append(event_of(kind, thing))
        if self.at_once:
            threading.Thread(target=self.deliver, daemon=True).start()

    def deliver(self, *, times=1, order=list):
        """Send what waits; the statuses that came back."""
        bodies, self.outbox = self.outbox, []
        return [self.webhook(body, signed(body)) for body in order(bodies) for _ in range(times)]

    # what payers and banks do

    def pay(self, session, *, outcome="paid"):
        """The payer finishes: paid, pending (the bank has to say yes) or failed (tries again)."""
        page = self.found("checkout.session", session)
        if outcome == "failed":
            return page
        intent = self._intent(page, "succeeded" if outcome == "paid" else "processing")
        page.update(status="complete", url=None, payment_intent=intent["id"])
        page["payment_status"] = "paid" if outcome == "paid" else "unpaid"
        if outcome == "paid":
            self._charge(intent)
        self.tell("checkout.session.completed", dict(page))
        return page

    def bank_says(self, session, *, yes):
        """What becomes of a payment that waited."""
        page = self.found("checkout.session", session)
        intent = self.kept("payment_intent")[page["payment_intent"]]
        intent["status"] = "succeeded" if yes else "requires_payment_method"
        if yes:
            page["payment_status"] = "paid"
            self._charge(intent)
        word = "succeeded" if yes else "failed"
        self.tell(f"checkout.session.async_payment_{word}", dict(page))

    def lapse(self, session):
        page = self.found("checkout.session", session)
        page.update(status="expired", url=None)
        self.tell("checkout.session.expired", dict(page))
        return page

    def dispute(self, intent, *, amount=None, status="needs_response"):
        charge = self.found("payment_intent", intent)["latest_charge"]
        thing = {
            "id": _name("dp"),
            "object": "dispute",
            "amount": amount or charge["amount"],
            "currency": "eur",
            "charge": charge["id"],
            "payment_intent": intent,
            "reason": "general",
            "status": status,
            "created": int(time.time()),
            "livemode": False,
            "metadata": {},
            "is_charge_refundable": False,
            "balance_transactions": [],
            "enhanced_eligibility_types": [],
            "evidence": {},
            "evidence_details": {"has_evidence": False, "submission_count": 0, "past_due": False},
        }
        self.put("dispute", thing)
        self._move("adjustment", -thing["amount"], thing, fee=2000)
        self.tell("charge.dispute.created", dict(thing))
        return thing

    def decide(self, dispute, status):
        thing = self.found("dispute", dispute)
        thing["status"] = status
        if status == "won":
            self._move("adjustment", thing["amount"], thing)
        self.tell("charge.dispute.closed", dict(thing))

    def refund(self, intent, amount, *, status="succeeded", metadata=None):
        charge = self.found("payment_intent", intent)["latest_charge"]
        if charge["amount_refunded"] + amount > charge["amount"]:
            raise Refusal("Refund amount is greater than charge amount", code="amount_too_large")
        thing = {
            "id": _name("re"),
            "object": "refund",
            "amount": amount,
            "currency": "eur",
            "charge": charge["id"],
            "payment_intent": intent,
            "status": status,
            "metadata": metadata or {},
            "created": int(time.time()),
            "balance_transaction": None,
            "reason": None,
            "receipt_number": None,
            "source_transfer_reversal": None,
            "transfer_reversal": None,
        }
        charge["amount_refunded"] += amount
        self.put("refund", thing)
        self._move("refund", -amount, thing)
        self.tell("refund.created", dict(thing))
        self.tell("charge.refunded", dict(charge))
        return thing

    def pay_out(self, *, status="in_transit"):
        """Send everything that is held to the bank."""
        inside = [each for each in self.kept("balance_transaction").values() if not each["paid_in"]]
        amount = sum(each["net"] for each in inside)
        at = int(time.time()) // DAY * DAY
        thing = {
            "id": _name("po"),
            "object": "payout",
            "amount": amount,
            "currency": "eur",
            "arrival_date": at + 2 * DAY,
            "automatic": True,
            "balance_transaction": None,
            "created": int(time.time()),
            "description": "STRIPE PAYOUT",
            "destination": "ba_1",
            "livemode": False,
            "metadata": {},
            "method": "standard",
            "source_type": "card",
            "statement_descriptor": "LEARNING TOGETHER",
            "status": status,
            "type": "bank_account",
            "failure_code": None,
            "failure_message": None,
            "failure_balance_transaction": None,
            "original_payout": None,
            "reversed_by": None,
            "reconciliation_status": "completed",
        }
        self.put("payout", thing)
        inside.append(self._move("payout", -amount, thing))
        for each in inside:
            each["paid_in"] = thing["id"]
        self.tell("payout.created", dict(thing))
        return thing

    def payout_goes(self, payout, status):
        thing = self.found("payout", payout)
        thing["status"] = status
        self.tell(
            f"payout.{status}" if status in ("paid", "failed") else "payout.updated", dict(thing)
        )

    def _intent(self, page, status):
        thing = {
            "id": _name("pi"),
            "object": "payment_intent",
            "amount": page["amount_total"],
            "currency": page["currency"],
            "status": status,
            "metadata": page["metadata"],
            "created": int(time.time()),
            "latest_charge": None,
        }
        return self.put("payment_intent", thing)

    def _charge(self, intent):
        thing = {
            "id": _name("ch"),
            "object": "charge",
            "amount": intent["amount"],
            "amount_captured": intent["amount"],
            "amount_refunded": 0,
            "currency": intent["currency"],
            "created": int(time.time()),
            "paid": True,
            "refunded": False,
            "status": "succeeded",
            "payment_intent": intent["id"],
            "metadata": {},
        }
        intent["latest_charge"] = self.put("charge", thing)
        self._move("payment", thing["amount"], thing, fee=FEE)

    def _move(self, kind, amount, source, *, fee=0):
        thing = {
            "id": _name("txn"),
            "object": "balance_transaction",
            "amount": amount,
            "fee": fee,
            "net": amount - fee,
            "currency": "eur",
            "created": int(time.time()),
            "available_on": int(time.time()),
            "description": None,
            "exchange_rate": None,
            "fee_details": [],
            "reporting_category": kind,
            "source": source["id"],
            "status": "available",
            "type": kind,
            "balance_type": "payments",
            "paid_in": None,
        }
        return self.put("balance_transaction", thing)

    def source_of(self, movement):
        name = movement["source"]
        return next(kept[name] for kept in self.things.values() if name in kept)


def _application(stripe):  # noqa: C901 - one small function for each address
    app = Flask("a stand-in for Stripe")

    @app.errorhandler(Refusal)
    def refused(refusal):
        return jsonify(error=refusal.error), refusal.status

    @app.before_request
    def front():
        if not request.path.startswith("/v1/"):
            return None
        request.get_data(cache=True)
        pairs = request.form if request.method == "POST" else request.args
        stripe.asked.append((request.method, request.path, unflattened(pairs.items(multi=True))))
        if stripe.fails:
            status = stripe.fails.pop(0)
            raise Refusal("An unknown error occurred", status=status, type="api_error")
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            raise Refusal("Invalid API Key provided", status=401)
        return _known_answer()

    def _known_answer():
        key = request.headers.get("Idempotency-Key")
        if request.method != "POST" or key is None:
            return None
        g.turn = stripe.turns.setdefault(key, threading.Lock())
        g.turn.acquire()
        if key not in stripe.answers:
            return None
        path, body, answer = stripe.answers[key]
        if (path, body) != (request.path, request.get_data()):
            words = "Keys for idempotent requests can only be used with the same parameters."
            raise Refusal(words, type="idempotency_error")
        return jsonify(answer)

    @app.teardown_request
    def next_please(_error):
        if (turn := g.pop("turn", None)) is not None:
            turn.release()

    def _remembered(thing):
        if key := request.headers.get("Idempotency-Key"):
            stripe.answers[key] = (request.path, request.get_data(), dict(thing))
        return jsonify(thing)

    def _list(things):
        order = list(things)[::-1]
        begin = request.args.get("starting_after")
        if begin:
            order = order[[each["id"] for each in order].index(begin) + 1 :]
        most = int(request.args.get("limit", 10))
        page, more = order[:most], len(order) > most
        return jsonify(object="list", data=page, has_more=more, url=request.path)

    def _since():
        return int(request.args.get("created[gte]", 0))

    @app.post("/v1/checkout/sessions")
    def create():
        asked = unflattened(request.form.items(multi=True))
        if "payment_method_types" in asked:
            words = "payment_method_types is no longer supported"
            raise Refusal(words, code="payment_method_types_no_longer_supported")
        if not asked.get("line_items"):
            raise Refusal("You must specify line_items", param="line_items")
        return _remembered(stripe.put("checkout.session", _session(asked, request.host_url)))

    @app.get("/v1/checkout/sessions/<name>")
    def retrieve(name):
        page = dict(stripe.found("checkout.session", name))
        if page["payment_intent"] and request.args.getlist("expand[0]"):
            page["payment_intent"] = stripe.kept("payment_intent")[page["payment_intent"]]
        return jsonify(page)

    @app.post("/v1/checkout/sessions/<name>/expire")
    def expire(name):
        if stripe.found("checkout.session", name)["status"] != "open":
            raise Refusal("Only Checkout Sessions with a status in [open] can be expired.")
        return _remembered(stripe.lapse(name))

    @app.post("/v1/refunds")
    def refund():
        asked = unflattened(request.form.items(multi=True))
        facts = {"metadata": asked.get("metadata")}
        return _remembered(stripe.refund(asked["payment_intent"], int(asked["amount"]), **facts))

    @app.get("/v1/refunds")
    def refunds():
        intent = request.args["payment_intent"]
        return _list(r for r in stripe.kept("refund").values() if r["payment_intent"] == intent)

    @app.get("/v1/balance_transactions")
    def balance_transactions():
        payout = request.args.get("payout")
        found = [
            {key: value for key, value in each.items() if key != "paid_in"}
            | {"source": stripe.source_of(each)}
            for each in stripe.kept("balance_transaction").values()
            if each["created"] >= _since() and payout in (None, each["paid_in"])
        ]
        return _list(found)

    @app.get("/v1/payouts")
    def payouts():
        return _list(p for p in stripe.kept("payout").values() if p["created"] >= _since())

    @app.get("/c/pay/<name>")
    def page(name):
        found = stripe.kept("checkout.session").get(name) or abort(404)
        if found["status"] != "open":
            return Response("<!doctype html><title>Verlopen</title>Deze pagina is verlopen.")
        return Response(TEST_BANK.format(amount=found["amount_total"] / 100, name=name))

    @app.post("/c/pay/<name>")
    def chosen(name):
        found = stripe.kept("checkout.session").get(name) or abort(404)
        outcome = request.form["outcome"]
        if outcome == "back":
            return redirect(found["cancel_url"], 303)
        if outcome == "failed":
            return redirect(f"/c/pay/{name}", 303)
        stripe.pay(name, outcome=outcome)
        return redirect(found["success_url"].replace("{CHECKOUT_SESSION_ID}", name), 303)

    return app


TEST_BANK = """<!doctype html><html lang="nl"><title>iDEAL | Wero (test)</title>
<h1>iDEAL | Wero: testbank</h1><p>EUR {amount:.2f}</p>
<form method="post" action="/c/pay/{name}">
<button name="outcome" value="paid">Betaling slaagt</button>
<button name="outcome" value="pending">De bank denkt na</button>
<button name="outcome" value="failed">Betaling mislukt</button>
<button name="outcome" value="back">Terug</button></form></html>"""


def _session(asked, host):
    name = f"cs_test_{secrets.token_hex(16)}"
    prices = [(item["price_data"], int(item.get("quantity", 1))) for item in asked["line_items"]]
    total = sum(int(price["unit_amount"]) * count for price, count in prices)
    return {
        "id": name,
        "object": "checkout.session",
        "mode": asked["mode"],
        "amount_subtotal": total,
        "amount_total": total,
        "currency": prices[0][0]["currency"],
        "payment_method_types": ["card", "ideal"],
        "metadata": asked.get("metadata", {}),
        "client_reference_id": asked.get("client_reference_id"),
        "locale": asked.get("locale"),
        "status": "open",
        "payment_status": "unpaid",
        "payment_intent": None,
        "success_url": asked["success_url"],
        "cancel_url": asked.get("cancel_url"),
        "created": int(time.time()),
        "expires_at": int(time.time()) + DAY,
        "livemode": False,
        "custom_fields": [],
        "custom_text": {},
        "automatic_tax": {"enabled": False},
        "shipping_options": [],
        "url": f"{host}c/pay/{name}",
    }


def posts_to(address):
    """A sender of events over HTTP, as Stripe does; the status that came back."""

    def send(body, headers):
        wanted = urllib.request.Request(address, body, headers)
        with urllib.request.urlopen(wanted, timeout=10) as answer:
            return answer.status

    return send


@contextmanager
def stripe_server():
    """A fake account, served on a free port of this machine."""
    stripe = FakeStripe()
    server = make_server("127.0.0.1", 0, _application(stripe), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    stripe.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stripe
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
