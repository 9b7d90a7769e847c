"""How the events of invoices and payments read in a timeline."""

from __future__ import annotations

from lt_admin.billing.models.invoices import Round
from lt_admin.billing.queries.invoice_lists import ROUNDS
from lt_admin.core import formats
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.telling import Facts, Told


def _euro(cents: str) -> str:
    return formats.euro(int(cents), language())


def _drafted(facts: Facts) -> str:
    words = str(ROUNDS[Round(facts["round"])])
    amount = _euro(facts["cents"])
    return _("Draft made: %(round)s of %(amount)s without VAT.", round=words, amount=amount)


def _issued(facts: Facts) -> str:
    known = {"number": facts["number"], "amount": _euro(facts["cents"])}
    return _("Sent: %(number)s, %(amount)s with VAT.", **known)


def _credited(facts: Facts) -> str:
    known = {"number": facts["number"], "amount": _euro(str(-int(facts["cents"])))}
    return _("Credited by %(number)s: %(amount)s with VAT.", **known)


def _allocated(facts: Facts) -> str:
    known = {"number": facts["invoice"], "amount": _euro(facts["cents"])}
    return _("Paid on %(number)s: %(amount)s.", **known)


def _undone(facts: Facts) -> str:
    known = {"number": facts["invoice"], "amount": _euro(facts["cents"])}
    return _("A payment of %(amount)s was taken off %(number)s again.", **known)


TOLD: Told = {
    "invoice:credited": _credited,
    "invoice:discarded": lambda _facts: _("A draft invoice was thrown away."),
    "invoice:drafted": _drafted,
    "invoice:issued": _issued,
    "invoice:mailed": lambda _facts: _("An invoice was mailed."),
    "invoice:reference_set": lambda _facts: _("The reference of a draft invoice was filled in."),
    "invoice:sent_again": lambda _facts: _("An invoice was mailed once more."),
    "invoice:share_overridden": lambda _facts: _("The share of a draft invoice was set by hand."),
    "payment:allocated": _allocated,
    "payment:allocation_undone": _undone,
}
