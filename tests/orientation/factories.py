"""Organisations, requests and engagements in every state, made by the services themselves."""

from __future__ import annotations

from datetime import date

from lt_admin.core import clock
from lt_admin.orientation.models.engagements import EndReason, EngagementState, PartyRole
from lt_admin.orientation.models.organisations import OrganisationKind, Sector
from lt_admin.orientation.models.requests import Channel, Outcome
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.rules.plans import USUAL
from lt_admin.orientation.services import engagements as verbs
from lt_admin.orientation.services.organisations import add_contact, add_organisation
from lt_admin.orientation.services.plans import make_plan
from lt_admin.orientation.services.requests import receive_request, record_meeting

HOURS = 172 * 60
_S = EngagementState


def organisation_named(name="Gemeente Duinermeer (demo)", *, by, **facts):
    standard = {"kind": OrganisationKind.INSTITUTION, "sector": Sector.YOUTH_CARE}
    return add_organisation(by=by, name=name, **standard | facts)


def contact_of(organisation, *, by, **facts):
    standard = {"name": "Anna Voorbeeldig", "email": "anna@duinermeer.example", "for_quote": True}
    return add_contact(organisation, by=by, **standard | facts)


def requested(*, by, organisation=None, **facts):
    standard = {
        "sender_name": "Anna Voorbeeldig",
        "sender_email": "anna@duinermeer.example",
        "organisation": organisation or organisation_named(by=by),
        "received_on": clock.today(),
        "channel": Channel.EMAIL,
    }
    return receive_request(by=by, **standard | facts)


def oriented(*, by, **facts):
    engagement = requested(by=by, **facts)
    record_meeting(
        engagement,
        by=by,
        held_on=engagement.request.received_on,
        organisations=[engagement.request.organisation],
        hosts=[by],
        outcome=Outcome.PLAN_AND_QUOTE,
    )
    return engagement


def planned(*, by, kind=EngagementType.FULL, counts=None, **facts):
    engagement = oriented(by=by, **facts)
    make_plan(engagement, type=kind, counts=counts or USUAL[kind], by=by)
    return engagement


def quoted(*, by, **facts):
    engagement = planned(by=by, **facts)
    verbs.give_code(engagement, by=by)
    verbs.quote_sent(engagement, by=by)
    return engagement


def agree(party, *, by, on=None):
    facts = {"name": "Pieter Bestuurder", "function": "directeur"}
    verbs.record_agreement(party, agreed_on=on or clock.today(), by=by, **facts)


def accepted(*, by, **facts):
    engagement = quoted(by=by, **facts)
    for party in engagement.still_to_agree:
        agree(party, by=by)
    verbs.quote_accepted(engagement, minutes=HOURS, by=by)
    return engagement


def running(*, by, **facts):
    engagement = accepted(by=by, **facts)
    verbs.start(engagement, by=by)
    return engagement


def engagement_in(state, *, by, **facts):
    """An engagement that the services brought into `state`."""
    way = (_S.EXPLORING, _S.DIALOGUE, _S.DRAFTING, _S.REPORTING)
    makers = {_S.REQUESTED: requested, _S.ORIENTATION: planned, _S.QUOTED: quoted}
    if state in makers:
        return makers[state](by=by, **facts)
    if state in {_S.ACCEPTED, _S.WITHDRAWN, _S.REJECTED}:
        return ended_or_accepted(state, by=by, **facts)
    engagement = running(by=by, **facts)
    if state is _S.ON_HOLD:
        verbs.hold(engagement, reason="een procedure die voorgaat", by=by)
        return engagement
    for _step in way[: way.index(state)] if state in way else way[:-1]:
        verbs.move_on(engagement, by=by)
    if state is _S.CLOSED:
        verbs.close(engagement, by=by)
    return engagement


def ended_or_accepted(state, *, by, **facts):
    if state is _S.ACCEPTED:
        return accepted(by=by, **facts)
    engagement = quoted(by=by, **facts)
    end = verbs.reject if state is _S.REJECTED else verbs.withdraw
    end(engagement, reason=EndReason.BUDGET, by=by)
    return engagement


def with_partners(engagement, *names, by, role=PartyRole.PARTICIPATING):
    return [
        verbs.add_party(engagement, organisation_named(name, by=by), role=role, by=by)
        for name in names
    ]


def on(day):
    """The clock at noon of an ISO day."""
    return clock.at(clock.noon(date.fromisoformat(day)))
