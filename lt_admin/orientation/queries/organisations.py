"""Reading organisations and their contacts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import selectinload

from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Listing, Search
from lt_admin.orientation.models.engagements import Engagement, EngagementState, Party
from lt_admin.orientation.models.organisations import Contact, Organisation
from lt_admin.orientation.models.requests import Request
from lt_admin.orientation.queries.words import KINDS, SECTORS
from lt_admin.orientation.rules.organisations import Known, Likely, likely_duplicates

IN_USE = {"present": _l("in use"), "archived": _l("archived")}
_reviews = (
    select(func.count(Party.id))
    .where(Party.organisation_id == Organisation.id)
    .correlate(Organisation)
    .scalar_subquery()
)
ORGANISATIONS = Listing(
    "organisations",
    key=Organisation.id,
    order="name",
    columns=(
        Column(
            "name",
            _l("Name"),
            Organisation.name,
            sort=func.lower(Organisation.name),
            link="organisations.organisation",
            link_key="organisation_id",
        ),
        Column("kind", _l("Kind"), Organisation.kind, words=KINDS),
        Column("sector", _l("Sector"), Organisation.sector, words=SECTORS),
        Column("city", _l("Place"), Organisation.city),
        Column("kvk", _l("KvK"), Organisation.kvk),
        Column("reviews", _l("Reviews"), _reviews, kind="number", sort=False),
        Column("rsin", _l("RSIN"), Organisation.rsin, card="carried"),
        Column("oin", _l("OIN"), Organisation.oin, card="carried"),
        Column("vat_id", _l("Btw-id"), Organisation.vat_id, card="carried"),
        Column("iban", _l("IBAN"), Organisation.iban, card="carried"),
        Column("archived", _l("Archived"), Organisation.archived_on, kind="day", card="carried"),
    ),
    filters=(
        Search(
            "q",
            _l("Search"),
            (Organisation.name, Organisation.city, Organisation.kvk),
            hint=_l("Name, place or KvK"),
        ),
        Choice("kind", _l("Kind"), KINDS, lambda kind: Organisation.kind == kind),
        Choice("sector", _l("Sector"), SECTORS, lambda sector: Organisation.sector == sector),
        Choice(
            "use",
            _l("In use"),
            IN_USE,
            lambda use: (
                Organisation.archived_on.is_(None)
                if use == "present"
                else Organisation.archived_on.is_not(None)
            ),
        ),
    ),
)


def all_organisations() -> Select[Any]:
    """The rows of the list."""
    return select().select_from(Organisation)


def find_organisation(organisation_id: int) -> Organisation | None:
    """The organisation with its contacts, if it exists."""
    wanted = (
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .options(selectinload(Organisation.contacts))
    )
    return session.scalars(wanted).one_or_none()


def find_contact(organisation_id: int, contact_id: int) -> Contact | None:
    """The contact of that organisation, if there is one."""
    wanted = select(Contact).where(
        and_(Contact.id == contact_id, Contact.organisation_id == organisation_id)
    )
    return session.scalars(wanted).one_or_none()


def to_choose_from(*, besides: Iterable[int] = ()) -> list[tuple[int, str]]:
    """Id and name of the organisations that are not archived, by name."""
    wanted = (
        select(Organisation.id, Organisation.name, Organisation.city)
        .where(Organisation.archived_on.is_(None), Organisation.id.not_in(list(besides)))
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    rows = session.execute(wanted)
    return [(row.id, f"{row.name}, {row.city}" if row.city else row.name) for row in rows]


def organisations_with(ids: Iterable[int]) -> list[Organisation]:
    """The organisations with these ids, by name."""
    wanted = select(Organisation).where(Organisation.id.in_(list(ids)))
    return list(session.scalars(wanted.order_by(Organisation.name)))


def likely_the_same(new: Known) -> list[Likely]:
    """The organisations that are likely the same as `new`, the surest first."""
    wanted = select(
        Organisation.id,
        Organisation.name,
        Organisation.city,
        Organisation.kvk,
        Organisation.rsin,
        Organisation.oin,
    )
    return likely_duplicates(new, (Known(*row) for row in session.execute(wanted)))


def reviews_of(organisation: Organisation) -> list[Row[int, str | None, EngagementState, Any, str]]:
    """The engagements in which an organisation has a place, the newest first."""
    wanted = (
        select(
            Engagement.id,
            Engagement.code,
            Engagement.state,
            Request.received_on,
            Party.role,
        )
        .join(Party, Party.engagement_id == Engagement.id)
        .join(Request, Request.id == Engagement.request_id)
        .where(Party.organisation_id == organisation.id)
        .order_by(Request.received_on.desc(), Engagement.id.desc())
    )
    return list(session.execute(wanted))
