"""People with an account, as the coordinator and the board look after them."""

from __future__ import annotations

import pytest

from lt_admin.accounts import queries, services
from lt_admin.accounts.models import UserState
from lt_admin.accounts.policy import POLICY, Permission, Role
from lt_admin.core import audit
from lt_admin.core.steps import Refused, WrongState
from tests.accounts.factories import (
    PASSWORD,
    events,
    mails_to,
    password_token,
    path_in,
    user_with_password,
)
from tests.factories import user_with
from tests.strangers import answers_alike

NEW = {"name": "Bram Fictema", "email": "bram@lt-demo.example", "role": "reviewer"}
STEPS = ("", "/invite", "/deactivate", "/reactivate")


@pytest.fixture
def bram(session):
    return user_with_password(role=Role.REVIEWER, name="Bram Fictema", email=NEW["email"])


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.BOARD])
def test_coordinator_and_board_see_everybody(client_of, bram, role):
    text = client_of(user_with(role)).page("/users").text

    assert "Bram Fictema" in text
    assert "Reviewer" in text


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR, Role.TREASURER])
def test_the_pages_are_closed_to_others_whether_the_person_exists_or_not(client_of, bram, role):
    client = client_of(user_with(role))

    assert answers_alike(client, "/users/{}", bram.id) == 403
    for step in STEPS:
        assert answers_alike(client, f"/users/{{}}{step}", bram.id, posts=True) == 403
    assert client.get("/users").status_code == client.get("/users/new").status_code == 403


def test_who_is_not_signed_in_is_asked_to(anyone, bram):
    assert anyone.get(f"/users/{bram.id}").location.startswith("/login?next=")


def test_nobody_of_that_number_is_nothing_here(client_of, coordinator):
    assert client_of(coordinator).get("/users/999999").status_code == 404


def test_the_list_is_narrowed_by_role_state_and_text(client_of, coordinator, bram):
    user_with(Role.BOARD, name="Vera Bestuur")
    client = client_of(coordinator)

    assert "Vera" not in client.page("/users?role=reviewer").text
    assert "Vera" in client.page("/users?state=invited").text
    assert "Bram" not in client.page("/users?state=invited").text
    assert "Bram" in client.page("/users?q=fictema").text
    assert "Bram Fictema" in client.get("/users?as=csv").text


def test_an_invitation_makes_an_account_and_sends_a_link(client_of, coordinator, anyone):
    client = client_of(coordinator)

    answer = client.submit("/users/new", NEW | {"language": "en"})

    user = queries.find_user_by_email(NEW["email"])
    assert answer.location == f"/users/{user.id}"
    assert (user.state, user.language) == (UserState.INVITED, "en")
    assert anyone.get(path_in(mails_to(user)[0])).status_code == 200
    assert "Uitgenodigd" in client.page(answer.location).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "bram"}, "geen e-mailadres"),
        ({"name": ""}, "leeg"),
        ({"role": ""}, "leeg"),
        ({"role": "king"}, "keuze"),
    ],
)
def test_an_invitation_that_does_not_fit_is_told_and_kept(client_of, coordinator, wrong, words):
    answer = client_of(coordinator).submit("/users/new", NEW | wrong)

    assert answer.status_code == 422
    assert words in answer.text
    assert (NEW | wrong)["email"] in answer.text
    assert queries.find_user_by_email(NEW["email"]) is None


def test_an_address_that_is_taken_is_told_beside_the_field(client_of, coordinator, bram):
    answer = client_of(coordinator).submit("/users/new", NEW | {"email": bram.email.upper()})

    assert answer.status_code == 422
    assert "al een account" in answer.text


def test_a_name_and_a_role_are_changed_and_written_down(client_of, coordinator, bram):
    answer = client_of(coordinator).submit(f"/users/{bram.id}", {"role": "supervisor"})

    assert answer.status_code == 302
    assert bram.role is Role.SUPERVISOR
    assert events() == ["user:changed"]
    text = client_of(coordinator).page(f"/users/{bram.id}").text
    assert "Account gewijzigd: Bram Fictema" in text


def test_another_address_stops_the_links_of_the_old_one(session, coordinator, bram):
    token = password_token(bram)

    services.change_user(
        bram, name=bram.name, email="b@lt-demo.example", role=bram.role, by=coordinator
    )

    assert queries.find_password_holder(token) is None


def test_a_link_can_be_sent_again(client_of, coordinator, bram):
    answer = client_of(coordinator).post_form(f"/users/{bram.id}/invite", page=f"/users/{bram.id}")

    assert answer.status_code == 302
    assert len(mails_to(bram)) == 1


def test_a_closed_account_is_out_at_once_and_its_history_stays(client_of, coordinator, bram):
    inside, token = client_of(bram), password_token(bram)
    assert inside.get("/account").status_code == 200

    client_of(coordinator).post_form(f"/users/{bram.id}/deactivate", page=f"/users/{bram.id}")

    assert inside.get("/account").status_code == 302
    assert queries.find_password_holder(token) is None
    assert "Geen toegang" in client_of(coordinator).page(f"/users/{bram.id}").text
    assert "Bram" in client_of(coordinator).page("/users").text


def test_an_account_that_was_opened_again_signs_in_anew(client_of, coordinator, bram, anyone):
    old = client_of(bram)
    client, page = client_of(coordinator), f"/users/{bram.id}"
    client.post_form(f"{page}/deactivate", page=page)
    client.post_form(f"{page}/reactivate", page=page)

    assert old.get("/account").status_code == 302
    anyone.post_form("/login", {"email": bram.email, "password": PASSWORD})
    assert anyone.get("/account").status_code == 200


def test_a_closed_account_gets_no_link(session, coordinator, bram):
    services.deactivate(bram, by=coordinator)

    with pytest.raises(Refused):
        services.send_password_link(bram, by=coordinator)


def test_closing_and_opening_twice_is_told(session, coordinator, bram):
    with pytest.raises(WrongState):
        services.reactivate(bram, by=coordinator)
    services.deactivate(bram, by=coordinator)
    with pytest.raises(WrongState):
        services.deactivate(bram, by=coordinator)


def test_nobody_closes_or_demotes_oneself(client_of, coordinator):
    user_with(Role.COORDINATOR)
    client, page = client_of(coordinator), f"/users/{coordinator.id}"

    demoted = client.submit(page, {"role": "board"})
    closed = client.post_form(f"{page}/deactivate", page=page)

    assert (demoted.status_code, closed.status_code) == (422, 422)
    assert (coordinator.role, coordinator.is_active) == (Role.COORDINATOR, True)


def test_the_last_coordinator_stays(client_of, coordinator, board):
    client, page = client_of(board), f"/users/{coordinator.id}"

    demoted = client.submit(page, {"role": "reviewer"})
    closed = client.post_form(f"{page}/deactivate", page=page)

    assert (demoted.status_code, closed.status_code) == (422, 422)
    assert "de enige" in demoted.text
    assert (coordinator.role, coordinator.is_active) == (Role.COORDINATOR, True)


def test_a_coordinator_with_a_closed_account_does_not_count(session, coordinator, board):
    other = user_with(Role.COORDINATOR)
    services.deactivate(other, by=board)

    with pytest.raises(Refused):
        services.deactivate(coordinator, by=board)


def test_the_name_of_the_last_coordinator_can_still_be_changed(client_of, coordinator, board):
    client_of(board).submit(f"/users/{coordinator.id}", {"name": "Ilse de Vries"})

    assert coordinator.name == "Ilse de Vries"


def test_the_table_of_the_policy_is_shown_as_it_is(client_of, reviewer_user):
    page = client_of(reviewer_user).page("/policy")

    rows = page.all("tr")[1:]
    shown = [["".join(cell.itertext()) != "nee" for cell in row.iter("td")] for row in rows]
    assert shown == [[each in POLICY[role] for role in Role] for each in Permission]


def test_the_policy_speaks_both_languages(client_of, coordinator):
    client = client_of(coordinator)

    assert "Facturen inzien" in client.page("/policy").text
    assert "Read invoices" in client.page("/policy?lang=en").text


def test_every_permission_is_held_by_somebody_and_in_alphabetical_order():
    assert set(Permission) == frozenset().union(*POLICY.values())
    assert [each.value for each in Permission] == sorted(each.value for each in Permission)


def test_an_audit_line_of_the_system_is_possible(session, bram):
    services.send_password_link(bram, by=audit.SYSTEM)

    assert events() == []
