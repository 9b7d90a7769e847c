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
from lt_admin.core.i18n import LANGUAGES, speaking
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.quality.documents import report_facts
from lt_admin.quality.queries.report import WORDS, quality_report
from lt_admin.quality.rules.indicators import Report

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
        _check(first, last, kind)
        found = quality_report(first.date(), last.date())
        _write(_page(found, lang) if kind == "html" else _data(found), output)


def _check(first: datetime, last: datetime, kind: str) -> None:
    if first > last:
        raise Refused(_("The period ends before it begins."))
    if kind == "pdf":
        raise Refused(_("The report is not there as PDF yet; ask for json or html."))


def _data(found: Report) -> str:
    return json.dumps(report_facts(found), ensure_ascii=False, indent=2)


def _page(found: Report, language: str) -> str:
    """One file that needs no other: the stylesheet stands inside."""
    folder = Path(current_app.static_folder or "")
    sheets = "".join((folder / name).read_text(encoding="utf-8") for name in SHEETS)
    styles = Markup("<style>{}</style>").format(Markup(sheets))  # noqa: S704 - our own files
    facts = {"report": found, "language": language, "styles": styles, **WORDS}
    return render_template("quality/report.html", **facts)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        message = _("The file cannot be written: %(error)s", error=error.strerror)
        raise Refused(message) from None


COMMANDS = (report,)
