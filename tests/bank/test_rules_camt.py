"""Files from the bank: every dialect is read, and what is none is refused in words, cheaply."""

import time
from datetime import date
from decimal import Decimal

import pytest

from lt_admin.bank.rules import checking
from lt_admin.bank.rules.camt import parse
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused
from tests.bank.camt_files import (
    DAY,
    OURS,
    STANDARDS,
    VERSIONS,
    Transfer,
    credit,
    debit,
    document,
    sheet,
    statement,
)

SAMPLES = sorted((STANDARDS / "camt053" / "samples").glob("*.xml")) if STANDARDS else []


def lines(content, iban=OURS):
    return checking.check(parse(content), iban).lines


@pytest.mark.skipif(not SAMPLES, reason="the folder with public samples is not here")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_public_sample_is_read(path):
    found = parse(path.read_bytes())
    assert found.form.startswith("camt.053.001.0")
    assert all(each.identification and each.account for each in found.statements)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_tells_the_same(version):
    facts = {"text": "factuur 2026-0001", "name": "Gemeente Proefstad", "iban": OURS}
    said = {"structured": "RF18539007547034", "end_to_end": "E1"}
    (line,) = lines(statement([credit("12.34", **facts, **said)], version=version))
    assert (line.amount, line.booked_on) == (Money(1234), DAY)
    assert line.words.name == "Gemeente Proefstad"
    assert (line.words.iban, line.words.end_to_end) == (OURS, "E1")
    assert (line.words.structured, line.words.text) == ("RF18539007547034", "factuur 2026-0001")


def test_the_same_content_has_the_same_fingerprint_in_every_version():
    prints = {lines(statement([credit("1.00")], version=v))[0].fingerprint for v in VERSIONS}
    assert len(prints) == 1


def test_a_later_version_is_read_too():
    content = statement([credit("1.00")]).replace(b"001.08", b"001.13")
    assert parse(content).form == "camt.053.001.13"


def test_a_day_may_be_a_moment_in_another_zone():
    content = statement([credit("1.00")]).replace(
        b"<BookgDt><Dt>2026-11-02</Dt></BookgDt>",
        b"<BookgDt><DtTm>2026-11-02T23:30:00Z</DtTm></BookgDt>",
    )
    assert lines(content)[0].booked_on == date(2026, 11, 3)


def test_an_entry_without_details_or_day_is_read():
    content = statement([credit("1.00")])
    start, end = content.index(b"<NtryDtls>"), content.index(b"</NtryDtls>") + 11
    content = content[:start] + b"<AddtlNtryInf>rente</AddtlNtryInf>" + content[end:]
    content = content.replace(b"<BookgDt><Dt>2026-11-02</Dt></BookgDt>", b"")
    (line,) = lines(content)
    assert (line.booked_on, line.words.text) == (DAY, "rente")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_batch_is_one_line_for_each_detail(version):
    parts = (Transfer("10.00", text="a"), Transfer("5.50", text="b"))
    found = lines(statement([credit("15.50", details=parts, ref="B1")], version=version))
    assert [line.amount for line in found] == [Money(1000), Money(550)]
    assert {line.batch for line in found} == {"B1"}


@pytest.mark.parametrize("second", ["5.51", "0.00"])
def test_a_batch_whose_details_do_not_add_up_is_one_line(second):
    parts = (Transfer("10.00", text="2026-0001"), Transfer(second, text="2026-0002"))
    (line,) = lines(statement([credit("15.50", details=parts)]))
    assert line.amount == Money(1550)
    assert line.words.text == "2026-0001 2026-0002"


def test_a_reversal_tells_the_party_of_the_first_transfer():
    (line,) = lines(statement([debit("9.00", reversal=True, name="Instelling B", iban=OURS)]))
    assert (line.is_reversal, line.amount, line.words.name) == (True, Money(-900), "Instelling B")


def test_several_statements_and_other_accounts():
    other = sheet([credit("5.00")], iban="NL20INGB0001234567")
    found = checking.check(parse(document([sheet([credit("1.00")]), other])), OURS)
    assert [each.iban for each in found.sheets] == [OURS]
    assert found.others == ("NL20INGB0001234567",)


def test_what_is_pending_is_counted_and_left_alone():
    found = checking.check(parse(statement([credit("1.00"), credit("2.00", status="PDNG")])), OURS)
    assert [line.amount for line in found.lines] == [Money(100)]
    assert found.sheets[0].pending == 1


def test_zero_is_shown_and_not_booked():
    found = checking.check(parse(statement([credit("0.00"), credit("2.00")])), OURS)
    assert len(found.lines) == found.sheets[0].zeros == 1


def test_equal_lines_are_two_and_told_apart():
    first, second = lines(statement([credit("1.00"), credit("1.00")]))
    assert first.fingerprint != second.fingerprint


def test_decimals_that_are_zeros_are_no_decimals():
    content = statement([credit("8.85000")], closing="1008.85000")
    assert lines(content)[0].amount == Money(885)


def test_pages_of_one_statement_join_at_interim_balances():
    content = statement([credit("1.00")]).replace(b"OPBD", b"ITBD").replace(b"CLBD", b"ITBD")
    assert len(lines(content)) == 1


def test_a_day_without_entries_may_have_one_balance():
    content = statement([])
    start = content.index(b"<Bal>", content.index(b"<Bal>") + 1)
    content = content[:start] + content[content.rindex(b"</Bal>") + 6 :]
    assert lines(content) == []


def test_a_statement_that_does_not_add_up_is_refused():
    with pytest.raises(Refused, match=r"0[.,]01"):
        lines(statement([credit("1.00")], closing="1001.01"))


@pytest.mark.parametrize(
    "facts",
    [{"amount": "1.00", "currency": "SEK"}, {"amount": "1.00001"}, {"amount": "1e3"}],
)
def test_other_currencies_and_parts_of_cents_are_refused(facts):
    entry = Transfer(**facts)
    with pytest.raises(Refused):
        lines(statement([entry], closing="1001.00"))


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-1", "1_0", "\u0661", "", "9" * 20, "0x10"])
def test_what_is_no_amount_is_refused(amount):
    content = statement([credit("1.00")]).replace(b">1.00<", f">{amount}<".encode())
    with pytest.raises(Refused):
        lines(content)


@pytest.mark.parametrize("day", ["2026-13-01", "gisteren", "0000-00-00", "2026-11-02T99:00:00"])
def test_what_is_no_day_is_refused(day):
    with pytest.raises(Refused):
        lines(statement([credit("1.00")]).replace(b"2026-11-02", day.encode()))


@pytest.mark.parametrize("iban", ["NL20INGB0001234567", ""])
def test_another_account_is_refused(iban):
    with pytest.raises(Refused):
        lines(statement([credit("1.00")]), iban)


BOMB = b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha" * 10) for n in range(12)
)
SPACE = b'xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"'
HOSTILE = {
    "nothing": b"",
    "words": b"dit is geen afschrift",
    "html": b"<html><body>camt.053</body></html>",
    "half": statement([credit("1.00")])[:-40],
    "bomb": b'<?xml version="1.0"?><!DOCTYPE D ['
    + BOMB
    + b"]><Document "
    + SPACE
    + b">&l11;</Document>",
    "outside": b'<!DOCTYPE D [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document '
    + SPACE
    + b">&x;</Document>",
    "dtd in utf-16": '<!DOCTYPE D [<!ENTITY x "y">]><Document>&x;</Document>'.encode("utf-16"),
    "entity": b"<Document " + SPACE + b">&x;</Document>",
    "deep": b"<Document " + SPACE + b">" + b"<a>" * 200_000,
    "many attributes": b"<Document "
    + SPACE
    + b" "
    + b" ".join(b'a%d=""' % n for n in range(50_000))
    + b"/>",
    "wrong encoding": statement([credit("1.00", name="Cliënt")]).replace("ë".encode(), b"\xeb"),
    "lying encoding": statement([credit("1.00")]).replace(b"UTF-8", b"UTF-16"),
    "unknown encoding": statement([credit("1.00")]).replace(b"UTF-8", b"KLINGON"),
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "mt940": b":20:940S120101\r\n:25:NL91",
    "camt.052": statement([credit("1.00")]).replace(b"camt.053", b"camt.052"),
    "camt.054": statement([credit("1.00")]).replace(b"camt.053", b"camt.054"),
    "another message": statement([credit("1.00")]).replace(b"camt.053", b"pain.001"),
    "empty": document([]),
    "too large": b"<Document " + SPACE + b">" + b" " * (10 * 1024 * 1024),
    "one long text": statement([credit("1.00", name="x" * 9_000_000)])[:-9],
    "no balance": statement([credit("1.00")]).replace(b"OPBD", b"INFO"),
    "no amount": statement([credit("1.00")]).replace(b'<Ntry><Amt Ccy="EUR">1.00</Amt>', b"<Ntry>"),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_statement_is_refused_in_words_and_soon(content):
    began = time.perf_counter()
    with pytest.raises(Refused) as refused:
        lines(content)
    assert len(str(refused.value)) > 20
    assert time.perf_counter() - began < 2


def test_long_texts_are_cut_to_what_the_books_hold():
    content = statement([credit("1.00", name="n" * 5000, iban="I" * 500, structured="R" * 500)])
    (line,) = lines(content)
    assert (len(line.words.name), len(line.words.iban), len(line.words.structured)) == (140, 34, 35)


def test_amounts_keep_every_cent_of_a_large_sum():
    found = parse(statement([credit("999999999999.99")]))
    assert found.statements[0].entries[0].amount.value == Decimal("999999999999.99")
