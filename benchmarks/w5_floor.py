"""The floor of W5: lxml, a dict and executemany on the raw driver, into the real tables.

The same rows (ledger and audit too), without checks, rules of matching, or words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from benchmarks.databases import raw_connection

TABLES = (
    *("bank_file", "bank_statement", "bank_entry", "payment", "payment_allocation"),
    "ledger_entry",
)
N = "{urn:iso:std:iso:20022:tech:xsd:camt.053.001.08}"


def take_in(url: str, content: bytes, name: str) -> int:
    """Take a file in, in one transaction; how many entries matched."""
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    lines = _lines(content)
    with raw_connection(url) as raw:
        run = raw.run
        known = _invoices(run)
        first = {table: _next(run, table) for table in TABLES}
        _file(run, first, content, name, now)
        seen = {row[0] for row in run("SELECT fingerprint FROM bank_entry")}
        matched = _write(raw.many, first, lines, known, seen, now)
        if url.startswith("postgresql"):
            for table in TABLES:
                run(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    return matched


def _lines(content: bytes) -> list[tuple[str, int, str, str, str, str]]:
    """(reference, cents, day, name, structured, text) of each entry."""
    root = etree.fromstring(content)
    words, found = f"{N}NtryDtls/{N}TxDtls/", []
    for entry in root.iter(f"{N}Ntry"):
        told = [
            entry.findtext(words + path, "")
            for path in (
                f"{N}RltdPties/{N}Dbtr/{N}Pty/{N}Nm",
                f"{N}RmtInf/{N}Strd/{N}CdtrRefInf/{N}Ref",
                f"{N}RmtInf/{N}Ustrd",
            )
        ]
        cents = int(entry.findtext(f"{N}Amt", "").replace(".", ""))
        day = entry.findtext(f"{N}BookgDt/{N}Dt", "")
        found.append((entry.findtext(f"{N}AcctSvcrRef", ""), cents, day, *told))
    return found


def _invoices(run: Any) -> dict[str, tuple[int, int, int, int]]:
    known = {}
    for key, number, reference, *facts in run(
        "SELECT id, number, payment_reference, organisation_id, engagement_id, gross "
        "FROM invoice WHERE state = 'issued'"
    ):
        known[reference] = known[f"factuur {number}"] = (key, *facts)
    return known


def _next(run: Any, table: str) -> int:
    return int(run(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])


def _file(run: Any, first: dict[str, int], content: bytes, name: str, now: str) -> None:
    run(
        "INSERT INTO bank_file (id, name, sha256, content, form, state, uploaded_at, version) "
        "VALUES (?, ?, ?, ?, 'camt.053.001.08', 'confirmed', ?, 1)",
        (first["bank_file"], name, hashlib.sha256(content).hexdigest(), content, now),
    )
    run(
        "INSERT INTO bank_statement (id, file_id, position, iban, identification, from_on, "
        "until_on, opening, closing, seen_before, seen_count, pending_count) "
        "VALUES (?, ?, 1, 'NL91ABNA0417164300', ?, '2026-11-02', '2026-11-02', 0, 0, 0, 0, 0)",
        (first["bank_statement"], first["bank_file"], name),
    )


def _write(
    many: Any,
    first: dict[str, int],
    lines: Sequence[Any],
    known: dict[str, Any],
    seen: set[str],
    now: str,
) -> int:
    entries, payments, parts, bookings, updates, told = [], [], [], [], [], []
    for place, (reference, cents, day, name, structured, text) in enumerate(lines):
        print_ = hashlib.sha256(f"{reference}{cents}{day}{name}{text}floor".encode()).hexdigest()
        if print_ in seen:
            continue
        key = first["bank_entry"] + place
        found = known.get(structured or text)
        booked = cents if found and found[3] == cents else 0
        entries.append(
            (
                *(key, first["bank_statement"], place, print_, day, cents, booked),
                *("booked" if booked else "open", reference, name, structured, text),
            )
        )
        if booked:
            invoice, organisation, engagement, _gross = found
            payment = first["payment"] + len(payments)
            payments.append((payment, organisation, day, cents, cents, text, now))
            parts.append((payment, invoice, cents, now))
            bookings.append((key, cents, payment, now))
            updates.append((cents, invoice))
            told += _told(now, payment, key, engagement, cents)
    _insert(many, entries, payments, parts, bookings)
    _post(many, first["ledger_entry"], [*_moves(entries, bookings)], now)
    many("UPDATE invoice SET paid = ?, state = 'paid', version = version + 1 WHERE id = ?", updates)
    many(
        "INSERT INTO audit_entry (at, actor, event, subject, about, facts) "
        "VALUES (?, 'system', ?, ?, ?, ?)",
        told,
    )
    return len(payments)


def _moves(entries: Any, bookings: Any) -> Iterator[tuple[str, str, list[tuple[str, str, int]]]]:
    """(day, subject, moves) of each entry of the ledger: taken in, and received."""
    for key, _statement, _place, _print, day, cents, *_rest in entries:
        sides = ("1100", "1190") if cents > 0 else ("1190", "1100")
        yield day, f"bank_entry:{key}", [(*sides, abs(cents))]
    days = {each[0]: each[4] for each in entries}
    for entry, cents, payment, _now in bookings:
        moves = [("1190", "1310", cents), ("1310", "1300", cents)]
        yield days[entry], f"payment:{payment}", moves


def _post(many: Any, first: int, told: Sequence[Any], now: str) -> None:
    many(
        "INSERT INTO ledger_entry (id, booked_on, happened_on, journal, event, subject, words, "
        "party, about, made_at) "
        "VALUES (?, ?, ?, 'bank', 'bank_entry:booked', ?, 'Bank', '', '', ?)",
        [(first + n, day, day, subject, now) for n, (day, subject, _moves) in enumerate(told)],
    )
    many(
        "INSERT INTO ledger_posting (entry_id, position, debit, credit, amount) "
        "VALUES (?, ?, ?, ?, ?)",
        [
            (first + n, place, *move)
            for n, (_day, _subject, moves) in enumerate(told)
            for place, move in enumerate(moves, start=1)
        ],
    )


def _told(now: str, payment: int, entry: int, engagement: int, cents: int) -> list[Any]:
    facts = json.dumps({"cents": str(cents)})
    return [
        (now, "payment:recorded", f"payment:{payment}", None, facts),
        (now, "payment:allocated", f"payment:{payment}", f"engagement:{engagement}", facts),
        (now, "bank_entry:booked", f"bank_entry:{entry}", None, facts),
    ]


def _insert(many: Any, entries: Any, payments: Any, parts: Any, bookings: Any) -> None:
    many(
        "INSERT INTO bank_entry (id, statement_id, position, fingerprint, booked_on, amount, "
        "booked, state, bank_reference, name, structured, text, is_reversal, batch, end_to_end, "
        "iban, set_aside_reason, version) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, FALSE, '', '', '', '', 1)",
        entries,
    )
    many(
        "INSERT INTO payment (id, organisation_id, received_on, amount, allocated, returned, "
        "method, reference, created_at, version) VALUES (?, ?, ?, ?, ?, 0, 'transfer', ?, ?, 1)",
        payments,
    )
    many(
        "INSERT INTO payment_allocation (payment_id, invoice_id, amount, made_at) "
        "VALUES (?, ?, ?, ?)",
        parts,
    )
    many(
        "INSERT INTO bank_booking (entry_id, amount, how, payment_id, made_at) "
        "VALUES (?, ?, 'reference', ?, ?)",
        bookings,
    )
