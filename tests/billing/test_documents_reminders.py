from datetime import date

import pytest

from lt_admin.billing.documents.accounts import account_pdf
from lt_admin.billing.documents.reminders import Lateness, reminder_pdf
from lt_admin.billing.models.reminders import Reminder, ReminderLevel
from lt_admin.billing.rules.accounts import Account, Entry, Holder, Line, OpenItem, with_balances
from lt_admin.core import i18n
from lt_admin.core.money import ZERO, Money
from tests.billing.papers import LONG, NASTY, SENDER, invoice, organisation, pages_of, words_of

LATENESS = Lateness(1040, Money.euros("349.71"))


def level(**facts):
    standard = {
        "level": 3,
        "wait_days": 7,
        "term_days": 14,
        "name_nl": "Aanmaning",
        "name_en": "Final reminder",
        "text_nl": "Deze factuur staat nog steeds open.",
        "text_en": "This invoice is still open.",
        "names_costs": True,
    }
    return ReminderLevel(**standard | facts)


def reminder(language="nl", charges=ZERO, **facts):
    nothing = dict.fromkeys(("paid", "credited", "written_off"), ZERO)
    about = invoice(language=language, **nothing | {"paid": Money.euros("500.00")})
    standard = {
        "invoice": about,
        "level": 3,
        "sent_on": date(2025, 10, 1),
        "due_on": date(2025, 10, 15),
        "recipient": about.recipient,
        "amount": about.open,
        "charges": charges,
    }
    return Reminder(**standard | facts, language=language)


SAID = {
    "nl": [
        "Aanmaning",
        "Over factuur 2025-0014",
        "Nieuwe uiterste dag 15 oktober 2025",
        "Uw kenmerk VPL-2025-881",
        "Deze factuur staat nog steeds open.",
        "€ 2.831,40 € 2.331,40",
        "rente van 10,40% per jaar",
        "incassokosten van € 349,71",
        "NL93 DEMO 0123 4567 89",
        "Hebt u intussen betaald?",
        "Ilse Modelhof",
    ],
    "en": [
        "Final reminder",
        "About invoice 2025-0014",
        "New last day 15 October 2025",
        "This invoice is still open.",
        "€2,831.40 €2,331.40",
        "interest of 10.40% a year",
        "Have you paid in the meantime?",
    ],
}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_reminder_says_what_is_open_and_the_new_day(app, language):
    made = words_of(reminder_pdf(reminder(language), level(), SENDER, LATENESS))
    assert [words for words in SAID[language] if words not in made] == []


def test_a_kind_reminder_names_no_costs(app):
    made = words_of(reminder_pdf(reminder(), level(names_costs=False), SENDER))
    assert "incassokosten" not in made


def test_what_was_charged_is_asked_beside_the_invoice(app):
    made = words_of(reminder_pdf(reminder(charges=Money.euros(40)), level(), SENDER))
    assert "Rente en kosten, geen btw € 40,00" in made
    assert "Te betalen € 2.371,40" in made


def test_the_reference_is_the_structured_one_when_there_is_one(app):
    nothing = dict.fromkeys(("paid", "credited", "written_off"), ZERO)
    about = invoice(payment_reference="RF5720250014", **nothing)
    made = words_of(reminder_pdf(reminder(invoice=about), level(), SENDER))
    assert "RF57 2025 0014" in made


def test_equal_reminders_are_equal_to_the_byte(app):
    first, second = (reminder_pdf(reminder(), level(), SENDER, LATENESS) for _ in range(2))
    assert first == second


def test_a_letter_is_one_page_and_takes_nasty_and_long_words(app):
    made = reminder_pdf(reminder(), level(), SENDER, LATENESS)
    assert len(pages_of(made)) == 1
    words = level(text_nl="\n".join([NASTY, LONG * 5]), name_nl=LONG)
    assert NASTY in words_of(reminder_pdf(reminder(recipient=f"{NASTY}\n{LONG}"), words, SENDER))


def account(language="nl", lines=None, items=None, **facts):
    house = organisation()
    moved = [
        Line(date(2025, 6, 30), Entry.INVOICE, "2025-0014", Money.euros("2831.40")),
        Line(date(2025, 7, 20), Entry.PAYMENT, "BEA 12", Money.euros("-831.40")),
        Line(date(2025, 9, 1), Entry.COSTS, "2025-0014", Money.euros("40.00")),
    ]
    item = OpenItem(
        "2025-0014",
        date(2025, 6, 30),
        date(2025, 7, 30),
        Money.euros("2831.40"),
        Money.euros("2000.00"),
    )
    standard = {
        "since": date(2025, 1, 1),
        "until": date(2025, 9, 30),
        "made_on": date(2025, 9, 30),
        "opening": ZERO,
        "charges": Money.euros("40.00"),
        "rest": ZERO,
    }
    return Account(
        holder=Holder(house.name, house.address_lines, language),
        lines=with_balances(ZERO, moved if lines is None else lines),
        items=[item] if items is None else items,
        **standard | facts,
    )


OF_ACCOUNT = {
    "nl": [
        "Rekeningoverzicht",
        "Beginsaldo € 0,00",
        "30-06-2025 Factuur 2025-0014 € 2.831,40 € 2.831,40",
        "20-07-2025 Betaling BEA 12",
        "01-09-2025 Incassokosten 2025-0014 € 40,00 € 2.040,00",
        "Eindsaldo € 2.040,00",
        "61-90 dagen",
        "Samen € 2.040,00",
    ],
    "en": ["Statement of account", "Closing balance €2,040.00", "61-90 days"],
}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_statement_of_account_says_every_movement_with_its_balance(app, language):
    made = words_of(account_pdf(account(language), SENDER)).replace("\u00a0", " ")
    assert [words for words in OF_ACCOUNT[language] if words not in made] == []


def test_a_statement_without_anything_open_says_thank_you(app):
    made = words_of(account_pdf(account(lines=[], items=[], charges=ZERO), SENDER))
    assert "Er staat niets open: dank u wel." in made


def test_a_long_statement_runs_on_over_pages(app):
    line = Line(date(2025, 6, 30), Entry.INVOICE, NASTY, Money.euros(1))
    assert len(pages_of(account_pdf(account(lines=[line] * 120), SENDER))) > 2
