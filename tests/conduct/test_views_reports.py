"""The pages of report, recommendations, findings, documents and timeline; and who may see them."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from lt_admin.conduct.models.recommendations import FindingKind, Loop
from lt_admin.conduct.models.reports import FollowUpChoice, ReportKind
from lt_admin.conduct.queries import recommendations, reports
from lt_admin.conduct.queries.registers import documents_of
from lt_admin.conduct.services.recommendations import add_finding
from lt_admin.core import clock
from lt_admin.orientation.models.engagements import EngagementState
from tests.conduct import reporting
from tests.reviewers import factories as people
from tests.strangers import answers_alike

PATTERN = FindingKind.PATTERN
PAGES = ("report", "recommendations", "documents", "timeline")
FORMS = (
    *("report/new", "report/follow-up", "recommendations/new"),
    *("findings/new", "documents/new", "documents/certificate"),
)


@pytest.fixture
def team(session):
    return reporting.team()


def address(team, page):
    return f"/engagements/{team.review.id}/{page}"


def today(days=0):
    return f"{clock.today() + timedelta(days=days):%d-%m-%Y}"


@pytest.mark.parametrize("page", PAGES)
def test_the_office_the_board_and_the_team_read_it(
    client_of, coordinator, treasurer, board, team, page
):
    for user in (coordinator, treasurer, board, team.lead.user, team.supervisor.user):
        assert team.review.code in client_of(user).page(address(team, page)).text


@pytest.mark.parametrize("page", [*PAGES, *FORMS])
def test_a_stranger_does_not_learn_that_it_exists(client_of, stranger, team, page):
    people.reviewer("Wim Vreemd", user=stranger)

    where = address(team, page).replace(str(team.review.id), "{}")
    assert answers_alike(client_of(stranger), where, team.review.id) == 404


@pytest.mark.parametrize("page", FORMS)
def test_the_team_and_the_coordinator_write_and_the_treasurer_does_not(
    client_of, coordinator, treasurer, team, page
):
    for user in (coordinator, team.lead.user):
        assert client_of(user).get(address(team, page)).status_code == 200
    assert client_of(treasurer).get(address(team, page)).status_code == 403


def test_only_a_supervisor_opens_the_method_check_and_only_of_the_own_review(client_of, team):
    url = address(team, "report/method")
    other = reporting.team().supervisor.user

    assert client_of(team.lead.user).get(url).status_code == 403
    assert client_of(other).get(url).status_code == 404
    data = {"avoids_hindsight": "y", "checked_on": today()}
    assert client_of(team.supervisor.user).post_form(url, data).status_code == 302
    check = reports.method_check_of(team.review.id)
    assert (check.avoids_hindsight, check.explores_wider) == (True, False)


def test_a_final_version_is_refused_in_words_until_all_is_in_order(client_of, team):
    client, url = client_of(team.lead.user), address(team, "report/new")
    facts = {"kind": "final", "made_on": today()}

    answer = client.post_form(url, facts)
    assert answer.status_code == 422
    assert reports.versions_of(team.review.id) == []
    reporting.checked(team)
    assert client.post_form(url, facts).status_code == 302
    assert reports.final_report_of(team.review.id).number == 1


def test_the_maker_sees_no_button_to_sign_and_a_second_person_does(client_of, team):
    report = reporting.made(team)
    sign = address(team, f"report/{report.id}/anonymisation")
    page = address(team, "report")

    assert sign not in client_of(team.lead.user).page(page).html
    assert client_of(team.lead.user).post_form(sign, page=page).status_code == 422
    assert client_of(team.second.user).submit(page, action=sign).status_code == 302
    assert report.anonymised_by == team.second.user


def test_a_version_is_sent_to_boards_and_groups(client_of, team):
    report = reporting.anonymised(team)
    url = address(team, f"report/{report.id}/send")
    client = client_of(team.lead.user)
    board = team.review.parties[0].organisation_id
    assert client.post_form(url, {"sent_on": today()}).status_code == 422

    facts = {"sent_on": today(), "organisations": [board], "to_case_group": "y"}
    assert client.post_form(url, facts).status_code == 302

    assert "Gemeente Duinermeer" in client.page(address(team, "report")).text
    assert client.post_form(url, facts).status_code == 409


def test_a_version_of_another_review_is_not_there(client_of, coordinator, team):
    report = reporting.made(reporting.team())

    client = client_of(coordinator)
    assert client.get(address(team, f"report/{report.id}/send")).status_code == 404
    sign = address(team, f"report/{report.id}/anonymisation")
    assert client.post_form(sign, page=address(team, "report")).status_code == 404


def test_a_decision_is_postponed_and_taken_again(client_of, coordinator, team):
    client, url = client_of(coordinator), address(team, "report/follow-up")
    facts = {"choice": "postponed", "decided_on": today()}
    assert client.post_form(url, facts).status_code == 422
    assert client.post_form(url, facts | {"until": today(30)}).status_code == 302
    assert client.post_form(url, facts | {"choice": "agreed"}).status_code == 302

    decisions = reports.decisions_of(team.review.id)
    assert [each.choice.value for each in decisions] == ["agreed", "postponed"]


def test_recommendations_are_added_changed_and_taken_out(client_of, team):
    client, url = client_of(team.lead.user), address(team, "recommendations")
    board = team.review.parties[0].organisation_id
    facts = {"text": "Spreek af wie belt.", "organisation": board}
    assert client.post_form(f"{url}/new", facts).status_code == 302
    [one] = recommendations.recommendations_of(team.review.id)

    answer = client.submit(f"{url}/{one.id}", {"loop": "double"}, action=None)
    assert (answer.status_code, one.loop, one.text) == (302, Loop.DOUBLE, facts["text"])
    assert client.post_form(f"{url}/{one.id}/remove", page=url + "/new").status_code == 302
    assert recommendations.recommendations_of(team.review.id) == []


def test_what_looks_like_a_person_is_asked_back(client_of, team):
    board = team.review.parties[0].organisation_id
    facts = {"text": "Bel over Sem, geboren op 3-4-2012.", "organisation": board}
    url = address(team, "recommendations/new")

    answer = client_of(team.lead.user).post_form(url, facts)

    assert answer.status_code == 422
    assert "text-not-a-person" in answer.get_data(as_text=True)
    assert recommendations.recommendations_of(team.review.id) == []


def test_fixed_recommendations_have_no_buttons(client_of, team):
    one = reporting.recommended(team)
    reporting.checked(team)
    reporting.sent(team, ReportKind.FINAL)
    client, url = client_of(team.lead.user), address(team, "recommendations")

    assert f"{url}/new" not in client.page(url).html
    facts = {"text": "Anders.", "organisation": one.organisation_id}
    assert client.post_form(f"{url}/{one.id}", facts).status_code == 409


def test_a_finding_is_shared_by_a_second_person_and_read_by_all(client_of, stranger, team):
    url, client = address(team, "recommendations"), client_of(team.lead.user)
    facts = {"kind": "pattern", "text": "Overdracht stokt.", "sector": "youth_care"}
    assert client.post_form(address(team, "findings/new"), facts).status_code == 302
    assert "Overdracht" not in client_of(stranger).page("/findings").text

    second = client_of(team.second.user)
    [finding] = recommendations.findings_of(team.review.id)
    share = address(team, f"findings/{finding.id}/share")
    assert share not in client.page(url).html
    assert second.submit(url, action=share).status_code == 302

    assert "Overdracht" in client_of(stranger).page("/findings?kind=pattern&q=stokt").text
    assert b"Overdracht" in client_of(stranger).get("/findings?as=csv").data
    assert team.review.code not in client_of(stranger).page("/findings").text


def test_the_findings_bank_costs_no_more_with_more_findings(client_of, team, statements):
    client = client_of(team.second.user)

    def cost():
        for n in range(2):
            add_finding(team.review, kind=PATTERN, text=f"Patroon {n}.", by=team.lead.user)
        client.page("/findings")
        statements.clear()
        client.page("/findings")
        return len(statements)

    assert cost() == cost()


def test_documents_are_registered_and_corrected(client_of, team):
    client = client_of(team.lead.user)
    facts = {
        "kind": "timeline",
        "form": "both",
        "holder": team.second.id,
        "count": "2",
        "made_on": today(),
        "place": "kluis op kantoor",
    }
    url = address(team, "documents")
    assert client.post_form(f"{url}/new", facts).status_code == 302
    [document] = documents_of(team.review.id)
    assert client.post_form(f"{url}/{document.id}", {"count": "3"}).status_code == 302
    assert client.post_form(f"{url}/{document.id}", {"count": "0"}).status_code == 422

    assert (document.count, document.holder) == (3, team.second)
    assert 'type="file"' not in client.page(f"{url}/new").html


def test_the_certificate_is_made_and_downloaded(client_of, board, team):
    client, url = client_of(team.lead.user), address(team, "documents")
    reporting.registered(team)
    assert client.get(f"{url}/certificate.pdf").status_code == 404
    form = f"{url}/certificate"
    assert client.post_form(form, {"destroyed_on": today()}).status_code == 422
    reporting.presentation(team.review)
    assert client.post_form(form, {"destroyed_on": today()}).status_code == 302

    answer = client_of(board).get(f"{url}/certificate.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data == reports.certificate_of(team.review.id).pdf
    assert len(PdfReader(BytesIO(answer.data)).pages) == 1
    assert client.post_form(form, {"destroyed_on": today()}).status_code == 409


def test_late_destruction_shows_red_on_every_page_that_tells_of_it(client_of, coordinator, team):
    reporting.registered(team, made_on=reporting.ago(60))
    reporting.presentation(team.review, on=reporting.ago(38))
    client = client_of(coordinator)
    pages = (address(team, "documents"), f"/engagements/{team.review.id}")
    home = client.page("/")
    assert "state-danger" in home.html
    for page in pages:
        assert "state-danger" in client.page(page).html

    reporting.certified(team, late_reason="Wachtte op de vernietiger.")

    for page in pages:
        assert "state-danger" in client.page(page).html
    assert "Wachtte op de vernietiger." in client.page(pages[0]).text


def test_the_card_on_the_record_leads_to_the_pages(client_of, coordinator, team):
    reporting.recommended(team, loop=None)
    html = client_of(coordinator).page(f"/engagements/{team.review.id}").html

    for page in ("report", "recommendations", "documents"):
        assert f'href="{address(team, page)}"' in html


@pytest.mark.parametrize("page", ["report", "recommendations", "documents"])
def test_a_page_costs_no_more_with_more_on_it(client_of, team, statements, page):
    client = client_of(team.second.user)

    def cost():
        client.page(address(team, page))
        statements.clear()
        client.page(address(team, page))
        return len(statements)

    def fill():
        reporting.anonymised(team)
        reporting.recommended(team)
        reporting.registered(team)
        until = clock.today() + timedelta(days=9)
        reporting.decided(team, FollowUpChoice.POSTPONED, until=until)

    fill()
    first = cost()
    fill()
    assert cost() == first


def test_what_has_ended_has_no_buttons(client_of, coordinator, team):
    reporting.recommended(team)
    team.review.state = EngagementState.CLOSED

    for page, form in (("report", "report/new"), ("recommendations", "recommendations/new")):
        assert address(team, form) not in client_of(coordinator).page(address(team, page)).html
