"""Every event of the audit log, and exactly the facts each one carries."""

from __future__ import annotations

EVENTS: dict[str, frozenset[str]] = {
    # accounts
    "link:issued": frozenset({"purpose"}),
    "link:withdrawn": frozenset({"purpose"}),
    "user:added": frozenset({"role"}),
    "user:deactivated": frozenset(),
    "user:locked": frozenset({"until"}),
    "user:password_set": frozenset(),
    "user:reactivated": frozenset(),
    "user:changed": frozenset({"role"}),
    "user:signed_in": frozenset(),
    "user:signed_out_everywhere": frozenset(),
    # billing
    "foundation:changed": frozenset({"fields"}),
    "quote:accepted": frozenset({"minutes"}),
    "quote:changed": frozenset({"cents"}),
    "quote:drafted": frozenset({"kind", "revision"}),
    "quote:rejected": frozenset(),
    "quote:sent": frozenset({"cents", "sha256"}),
    "quote:superseded": frozenset(),
    "quote:withdrawn": frozenset(),
    "rate:set": frozenset({"cents", "valid_from"}),
    "share:accepted": frozenset({"sha256"}),
    "share:change_asked": frozenset({"sha256"}),
    "share:refused": frozenset({"sha256"}),
    "share:sent_again": frozenset(),
    "vat:set": frozenset({"code", "percent", "valid_from"}),
    # core
    "mail:resent": frozenset(),
    # orientation
    # quality
    # reviewers
}
