"""The official rules of e-invoices, where they are: beside this repository, in `shared/standards`.

NLCIUS is SI-UBL 2.0.3.13, Peppol is BIS Billing 3.0.21 with its part of EN 16931; both run the
UBL 2.1 schema first. Without the folder these tests are skipped.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from functools import cache
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[2].parent
PLACES = (
    *([Path(os.environ["LT_ADMIN_STANDARDS"])] if "LT_ADMIN_STANDARDS" in os.environ else []),
    BESIDE / "shared" / "standards",
    BESIDE.parent / "shared" / "standards",
)
FOLDER = next((place for place in PLACES if (place / "validate.py").exists()), None)
NO_RULES = "the official rules (../shared/standards, or LT_ADMIN_STANDARDS) are not here"
needs_rules = pytest.mark.skipif(FOLDER is None, reason=NO_RULES)

# Warnings that we accept, and why.
TOLERATED = {
    "BR-NL-25": "a foundation without btw-id has no other tax number than its RSIN (FACTS.md 2)",
}


@cache
def _module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    sys.modules[path.stem] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def rules():
    return _module(FOLDER / "validate.py")


@cache
def vera():
    return _module(FOLDER / "pdf" / "verapdf.py")


def findings(kind, xml, folder):
    """What the official rules find: `nlcius` or `peppol`, the schema first."""
    file = folder / "one.xml"
    file.write_bytes(xml)
    return rules().validate(kind, file)


def errors(kind, xml, folder):
    return {found.rule for found in findings(kind, xml, folder) if found.severity == "error"}


def unexplained(kind, xml, folder):
    """Every finding that is no tolerated warning."""
    return [
        f"{found.rule}: {found.message}"
        for found in findings(kind, xml, folder)
        if found.severity == "error" or found.rule not in TOLERATED
    ]
