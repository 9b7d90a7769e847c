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
    "assignment:asked": frozenset({"role"}),
    "assignment:declared": frozenset(),
    "assignment:declined": frozenset(),
    "assignment:ended": frozenset(),
    "assignment:warning_accepted": frozenset({"rule"}),
    "hours:approved": frozenset({"entries", "minutes"}),
    "hours:corrected": frozenset({"entries", "minutes"}),
    "hours:removed": frozenset({"entries", "minutes"}),
    "hours:reopened": frozenset({"entries", "minutes"}),
    "hours:returned": frozenset({"entries", "minutes"}),
    "hours:saved": frozenset({"cells", "minutes", "week"}),
    "hours:submitted": frozenset({"entries", "minutes"}),
    "hours:withdrawn": frozenset({"entries", "minutes"}),
    "payee:added": frozenset({"kind"}),
    "payee:changed": frozenset({"fields"}),
    "reviewer:added": frozenset(),
    "reviewer:changed": frozenset({"left_on"}),
    "reviewer:level_set": frozenset({"level", "valid_from"}),
    "reviewer:payee_set": frozenset({"payee", "valid_from"}),
    "reviewer:rate_set": frozenset({"rate_cents", "valid_from"}),
    "supervision:recorded": frozenset({"held_on", "minutes", "moment"}),
    "supervision:removed": frozenset({"held_on", "minutes"}),
}
