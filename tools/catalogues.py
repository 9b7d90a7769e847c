"""Bring every feature's two catalogues up to date with its strings, or those of the named ones.

English is the language of the code, so its catalogue repeats the string; a Dutch text that is
missing stays empty, and the test of the catalogues names it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from lt_admin.core.i18n import FEATURES, LANGUAGES

ROOT = Path(__file__).parents[1] / "lt_admin"
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"silent": "false"}, "**.txt": {"silent": "false"}}
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
IDLE = tuple(
    f'"{name}'
    for name in ("POT-", "PO-", "Project", "Report", "Last-", "Language-", "Generated", "MIME")
)


def extracted(feature: str) -> Iterator[str | tuple[str, str]]:
    """Every string that a feature says; core also takes what stands above the features."""
    places = [ROOT / feature] + ([ROOT / "templates"] if feature == "core" else [])
    for place in places:
        yield from _of_folder(place, METHODS)
    if feature == "core":
        yield from _of_folder(ROOT, [("app.py", "python"), ("gathered.py", "python")])


def _of_folder(place: Path, methods: list[tuple[str, str]]) -> Iterator[str | tuple[str, str]]:
    found = extract_from_dir(place, methods, OPTIONS, KEYWORDS)
    for _path, _line, words, _comments, _context in found:
        yield words


def merged(feature: str, language: str) -> Catalog:
    """The catalogue with new strings added and those that are gone dropped; no guesses."""
    path = place_of(feature, language)
    known = read_po(path.open("rb"), locale=language) if path.exists() else Catalog()
    catalogue = Catalog(locale=language, fuzzy=False)
    for words in extracted(feature):
        old = known.get(words)
        if language == "en":
            catalogue.add(words, words)
        else:
            catalogue.add(words, old.string if old is not None else "")
    return catalogue


def place_of(feature: str, language: str) -> Path:
    """Where a feature keeps its words."""
    return ROOT / feature / "translations" / language / "LC_MESSAGES" / "messages.po"


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a file: sorted, and without the dates on which branches would differ."""
    catalogue.header_comment = "#"
    file = BytesIO()
    write_po(file, catalogue, sort_output=True, no_location=True, ignore_obsolete=True)
    lines = file.getvalue().decode().splitlines()[1:]
    kept = [line for line in lines if not line.startswith(IDLE)]
    return ("\n".join(kept).strip() + "\n").encode()


if __name__ == "__main__":
    for name in sys.argv[1:] or FEATURES:
        for each in LANGUAGES:
            target = place_of(name, each)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(written(merged(name, each)))
