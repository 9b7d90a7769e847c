"""The negative acceptance cases of DOMAIN.md 4, tried through the pages on the demo's own records.

A review of the demo is put back into the step in which the case arises; after each test everything
is as it was told. Every refusal says why, in Dutch as the demo's people read it.

The same rules are tried on other records, with all their edges, in tests/reviewers (IR1, IR5, IR8,
the ceiling), tests/billing (shares, sent invoices, credits, rates), tests/conduct (groups, steps,
files, certificate) and tests/quality (what is suppressed, closing).
"""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import Invoice, InvoiceState
from lt_admin.billing.models.quotes import Quote, QuoteState, ShareState
from lt_admin.conduct.models.groups import Group, GroupMember
from lt_admin.conduct.models.sessions import ReviewSession, SessionKind
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db
from lt_admin.core.money import Money
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.models.requests import InspectorateTerm
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole, AssignmentState
from lt_admin.reviewers.models.hours import Activity, TimeEntry
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.rules.grid import cell_name
from lt_admin.reviewers.rules.hours import Key
from tests.billing import factories as quoting
from tests.conduct import reporting

_S = EngagementState
PERIOD = "from=2025-01-01&until=2026-06-30"


@pytest.fixture(autouse=True)
def session(demo):
    """The demo's session in a transaction that is rolled back: these tests may change things."""
    told = demo.extensions["new_session"]
    with demo.extensions["engine"].connect() as connection, connection.begin() as outer:
        demo.extensions["new_session"] = sessionmaker(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )
        with demo.app_context():
            yield db
            db.close()
        outer.rollback()
    demo.extensions["new_session"] = told


@pytest.fixture
def client(client_of):
    """Signed in as the coordinator."""
    return client_of(user("coordinator"))


def user(key):
    return db.scalars(sa.select(User).where(User.email.startswith(f"{key}@"))).one()


def scenario(number, state=None):
    """A review of the demo, put back into a state."""
    found = db.scalars(sa.select(Engagement).where(Engagement.code == f"LT-2025-0{number}")).one()
    found.state = state or found.state
    return found


def address(review, rest=""):
    return f"/engagements/{review.id}{rest}"


def of_review(model, review, *where):
    return db.scalars(sa.select(model).where(model.engagement_id == review.id, *where)).all()


def taken_away(model, review, *where):
    for each in of_review(model, review, *where):
        db.delete(each)
    db.flush()


def everything():
    """How many things were ever recorded; a refusal adds none."""
    return db.scalar(sa.select(sa.func.count()).select_from(AuditEntry))


def is_refused(answer, *words, status=422):
    assert answer.status_code == status
    shown = answer.get_data(as_text=True).replace("&#39;", "'")
    assert [each for each in words if each not in shown] == []


# Refuse: who takes part


def places_left(review):
    for each in of_review(Assignment, review):
        each.state, each.ended_on = AssignmentState.ENDED, each.ended_on or clock.today()
    db.flush()


def asked(client, review, key, role):
    reviewer = db.scalars(sa.select(Reviewer).where(Reviewer.user_id == user(key).id)).one()
    return client.post_form(address(review, f"/reviewers/{reviewer.id}/{role}"), page="/account")


@pytest.mark.parametrize(
    ("number", "key", "role", "employer"),
    [
        (3, "r1", "lead", "Stichting Jeugdhulp De Proefpolder"),
        (1, "r5", "shadow", "Jeugdbescherming Testerland"),
        (2, "r5", "shadow", "Jeugdbescherming Testerland"),
    ],
)
def test_who_is_employed_by_a_participant_is_refused(client, number, key, role, employer):
    review = scenario(number, _S.ACCEPTED)
    places_left(review)
    before = everything()

    is_refused(asked(client, review, key, role), "IR1", employer)
    assert everything() == before


def test_who_leads_the_review_is_refused_as_its_supervisor(client):
    review = scenario(4, _S.EXPLORING)
    before = everything()

    is_refused(asked(client, review, "r6", AssignmentRole.SUPERVISOR), "IR5")
    assert everything() == before


MEMBER = {"name": "Sanne Beleidsma", "function": "teamleider"}
WELL = {"was_involved": "no", "knows_policy": "yes", "has_influence": "yes"}


def added(client, review, group, **said):
    facts = {"organisation": review.parties[0].organisation_id, **MEMBER, **said}
    return client.submit(address(review, f"/groups/{group}/members/new"), facts)


def test_nobody_is_in_both_groups(client):
    review = scenario(1, _S.EXPLORING)
    added(client, review, "review_team", **WELL)
    before = everything()

    again = added(client, review, "case_group", was_involved="yes")

    is_refused(again, "Sanne Beleidsma zit in de andere groep; niemand kan in beide groepen zitten")
    assert everything() == before


def test_who_was_involved_joins_the_review_team_only_with_a_reason(client):
    review = scenario(1, _S.EXPLORING)

    refused = added(client, review, "review_team", **WELL | {"was_involved": "yes"})

    is_refused(refused, "niet betrokken", "Geef een reden", "Sanne Beleidsma")
    assert of_review(GroupMember, review, GroupMember.name == "Sanne Beleidsma") == []


# Refuse: steps that come too early


def test_no_hour_before_the_declaration(client_of):
    review = scenario(1, _S.EXPLORING)
    place = of_review(Assignment, review, Assignment.role == AssignmentRole.SECOND)[0]
    day = place.started_on - timedelta(days=1)
    name = cell_name(Key(review.id, day, 2, Activity.INTERVIEW))
    before = everything()

    answer = client_of(place.reviewer.user).submit(f"/hours/{day}", {name: "1:00"})

    is_refused(answer, f"{day + timedelta(days=1):%d-%m-%Y}")
    assert everything() == before


def test_no_start_before_all_four_accept(client):
    review = scenario(3, _S.QUOTED)
    quote = of_review(Quote, review)[0]
    quote.state, quote.shares[3].state = QuoteState.SENT, ShareState.OPEN

    answer = client.post_form(address(review, "/start"), page="/account")

    is_refused(answer, status=409)
    assert review.state is _S.QUOTED


def test_no_step_3_without_a_case_group(client):
    review = scenario(1, _S.EXPLORING)
    taken_away(GroupMember, review, GroupMember.group == Group.CASE_GROUP)

    answer = client.post_form(address(review, "/move-on"), page="/account")

    is_refused(answer, "De casegroep heeft nog geen leden.", status=409)
    assert "De casegroep heeft nog geen leden." in client.page(address(review)).text
    assert review.state is _S.EXPLORING


def test_no_closing_before_certificate_and_follow_up_decision(client):
    review = reporting.team(code="LT-2027-01").review  # a certificate that was made stays
    missing = (
        "Er is nog niet besloten of er een follow-up komt.",
        "Er is nog geen verklaring dat de werkdocumenten vernietigd zijn.",
    )

    shown = client.get(address(review, "/close"))
    refused = client.post_form(address(review, "/close"), page="/account")

    is_refused(shown, *missing, status=200)
    is_refused(refused, *missing)
    assert review.state is _S.REPORTING


# Refuse: money


def test_shares_that_are_not_100_percent_together(client):
    quote = quoting.drafted(by=user("coordinator"))

    answer = client.submit(f"/quotes/{quote.id}/edit", {"shares-1-value": "39"})

    is_refused(answer, "De aandelen zijn samen 99.00%; dat moet precies 100% zijn.")
    assert sum(share.value for share in quote.shares) == 10_000


def test_no_quarter_beyond_the_ceiling_of_before_the_change_order(client_of):
    review = scenario(2, _S.REPORTING)
    lead = of_review(Assignment, review, Assignment.role == AssignmentRole.LEAD)[0]
    extra = db.scalar(sa.select(sa.func.sum(TimeEntry.minutes)).filter_by(engagement_id=review.id))
    review.ceiling_minutes, day = extra, date(2025, 11, 21)
    name = cell_name(Key(review.id, day, 5, Activity.WRITING))
    before = everything()

    with clock.at(clock.noon(day)):
        answer = client_of(lead.reviewer.user).submit(f"/hours/{day}", {name: "0:15"})

    is_refused(answer, f'id="{name}-error"', f"{extra // 60}:{extra % 60:02}")
    assert everything() == before


def a_sent_invoice(review, state=InvoiceState.PAID):
    return of_review(Invoice, review, Invoice.state == state, Invoice.net > Money.euros(0))[0]


@pytest.mark.parametrize("tail", ["discard", "reference", "share", "send"])
def test_a_sent_invoice_is_neither_changed_nor_deleted(client, tail):
    invoice = a_sent_invoice(scenario(1))
    page, before = f"/invoices/{invoice.id}", everything()

    answer = client.post_form(f"{page}/{tail}", {"reference": "x", "reason": "x"}, page="/account")

    is_refused(answer, "factuur", status=409)
    assert everything() == before


def test_a_credit_is_never_larger_than_its_original(client):
    invoice = a_sent_invoice(scenario(2), InvoiceState.CREDITED)
    facts = {"lines": invoice.lines[0].id, "reason": "nog eens"}
    before = everything()

    answer = client.post_form(f"/invoices/{invoice.id}/credit", facts, page="/account")

    is_refused(answer, "gecrediteerd")
    assert everything() == before


def test_a_new_rate_leaves_accepted_quotes_as_they_were(client_of, client):
    typed = {"rate": "135,00", "valid_from": f"{clock.today() + timedelta(days=1):%d-%m-%Y}"}

    client_of(user("board1")).submit("/settings/rate", typed)

    accepted = db.scalars(sa.select(Quote).where(Quote.state == QuoteState.ACCEPTED)).all()
    assert {quote.rate for quote in accepted} == {Money.euros(130)}
    assert "135,00" in client.page("/settings").text
    assert "€ 130,00" in client.page(f"/quotes/{accepted[0].id}").text


# Refuse: files


def pages_of_content(review):
    """Where somebody might look for a place to put an interview or a timeline."""
    interview = of_review(ReviewSession, review, ReviewSession.kind == SessionKind.INTERVIEW)[0]
    tails = (f"/sessions/{interview.id}", "/sessions/new", "/sessions/held", "/documents/new")
    return [address(review, tail) for tail in tails]


def test_no_page_of_an_interview_or_a_timeline_takes_a_file(client):
    for url in pages_of_content(scenario(3, _S.EXPLORING)):
        page = client.page(url)
        assert [node for node in page.all("input") if node.get("type") == "file"] == []
        assert "multipart" not in page.html


def test_a_file_that_is_sent_all_the_same_is_refused_and_changes_nothing(client):
    urls, before = pages_of_content(scenario(3, _S.EXPLORING)), everything()

    for url in urls:
        file = {"file": (BytesIO(b"verslag van het interview"), "interview.docx")}
        is_refused(client.post_form(url, file, page="/account"), "nooit bestanden bewaard")

    assert everything() == before


# Show


def row_of(page, group):
    """What the first row that begins with these words says."""
    rows = ("".join(node.itertext()).split() for node in page.all("tr"))
    return next(text for text in map(" ".join, rows) if text.startswith(group))


def test_one_answer_of_a_municipality_is_suppressed_and_counted_in_total(client):
    alone = row_of(client.page(address(scenario(2), "/evaluation")), "Gemeente ")
    total = row_of(client.page(f"/evaluations?{PERIOD}"), "Gemeente ")

    assert "1 van 1" in alone
    assert "niet getoond: minder dan drie antwoorden" in alone
    assert "4 van 5" in total
    assert "4,38" in total


def test_service_users_are_never_shown_per_review(client):
    alone = row_of(client.page(address(scenario(1), "/evaluation")), "Cliënten")
    total = row_of(client.page(f"/evaluations?{PERIOD}"), "Cliënten")

    assert "alleen getoond over meer leerreviews samen" in alone
    assert "3,97" in total


def test_a_late_destruction_shows_red(client):
    page = client.page(address(scenario(3), "/documents"))

    notes = [n for n in page.all("div", "p") if "danger" in (n.get("class") or "")]
    assert any("8 dagen te laat" in "".join(node.itertext()) for node in notes)
    assert "21" in page.text


def test_starting_before_the_date_of_the_inspectorate_warns_and_asks(client):
    review = scenario(1, _S.ACCEPTED)
    review.request.inspectorate_term = InspectorateTerm.SIX_WEEKS
    review.request.inspectorate_due_on = clock.today() + timedelta(days=10)

    shown, refused = client.page(address(review)), client.submit(address(review, "/start"))

    assert "weinig ruimte om te leren" in shown.text
    is_refused(refused, "Inspectie")
    assert review.state is _S.ACCEPTED
