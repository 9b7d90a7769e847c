"""Every word is there in both languages, with the same places to fill in."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from lt_admin.core.i18n import FEATURES, LANGUAGES
from tools.catalogues import ROOT, extracted

PLACES = re.compile(r"%\((\w+)\)[a-z]|%[sd]")


@pytest.fixture(autouse=True)
def session():
    """These look at the words, not at data: once is enough."""


def catalogue(feature, language):
    path = ROOT / feature / "translations" / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture(scope="module", params=FEATURES)
def feature(request):
    return request.param


@pytest.fixture(scope="module")
def strings(feature):
    """What the code and the templates of the feature say: singular, or (singular, plural)."""
    return set(extracted(feature))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_exactly_what_the_feature_says(feature, strings, language):
    found = catalogue(feature, language)
    held = {message.id for message in found if message.id} if found else set()

    assert sorted(map(str, strings - held)) == []
    assert sorted(map(str, held - strings)) == []


def both(message):
    """(id, text) pairs of a message; of a plural each form."""
    if isinstance(message.id, tuple):
        return list(zip(message.id, message.string, strict=True))
    return [(message.id, message.string)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_loses_a_place_to_fill_in(feature, language):
    pairs = [pair for m in catalogue(feature, language) or [] if m.id for pair in both(m)]

    assert [one for one, text in pairs if not text.strip()] == []
    lost = [one for one, text in pairs if not places(text) <= places(one) | {"num"}]
    lost += [one for one, text in pairs if places(one) - places(text) - {"num"}]
    assert lost == []


def places(text):
    return {found[1] or found.group() for found in PLACES.finditer(text)}


def test_english_says_what_the_code_says():
    other = [
        one
        for feature in FEATURES
        for message in catalogue(feature, "en") or []
        if message.id
        for one, text in both(message)
        if one != text
    ]
    assert other == []


def test_the_same_string_reads_the_same_in_every_feature():
    """The catalogues are merged at start: of two texts for one string, one would be lost."""
    found = {}
    for feature in FEATURES:
        for message in catalogue(feature, "nl") or ():
            if message.id:
                found.setdefault(str(message.id), set()).add(str(message.string))

    assert {words: texts for words, texts in found.items() if len(texts) > 1} == {}
