"""One page of each pattern, made of the macros, with invented facts; only tests serve them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from types import SimpleNamespace

import sqlalchemy as sa
from flask import Blueprint, flash, render_template
from wtforms import BooleanField

from lt_admin.accounts.access import public
from lt_admin.core import forms
from lt_admin.core.audit import AuditEntry
from lt_admin.core.badges import Badge
from lt_admin.core.duties import Duty
from lt_admin.core.listing import Choice, Column, Days, Listing, Search, show
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused

specimens = Blueprint("specimens", __name__, template_folder="templates", url_prefix="/specimens")


class Sector(StrEnum):
    CARE = "care"
    TOWN = "town"


WORDS = {Sector.CARE: "Jeugdhulp", Sector.TOWN: "Gemeente"}


class Specimen(forms.Form):
    name = forms.Text("Naam van de organisatie")
    sector = forms.EnumField("Soort", Sector, WORDS)
    amount = forms.MoneyField("Bedrag")
    minutes = forms.HoursField("Uren")
    on = forms.LocalDateField("Datum")
    share = forms.PercentField("Aandeel", blank=True)
    answer = forms.EnumChoice("Wie betaalt?", Sector, WORDS)
    agreed = BooleanField("De directie onderschrijft de spelregels")
    note = forms.PrivateText("Notitie", blank=True)


@specimens.route("/form", methods=["GET", "POST"])
@public
def form():
    filled = Specimen()
    if filled.is_sent_well():
        with filled.refusals():
            raise Refused("De offerte is intussen verstuurd; maak een nieuwe versie.")
    return render_template("specimens/form.html", form=filled), filled.status


LOG = Listing(
    "verloop",
    key=AuditEntry.id,
    order="-at",
    columns=(
        Column("event", "Nummer", AuditEntry.event, link="specimens.record", link_key="record_id"),
        Column("actor", "Opdrachtgever", AuditEntry.actor, small="about", card="wide"),
        Column("at", "Datum", AuditEntry.at, kind="day"),
        Column(
            "subject",
            "Staat",
            AuditEntry.subject,
            kind="badge",
            words={
                "paid": Badge("betaald", "ok"),
                "sent": Badge("verstuurd", "info", "send"),
                "late": Badge("te laat", "danger"),
            },
        ),
        Column("about", "", AuditEntry.about, card="carried"),
        Column("minutes", "Uren", AuditEntry.id * 15, kind="hours", sort=False, total=True),
        Column("net", "Bedrag", sa.type_coerce(AuditEntry.id * 1234567, sa.Integer), kind="number"),
    ),
    filters=(
        Search("q", "Zoek", (AuditEntry.actor, AuditEntry.event), hint="Nummer of naam"),
        Days("van", "Van", lambda day: AuditEntry.at >= sa.cast(day, sa.DateTime)),
        Days("tot", "Tot en met", lambda day: AuditEntry.at >= sa.cast(day, sa.DateTime)),
        Choice("staat", "Staat", {"paid": "betaald"}, lambda state: AuditEntry.subject == state),
    ),
)


@specimens.get("/list")
@public
def listing():
    return show(LOG, sa.select().select_from(AuditEntry), "specimens/list.html")


@specimens.get("/records/<int:record_id>")
@public
def record(record_id):
    flash("De offerte is verstuurd aan vier opdrachtgevers.")
    flash("Een van de vier heeft nog geen mailadres.", "warn")
    rows = [
        SimpleNamespace(name="Pleegzorg Merelnest", part=0.25, amount=Money(529750), on=None),
        SimpleNamespace(
            name="Ambulante Jeugdhulp Wolkenveld",
            part=1 / 3,
            amount=Money(-251062),
            on=date(2025, 4, 25),
        ),
    ]
    badges = [Badge("stap 5: eindverslag", "info", "pen"), Badge("op plan", "ok")]
    return render_template("specimens/record.html", rows=rows, badges=badges)


@specimens.get("/letter")
@public
def letter():
    return render_template("specimens/letter.html", form=Specimen())


@specimens.get("/home")
@public
def home():
    duties = [
        Duty(
            "GGZ Het Voorbeeldven heeft factuur 2025-0009 van €\u00a06.370,00 nog niet betaald.",
            date(2025, 9, 24),
            "/specimens/list",
            "Herinnering bekijken",
            "LT-2025-02. Er ging nog geen herinnering uit.",
            Badge("5 dagen over de vervaldag", "danger"),
        ),
        Duty(
            "Tessa Voorbeeld diende 13:15 uur in.",
            date(2025, 9, 25),
            "/specimens/list",
            "Uren beoordelen",
        ),
    ]
    well = ["LT-2025-01 is afgesloten.", "Alle uren van augustus zijn goedgekeurd."]
    facts = {"duties": duties, "well": well, "hour": 9, "first_name": "Ilse"}
    return render_template("home.html", running=[], parts=[], **facts)


@specimens.get("/broken")
@public
def broken():
    raise RuntimeError("broken on purpose")
