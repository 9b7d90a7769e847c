"""A writer of pain.002 files: what a bank says of a file of ours."""

from __future__ import annotations

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001."


def status(message, *, group="", part="", answers=(), version="12", count="", total=""):
    """`answers` holds (end-to-end id, status, code) of payments."""
    sums = f"<OrgnlNbOfTxs>{count}</OrgnlNbOfTxs>" if count else ""
    sums += f"<OrgnlCtrlSum>{total}</OrgnlCtrlSum>" if total else ""
    said = f"<GrpSts>{group}</GrpSts>{_reason('AM04')}" if group else ""
    named = f"<OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001</OrgnlMsgNmId>"
    info = "".join(_answer(*each) for each in answers)
    if part:
        info = f"<PmtInfSts>{part}</PmtInfSts>{_reason('AC01')}{info}"
    if info:
        info = (
            "<OrgnlPmtInfAndSts><OrgnlPmtInfId>"
            f"{message}-1</OrgnlPmtInfId>{info}</OrgnlPmtInfAndSts>"
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{SPACE}{version}">'
        "<CstmrPmtStsRpt><GrpHdr><MsgId>S1</MsgId><CreDtTm>2026-11-20T12:00:00</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts>{named}{sums}{said}</OrgnlGrpInfAndSts>{info}"
        "</CstmrPmtStsRpt></Document>"
    ).encode()


def _answer(name, state, code=""):
    reason = _reason(code) if code else ""
    return (
        f"<TxInfAndSts><OrgnlEndToEndId>{name}</OrgnlEndToEndId>"
        f"<TxSts>{state}</TxSts>{reason}</TxInfAndSts>"
    )


def _reason(code):
    return f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>"
