"""The file itself: PDF/A-3b with the marks of PDF/UA-1, written once, the same bytes every time.

ReportLab's own writer leaves out what an archive asks (metadata, output intent, line ends around
streams), so the objects it formats are put together here instead of being read back and repaired.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from lt_admin.core.paper.lines import plain
from lt_admin.core.paper.tags import TaggedCanvas

rl_config.useA85 = 0  # streams need not be printable
PRODUCER = "lt_admin"
CUTTING = Lock()  # a font reads its file from one place at a time, and all threads share it
COLOURS = (Path(__file__).parent / "srgb.icc").read_bytes()
METADATA = (Path(__file__).parent / "metadata.xml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class About:
    """What the metadata says: the day of the paper, never of the run."""

    title: str
    author: str
    language: str
    on: date

    @classmethod
    def of(cls, title: str, author: str, language: str, on: date) -> About:
        """Made from words as they stand on the paper, without what metadata cannot hold."""
        return cls(plain(title), plain(author), language, on)

    @property
    def stamp(self) -> str:
        """The day as PDF writes it."""
        return f"D:{self.on:%Y%m%d}000000+00'00'"


@dataclass(frozen=True)
class Attachment:
    """A file inside the paper; `relation` says what it is to it (PDF/A-3, AFRelationship)."""

    name: str
    media_type: str
    content: bytes
    description: str
    relation: str = "Alternative"


class Archive:
    """A drawn document as the file we keep and send, written as often as it has another load.

    What it draws is written once; a later file shares that, and adds what is attached.
    """

    def __init__(self, canvas: TaggedCanvas, about: About) -> None:
        self.canvas, self.about = canvas, about
        self.document = canvas.close()
        with CUTTING:
            for font in self.document.delayedFonts:
                font.addObjects(self.document)
        self._dress()
        self.information = _information(about)
        self.document.Reference(self.information)
        self.document.Outlines.prepare(self.document, canvas)
        self._known: dict[int, bytes] = {}

    def _dress(self) -> None:
        """Metadata and colours, as the standards want them."""
        catalog = self.document.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
        catalog.Metadata = _metadata(self.about)
        catalog.OutputIntents = PDFArray([_output_intent(self.document)])
        self.document.Reference(catalog)

    def written(self, attachments: Sequence[Attachment] = ()) -> bytes:
        """The file with these files inside; equal documents, equal bytes."""
        if attachments:
            _attach(self.document, attachments, self.about)
            self._known.pop(self._number(self.document.Catalog), None)
        return self._bytes()

    def _bytes(self) -> bytes:
        """All objects in order, the table of their places, and an identity made of the content."""
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        offset, places = len(parts[0]), []
        number = 1
        while number in self.document.numberToId:  # formatting one object may add others
            parts.append(self._object(number))
            places.append(offset)
            offset += len(parts[-1])
            number += 1
        identity = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest()
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        root, facts = (
            f"{self._number(thing)} 0 R" for thing in (self.document.Catalog, self.information)
        )
        fields = f"/Size {number} /Root {root} /Info {facts} /ID [<{identity}> <{identity}>]"
        head = f"xref\n0 {number}\n0000000000 65535 f \n{table}"
        parts.append(f"{head}trailer\n<<{fields}>>\nstartxref\n{offset}\n%%EOF\n".encode())
        return b"".join(parts)

    def _number(self, thing: Any) -> int:
        reference: bytes = self.document.Reference(thing).format(self.document)
        return int(reference.split()[0])

    def _object(self, number: int) -> bytes:
        """One numbered object; the end of a stream stands on a line of its own."""
        if number not in self._known:
            thing = self.document.idToObject[self.document.numberToId[number]]
            body = pdfdoc.format(thing, self.document, toplevel=1)
            if body.endswith(b"endstream\n"):
                body = body.removesuffix(b"endstream\n") + b"\nendstream"
            self._known[number] = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        return self._known[number]


def _metadata(about: About) -> PDFStream:
    """The XMP packet: title, language, day, and the standards the file keeps to."""
    facts = {
        "title": escape(about.title),
        "author": escape(about.author),
        "language": about.language,
        "moment": f"{about.on.isoformat()}T00:00:00+00:00",
        "producer": PRODUCER,
    }
    kind = {"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}
    return PDFStream(PDFDictionary(kind), METADATA.format(**facts).encode())


def _output_intent(document: Any) -> PDFDictionary:
    """Colours are sRGB."""
    profile = PDFStream(PDFDictionary({"N": 3}), COLOURS, [pdfdoc.PDFZCompress])
    return PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB"),
            "DestOutputProfile": document.Reference(profile),
        }
    )


def _information(about: About) -> PDFDictionary:
    """The old information dictionary says the same as the metadata."""
    return PDFDictionary(
        {
            "Title": PDFString(about.title),
            "Author": PDFString(about.author),
            "Creator": PDFString(PRODUCER),
            "Producer": PDFString(PRODUCER),
            "CreationDate": PDFString(about.stamp),
            "ModDate": PDFString(about.stamp),
        }
    )


def _attach(document: Any, attachments: Sequence[Attachment], about: About) -> None:
    files = [document.Reference(_file(document, one, about)) for one in attachments]
    names: list[Any] = []
    for one, file in sorted(zip(attachments, files, strict=True), key=lambda pair: pair[0].name):
        names += [PDFString(one.name), file]
    tree = PDFDictionary({"Names": PDFArray(names)})
    document.Catalog.AF = PDFArray(files)
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": tree})


def _file(document: Any, attachment: Attachment, about: About) -> PDFDictionary:
    size = {"Size": len(attachment.content), "ModDate": PDFString(about.stamp)}
    kind = {
        "Type": PDFName("EmbeddedFile"),
        "Subtype": f"/{attachment.media_type.replace('/', '#2F')}",
        "Params": PDFDictionary(size),
    }
    stream = PDFStream(PDFDictionary(kind), attachment.content, [pdfdoc.PDFZCompress])
    content = document.Reference(stream)
    return PDFDictionary(
        {
            "Type": PDFName("Filespec"),
            "F": PDFString(attachment.name),
            "UF": PDFString(attachment.name),
            "Desc": PDFString(attachment.description),
            "AFRelationship": PDFName(attachment.relation),
            "EF": PDFDictionary({"F": content, "UF": content}),
        }
    )
