"""The pages for the tax service and the public."""

import csv
import io
from datetime import date

import pytest

from lt_admin.books.queries.vat import vat_of
from lt_admin.books.rules.vat import Quarter
from lt_admin.core import clock
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import Account
from lt_admin.payouts.models.bills import Bill, BillKind, BillState
from lt_admin.reviewers.models.payees import VatTreatment
from lt_admin.reviewers.models.people import PayeeKind
from tests.bank.factories import invoice_of
from tests.billing.work import payee, saved
from tests.books.factories import MAY, booked, move, sold
from tests.books.test_queries_reconciliation import statement_of

SPRING = Quarter(2025, 2)
PAGES = ["/books/vat", "/books/vat?year=2025", "/books/paid-to-others/2025", "/books/anbi/2025"]


def paid(to, number, vat=None, treatment=VatTreatment.EXEMPT, on=MAY):
    statement = statement_of(to, "700", number)
    statement.pay(on=on, today=on)
    if vat is not None:
        money = {"net": Money.euros(700), "vat": Money.euros(vat), "gross": Money.euros(700 + vat)}
        of = {"payee": to, "statement": statement, "number": number, "issued_on": MAY}
        kinds = {"kind": BillKind.SELF_BILLED, "vat_treatment": treatment}
        saved(Bill(**of, **money, **kinds, state=BillState.ACCEPTED))
    return statement


def test_the_tax_of_invoices_in_their_quarter(coordinator):
    invoice = invoice_of(by=coordinator)
    today = clock.today()
    found = vat_of(Quarter(today.year, (today.month + 2) // 3))

    assert found.made.vat_of("1a") == invoice.vat
    assert found.difference == ZERO


def test_tax_paid_comes_from_the_ledger_without_what_was_settled(session):
    booked(move(Account.VAT_PAID, Account.PAYEES, "147"), journal=Journal.PURCHASES)
    booked(move(Account.BANK, Account.VAT_PAID, "100"), journal=Journal.BANK)

    assert vat_of(SPRING).made.vat_of("5b") == Money.euros(147)


def test_work_of_which_the_tax_is_shifted(session):
    paid(payee(), "U2025-0001", 0, VatTreatment.REVERSE)

    assert vat_of(SPRING).made.vat_of("2a") == Money.euros(147)
    assert vat_of(SPRING).made.vat_of("5g") == ZERO


def test_ledger_and_invoices_that_differ_are_told(client_of, treasurer):
    sold()
    page = client_of(treasurer).page("/books/vat?year=2025")

    assert "€ 210,00" in page.text
    assert "gesloten" in page.text


def test_who_was_paid_without_vat(client_of, treasurer):
    paid(payee("Zonder Rekening (demo)"), "U2025-0001")
    paid(payee("Vrijgesteld (demo)"), "U2025-0002", 0)
    paid(payee("Met Btw (demo)"), "U2025-0003", 147, VatTreatment.STANDARD)
    paid(payee("Werkgever (demo)", kind=PayeeKind.EMPLOYER), "U2025-0004")
    statement_of(payee("Onbetaald (demo)"), number="U2025-0005")
    paid(payee("Volgend Jaar (demo)"), "U2025-0006", on=date(2026, 1, 5))

    content = client_of(treasurer).get("/books/paid-to-others/2025?as=csv")
    rows = list(csv.reader(io.StringIO(content.get_data(as_text=True)), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["Vrijgesteld (demo)", "Zonder Rekening (demo)"]
    assert rows[1][-1] == "700,00"


def test_the_figures_of_two_years(client_of, treasurer):
    sold(date(2024, 5, 1), net="100", vat="21")
    sold()
    text = client_of(treasurer).page("/books/anbi/2025").text

    assert "€ 1.000,00" in text
    assert "€ 1.100,00" in text  # the reserve, with both results


@pytest.mark.parametrize("url", PAGES)
def test_these_pages_for_who_reads_figures_only(client_of, anyone, board, stranger, url):
    client_of(board).page(url)
    assert client_of(stranger).get(url).status_code == 403
    assert anyone.get(url).status_code == 302


@pytest.mark.parametrize("url", ["vat?year=99999", "anbi/0", "paid-to-others/99999"])
def test_a_year_that_there_is_not(client_of, treasurer, url):
    assert client_of(treasurer).get(f"/books/{url}").status_code == 404


def test_a_year_that_is_no_number_is_this_year(client_of, treasurer):
    assert str(clock.today().year) in client_of(treasurer).page("/books/vat?year=x").title
