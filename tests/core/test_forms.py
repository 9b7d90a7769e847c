from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from flask import Flask, render_template_string
from wtforms import BooleanField, SelectField

from lt_admin.core import forms
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused, WrongState
from tests.pages import Page, faults


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


WORDS = {Colour.RED: "Rood", Colour.BLUE: "Blauw"}


class Everything(forms.Form):
    name = forms.Text("Naam")
    city = forms.Text("Plaats", blank=True)
    land = SelectField("Land", choices=["Nederland"], default="Nederland")
    amount = forms.MoneyField("Bedrag")
    minutes = forms.HoursField("Uren", longest=24 * 60)
    on = forms.LocalDateField("Datum")
    share = forms.PercentField("Deel", blank=True)
    count = forms.CountField("Aantal", most=20)
    colour = forms.EnumField("Kleur", Colour, WORDS)
    answer = forms.EnumChoice("Antwoord", Colour, WORDS)
    note = forms.PrivateText("Notitie", blank=True)
    pick = forms.PickField("Keuze")
    box = BooleanField("Vakje")


GOOD = {
    "name": " Noor ",
    "amount": "1.234,50",
    "minutes": "7u15",
    "on": "2 nov 2026",
    "share": "33,33",
    "count": "3",
    "colour": "red",
    "answer": "blue",
    "note": "kort",
    "pick": "7",
    "box": "1",
}
PAGE = """{% extends "base.html" %}{% import "macros/form.html" as forms %}
{% block title %}Proef{% endblock %}{% block content %}{% call forms.form(form) %}
{% for each in form if each.name != "csrf_token" %}
{{ forms.field(each, help="uitleg") }}{% endfor %}
{{ forms.submit("Bewaren", back="/") }}{% endcall %}{% endblock %}"""


@pytest.fixture
def sent(app: Flask):
    """A form as if it had been sent with these texts."""

    def make(**texts):
        with app.test_request_context("/", method="POST", data=texts):
            form = Everything(meta={"csrf": False})
            form.pick.offer([(7, "Zeven"), (8, "Acht")])
            form.is_sent_well()
            return form

    return make


def shown(app, form):
    with app.test_request_context("/"):
        return Page(render_template_string(PAGE, form=form))


def test_what_is_typed_becomes_values(sent):
    form = sent(**GOOD)

    assert form.errors == {}
    values = {name: value for name, value in form.data.items() if name in GOOD}
    assert values == {
        "name": "Noor",
        "amount": Money(123450),
        "minutes": 435,
        "on": date(2026, 11, 2),
        "share": Decimal("33.33"),
        "count": 3,
        "colour": Colour.RED,
        "answer": Colour.BLUE,
        "note": "kort",
        "pick": 7,
        "box": True,
    }


def test_only_a_field_to_write_in_says_that_it_may_stay_empty(app, sent):
    labels = {node.get("for"): node for node in shown(app, sent()).all("label")}

    said = {
        name for name, node in labels.items() if "(mag leeg blijven)" in "".join(node.itertext())
    }
    assert said == {"city", "share", "note"}


def test_control_characters_are_not_kept(sent):
    form = sent(**GOOD | {"name": "No\x02or\x1f \x9f", "note": "een\x0b\ntwee"})

    assert (form.name.data, form.note.data) == ("Noor", "een\ntwee")


def test_a_blank_field_gives_none(sent):
    assert sent(**GOOD | {"share": " "}).share.data is None


@pytest.mark.parametrize("name", [name for name in GOOD if name not in {"share", "note", "box"}])
def test_a_missing_value_is_named_beside_its_field(sent, name):
    form = sent(**GOOD | {name: ""})

    assert list(form.errors) == [name]
    assert form.status == 422


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("amount", "-5"),
        ("amount", "veel"),
        ("minutes", "7.25"),
        ("minutes", "25"),
        ("minutes", "0"),
        ("minutes", "-1"),
        ("on", "31-2-2026"),
        ("share", "101"),
        ("count", "21"),
        ("count", "3,5"),
        ("colour", "green"),
        ("answer", "green"),
        ("pick", "9"),
        ("pick", "x"),
        ("name", "x" * 201),
    ],
)
def test_what_is_not_understood_is_kept_and_explained(app, sent, name, text):
    form = sent(**GOOD | {name: text})

    assert list(form.errors) == [name]
    assert faults(shown(app, form)) == []


def test_what_was_typed_stands_there_again(app, sent):
    page = shown(app, sent(**GOOD | {"amount": "12,345.6.7", "minutes": "7.25"}))

    values = {node.get("name"): node.get("value") for node in page.all("input")}
    assert (values["amount"], values["minutes"]) == ("12,345.6.7", "7.25")


def test_an_empty_form_is_a_whole_page(app):
    with app.test_request_context("/"):
        form = Everything()
        form.pick.offer([(7, "Zeven")])
        page = shown(app, form)

    assert faults(page) == []
    assert "(mag leeg blijven)" in page.text


def test_values_are_shown_as_they_are_typed(app):
    with app.test_request_context("/"):
        form = Everything(
            amount=Money(123450), minutes=435, on=date(2026, 11, 2), share=Decimal("33.30"), count=3
        )
        form.pick.offer([])
        values = {node.get("name"): node.get("value") for node in shown(app, form).all("input")}

    assert [values[name] for name in ("amount", "minutes", "on", "share", "count")] == [
        "1.234,50",
        "7:15",
        "02-11-2026",
        "33,3",
        "3",
    ]


def test_the_summary_links_to_the_fields(app, sent):
    page = shown(app, sent(**GOOD | {"amount": "", "answer": ""}))

    links = {node.get("href") for node in page.all("a")}
    ids = {node.get("id") for node in page.root.iter()}
    assert {"#amount", "#answer-0"} <= links
    assert {"amount", "answer-0"} <= ids


def test_something_like_a_person_is_asked_back_once(app, sent):
    asked = sent(**GOOD | {"note": "BSN 111222333"})
    told = sent(**GOOD | {"note": "BSN 111222333", "note-not-a-person": "1"})

    assert list(asked.errors) == ["note"]
    assert "note-not-a-person" in [node.get("id") for node in shown(app, asked).all("input")]
    assert told.errors == {}
    assert told.note.data == "BSN 111222333"


@pytest.mark.parametrize(("kind", "status"), [(Refused, 422), (WrongState, 409)])
def test_a_refusal_stands_on_top_with_everything_kept(app, sent, kind, status):
    form = sent(**GOOD)

    with form.refusals():
        raise kind("Dit kan nu niet.")

    assert form.status == status
    page = shown(app, form)
    assert "Dit kan nu niet." in page.text
    assert faults(page) == []


def test_a_refusal_can_stand_beside_a_field(sent):
    form = sent(**GOOD)

    with form.refusals("amount"):
        raise Refused("Te veel.")

    assert form.errors == {"amount": ["Te veel."]}
