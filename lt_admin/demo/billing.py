"""The money of an engagement of the demo: change order, follow-up, invoices, payments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from lt_admin.billing.models.invoices import Invoice, Round
from lt_admin.billing.rules.shares import ShareKind
from lt_admin.billing.services import credits as credit_notes
from lt_admin.billing.services import invoices, questions, quotes, reminders
from lt_admin.core.money import Money
from lt_admin.demo import banking, beginning
from lt_admin.demo.shapes import FollowUp
from lt_admin.demo.telling import AFTERNOON, EVENING, NOON, Event, Review, event

PAYS_AFTER = (12, 21, 28, 34)  # days, in turn
MORE_HOURS_SENT, MORE_HOURS_AGREED = date(2025, 7, 28), date(2025, 8, 5)
TIME_UNTIL = date(2026, 7, 15)
WRONG_SHARE, MENDED_ON = 5000, date(2025, 11, 26)  # S2: the GGZ was first sent half


def events(review: Review) -> Iterator[Event]:
    """Rounds with their payments; the change order and the mended invoice of S2; follow-ups."""
    scenario = review.scenario
    payers = [payer for payer, _ in scenario.payers]
    if scenario.interim_on:
        yield event(scenario.interim_on, EVENING, invoice, review, Round.INTERIM)
        yield from _payments(review, Round.INTERIM, payers, scenario.interim_on)
    if scenario.code == "LT-2025-02":
        yield from _mended_round(review)
    else:
        yield event(scenario.final_on, EVENING, invoice, review, Round.FINAL)
        yield from _payments(review, Round.FINAL, payers, scenario.final_on)
    if scenario.follow_up:
        yield from _follow_up(review, scenario.follow_up)


def invoice(review: Review, round_: Round) -> None:
    """Draft a round and issue it to every commissioner."""
    by = review.world.coordinator
    for draft in invoices.draft_round(review.engagement, round_, by=by):
        _issue(review, draft, round_)


def _issue(review: Review, draft: Invoice, round_: Round) -> None:
    invoices.issue_invoice(draft, by=review.world.coordinator)
    keys = {org.id: key for key, org in review.world.organisations.items()}
    review.invoices[round_, keys[draft.organisation_id]] = draft


def _payments(review: Review, round_: Round, payers: list[str], issued_on: date) -> Iterator[Event]:
    for position, payer in enumerate(payers):
        day = issued_on + timedelta(days=PAYS_AFTER[position % len(PAYS_AFTER)])
        yield event(day, NOON, _pay, review, round_, payer)


def _pay(review: Review, round_: Round, payer: str) -> None:
    owed = review.invoices[round_, payer]
    banking.pay(review.world, owed, owed.open)


def _mended_round(review: Review) -> Iterator[Event]:
    """S2: more hours are agreed; the last invoice to the GGZ is wrong, credited and made anew."""
    final = review.scenario.final_on
    yield event(MORE_HOURS_SENT, AFTERNOON, _order_more, review)
    yield event(MORE_HOURS_AGREED, AFTERNOON, _agree_more, review)
    yield event(final, EVENING, _invoice_wrongly, review)
    yield event(MENDED_ON, EVENING, _mend, review)
    yield from _payments(review, Round.FINAL, ["testerland"], final)
    yield from _payments(review, Round.FINAL, ["voorbeeldven"], MENDED_ON)


def _order_more(review: Review) -> None:
    review.change_order = quotes.draft_change_order(
        review.engagement,
        lead_minutes=5 * 60,
        second_minutes=5 * 60,
        step=2,
        description="Twee extra gesprekken en opnieuw plannen na het wachten",
        valid_until=beginning.validity(),
        by=review.world.coordinator,
    )
    quotes.send_quote(review.change_order, by=review.world.coordinator)


def _agree_more(review: Review) -> None:
    for share in review.change_order.shares:
        beginning.accept_share(share)


def _invoice_wrongly(review: Review) -> None:
    by = review.world.coordinator
    for draft in invoices.draft_round(review.engagement, Round.FINAL, by=by):
        if draft.organisation_id == review.world.organisations["voorbeeldven"].id:
            reason = "Verdeling 50/50 overgenomen uit een eerdere mail"
            invoices.override_share(draft, hundredths=WRONG_SHARE, reason=reason, by=by)
        _issue(review, draft, Round.FINAL)


def _mend(review: Review) -> None:
    wrong, by = review.invoices[Round.FINAL, "voorbeeldven"], review.world.coordinator
    reason = "Verkeerd aandeel: 50% in plaats van 40%"
    _credit, (right,) = credit_notes.replace_invoice(wrong, reason=reason, by=by)
    review.invoices[Round.FINAL, "voorbeeldven"] = right


def _follow_up(review: Review, agreed: FollowUp) -> Iterator[Event]:
    yield event(agreed.quoted_on, AFTERNOON, _offer_follow_up, review, agreed)
    yield event(agreed.agreed_on, AFTERNOON, _agree_follow_up, review)
    yield event(agreed.invoiced_on, EVENING, invoice, review, Round.FOLLOW_UP)
    *paid, last = agreed.payers
    yield from _payments(review, Round.FOLLOW_UP, paid, agreed.invoiced_on)
    if review.scenario.code == "LT-2025-05":
        half_on = agreed.invoiced_on + timedelta(days=30)
        yield event(half_on, NOON, _pay_half, review, last)
        yield event(half_on + timedelta(days=12), NOON, _ask_for_time, review, last)


def _offer_follow_up(review: Review, agreed: FollowUp) -> None:
    draft = quotes.draft_follow_up(
        review.engagement,
        lead_minutes=agreed.lead * 60,
        second_minutes=agreed.second * 60,
        valid_until=beginning.validity(),
        by=review.world.coordinator,
    )
    shares = [(payer, ShareKind.WEIGHT, 1) for payer in agreed.payers]
    review.follow_up = beginning.sent(review.world, draft, shares)


def _agree_follow_up(review: Review) -> None:
    for share in review.follow_up.shares:
        beginning.accept_share(share)


def _pay_half(review: Review, payer: str) -> None:
    owed = review.invoices[Round.FOLLOW_UP, payer]
    banking.pay(review.world, owed, Money(owed.open.cents // 2))


def _ask_for_time(review: Review, payer: str) -> None:
    """After the first reminder: can the other half wait until July? It can."""
    world, owed = review.world, review.invoices[Round.FOLLOW_UP, payer]
    contact, by = world.contacts[payer], world.coordinator
    words = "Kunnen wij de tweede helft in juli betalen? Dan is het nieuwe budget er."
    asked = questions.ask(owed, contact=contact, name=contact.name, words=words)
    questions.answer(asked, answer="Dat kan. Graag voor 15 juli.", by=by)
    reason = "Betaalt de tweede helft in juli, afgesproken met de bestuurssecretaris"
    reminders.hold(owed, reason=reason, until=TIME_UNTIL, by=by)
