"""What the bank says of a file, in every version, and what is no such file at all."""

import pytest
from lxml import etree

from lt_admin.core.steps import Refused
from lt_admin.payouts.rules.pain002 import MOST_BYTES, read
from tests.billing.official import FOLDER, needs_rules
from tests.payouts.pain_files import status

NAME = "B2026-0001"


@needs_rules
@pytest.mark.parametrize("version", ["03", "12", "14"])
def test_the_files_of_these_tests_are_what_banks_send(version):
    schema = etree.XMLSchema(file=str(FOLDER / "pain001" / f"pain.002.001.{version}.xsd"))
    facts = {"group": "PART", "count": "2", "total": "1.50", "part": "PART"}
    content = status(NAME, **facts, answers=[("a", "RJCT", "AC04")], version=version)

    schema.assertValid(etree.fromstring(content))


@pytest.mark.parametrize("version", ["03", "12", "14"])
def test_each_payment_has_its_status_and_reason(version):
    answers = [("B2026-0001-001", "RJCT", "AC04"), ("B2026-0001-002", "ACSC")]

    found = read(status(NAME, group="PART", answers=answers, version=version))

    assert (found.message, found.status, found.is_rejected) == (NAME, "PART", False)
    assert [(a.end_to_end, a.status, a.reason) for a in found.answers] == [
        ("B2026-0001-001", "RJCT", "AC04"),
        ("B2026-0001-002", "ACSC", ""),
    ]


@pytest.mark.parametrize("facts", [{"group": "RJCT"}, {"part": "RJCT"}])
def test_a_file_that_is_refused_as_a_whole_is_rejected(facts):
    assert read(status(NAME, **facts)).is_rejected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hallo",
        b"<Document/>",
        b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>',
        status(NAME)[:-20],
        status(""),
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + status(NAME)[38:],
        "<!DOCTYPE x>".encode("utf-16"),
        b" " * (MOST_BYTES + 1),
    ],
)
def test_what_is_no_status_file_is_refused_in_words(content):
    with pytest.raises(Refused):
        read(content)
