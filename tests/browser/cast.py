"""Who plays a part in the walk from the first session to closed, and where it begins."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from lt_admin.accounts.policy import Role
from lt_admin.core import clock
from lt_admin.followup.services import availability
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.models.organisations import OrganisationKind
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.models.people import ReviewerLevel
from tests.billing import invoice_factories as billing
from tests.browser.walking import ANNA, CARE, TOWN, VERA
from tests.factories import user_with
from tests.orientation.factories import agree, contact_of, organisation_named
from tests.reviewers.factories import assigned, reviewer

SINCE, AHEAD = timedelta(days=40), timedelta(days=15)
TEN_TO_TWO = (10 * 60, 14 * 60)


def cast_of(live):
    """The people, by name; `record` is the address of a review in step 2, with ten hours to bill.

    On a day ahead both reviewers can from ten to two.
    """
    with live.data():
        ilse = user_with(Role.COORDINATOR, name="Ilse Modelhof")
        review = _review(by=ilse)
        team = _guided(review, by=ilse)
        billing.worked(review, 10)
        for each in team[:2]:
            availability.set_day(each, clock.today() + AHEAD, [TEN_TO_TWO], by=each.user)
        bram, karel, hugo = (each.user for each in team)
        vera = user_with(Role.BOARD, name="Vera Bestuur")
        record = f"/engagements/{review.id}"
    return SimpleNamespace(ilse=ilse, bram=bram, karel=karel, hugo=hugo, vera=vera, record=record)


def _review(*, by):
    payers = [_payer(TOWN, ANNA, by=by), _payer(CARE, VERA, by=by)]
    facts = {"state": EngagementState.EXPLORING, "started_on": clock.today() - SINCE}
    review = billing.review(payers=payers, by=by, code="LT-2025-01", **facts)
    for party in review.parties:
        agree(party, by=by)
    return review


def _payer(name, email, *, by):
    """An organisation with an address, and one contact for everything."""
    address = {"street": "Duinweg 1", "postcode": "1999 AA", "city": "Duinermeer"}
    kind, number = OrganisationKind.MUNICIPALITY, "90000001"
    found = organisation_named(name, by=by, kind=kind, kvk=number, **address)
    contact_of(found, by=by, name="Anna Voorbeeldig", email=email, for_invoice=True)
    return found


def _guided(review, *, by):
    lead, roles = review.worker, AssignmentRole
    second = reviewer("Karel Demostein", ReviewerLevel.ACCREDITED, by=by)
    supervisor = reviewer("Hugo Schijnveld", ReviewerLevel.SUPERVISOR, by=by)
    places = {roles.LEAD: lead, roles.SECOND: second, roles.SUPERVISOR: supervisor}
    for role, each in places.items():
        assigned(review, each, role)
    return list(places.values())
