"""The files that others get of the books: the accountant, the tax service, the public."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template

from lt_admin.accounts.access import requires
from lt_admin.accounts.policy import Permission
from lt_admin.books.documents.exports import FILES, name_of
from lt_admin.books.queries import exports as queries
from lt_admin.books.services.exports import written
from lt_admin.core.i18n import lazy_gettext as _l

bp = Blueprint("books_files", __name__, template_folder="../templates", url_prefix="/books")

WORDS = {
    "xaf-4.0": _l("Audit file XAF 4.0"),
    "xaf-3.2": _l("Audit file XAF 3.2"),
    "csv": "CSV",
    "beancount": "beancount",
}


@bp.get("/files")
@requires(Permission.FINANCE_READ)
def files() -> str:
    """Each year of the books, with its files and lists."""
    return render_template("books/files.html", years=queries.years(), words=WORDS)


@bp.get("/files/<int:year>/<string(maxlength=10):form>")
@requires(Permission.FINANCE_READ)
def file(year: int, form: str) -> Response:
    """One year as one of the files."""
    if form not in FILES or not 1900 <= year <= 9998:
        abort(404)
    book = queries.book_of(year) or abort(404)
    headers = {"Content-Disposition": f'attachment; filename="{name_of(book, form)}"'}
    return Response(written(book, form), mimetype=FILES[form].mimetype, headers=headers)
