"""The people and organisations of the demo, made by the ordinary services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lt_admin.accounts import services as accounts
from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.core import audit
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import Money
from lt_admin.demo.camt import IBAN, Account
from lt_admin.demo.people import (
    MAIL_DOMAIN,
    ORGANISATIONS,
    REVIEWERS,
    STAFF,
    SUFFIX,
    Guide,
    Somewhere,
)
from lt_admin.orientation.models.organisations import Contact, Organisation
from lt_admin.orientation.services import organisations as orientation
from lt_admin.reviewers.models.people import Payee, PayeeKind, Reviewer
from lt_admin.reviewers.services import people as reviewers

FOUNDATION = {
    "name": f"Stichting Samen Leren{SUFFIX}",
    "street": "Oefenplein 1",
    "postcode": "1990 ZZ",
    "city": "Voorbeeldstad",
    "phone": "010 000 0000",
    "email": f"secretariaat@{MAIL_DOMAIN}",
    "kvk": "90000099",
    "rsin": "123456782",
    "vat_id": "NL123456782B90",
    "iban": IBAN,
    "is_demo": True,
}
LONG_AGO = date(2024, 1, 1)
COMPENSATION = Money.euros(95)


@dataclass
class World:
    """Everybody in the demo, by key."""

    users: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    reviewers: dict[str, Reviewer] = field(default_factory=dict)
    account: Account = field(default_factory=Account)

    @property
    def coordinator(self) -> User:
        """Who runs the practice."""
        return self.users["coordinator"]

    @property
    def treasurer(self) -> User:
        """Who handles the money."""
        return self.users["treasurer"]


def found(password: str) -> World:
    """The foundation with its people, the organisations with their contacts, the reviewers."""
    world, foundation = World(), the_foundation()
    for name, value in FOUNDATION.items():
        setattr(foundation, name, value)
    audit.record("foundation:changed", foundation, by=audit.SYSTEM, fields="all")
    people = [*STAFF, *((guide.key, guide.name, guide.role) for guide in REVIEWERS)]
    for key, name, role in people:
        world.users[key] = _person(key, name, role, password)
    for place in ORGANISATIONS:
        _settle(world, place)
    for guide in REVIEWERS:
        _enlist(world, guide)
    return world


def _person(key: str, name: str, role: Role, password: str) -> User:
    email = f"{key}@{MAIL_DOMAIN}"
    user = accounts.add_user(name=name + SUFFIX, email=email, role=role, by=audit.SYSTEM)
    accounts.set_password(user, password, by=audit.SYSTEM)
    return user


def _settle(world: World, place: Somewhere) -> None:
    organisation = orientation.add_organisation(
        name=place.name + SUFFIX,
        kind=place.kind,
        sector=place.sector,
        street=place.street,
        postcode=place.postcode,
        city=place.city,
        kvk=place.kvk,
        iban=place.iban,
        requires_reference=place.requires_reference,
        reference_name="verplichtingennummer" if place.requires_reference else None,
        by=world.coordinator,
    )
    world.organisations[place.key] = organisation
    world.contacts[place.key] = orientation.add_contact(
        organisation,
        name="Bestuurssecretaris",
        function="bestuurssecretaris",
        email=f"bestuur@{place.key}.example",
        for_quote=True,
        for_invoice=True,
        for_reminder=True,
        by=world.coordinator,
    )


def _enlist(world: World, guide: Guide) -> None:
    by = world.coordinator
    reviewer = reviewers.add_reviewer(world.users[guide.key], by=by)
    reviewers.set_level(reviewer, guide.level, valid_from=LONG_AGO, reason="", by=by)
    reviewers.set_payee(reviewer, _payee(world, guide), valid_from=LONG_AGO, by=by)
    reviewers.set_rate(reviewer, COMPENSATION, valid_from=LONG_AGO, by=by)
    world.reviewers[guide.key] = reviewer


def _payee(world: World, guide: Guide) -> Payee:
    if guide.employer:
        return reviewers.employer_payee(world.organisations[guide.employer], by=world.coordinator)
    return reviewers.add_payee(
        kind=PayeeKind.FREELANCER,
        name=guide.name + SUFFIX,
        street="Zelfstandigenpad 1",
        postcode="1990 ZX",
        city="Voorbeeldstad",
        email=f"{guide.key}@{MAIL_DOMAIN}",
        iban=guide.iban,
        by=world.coordinator,
    )
