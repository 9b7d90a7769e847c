"""Tagged PDF (logical structure, PDF/UA-1): a canvas that keeps the structure beside the marks.

Everything drawn is either content of a structure element or an artifact (rules, tints, running
heads), so that a screen reader gets headings, tables with their header cells, lists and figures
in reading order. A page may hold late parts, drawn when the number of pages is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject
from reportlab.pdfgen.canvas import Canvas


class Element:
    """One node of the structure tree; its kids are elements or (page, mark) pairs.

    `more` is the PDF code of its further entries, such as a scope or an alternative text.
    """

    __slots__ = ("kids", "more", "parent", "reference", "role")

    def __init__(self, role: str, parent: Element | None, more: str = "") -> None:
        self.role, self.parent, self.more = role, parent, more
        self.kids: list[Element | tuple[int, int]] = []
        self.reference = ""
        if parent is not None:
            parent.kids.append(self)


class Tag:
    """An element made at its first use, and shared by what is drawn in parts or over two pages."""

    def __init__(self, role: str, within: Tag | None = None, more: str = "") -> None:
        self.role, self.within, self.more = role, within, more
        self._element: Element | None = None

    def on(self, canvas: TaggedCanvas) -> Element:
        """The element on this canvas."""
        if self._element is None:
            parent = self.within.on(canvas) if self.within else canvas.stack[-1]
            self._element = Element(self.role, parent, self.more)
        return self._element


def scope(direction: str) -> str:
    """The entry that says for which cells a header cell stands: ``Column`` or ``Row``."""
    return f"/A <</O /Table /Scope /{direction}>>"


def numbering(kind: str) -> str:
    """The entry that says how a list is numbered: ``Decimal`` or ``Disc``."""
    return f"/A <</O /List /ListNumbering /{kind}>>"


def picture(alternative: str, box: tuple[float, float, float, float]) -> str:
    """The entries of a figure: the words that stand in for it, and where it stands (points)."""
    words = f"FEFF{alternative.encode('utf-16-be').hex().upper()}"
    edges = " ".join(f"{edge:.2f}" for edge in box)
    return f"/Alt <{words}> /A <</O /Layout /Placement /Block /BBox [{edges}]>>"


class Code(PDFObject):
    """A PDF object that is already written out."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.code = b""

    def format(self, _document: Any) -> bytes:
        """The code."""
        return self.code


class TaggedCanvas(Canvas):
    """A canvas that keeps the structure tree beside the marks on its pages."""

    _code: list[str]  # of the page so far
    _doc: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options | {"pdfVersion": (1, 7), "invariant": 1})
        self.root = Element("Document", None)
        self.stack = [self.root]
        self.marks: list[list[Element]] = [[]]
        self.headings = 0
        self._tagged_pages: list[Any] = []
        self._late: list[tuple[str, Callable[[int], None]]] = []

    @contextmanager
    def inside(self, element: Element) -> Iterator[None]:
        """New elements become kids of this one."""
        self.stack.append(element)
        yield
        self.stack.pop()

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """What is drawn belongs to this element."""
        page = self.marks[-1]
        self._code.append(f"/{element.role} <</MCID {len(page)}>> BDC")
        element.kids.append((len(self.marks) - 1, len(page)))
        page.append(element)
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn carries no meaning."""
        self._code.append("/Artifact BMC")
        yield
        self._code.append("EMC")

    def late(self, draw: Callable[[int], None]) -> None:
        """Let `draw` fill this spot when the number of pages, which it is given, is known."""
        name = f"late{len(self._late)}"
        self.doForm(name)
        self._late.append((name, draw))

    def showPage(self) -> None:  # noqa: N802  # reportlab's name
        """End the page and number its marks."""
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs, page.Trans = len(self._tagged_pages), PDFName("S"), None
        self._tagged_pages.append(page)
        self.marks.append([])

    def close(self) -> Any:
        """Draw what was late, hang the structure in the catalog, and give the document."""
        for name, draw in self._late:
            self.beginForm(name)
            draw(len(self._tagged_pages))
            self.endForm()
        self._write_structure()
        return self._doc

    def _write_structure(self) -> None:
        tree, parents = self._reserved(), self._reserved()
        elements = list(_with_kids(self.root))
        codes = [self._reserved() for _ in elements]
        for element, code in zip(elements, codes, strict=True):
            element.reference = self._reference(code)
        pages = [self._reference(page) for page in self._tagged_pages]
        for element, code in zip(elements, codes, strict=True):
            code.code = _element_code(element, self._reference(tree), pages)
        parents.code = _parent_code(self.marks[: len(pages)])
        fields = f"/K {self.root.reference} /ParentTree {self._reference(parents)}"
        tree.code = f"<</Type /StructTreeRoot {fields} /ParentTreeNextKey {len(pages)}>>".encode()
        self._hang_in_catalog(tree)

    def _hang_in_catalog(self, tree: Code) -> None:
        catalog = self._doc.Catalog
        catalog.StructTreeRoot = tree
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})

    def _reserved(self) -> Code:
        """An object that has its number, to be written later."""
        code = Code()
        self._doc.Reference(code)
        return code

    def _reference(self, thing: Any) -> str:
        return str(self._doc.Reference(thing).format(self._doc), "ascii")


def _with_kids(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _with_kids(kid)


def _element_code(element: Element, tree: str, pages: list[str]) -> bytes:
    parent = element.parent.reference if element.parent else tree
    kids = " ".join(
        kid.reference
        if isinstance(kid, Element)
        else f"<</Type /MCR /Pg {pages[kid[0]]} /MCID {kid[1]}>>"
        for kid in element.kids
    )
    fields = f"/S /{element.role} /P {parent} {element.more}"
    return f"<</Type /StructElem {fields} /K [{kids}]>>".encode("ascii")


def _parent_code(marks: list[list[Element]]) -> bytes:
    numbered = (
        f"{number} [{' '.join(mark.reference for mark in page)}]"
        for number, page in enumerate(marks)
    )
    return f"<</Nums [{' '.join(numbered)}]>>".encode("ascii")
