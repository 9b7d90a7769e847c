"""Organisations and the people we write to there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lt_admin.accounts.models import User
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.organisations import Contact, Organisation
from lt_admin.orientation.rules import organisations as rules

HOME = "NL"


def add_organisation(*, by: User, **facts: Any) -> Organisation:
    """A new organisation, its numbers checked and written without spaces.

    Likely duplicates are for the page to show (queries.organisations.likely_duplicates); whoever
    saves after seeing them has decided.
    """
    organisation = Organisation(**{"country": HOME} | tidied(facts))
    session.add(organisation)
    audit.record("organisation:added", organisation, by=by, name=organisation.name)
    return organisation


def change_organisation(organisation: Organisation, *, by: User, **facts: Any) -> None:
    """Correct what is known of an organisation; papers that went out keep what they said."""
    changed = _change(organisation, tidied({"country": organisation.country} | facts))
    if changed:
        audit.record("organisation:changed", organisation, by=by, fields=changed)


def tidied(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with every number as its library writes it; raises Refused for a wrong one."""
    try:
        return _checked(dict(facts))
    except rules.WrongNumber as wrong:
        raise Refused(str(wrong)) from None


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    for name, check in rules.CHECKS.items():
        if name in facts:
            facts[name] = check(facts[name]) if facts[name] else None
    if facts.get("postcode") and facts.get("country", HOME) == HOME:
        facts["postcode"] = rules.dutch_postcode(facts["postcode"])
    if facts.get("peppol_id"):
        facts["peppol_id"] = rules.peppol_id(facts.get("peppol_scheme") or "", facts["peppol_id"])
    elif "peppol_id" in facts:
        facts["peppol_id"] = facts["peppol_scheme"] = None
    return facts


def _change(thing: Organisation | Contact, facts: Mapping[str, Any]) -> str:
    """Set what differs, and name it."""
    changed = [name for name, value in facts.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, facts[name])
    return ", ".join(sorted(changed))


def archive_organisation(organisation: Organisation, *, on: date, by: User) -> None:
    """Take an organisation out of the lists to choose from."""
    organisation.archive(on=on)
    audit.record("organisation:archived", organisation, by=by)


def restore_organisation(organisation: Organisation, *, by: User) -> None:
    """Put an archived organisation back in the lists."""
    organisation.restore()
    audit.record("organisation:restored", organisation, by=by)


def add_contact(organisation: Organisation, *, by: User, **facts: Any) -> Contact:
    """A person at an organisation, with what we write to this person about."""
    contact = Contact(**facts)
    organisation.contacts.append(contact)
    session.add(contact)
    audit.record("contact:added", contact, by=by)
    return contact


def change_contact(contact: Contact, *, by: User, **facts: Any) -> None:
    """Correct what is known of a contact."""
    if changed := _change(contact, facts):
        audit.record("contact:changed", contact, by=by, fields=changed)


def contact_left(contact: Contact, *, on: date, by: User) -> None:
    """Somebody left the organisation: nothing is written to this person any more."""
    if contact.left_on is not None:
        raise Refused(_("It is known already that this person left."))
    contact.leave(on=on)
    audit.record("contact:left", contact, by=by)
