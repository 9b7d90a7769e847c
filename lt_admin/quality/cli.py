"""The command line of quality: reports from the same queries as the pages."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click
from flask import current_app, render_template
from flask.cli import AppGroup
from markupsafe import Markup

from lt_admin.core.db import reading
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import LANGUAGES, speaking
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.quality.documents.facts import report_facts
from lt_admin.quality.documents.report import report_pdf
from lt_admin.quality.queries.report import WORDS, quality_report, told
from lt_admin.quality.rules.report import Report

report = AppGroup("report", help="Reports for the board.")
SHEETS = ("vendor/bootstrap.min.css", "lt.css")
DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(dir_okay=False, path_type=Path)


@report.command("quality")
@click.option("--from", "first", required=True, type=DAY, help="The first day.")
@click.option("--to", "last", required=True, type=DAY, help="The last day.")
@click.option("--format", "kind", required=True, type=click.Choice(["json", "pdf", "html"]))
@click.option("--lang", default="nl", show_default=True, type=click.Choice(LANGUAGES))
@click.option("--output", type=FILE, help="A file, instead of standard output.")
def quality(first: datetime, last: datetime, kind: str, lang: str, output: Path | None) -> None:
    """The quality report over a period, both days included."""
    with speaking(lang), reading():
        if first > last:
            raise Refused(_("The period ends before it begins."))
        _write(_KINDS[kind](quality_report(first.date(), last.date()), lang), output)


def _data(found: Report, _language: str) -> bytes:
    facts = json.dumps(report_facts(found), ensure_ascii=False, indent=2)
    return f"{facts}\n".encode()


def _paper(found: Report, _language: str) -> bytes:
    foundation = the_foundation()
    return report_pdf(found, foundation.sender, WORDS, is_demo=foundation.is_demo)


def _page(found: Report, language: str) -> bytes:
    """One file that needs no other: the stylesheet stands inside."""
    folder = Path(current_app.static_folder or "")
    sheets = "".join((folder / name).read_text(encoding="utf-8") for name in SHEETS)
    styles = Markup("<style>{}</style>").format(Markup(sheets))  # noqa: S704 - our own files
    facts = {"language": language, "styles": styles, "alone": True, **told(found)}
    return f"{render_template('quality/report.html', **facts)}\n".encode()


_KINDS = {"json": _data, "pdf": _paper, "html": _page}


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        message = _("The file cannot be written: %(error)s", error=error.strerror)
        raise Refused(message) from None


COMMANDS = (report,)
