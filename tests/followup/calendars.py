"""Reading calendar files, and asking the standards' own checker about them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import icalendar

PLACE = Path("shared", "standards", "ical", "validate_ics.py")
CHECKER = next((p / PLACE for p in Path(__file__).parents if (p / PLACE).exists()), PLACE)


def event_in(content):
    [event] = icalendar.Calendar.from_ical(content).events
    return event


def events_in(content):
    return list(icalendar.Calendar.from_ical(content).events)


def method_of(content):
    return str(icalendar.Calendar.from_ical(content)["METHOD"])


def faults_of(folder, *contents):
    """What the checker says about these files; nothing when they are right."""
    files = []
    for number, content in enumerate(contents):
        files.append(folder / f"{number}.ics")
        files[-1].write_bytes(content)
    told = subprocess.run(
        [sys.executable, CHECKER, *files], capture_output=True, text=True, check=False
    )
    return told.stdout if told.returncode else ""
