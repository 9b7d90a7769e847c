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
    # core
    "mail:resent": frozenset(),
    # orientation
    # quality
    # reviewers
}
