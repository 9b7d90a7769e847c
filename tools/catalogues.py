"""Bring every feature's two catalogues up to date with its strings, or those of the named ones.

English is the language of the code, so its catalogue repeats the string; a Dutch text that is
missing stays empty, and the test of the catalogues names it.
"""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from lt_admin.core.i18n import FEATURES, LANGUAGES

MAPPING = "[python: **.py]\n[jinja2: **.html]\nsilent=false\n[jinja2: **.txt]\nsilent=false\n"
IDLE = tuple(
    f'"{name}'
    for name in ("POT-", "PO-", "Project", "Report", "Last-", "Language-", "Generated", "MIME")
)
BIN = Path(sys.executable).parent


def extract(feature: str, template: Path) -> None:
    """Collect the strings of one feature; core also takes the shared templates."""
    mapping = template.with_suffix(".cfg")
    mapping.write_text(MAPPING, encoding="utf-8")
    places = [f"lt_admin/{feature}"] + (
        ["lt_admin/templates", "lt_admin/app.py"] if feature == "core" else []
    )
    keywords = ["-k", "lazy_gettext", "-k", "_", "-k", "_l"]
    command = [
        BIN / "pybabel",
        "-q",
        "extract",
        "-F",
        mapping,
        *keywords,
        "--no-location",
        "--sort-output",
        "--omit-header",
    ]
    subprocess.run([*command, "-o", template, *places], check=True)
    mapping.unlink()


def merge(feature: str, language: str, template: Path) -> None:
    """Add new strings, drop those that are gone, keep translations; no fuzzy guesses."""
    path = Path(f"lt_admin/{feature}/translations/{language}/LC_MESSAGES/messages.po")
    path.parent.mkdir(parents=True, exist_ok=True)
    known = read_po(path.open("rb"), locale=language) if path.exists() else None
    with template.open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in catalogue:
        if not message.id:
            continue
        old = known.get(message.id) if known else None
        if old is not None and old.string:
            message.string = old.string
        elif language == "en":
            message.string = message.id
    catalogue.fuzzy = False
    path.write_bytes(written(catalogue))


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
        pot = Path(f"lt_admin/{name}.pot")
        extract(name, pot)
        for each in LANGUAGES:
            merge(name, each, pot)
        pot.unlink()
