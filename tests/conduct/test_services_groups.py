import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from lt_admin.conduct.models.groups import Group, GroupConfirmation, GroupMember, Side
from lt_admin.conduct.queries import groups as queries
from lt_admin.conduct.services import groups
from lt_admin.core import audit
from lt_admin.core.audit import AuditEntry
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState, PartyRole
from lt_admin.orientation.rules.engagements import EngagementType
from tests.conduct.factories import both_groups, guided, member, review
from tests.orientation.factories import contact_of
from tests.reviewers.factories import add_party, organisation

NO = [{"was_involved": True}, {"knows_policy": False}, {"has_influence": False}]


def test_a_member_is_added_and_the_log_names_no_person(session, coordinator):
    found = review(by=coordinator)
    sanne = member(found, by=coordinator)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "member:added")).one()
    assert (sanne.name_key, queries.counts(found.id)[Group.REVIEW_TEAM]) == ("sanne beleidsma", 1)
    assert "Sanne" not in str(entry.facts)


@pytest.mark.parametrize("said", NO)
def test_any_no_keeps_somebody_out_of_the_review_team(coordinator, said):
    found = review(by=coordinator)
    with pytest.raises(Refused, match="reden"):
        member(found, by=coordinator, **said)
    assert queries.members_of(found.id) == []


@pytest.mark.parametrize("said", NO)
def test_the_coordinator_goes_on_with_a_reason_that_is_listed(coordinator, said):
    found = review(by=coordinator)
    sanne = member(found, by=coordinator, override_reason="De enige die dit kan.", **said)
    assert sanne.overridden_by is coordinator
    assert queries.overridden_members() == [sanne]


def test_a_reviewer_cannot_go_on_in_spite_of_a_declaration(coordinator, reviewer_user):
    found, _guide = guided(by=coordinator, user=reviewer_user)
    with pytest.raises(Refused, match="coördinator"):
        member(found, by=reviewer_user, was_involved=True, override_reason="Ik vind van wel.")


def test_who_says_three_times_yes_needs_no_reason_and_keeps_none(coordinator):
    sanne = member(review(by=coordinator), by=coordinator, override_reason="overbodig")
    assert (sanne.override_reason, sanne.overridden_by) == ("", None)


def test_the_case_group_is_of_people_who_were_involved(coordinator):
    found = review(by=coordinator)
    with pytest.raises(Refused, match="zelf betrokken"):
        member(found, Group.CASE_GROUP, by=coordinator, was_involved=False, override_reason="toch")


def test_the_case_group_is_of_organisations_that_take_part(coordinator):
    found = review(by=coordinator)
    payer = organisation("Gemeente Betaalstad")
    add_party(found, payer, role=PartyRole.COMMISSIONING)
    with pytest.raises(Refused, match="Gemeente Betaalstad"):
        member(found, Group.CASE_GROUP, by=coordinator, organisation=payer)


@pytest.mark.parametrize("role", [None, PartyRole.PARTNER])
def test_the_review_team_is_of_the_parties(coordinator, session, role):
    found = review(by=coordinator)
    other = organisation("Stichting Brugslag")
    if role:
        add_party(found, other, role=role)
        session.refresh(found)
    with pytest.raises(Refused, match="geen partij"):
        member(found, by=coordinator, organisation=other)


@pytest.mark.parametrize("name", ["Sanne Beleidsma", " sanne  BELEIDSMA", "Sanné Beleidsma"])
def test_nobody_is_in_both_groups(coordinator, name):
    found = review(by=coordinator)
    member(found, by=coordinator)
    with pytest.raises(Refused, match="andere groep"):
        member(found, Group.CASE_GROUP, by=coordinator, name=name)


def test_nobody_is_twice_in_one_group(coordinator):
    found = review(by=coordinator)
    member(found, by=coordinator)
    with pytest.raises(Refused, match="al in deze groep"):
        member(found, by=coordinator)


def test_the_database_guards_both_groups_too(session, coordinator):
    found = review(by=coordinator)
    both_groups(found, by=coordinator)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE group_member SET name_key = 'dezelfde'"))


def test_a_short_review_has_no_review_team(coordinator):
    found = review(by=coordinator, type=EngagementType.SHORT_ONE_DAY)
    with pytest.raises(Refused, match="korte leerreview"):
        member(found, by=coordinator)
    assert member(found, Group.CASE_GROUP, by=coordinator).id


@pytest.mark.parametrize("state", [EngagementState.QUOTED, EngagementState.CLOSED])
def test_groups_are_composed_between_accepted_and_closed(coordinator, state):
    with pytest.raises(WrongState):
        member(review(by=coordinator, state=state), by=coordinator)


def test_somebody_is_changed_under_the_same_rules(coordinator):
    found = review(by=coordinator)
    sanne = member(found, by=coordinator)
    facts = {"organisation": sanne.organisation, "name": "Sanne de Wit", "function": "manager"}
    groups.change_member(
        sanne, **facts, was_involved=False, knows_policy=True, has_influence=True, by=coordinator
    )
    assert (sanne.name_key, sanne.function) == ("sanne de wit", "manager")
    with pytest.raises(Refused):
        groups.change_member(sanne, **facts, was_involved=True, by=coordinator)


def confirmed(of, by):
    contact = contact_of(of.parties[0].organisation, by=by)
    for group in Group:
        groups.confirm_group(of, group, side=Side.COMMISSIONERS, contact=contact, by=by)
        groups.confirm_group(of, group, side=Side.REVIEWERS, by=by)


def test_a_change_takes_away_what_was_confirmed_of_that_group_only(session, coordinator):
    found = review(by=coordinator)
    joost = both_groups(found, by=coordinator)
    confirmed(found, coordinator)
    groups.remove_member(joost, by=coordinator)
    left = session.scalars(select(GroupConfirmation.group)).all()
    assert left == [Group.REVIEW_TEAM, Group.REVIEW_TEAM]


def test_a_group_is_confirmed_once_by_each_side_and_not_when_empty(coordinator):
    found = review(by=coordinator)
    with pytest.raises(WrongState, match="nog niemand"):
        groups.confirm_group(found, Group.CASE_GROUP, side=Side.REVIEWERS, by=coordinator)
    both_groups(found, by=coordinator)
    confirmed(found, coordinator)
    with pytest.raises(WrongState, match="al bevestigd"):
        groups.confirm_group(found, Group.CASE_GROUP, side=Side.REVIEWERS, by=coordinator)


def test_the_commissioners_confirm_by_a_contact_of_theirs(coordinator):
    found = review(by=coordinator)
    both_groups(found, by=coordinator)
    stranger = contact_of(organisation("Elders"), by=coordinator)
    for contact in (None, stranger):
        with pytest.raises(Refused, match="opdrachtgevers"):
            groups.confirm_group(
                found, Group.CASE_GROUP, side=Side.COMMISSIONERS, contact=contact, by=coordinator
            )


def test_only_reviewers_of_the_review_confirm_for_the_reviewers(coordinator, reviewer_user):
    found, _guide = guided(by=coordinator)
    both_groups(found, by=coordinator)
    with pytest.raises(Refused):
        groups.confirm_group(found, Group.CASE_GROUP, side=Side.REVIEWERS, by=reviewer_user)


def test_names_go_and_counts_stay(session, coordinator):
    found = review(by=coordinator)
    joost = both_groups(found, by=coordinator)
    assert groups.erase_names(found, by=audit.SYSTEM) == 2
    assert groups.erase_names(found, by=audit.SYSTEM) == 0
    left = session.scalars(select(GroupMember)).all()
    assert {(m.name, m.name_key) for m in left} == {(None, None)}
    assert queries.counts(found.id) == dict.fromkeys(Group, 1)
    with pytest.raises(WrongState, match="losgelaten"):
        groups.remove_member(joost, by=coordinator)


def test_a_manager_beside_others_of_the_organisation_is_noticed(coordinator):
    found = review(by=coordinator)
    member(found, Group.CASE_GROUP, by=coordinator, name="Ada", is_manager=True)
    assert queries.beside_their_manager(queries.members_of(found.id)) == []
    member(found, Group.CASE_GROUP, by=coordinator, name="Bea")
    names = queries.beside_their_manager(queries.members_of(found.id))
    assert names == [found.parties[0].organisation.name]
