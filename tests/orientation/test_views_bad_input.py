"""Whatever is posted: never a 500, and without a good reason nothing changes."""

import pytest
from sqlalchemy import select

from lt_admin.core.audit import AuditEntry
from lt_admin.orientation.models.engagements import EngagementState
from tests.orientation.factories import contact_of, engagement_in, with_partners
from tests.pages import Page

MINE = ("engagements.", "organisations.", "parties.", "plans.", "requests.")
BODIES = ({}, {"x": "1"})


def posts(app):
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]
    return [rule for rule in rules if rule.endpoint.startswith(MINE)]


@pytest.fixture
def addresses(app, coordinator):
    """Every address of orientation that takes a POST, filled with things that exist."""
    engagement = engagement_in(EngagementState.ORIENTATION, by=coordinator)
    [partner] = with_partners(engagement, "Merelnest", by=coordinator)
    contact = contact_of(partner.organisation, by=coordinator)
    ids = {
        "engagement_id": engagement.id,
        "party_id": partner.id,
        "meeting_id": engagement.meetings[0].id,
        "organisation_id": partner.organisation_id,
        "contact_id": contact.id,
    }
    with app.test_request_context():
        return [rule.build({n: ids[n] for n in rule.arguments})[1] for rule in posts(app)]


# Steps that need no more than a button, and so are done.
BUTTONS = ("/archive", "/restore", "/remove", "/focus")


def test_a_form_without_its_fields_is_asked_back(session, coordinator, client_of, addresses):
    client = client_of(coordinator)
    token = client.page("/requests/new").token()
    before = len(session.scalars(select(AuditEntry.id)).all())
    forms = [each for each in addresses if not each.endswith(BUTTONS)]
    answers = {each: client.post(each, data={"csrf_token": token}).status_code for each in forms}
    assert set(answers.values()) <= {302, 409, 422}, answers
    unchanged = {each for each, status in answers.items() if status != 302}
    assert len(unchanged) > len(forms) / 2
    assert len(session.scalars(select(AuditEntry.id)).all()) - before <= len(forms) - len(unchanged)


@pytest.mark.parametrize(
    "value", ["", "0", "-1", "x" * 5000, "\ud7ff€", "999999999999", "1e9", "2025-02-30"]
)
def test_nonsense_in_every_field_is_never_an_error(coordinator, client_of, addresses, value):
    client = client_of(coordinator)
    for address in addresses:
        for action, names in forms_at(client, address):
            data = dict.fromkeys(names, value)
            status = client.post_form(action, data, page=address).status_code
            assert status < 500, f"{action} {names}"


def forms_at(client, address):
    """(action, names) of every form on the page at this address, if there is one."""
    answer = client.get(address)
    if answer.status_code != 200:
        return []
    forms = [node for node in Page(answer.text).all("form") if node.get("method") == "post"]
    return [
        (form.get("action") or address, names_in(form))
        for form in forms
        if form.get("action") != "/logout"
    ]


def names_in(form):
    found = {node.get("name") for node in form.iter() if node.get("name")}
    return found - {"csrf_token"}


def test_every_address_wants_its_token(coordinator, client_of, addresses):
    client = client_of(coordinator)
    assert {client.post(each).status_code for each in addresses} == {400}


def test_what_is_not_there_answers_404_everywhere(app, coordinator, client_of):
    client = client_of(coordinator)
    token = client.page("/requests/new").token()
    with app.test_request_context():
        gone = [rule.build(dict.fromkeys(rule.arguments, 999999))[1] for rule in posts(app)]
    gone = [each for each in gone if "999999" in each]
    assert {client.post(each, data={"csrf_token": token}).status_code for each in gone} == {404}
