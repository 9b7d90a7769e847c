"""The words and badges about payees, in the order in which lists show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lt_admin.core.badges import Badge
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.reviewers.models.payees import AccountState, NameResult, VatTreatment
from lt_admin.reviewers.queries.words import PAYEES

__all__ = ["ACCOUNTS", "ACCOUNT_WORDS", "NAMES", "NAME_WORDS", "PAYEES", "TREATMENTS"]

ACCOUNTS: Mapping[AccountState | None, Badge] = {
    AccountState.PROPOSED: Badge(_l("waits for a second person"), "warn", "clock"),
    AccountState.APPROVED: Badge(_l("seen by two people"), "ok"),
    AccountState.DECLINED: Badge(_l("not used"), "neutral", "cross"),
    None: Badge(_l("no account number"), "neutral"),
}
ACCOUNT_WORDS: Mapping[str, Any] = {
    "proposed": _l("waits for a second person"),
    "approved": _l("seen by two people"),
    "none": _l("no account number"),
}
NAME_WORDS: Mapping[NameResult, Any] = {
    NameResult.MATCH: _l("The name is right"),
    NameResult.CLOSE: _l("The name is almost right"),
    NameResult.NO_MATCH: _l("The name is not right"),
    NameResult.NOT_POSSIBLE: _l("The bank could not check it"),
}
NAMES: Mapping[NameResult, Badge] = {
    NameResult.MATCH: Badge(NAME_WORDS[NameResult.MATCH], "ok"),
    NameResult.CLOSE: Badge(NAME_WORDS[NameResult.CLOSE], "warn", "alert"),
    NameResult.NO_MATCH: Badge(NAME_WORDS[NameResult.NO_MATCH], "danger"),
    NameResult.NOT_POSSIBLE: Badge(NAME_WORDS[NameResult.NOT_POSSIBLE], "neutral"),
}
TREATMENTS: Mapping[VatTreatment, Any] = {
    VatTreatment.STANDARD: _l("21 % VAT"),
    VatTreatment.EXEMPT: _l("exempt (education, CRKBO register)"),
    VatTreatment.KOR: _l("small businesses scheme (KOR)"),
    VatTreatment.REVERSE: _l("VAT shifted to us"),
}
