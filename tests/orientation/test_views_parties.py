import pytest
from sqlalchemy import select

from lt_admin.orientation.models.engagements import EngagementState, PartyRole
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.services import engagements as verbs
from tests.orientation.factories import (
    HOURS,
    agree,
    organisation_named,
    quoted,
    requested,
    running,
    with_partners,
)

NEW = {"new_name": "Merelnest", "new_kind": "institution", "new_sector": "youth_care"}


def address(party, step=""):
    base = f"/engagements/{party.engagement_id}/parties/{party.id}"
    return f"{base}/{step}" if step else base


def test_a_known_organisation_takes_its_place(coordinator, client_of):
    engagement = requested(by=coordinator)
    other = organisation_named("Stichting Brugslag", by=coordinator)
    client_of(coordinator).submit(
        f"/engagements/{engagement.id}/parties/new", {"organisation": other.id, "role": "partner"}
    )
    assert engagement.parties[1].organisation is other
    assert engagement.parties[1].role is PartyRole.PARTNER


def test_a_new_organisation_takes_its_place_after_a_look_at_its_like(
    session, coordinator, client_of
):
    engagement = requested(by=coordinator)
    organisation_named("Merelnest (demo)", by=coordinator)
    client, new = client_of(coordinator), f"/engagements/{engagement.id}/parties/new"
    assert client.submit(new, NEW).status_code == 422
    client.submit(new, {**NEW, "anyway": "1"})
    assert len(engagement.parties) == 2
    assert len(session.scalars(select(Organisation)).all()) == 3


def test_nobody_is_offered_twice(coordinator, client_of):
    engagement = requested(by=coordinator)
    there = engagement.parties[0].organisation_id
    client, new = client_of(coordinator), f"/engagements/{engagement.id}/parties/new"
    assert client.submit(new, {"organisation": there}).status_code == 422
    assert len(engagement.parties) == 1


def test_the_last_written_agreement_makes_the_review_accepted(coordinator, client_of):
    engagement = quoted(by=coordinator)
    verbs.quote_accepted(engagement, minutes=HOURS, by=coordinator)
    [party] = engagement.parties
    facts = {"agreed_on": "10-2-2025", "name": "Pieter Bestuurder", "function": "directeur"}
    client_of(coordinator).submit(address(party), facts, action=address(party, "agreement"))
    assert engagement.state is EngagementState.ACCEPTED
    assert party.agreed_by_name == "Pieter Bestuurder"


@pytest.mark.parametrize(
    "facts", [{"name": ""}, {"function": ""}, {"agreed_on": "1-1-2099"}, {"agreed_on": "gisteren"}]
)
def test_an_agreement_that_is_not_complete_is_refused(coordinator, client_of, facts):
    [party] = quoted(by=coordinator).parties
    whole = {"agreed_on": "10-2-2025", "name": "Pieter Bestuurder", "function": "directeur"}
    answer = client_of(coordinator).submit(
        address(party), {**whole, **facts}, action=address(party, "agreement")
    )
    assert answer.status_code == 422
    assert party.agreed_on is None


def test_a_refusal_is_recorded_and_not_once_the_review_runs(coordinator, client_of):
    [party] = quoted(by=coordinator).parties
    [settled] = running(by=coordinator).parties
    client = client_of(coordinator)
    client.submit(address(party), action=address(party, "refusal"))
    assert party.refused_on
    answer = client.submit(address(settled), action=address(settled, "refusal"))
    assert answer.status_code == 409
    assert settled.refused_on is None


def test_a_role_is_changed(coordinator, client_of):
    [party] = quoted(by=coordinator).parties
    client_of(coordinator).submit(
        address(party), {"role": "commissioning"}, action=address(party, "role")
    )
    assert party.role is PartyRole.COMMISSIONING


def test_an_organisation_added_by_mistake_is_taken_out(coordinator, client_of):
    engagement = requested(by=coordinator)
    [partner] = with_partners(engagement, "Merelnest", by=coordinator)
    client_of(coordinator).submit(address(partner), action=address(partner, "remove"))
    assert len(engagement.parties) == 1


def test_one_that_answered_or_stands_alone_stays(coordinator, client_of):
    [alone] = requested(by=coordinator).parties
    engagement = requested(by=coordinator)
    [partner] = with_partners(engagement, "Merelnest", by=coordinator)
    agree(partner, by=coordinator)
    client = client_of(coordinator)
    for party in (alone, partner):
        assert client.post_form(address(party, "remove"), page="/").status_code == 422


def test_a_party_belongs_to_its_review(coordinator, reviewer_user, client_of):
    [party] = requested(by=coordinator).parties
    other = requested(by=coordinator)
    assert (
        client_of(coordinator).get(f"/engagements/{other.id}/parties/{party.id}").status_code == 404
    )
    assert client_of(reviewer_user).get(address(party)).status_code == 403
