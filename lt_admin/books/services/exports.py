"""The files of the books, always in Dutch: they are for the accountant and the tax service."""

from __future__ import annotations

from lt_admin.books.documents.exports import FILES
from lt_admin.books.rules.exports import Book
from lt_admin.core.i18n import speaking


def written(book: Book, form: str) -> bytes:
    """A year as one of the files."""
    with speaking("nl"):
        return FILES[form].write(book)
