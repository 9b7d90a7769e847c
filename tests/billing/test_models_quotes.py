import itertools

import pytest

from lt_admin.billing.models.quotes import (
    QUOTE_STEPS,
    SHARE_STEPS,
    QuoteState,
    ShareState,
)
from lt_admin.billing.rules.answers import Answer
from lt_admin.core import clock
from lt_admin.core.steps import Refused, WrongState
from tests.billing.factories import accept, ask, drafted, quote_in, refuse, sent

TODAY = clock.today
DEEDS = {
    "send": lambda quote: quote.send(on=TODAY()),
    "accept": lambda quote: quote.accept(on=TODAY()),
    "reject": lambda quote: quote.reject("te duur", on=TODAY()),
    "supersede": lambda quote: quote.supersede(),
    "withdraw": lambda quote: quote.withdraw("een vergissing", on=TODAY()),
}
ILLEGAL = [pair for pair in itertools.product(QuoteState, DEEDS) if pair not in QUOTE_STEPS.table]


@pytest.mark.parametrize(("state", "step"), ILLEGAL)
def test_a_quote_refuses_every_step_that_its_table_does_not_have(session, coordinator, state, step):
    quote = quote_in(state, by=coordinator)

    with pytest.raises(WrongState):
        DEEDS[step](quote)

    assert quote.state is state


ANSWER = Answer("Vera Tekenaar", "bestuurder", clock.noon(clock.today()), "192.0.2.7", "nee", "")
ANSWERS = {
    "accept": lambda share: share.accept(ANSWER, on=TODAY()),
    "refuse": lambda share: share.refuse(ANSWER),
    "ask": lambda share: share.ask(ANSWER),
}
GIVEN = {
    ShareState.OPEN: lambda _share: None,
    ShareState.ACCEPTED: accept,
    ShareState.REFUSED: refuse,
    ShareState.CHANGE_ASKED: ask,
}


@pytest.mark.parametrize(
    ("state", "step"),
    [pair for pair in itertools.product(ShareState, ANSWERS) if pair not in SHARE_STEPS.table],
)
def test_a_share_refuses_every_answer_that_its_table_does_not_have(
    session, coordinator, state, step
):
    share = sent(by=coordinator).shares[0]
    GIVEN[state](share)

    with pytest.raises(WrongState):
        ANSWERS[step](share)

    assert share.state is state


@pytest.mark.parametrize("state", [state for state in QuoteState if state is not QuoteState.SENT])
def test_a_share_is_answered_only_while_its_quote_waits_for_answers(session, coordinator, state):
    share = quote_in(state, by=coordinator).shares[0]
    share.state = ShareState.OPEN

    for answer in ANSWERS.values():
        with pytest.raises(WrongState):
            answer(share)


def test_a_quote_that_was_sent_is_not_shared_anew(session, coordinator):
    quote = sent(by=coordinator)

    with pytest.raises(WrongState):
        quote.divide([])


def test_an_empty_quote_is_not_sent(session, coordinator):
    quote = drafted(by=coordinator)
    quote.lines = []

    with pytest.raises(Refused):
        quote.send(on=TODAY())
