"""The invoice on paper, with the hours behind it; and the credit invoice."""

from __future__ import annotations

from fractions import Fraction

from reportlab.platypus import Flowable, Spacer

from lt_admin.billing.documents.quotes import step_name
from lt_admin.billing.documents.specifications import specification
from lt_admin.billing.models.e_invoices import share_in_words
from lt_admin.billing.models.invoice_sums import InvoiceVat
from lt_admin.billing.models.invoices import Invoice, InvoiceLine, Round
from lt_admin.billing.models.quotes import LineKind
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core import i18n
from lt_admin.core.formats import euro, hours, iban, long_day, percent, short_day
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO
from lt_admin.core.paper.archive import Archive
from lt_admin.core.paper.letter import Opening
from lt_admin.core.paper.lines import strong
from lt_admin.core.paper.look import CAPTION
from lt_admin.core.paper.parts import notice
from lt_admin.core.paper.payment import PaymentWords, epc_code, payment_box
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, drawn
from lt_admin.core.paper.tables import Columns, ruled_table, totals
from lt_admin.core.paper.words import text, title
from lt_admin.orientation.rules.engagements import EngagementType

LINES = Columns((61, 17, 21, 26, 16, 24), numbers=(1, 2, 3, 4, 5))


def invoice_pdf(invoice: Invoice, sender: Sender) -> bytes:
    """An invoice or credit invoice in its language; equal invoices, equal bytes."""
    return drawn_invoice(invoice, sender).written()


def drawn_invoice(invoice: Invoice, sender: Sender) -> Archive:
    """The paper, drawn once: written plain for the e-invoice, and again with that one inside."""
    with i18n.speaking(invoice.language):
        story = [
            *_opening(invoice, sender),
            *_amounts(invoice),
            *(_taken_back(invoice) if invoice.is_credit else _payment(invoice, sender)),
            *(() if invoice.is_credit else specification(invoice)),
        ]
        name = f"{_name(invoice)} {invoice.number}"
        return drawn(Paper(name, invoice.issued_on or invoice.created_at.date(), sender, story))


def _name(invoice: Invoice) -> str:
    return _("Credit invoice") if invoice.is_credit else _("Invoice")


def _opening(invoice: Invoice, sender: Sender) -> list[Flowable]:
    """Letterhead, facts and one sentence on what this is for."""
    address = invoice.recipient.splitlines()
    about = _about_credit(invoice) if invoice.is_credit else _about(invoice)
    subject, facts = title(_name(invoice)), _facts(invoice)
    return [Opening(sender, address, facts), subject, text(about), Spacer(1, 4)]


def _facts(invoice: Invoice) -> list[tuple[str, str]]:
    language, original = i18n.language(), invoice.refers_to
    days = (invoice.period_from, invoice.period_until)
    period = " \u2013 ".join(short_day(day, language) for day in days if day)
    facts = [
        (_("Number"), invoice.number or ""),
        (_("Payment reference"), _reference(invoice)),
        (_("Date"), long_day(invoice.issued_on, language) if invoice.issued_on else ""),
        (_("Belongs to invoice"), (original.number or "") if original else ""),
        (_("Payable by"), long_day(invoice.due_on, language) if invoice.due_on else ""),
        (_("Engagement"), invoice.engagement.code or ""),
        (_("Period"), period),
        (_("Your reference"), invoice.reference),
        (_("Your commitment number"), invoice.commitment_number),
        (_("Your internal reference"), invoice.buyer_reference),
        (_("Your VAT id"), invoice.recipient_vat_id),
    ]
    return [fact for fact in facts if fact[1]]


def _reference(invoice: Invoice) -> str:
    """The creditor reference in groups of four; a credit invoice asks for no payment."""
    return "" if invoice.is_credit else iban(invoice.payment_reference or "")


def _about(invoice: Invoice) -> str:
    is_short = invoice.engagement.type is EngagementType.SHORT_ONE_DAY
    rounds = {
        Round.INTERIM: _("This is the interim invoice, after step 2."),
        Round.FINAL: _("This is the final invoice, after step 5."),
        Round.FOLLOW_UP: _("This is the invoice for the follow-up."),
    }
    what = _(
        "For learning review %(code)s we charge your share of %(hours)s hours of the reviewers.",
        code=invoice.engagement.code,
        hours=hours(sum(line.minutes for line in invoice.lines)),
    )
    is_only = is_short and invoice.round is Round.FINAL
    return what if is_only else f"{what} {rounds[invoice.round]}"


def _about_credit(invoice: Invoice) -> str:
    """What is taken back of which invoice, and why."""
    original = invoice.refers_to
    if original is None or original.issued_on is None:
        return ""
    facts = {"number": original.number, "day": long_day(original.issued_on, i18n.language())}
    taken = (
        _("This takes back invoice %(number)s of %(day)s in full.", **facts)
        if -invoice.gross == original.gross
        else _("This takes back a part of invoice %(number)s of %(day)s.", **facts)
    )
    if not invoice.credit_reason:
        return taken
    reason = _("Reason: %(why)s", why=invoice.credit_reason)
    return f"{taken} {reason}"


def _amounts(invoice: Invoice) -> list[Flowable]:
    """The lines, the VAT and the total."""
    language = i18n.language()
    head = [
        *(_("Description"), _("Hours"), _("Rate")),
        *(_("Whole"), _("Your share"), _("Amount")),
    ]
    rows = [_line(line) for line in invoice.lines]
    total = _("Credited") if invoice.is_credit else _("To be paid")
    sums = [
        (_("Total without VAT"), euro(invoice.net, language)),
        *((_vat_name(vat, invoice), euro(vat.vat, language)) for vat in invoice.vat_totals),
        (total, euro(invoice.gross, language)),
    ]
    reasons = [text(words, CAPTION) for words in _reasons(invoice)]
    return [ruled_table(head, rows, LINES), totals(sums), *reasons, Spacer(1, 4)]


def _line(line: InvoiceLine) -> list[str]:
    language, share = i18n.language(), Fraction(line.share_numerator, line.share_denominator)
    name = step_name(line.step)
    words = f"{name}: {line.description}" if line.description else name
    amount = euro(line.net, language)
    if line.kind is LineKind.COST or line.rate is None:
        return [words, "", "", "", share_in_words(share), amount]
    whole = euro(line.rate.for_minutes(line.minutes), language)
    part = share_in_words(share)
    return [words, hours(line.minutes), euro(line.rate, language), whole, part, amount]


def _vat_name(vat: InvoiceVat, invoice: Invoice) -> str:
    language = i18n.language()
    rate = percent(Fraction(vat.percent, 10_000), language)
    if len(invoice.vat_totals) == 1:
        return _("VAT %(rate)s", rate=rate)
    return _("VAT %(rate)s on %(amount)s", rate=rate, amount=euro(vat.net, language))


def _reasons(invoice: Invoice) -> list[str]:
    """Why no VAT is charged, where that is so."""
    usual = {
        VatCategory.EXEMPT: _("Exempt from VAT."),
        VatCategory.OUTSIDE_SCOPE: _("Outside the scope of VAT."),
        VatCategory.REVERSE_CHARGE: _("VAT reverse-charged."),
    }
    return [
        vat.reason or usual[vat.category]
        for vat in invoice.vat_totals
        if vat.category is not VatCategory.STANDARD
    ]


def _payment(invoice: Invoice, sender: Sender) -> list[Flowable]:
    """How to pay, with a code to scan."""
    question = _("Questions about this invoice? Do call or mail us, and mention its number.")
    if invoice.gross <= ZERO or not sender.iban:
        return [text(question)]
    number, language = _reference(invoice) or invoice.number or "", i18n.language()
    amount, account = euro(invoice.gross, language), iban(sender.iban)
    due = long_day(invoice.due_on, language) if invoice.due_on else ""
    sentence = _("Please pay %(amount)s by %(day)s.", amount=strong(amount), day=strong(due))
    known = {"amount": amount, "iban": account, "reference": number}
    words = PaymentWords(
        request=sentence if due else _("Please pay %(amount)s.", amount=strong(amount)),
        facts=((_("IBAN"), account), (_("In the name of"), sender.name), (_("Reference"), number)),
        scan=_("Scan in your banking app"),
        alternative=_("QR code to pay %(amount)s to %(iban)s, reference %(reference)s", **known),
        note=question,
    )
    reference = invoice.payment_reference or invoice.number or ""
    code = epc_code(sender.name, sender.iban, invoice.gross, reference)
    return [payment_box(words, code)]


def _taken_back(invoice: Invoice) -> list[Flowable]:
    """That nothing is asked."""
    paid = _("Had you paid already?")
    back = _(
        "You need not do anything. %(paid)s Then %(amount)s comes back to your account.",
        paid=strong(paid),
        amount=euro(-invoice.gross, i18n.language()),
    )
    question = _("Questions about this invoice? Do call or mail us, and mention its number.")
    return [notice(back, "info"), Spacer(1, 6), text(question)]
