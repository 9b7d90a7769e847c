import pytest

from lt_admin.conduct.models.groups import Group, Side
from lt_admin.conduct.queries import groups as queries
from lt_admin.conduct.services.groups import erase_names
from lt_admin.core import audit
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.rules.engagements import EngagementType
from tests.conduct.factories import both_groups, guided, member, review
from tests.orientation.factories import contact_of
from tests.strangers import answers_alike

WELL = {"was_involved": "no", "knows_policy": "yes", "has_influence": "yes"}


def address(of, rest=""):
    return f"/engagements/{of.id}/groups{rest}"


def typed(of, **facts):
    organisation = of.parties[0].organisation_id
    named = {"organisation": organisation, "name": "Sanne Beleidsma", "function": "manager"}
    return {**named, **facts}


def test_a_group_is_composed_and_confirmed_by_both_sides(coordinator, client_of):
    found = review(by=coordinator)
    contact = contact_of(found.parties[0].organisation, by=coordinator)
    client = client_of(coordinator)
    client.submit(address(found, "/review_team/members/new"), typed(found, **WELL))
    client.submit(address(found, "/review_team/commissioners"), {"contact": contact.id})
    client.submit(address(found), action=address(found, "/review_team/reviewers"))
    assert {side for _g, side in queries.confirmations_of(found.id)} == set(Side)
    text = client.page(address(found)).text
    assert "Sanne Beleidsma" in text
    assert "Anna Voorbeeldig" in text


@pytest.mark.parametrize("said", [{"was_involved": "yes"}, {"knows_policy": "no"}])
def test_a_no_is_asked_back_with_everything_kept(coordinator, client_of, said):
    found = review(by=coordinator)
    client = client_of(coordinator)
    form = address(found, "/review_team/members/new")
    answer = client.submit(form, typed(found, **WELL | said))
    assert answer.status_code == 422
    assert "Geef een reden" in answer.text
    assert "Sanne Beleidsma" in answer.text
    client.submit(form, typed(found, **WELL | said, override_reason="De enige die dit kent."))
    assert "De enige die dit kent." in client.page(address(found)).text


def test_a_person_in_both_groups_is_refused_in_words(coordinator, client_of):
    found = review(by=coordinator)
    member(found, by=coordinator)
    answer = client_of(coordinator).submit(
        address(found, "/case_group/members/new"), typed(found, was_involved="yes")
    )
    assert answer.status_code == 422
    assert "zit in de andere groep; niemand kan in beide groepen zitten" in answer.text


def test_somebody_is_changed_and_taken_out(coordinator, client_of):
    found = review(by=coordinator)
    sanne = member(found, by=coordinator)
    client, page = client_of(coordinator), address(found, f"/members/{sanne.id}")
    client.submit(page, {"function": "bestuurssecretaris"})
    assert sanne.function == "bestuurssecretaris"
    client.submit(page, action=f"{page}/remove")
    assert queries.members_of(found.id) == []


def test_a_name_that_is_let_go_shows_as_such_and_cannot_be_changed(coordinator, client_of):
    found = review(by=coordinator)
    sanne = member(found, by=coordinator)
    erase_names(found, by=audit.SYSTEM)
    client = client_of(coordinator)
    text = client.page(address(found)).text
    assert "naam losgelaten" in text
    assert "Sanne" not in text
    assert "Eén persoon" in text
    assert client.get(address(found, f"/members/{sanne.id}")).status_code == 404


def test_a_manager_beside_others_is_warned_of(coordinator, client_of):
    found = review(by=coordinator)
    member(found, Group.CASE_GROUP, by=coordinator, name="Ada", is_manager=True)
    member(found, Group.CASE_GROUP, by=coordinator, name="Bea")
    assert "vrij voelt om te spreken" in client_of(coordinator).page(address(found)).text


def test_a_short_review_shows_one_group(coordinator, client_of):
    found = review(by=coordinator, type=EngagementType.SHORT_ONE_DAY)
    text = client_of(coordinator).page(address(found)).text
    assert "Toevoegen aan het reviewteam" not in text
    answer = client_of(coordinator).submit(
        address(found, "/review_team/members/new"), typed(found, **WELL)
    )
    assert answer.status_code == 422


def test_the_reviewer_of_the_review_composes_it_too(coordinator, reviewer_user, client_of):
    found, _guide = guided(by=coordinator, user=reviewer_user)
    client = client_of(reviewer_user)
    client.submit(address(found, "/review_team/members/new"), typed(found, **WELL))
    client.submit(address(found), action=address(found, "/review_team/reviewers"))
    assert (Group.REVIEW_TEAM, Side.REVIEWERS) in queries.confirmations_of(found.id)


def test_who_has_no_place_in_the_review_learns_nothing(coordinator, reviewer_user, client_of):
    found = review(by=coordinator)
    sanne = member(found, by=coordinator)
    client = client_of(reviewer_user)
    for page in ("/engagements/{}/groups", "/engagements/{}/groups/case_group/members/new"):
        assert answers_alike(client, page, found.id) == 404
    remove = f"/engagements/{found.id}/groups/members/{{}}/remove"
    assert answers_alike(client, remove, sanne.id, posts=True) == 404


def test_board_and_treasurer_read_and_change_nothing(coordinator, board, treasurer, client_of):
    found = review(by=coordinator)
    both_groups(found, by=coordinator)
    for reader in (board, treasurer):
        client = client_of(reader)
        assert "members" not in client.page(address(found)).html
        answer = client.post_form(address(found, "/case_group/reviewers"), page="/")
        assert answer.status_code == 403


def test_a_closed_review_offers_nothing(coordinator, client_of):
    found = review(by=coordinator, state=EngagementState.CLOSED)
    page = client_of(coordinator).page(address(found))
    assert "members/new" not in page.html


def test_the_page_takes_as_many_statements_for_many_members(coordinator, client_of, statements):
    found = review(by=coordinator)
    client, counts = client_of(coordinator), []
    for size in (1, 6):
        for n in range(size):
            member(found, by=coordinator, name=f"Lid {size} {n}")
        client.get(address(found))
        statements.clear()
        client.get(address(found))
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 15
