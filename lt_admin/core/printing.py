"""Rows that a command prints for scripts."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

FORMS = ("json", "csv")


def print_rows(rows: Iterable[Mapping[str, Any]], names: Sequence[str], form: str) -> None:
    """Print rows with these names to standard output, as JSON or CSV."""
    if form == "json":
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=1))
        return
    writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
