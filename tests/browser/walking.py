"""What every walk shares: a server with a clean book, its people, and how one types and presses."""

from __future__ import annotations

import re
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import expect
from sqlalchemy import select

from lt_admin.app import create_app
from lt_admin.config import Settings
from lt_admin.core import passwords
from lt_admin.core.db import session as db_session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.outbox import QueuedMail
from tests.browser.conftest import inspect, serving, shoot
from tests.factories import user_with
from tests.migrated import migrated_file

PASSWORD = "een lange wandeling van begin tot eind"
TOWN, CARE = "Gemeente Duinermeer (demo)", "Pleegzorg Merelnest (demo)"
ANNA, VERA = "anna@duinermeer.example", "vera@merelnest.example"
IBAN = "NL91ABNA0417164300"


@contextmanager
def server_in(folder):
    """A server of its own: nobody else's month, numbers or mails."""
    app = create_app(Settings(folder, migrated_file(folder / "walk.sqlite"), "a key for walkers"))
    with serving(app) as live:
        yield live
    app.extensions["engine"].dispose()


def our_papers_carry_our_name():
    us = the_foundation()
    us.name, us.street, us.city = "Stichting Proef (demo)", "Leerpad 1", "Testdorp"
    us.postcode, us.vat_id = "1234 AB", "NL001234560B01"
    us.iban, us.kvk, us.email = IBAN, "12345678", "kantoor@lt-demo.example"
    us.phone = "030 123 45 67"


def person(role, name, email):
    return user_with(role, name=name, email=email, password_hash=passwords.hashed(PASSWORD))


def signed_in(page, email):
    page.goto("/login")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    expect(page).to_have_url(re.compile("/$"))
    return page


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def follow(page, name):
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def sees(page, *texts):
    for text in texts:
        expect(page.get_by_role("main")).to_contain_text(text)


def kept(page, name):
    """Nothing is wrong with the page as it stands; and a picture of it."""
    inspect(page)
    shoot(page, name)


def fill(page, facts):
    """Type, choose, tick, or answer yes or no (True, False), each by its label."""
    main = page.get_by_role("main")
    for label, value in facts.items():
        if isinstance(value, bool):
            answer = "Ja" if value else "Nee"
            main.get_by_role("group", name=label).get_by_label(answer, exact=True).check()
            continue
        field = main.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(|$)"))
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def path_mailed_to(live, email):
    with live.data():
        mails = select(QueuedMail.link).where(QueuedMail.recipient == email)
        links = db_session.scalars(mails.order_by(QueuedMail.id)).all()
    return urlsplit([link for link in links if link][-1]).path


def adds(page, record, group, name, facts):
    """Somebody of the town is put into a group."""
    page.goto(f"{record}/groups/{group}/members/new")
    fill(page, {"Organisatie": TOWN, "Naam": name, **facts})
    press(page, "Toevoegen")
    expect(page).to_have_url(re.compile("/groups$"))
    sees(page, name)


def composes(page, record):
    """One in each group: as few as the gate of step 3 lets through."""
    well = {
        "Was deze persoon betrokken bij de casus?": False,
        "Kent deze persoon het beleid van de organisatie?": True,
        "Kan deze persoon verandering brengen in de organisatie?": True,
    }
    adds(page, record, "review_team", "Sanne Beleidsma", {"Functie": "teamleider"} | well)
    was = {"Was deze persoon betrokken bij de casus?": True}
    adds(page, record, "case_group", "Joost Werker", {"Functie": "jeugdbeschermer"} | was)


def moves_on(page, record, step):
    page.goto(record)
    page.locator("main form[action$='/move-on'] button").first.click()
    sees(page, step)
