import importlib.util
import shutil
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from lt_admin.billing.documents.ubl import SELF_BILLING, written
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import ZERO, Money
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from lt_admin.ledger.queries import balances
from lt_admin.ledger.rules import Account
from lt_admin.payouts.models.batches import BatchLine, PaymentBatch
from lt_admin.payouts.models.bills import Bill, BillState
from lt_admin.payouts.models.e_bills import e_bill_of
from lt_admin.payouts.queries import bills as queries
from lt_admin.payouts.services import self_bills as services
from tests.billing import work
from tests.billing.official import needs_rules, unexplained, vera
from tests.payouts import bills

LAST = bills.APRIL + timedelta(days=14)


@pytest.fixture(autouse=True)
def _early_april(session):
    bills.foundation()
    with bills.wait_until(bills.APRIL):
        yield


@pytest.fixture
def bram():
    payee = bills.freelancer()
    bills.agreed(payee)
    return payee


@pytest.fixture
def bill(bram, treasurer):
    return services.issue_self_bill(bills.statement(bram, by=treasurer), by=treasurer)


def words_of(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages).replace("\u00a0", " ")


def test_an_invoice_is_written_in_the_payees_name(session, bill, bram):
    assert (bill.number, bill.state) == (f"A{bram.id}-2025-0001", BillState.ISSUED)
    assert (bill.net, bill.vat, bill.gross) == (Money(95000), Money(19950), Money(114950))
    assert (bill.object_until, bill.issued_on) == (LAST, bills.APRIL)
    assert queries.payable([bill.statement_id]) == {}
    mail = session.scalars(select(QueuedMail).order_by(QueuedMail.id.desc())).first()
    assert mail.recipient == bram.email
    assert [each.content_type for each in mail.attachments] == [
        "application/pdf",
        "application/xml",
    ]


def test_the_paper_says_all_that_the_law_asks(bill, bram):
    words = words_of(bill.pdf)
    for said in ("Factuur uitgereikt door afnemer", bill.number, bram.name, bram.kvk, bills.BTW):
        assert said in words
    for said in ("12345678", "NL001234560B01", "2 april 2025", "€ 199,50", "€ 1.149,50"):
        assert said in words


def test_the_paper_holds_the_e_invoice_and_the_other_way_round(bill):
    ((_name, (inside,)),) = PdfReader(BytesIO(bill.pdf)).attachments.items()
    assert inside == bill.ubl
    assert b"EmbeddedDocumentBinaryObject" in bill.ubl


def test_each_payee_has_numbers_of_its_own(bill, bram, treasurer):
    other = bills.freelancer("Karel Demostein")
    bills.agreed(other)
    first = services.issue_self_bill(bills.statement(other, by=treasurer), by=treasurer)
    second = services.issue_self_bill(bills.statement(bram, by=treasurer), by=treasurer)
    assert first.number == f"A{other.id}-2025-0001"
    assert second.number == f"A{bram.id}-2025-0002"


def test_a_number_that_was_not_used_leaves_no_gap(session, bram, treasurer):
    refused = bills.statement(bram, by=treasurer)
    bram.kvk = None
    with pytest.raises(Refused):
        services.issue_self_bill(refused, by=treasurer)
    bram.kvk = "87654321"
    assert services.issue_self_bill(refused, by=treasurer).number.endswith("-0001")


@pytest.mark.parametrize(
    "facts", [{"vat_id": None}, {"kvk": None}, {"street": ""}], ids=["btw-id", "kvk", "address"]
)
def test_without_what_the_law_asks_none_is_written(session, treasurer, facts):
    payee = bills.freelancer(**facts)
    bills.agreed(payee)
    bills.taxed(payee, "standard")
    with pytest.raises(Refused):
        services.issue_self_bill(bills.statement(payee, by=treasurer), by=treasurer)
    assert session.scalars(select(Bill)).all() == []


def test_without_agreement_or_after_its_end_none_is_written(bram, treasurer):
    bills.agreed(bram, since=date(2025, 3, 1), is_agreed=False)
    for payee in (bram, bills.freelancer("Mirthe Denkbeeld"), bills.employer()):
        with pytest.raises(Refused):
            services.issue_self_bill(bills.statement(payee, by=treasurer), by=treasurer)


def test_an_entry_in_the_register_that_ran_out_exempts_nobody(bram, treasurer):
    bills.taxed(bram, "exempt", crkbo="12345", crkbo_until=date(2025, 3, 3))
    with pytest.raises(Refused):
        services.issue_self_bill(bills.statement(bram, by=treasurer), by=treasurer)


TREATMENTS = {
    "standard": ({}, {}),
    "exempt": ({"vat_id": None}, {"crkbo": "12345", "crkbo_until": date(2025, 12, 31)}),
    "kor": ({"vat_id": None}, {}),
    "reverse": ({}, {}),
}


@needs_rules
@pytest.mark.parametrize("treatment", TREATMENTS)
def test_it_passes_the_official_rules_and_so_does_its_credit(treatment, treasurer, tmp_path):
    facts, more = TREATMENTS[treatment]
    payee = bills.freelancer(**facts)
    bills.agreed(payee)
    bills.taxed(payee, treatment, **more)
    bill = services.issue_self_bill(bills.statement(payee, by=treasurer), by=treasurer)
    back = services.credit(bill, reason="verkeerd adres", by=treasurer)
    sender = the_foundation().sender
    for each in (bill, back):
        assert unexplained("nlcius", each.ubl, tmp_path) == []
        peppol = written(e_bill_of(each, sender, 2100, SELF_BILLING))
        assert unexplained("peppol-sb", peppol, tmp_path) == []


@needs_rules
def test_it_says_389_and_its_credit_381(bill, treasurer):
    back = services.credit(bill, reason="verkeerd adres", by=treasurer)
    assert b"<cbc:InvoiceTypeCode>389<" in bill.ubl
    assert b"<cbc:CreditNoteTypeCode>381<" in back.ubl
    assert b"Factuur uitgereikt door afnemer. verkeerd adres" in back.ubl


def test_accepted_it_is_payable_and_its_vat_in_the_books(bill, bram):
    services.accept(bill, by=bram)
    assert queries.payable([bill.statement_id]) == {bill.statement_id: bill}
    assert bill.settled_by == f"payee:{bram.id}"
    assert balances(bills.APRIL)[Account.VAT_PAID] == bill.vat


def test_reverse_charged_vat_is_owed_and_got_back(bram, treasurer):
    bills.taxed(bram, "reverse")
    bill = services.issue_self_bill(bills.statement(bram, by=treasurer), by=treasurer)
    services.accept(bill, by=bram)
    found = balances(bills.APRIL)
    assert (bill.vat, found[Account.VAT_PAID]) == (ZERO, Money(19950))
    assert found[Account.VAT_DUE] == Money(-19950)


def test_silence_accepts_after_the_term_and_not_on_its_last_day(bill):
    with bills.wait_until(LAST):
        assert (services.run_job(), bill.state) == (0, BillState.ISSUED)
    with bills.wait_until(LAST + timedelta(days=1)):
        assert (services.run_job(), bill.state) == (1, BillState.ACCEPTED)
        assert services.run_job() == 0
    assert bill.settled_by == "system"


def test_an_objection_stops_the_payment_also_after_the_term(bill, bram):
    services.object_to(bill, words="Het waren elf uren.", by=bram)
    with bills.wait_until(LAST + timedelta(days=1)):
        assert services.run_job() == 0
    assert (bill.state, bill.remark) == (BillState.OBJECTED, "Het waren elf uren.")
    services.accept(bill, by=bram)  # it was right after all
    assert bill.state is BillState.ACCEPTED


def test_after_the_term_and_without_words_there_is_no_objection(bill, bram):
    with pytest.raises(Refused):
        services.object_to(bill, words=" ", by=bram)
    with bills.wait_until(LAST + timedelta(days=1)), pytest.raises(WrongState):
        services.object_to(bill, words="Te laat.", by=bram)


def test_credited_in_full_it_makes_room_for_a_new_one(bill, bram, treasurer):
    services.accept(bill, by=bram)
    back = services.credit(bill, reason="verkeerd btw-id", by=treasurer)
    again = services.issue_self_bill(bill.statement, by=treasurer)

    assert (bill.state, back.gross) == (BillState.CREDITED, -bill.gross)
    assert [each.number[-4:] for each in (bill, back, again)] == ["0001", "0002", "0003"]
    assert balances(bills.APRIL).get(Account.VAT_PAID, ZERO) == ZERO
    words = words_of(back.pdf)
    for said in ("Factuur uitgereikt door afnemer", bill.number, "verkeerd btw-id"):
        assert said in words


def test_a_credit_invoice_is_never_payable_nor_taken_back(bill, bram, treasurer):
    back = services.credit(bill, reason="fout", by=treasurer)
    services.accept(back, by=bram)
    assert queries.payable([bill.statement_id]) == {}
    with pytest.raises(WrongState):
        services.credit(back, reason="fout", by=treasurer)


def test_what_stands_in_a_batch_is_not_taken_back(bill, bram, treasurer):
    services.accept(bill, by=bram)
    batch = PaymentBatch(
        number="B1", execute_on=LAST, amount=bill.gross, digest="", made_by_id=treasurer.id
    )
    facts = {"holder": bram.name, "iban": work.IBAN, "remittance": "", "end_to_end": "E1"}
    line = BatchLine(position=1, payee=bram, statement=bill.statement, amount=bill.gross, **facts)
    batch.lines.append(line)
    work.saved(batch)
    with pytest.raises(WrongState):
        services.credit(bill, reason="fout", by=treasurer)


def test_equal_bills_are_equal_bytes(bill):
    kept = bill.pdf, bill.ubl
    services._freeze(bill)
    assert (bill.pdf, bill.ubl) == kept


HAS_VERA = importlib.util.find_spec("jpype") is not None and shutil.which("java") is not None


@needs_rules
@pytest.mark.skipif(not HAS_VERA, reason="veraPDF needs jpype and java")
def test_the_paper_is_an_archive_for_everybody(bill, treasurer, tmp_path):
    back = services.credit(bill, reason="fout", by=treasurer)
    file = tmp_path / "bill.pdf"
    for each in (bill, back):
        file.write_bytes(each.pdf)
        for flavour in ("3b", "ua1"):
            result = vera().validate(file, flavour)
            assert result["compliant"], result["messages"]
