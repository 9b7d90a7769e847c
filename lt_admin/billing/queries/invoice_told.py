"""How the events of invoices and payments read in a timeline."""

from __future__ import annotations

from collections.abc import Callable

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


def _of(words: Callable[..., str]) -> Callable[[Facts], str]:
    """A sentence with an amount in it."""
    return lambda facts: words(amount=_euro(facts["cents"]))


TOLD: Told = {
    "checkout:odd": lambda _facts: _("A payment by iDEAL or card came in that somebody looks at."),
    "checkout:opened": _of(lambda amount: _("Payment page opened: %(amount)s.", amount=amount)),
    "checkout:paid": _of(lambda amount: _("Paid by iDEAL or card: %(amount)s.", amount=amount)),
    "checkout:seen_to": lambda _facts: _("An odd payment by iDEAL or card was seen to."),
    "invoice:credited": _credited,
    "invoice:discarded": lambda _facts: _("A draft invoice was thrown away."),
    "invoice:drafted": _drafted,
    "invoice:issued": _issued,
    "invoice:mailed": lambda _facts: _("An invoice was mailed."),
    "invoice:replaced": lambda facts: _("Made anew as %(number)s.", number=facts["number"]),
    "invoice:reference_set": lambda _facts: _("The reference of a draft invoice was filled in."),
    "invoice:sent_again": lambda _facts: _("An invoice was mailed once more."),
    "invoice:share_overridden": lambda _facts: _("The share of a draft invoice was set by hand."),
    "payment:allocated": _allocated,
    "payment:allocation_undone": _undone,
    "write_off:approved": _of(lambda amount: _("Written off: %(amount)s.", amount=amount)),
    "write_off:declined": _of(lambda amount: _("Not written off: %(amount)s.", amount=amount)),
    "write_off:proposed": _of(
        lambda amount: _("Proposed to write off: %(amount)s.", amount=amount)
    ),
    "write_off:revoked": _of(lambda amount: _("Asked for again: %(amount)s.", amount=amount)),
}
