"""The floor of W1: raw driver, canvas and lxml; number, rows, audit, ledger, PDF, UBL and mail.

On the real schema and with the same rows, without checks, chain, tags, archive marks or languages.
"""

from __future__ import annotations

import hashlib
import io
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from lxml import etree
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.databases import raw_connection

UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"


def issue_all(url: str, numbers: Sequence[int]) -> None:
    """Issue these drafts one by one, each in a transaction of its own."""
    with raw_connection(url) as raw:
        for number in numbers:
            _issue(raw.run, number)
            raw.commit()


def _issue(run: Any, number: int) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    at, today = now.isoformat(" "), now.date().isoformat()
    _id, engagement, net, vat, gross, recipient = run(
        "SELECT id, engagement_id, net, vat, gross, recipient FROM invoice WHERE id = ?", (number,)
    ).fetchone()
    lines = run(
        "SELECT l.step, l.minutes, l.net, e.worked_on FROM invoice_line l "
        "JOIN allocation a ON a.line_id = l.id JOIN time_entry e ON e.id = a.time_entry_id "
        "WHERE l.invoice_id = ? ORDER BY l.position",
        (number,),
    ).fetchall()
    run("INSERT INTO invoice_series (year, last) VALUES (?, 0) ON CONFLICT DO NOTHING", (now.year,))
    taken = "UPDATE invoice_series SET last = last + 1 WHERE year = ? RETURNING last"
    name = f"{now.year}-{run(taken, (now.year,)).fetchone()[0]:04}"
    ubl = _ubl(name, today, lines, (net, vat, gross))
    pdf = _pdf(name, recipient, lines, gross)
    digest = hashlib.sha256(pdf).hexdigest()
    run(
        "UPDATE invoice SET number = ?, state = 'issued', issued_on = ?, due_on = ?, pdf = ?, "
        "pdf_sha256 = ?, ubl = ?, ubl_sha256 = ?, mailed_at = ?, version = version + 1 "
        "WHERE id = ?",
        (name, today, today, pdf, digest, ubl, hashlib.sha256(ubl).hexdigest(), at, number),
    )
    _tell(run, number, engagement, at, {"number": name, "sha256": digest})
    _post(run, number, (today, at), (net, vat))
    _mail(run, number, at, pdf, name)


def _tell(run: Any, number: int, engagement: int, at: str, facts: dict[str, str]) -> None:
    run(
        "INSERT INTO audit_entry (at, actor, event, subject, about, facts) "
        "VALUES (?, 'user:1', 'invoice:issued', ?, ?, ?)",
        (at, f"invoice:{number}", f"engagement:{engagement}", json.dumps(facts)),
    )


def _post(run: Any, number: int, when: tuple[str, str], sums: tuple[int, int]) -> None:
    today, at = when
    entry = run(
        "INSERT INTO ledger_entry (booked_on, happened_on, journal, event, subject, words, party, "
        "about, made_at) VALUES (?, ?, 'sales', 'invoice:issued', ?, 'Factuur', '', '', ?) "
        "RETURNING id",
        (today, today, f"invoice:{number}", at),
    ).fetchone()[0]
    for place, (account, cents) in enumerate(zip(("8000", "1500"), sums, strict=True), start=1):
        if cents:
            run(
                "INSERT INTO ledger_posting (entry_id, position, debit, credit, amount) "
                "VALUES (?, ?, '1300', ?, ?)",
                (entry, place, account, cents),
            )


def _mail(run: Any, number: int, at: str, pdf: bytes, name: str) -> None:
    digest = hashlib.sha256(secrets.token_bytes(32)).hexdigest()
    subject = f"invoice:{number}"
    run(
        "INSERT INTO mail_link (purpose, subject, holder, token_hash, created_at, expires_at) "
        "VALUES ('read_invoice', ?, 'contact:1', ?, ?, ?)",
        (subject, digest, at, at),
    )
    mail = run(
        "INSERT INTO queued_mail (recipient, subject, text, language, about, queued_at, due_at, "
        "attempts) VALUES ('a@b.example', ?, 'Beste lezer', 'nl', ?, ?, ?, 0) RETURNING id",
        (name, subject, at, at),
    ).fetchone()[0]
    run(
        "INSERT INTO mail_attachment (mail_id, name, content_type, content) "
        "VALUES (?, ?, 'application/pdf', ?)",
        (mail, f"{name}.pdf", pdf),
    )


def _pdf(name: str, recipient: str, lines: Sequence[Any], gross: int) -> bytes:
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for place, words in enumerate([*recipient.splitlines(), f"Factuur {name}"]):
        canvas.drawString(60, 760 - 14 * place, words)
    for place, (step, minutes, net, day) in enumerate(lines):
        below = 640 - 16 * place
        canvas.drawString(60, below, f"Stap {step}, {day}")
        canvas.drawRightString(400, below, f"{minutes / 60:.2f}")
        canvas.drawRightString(500, below, f"{net / 100:.2f}")
    canvas.drawRightString(500, 400, f"{gross / 100:.2f}")
    canvas.showPage()
    canvas.save()
    return page.getvalue()


def _ubl(name: str, today: str, lines: Sequence[Any], sums: tuple[int, int, int]) -> bytes:
    root = etree.Element(f"{{{UBL}}}Invoice", nsmap={None: UBL})

    def put(parent: Any, tag: str, words: object = None) -> Any:
        child = etree.SubElement(parent, f"{{{UBL}}}{tag}")
        child.text = None if words is None else str(words)
        return child

    put(root, "ID", name)
    put(root, "IssueDate", today)
    for tag, cents in zip(("Net", "Tax", "Payable"), sums, strict=True):
        put(root, f"{tag}Amount", f"{cents / 100:.2f}").set("currencyID", "EUR")
    for place, (step, minutes, net, day) in enumerate(lines, start=1):
        line = put(root, "InvoiceLine")
        put(line, "ID", place)
        put(line, "InvoicedQuantity", minutes / 60).set("unitCode", "HUR")
        put(line, "LineExtensionAmount", f"{net / 100:.2f}").set("currencyID", "EUR")
        put(put(line, "Item"), "Name", f"Stap {step}, {day}")
        put(put(line, "Price"), "PriceAmount", "130.00").set("currencyID", "EUR")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
