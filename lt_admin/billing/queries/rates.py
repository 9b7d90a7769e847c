"""What an hour costs and which VAT applies on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from lt_admin.billing.models.quotes import Quote
from lt_admin.billing.models.rates import HourlyRate, VatRate
from lt_admin.core.clock import day_of
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused


def hourly_rate_on(day: date) -> Money:
    """What an hour of a reviewer costs on this day, without VAT; raises Refused when unknown."""
    wanted = (
        select(HourlyRate.rate)
        .where(HourlyRate.valid_from <= day)
        .order_by(HourlyRate.valid_from.desc())
    )
    rate = session.scalars(wanted.limit(1)).one_or_none()
    if rate is None:
        raise Refused(_("There is no hourly rate for that day yet."))
    return rate


def vat_rate_on(code: str, day: date) -> VatRate:
    """What a VAT code means on this day; raises Refused when it means nothing."""
    found = vat_rates_on(day).get(code)
    if found is None:
        raise Refused(_("There is no VAT rate with that code for that day."))
    return found


def vat_rates_on(day: date) -> dict[str, VatRate]:
    """Every VAT code that means something on this day, in the order of the table."""
    wanted = select(VatRate).where(VatRate.valid_from <= day).order_by(VatRate.valid_from)
    found = {rate.code: rate for rate in session.scalars(wanted)}
    return dict(sorted(found.items(), key=lambda pair: pair[1].id))


def hourly_rates() -> Sequence[HourlyRate]:
    """Every hourly rate, the newest first."""
    return session.scalars(select(HourlyRate).order_by(HourlyRate.valid_from.desc())).all()


def vat_rates() -> Sequence[VatRate]:
    """Every VAT rate, by code, the newest first."""
    wanted = select(VatRate).order_by(VatRate.code, VatRate.valid_from.desc())
    return session.scalars(wanted).all()


def find_hourly_rate(valid_from: date) -> HourlyRate | None:
    """The rate that begins on exactly this day."""
    wanted = select(HourlyRate).where(HourlyRate.valid_from == valid_from)
    return session.scalars(wanted).one_or_none()


def find_vat_rate(code: str, valid_from: date) -> VatRate | None:
    """What begins for this code on exactly this day."""
    wanted = select(VatRate).where(VatRate.code == code, VatRate.valid_from == valid_from)
    return session.scalars(wanted).one_or_none()


def last_quote_on() -> date | None:
    """The day on which the newest quote was made, if there is one."""
    newest = session.scalar(select(func.max(Quote.created_at)))
    return None if newest is None else day_of(newest)
