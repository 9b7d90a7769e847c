"""A writer of camt.053 files, in the dialects that banks speak; the same facts, the same bytes.

content = statement([credit("1573.00", text="factuur 2026-0001")], version="08")
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

OURS = "NL91ABNA0417164300"
DAY = date(2026, 11, 2)
VERSIONS = ("02", "04", "08")
# The folder with schemas and public samples, where somebody put it beside the project.
STANDARDS = next(
    (
        folder / "shared" / "standards"
        for folder in Path(__file__).parents
        if (folder / "shared" / "standards" / "validate.py").exists()
    ),
    None,
)


@dataclass(frozen=True)
class Transfer:
    """One transfer: an entry of its own, or a detail of a batch. Went out is negative."""

    amount: str
    text: str = ""
    structured: str = ""
    end_to_end: str = ""
    name: str = "Instelling (demo)"
    iban: str = ""
    ref: str = ""
    day: date = DAY
    reversal: bool = False
    status: str = "BOOK"
    currency: str = "EUR"
    details: tuple[Transfer, ...] = field(default=())


def credit(amount, **facts):
    return Transfer(amount, **facts)


def debit(amount, **facts):
    return Transfer(f"-{amount}", **facts)


def _side(amount):
    return "DBIT" if amount.startswith("-") else "CRDT"


def _el(tag, content, **facts):
    attributes = "".join(f' {name}="{value}"' for name, value in facts.items())
    return f"<{tag}{attributes}>{content}</{tag}>" if content else ""


def _text(tag, words):
    return _el(tag, escape(words)) if words else ""


def _name(words, version):
    name = _text("Nm", words)
    return _el("Pty", name) if version == "08" else name


def _words(it, version):
    """Parties and remittance of one transfer, in the order of the schema."""
    came_in = not it.amount.startswith("-")
    side = "Dbtr" if came_in != it.reversal else "Cdtr"
    account = _el(f"{side}Acct", _el("Id", _text("IBAN", it.iban)))
    parties = _el("RltdPties", _el(side, _name(it.name, version)) + account)
    kind = "<Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
    reference = _text("Ref", it.structured)
    strd = _el("Strd", _el("CdtrRefInf", kind + reference)) if reference else ""
    return parties + _el("RmtInf", _text("Ustrd", it.text[:140]) + strd)


def _detail(it, version, *, alone):
    refs = _el("Refs", _text("EndToEndId", it.end_to_end))
    amount = ""
    if not alone or version == "04":  # that one wants it always
        plain = _el("Amt", it.amount.lstrip("-"), Ccy=it.currency)
        side = _text("CdtDbtInd", _side(it.amount))
        amount = plain + side if version != "02" else _el("AmtDtls", _el("TxAmt", plain))
    return _el("TxDtls", refs + amount + _words(it, version))


def _entry(it, version):
    status = _el("Cd", it.status) if version == "08" else it.status
    details = it.details or (it,)
    inside = "".join(_detail(each, version, alone=not it.details) for each in details)
    return _el(
        "Ntry",
        _el("Amt", it.amount.lstrip("-"), Ccy=it.currency)
        + _text("CdtDbtInd", _side(it.amount))
        + ("<RvslInd>true</RvslInd>" if it.reversal else "")
        + _el("Sts", status)
        + _el("BookgDt", _text("Dt", it.day.isoformat()))
        + _text("AcctSvcrRef", it.ref)
        + "<BkTxCd><Prtry><Cd>541</Cd></Prtry></BkTxCd>"
        + _el("NtryDtls", inside),
    )


def _balance(kind, amount, day):
    return _el(
        "Bal",
        f"<Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        + _el("Amt", f"{abs(amount)}", Ccy="EUR")
        + _text("CdtDbtInd", "DBIT" if amount < 0 else "CRDT")
        + _el("Dt", _text("Dt", day.isoformat())),
    )


def sheet(transfers, *, version="08", opening="1000.00", iban=OURS, name="2026-1", closing=None):
    """One statement; its closing balance follows unless it is given."""
    moved = sum((Decimal(it.amount) for it in transfers if it.status == "BOOK"), Decimal())
    start = Decimal(opening)
    days = [it.day for it in transfers] or [DAY]
    end = start + moved if closing is None else Decimal(closing)
    return _el(
        "Stmt",
        _text("Id", name)
        + "<CreDtTm>2026-11-03T06:00:00+01:00</CreDtTm>"
        + _el("Acct", _el("Id", _text("IBAN", iban)))
        + _balance("OPBD", start, min(days))
        + _balance("CLBD", end, max(days))
        + "".join(_entry(it, version) for it in transfers),
    )


def document(sheets, *, version="08"):
    """A whole file of statements that are written already."""
    head = "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-03T06:00:00+01:00</CreDtTm></GrpHdr>"
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"
    inside = _el("BkToCstmrStmt", head + "".join(sheets))
    return f'<?xml version="1.0" encoding="UTF-8"?>{_el("Document", inside, xmlns=space)}'.encode()


def statement(transfers, *, version="08", **facts):
    """A whole file with one statement."""
    return document([sheet(transfers, version=version, **facts)], version=version)
