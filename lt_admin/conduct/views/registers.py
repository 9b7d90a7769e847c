"""The register of working documents, and the certificate that they were destroyed."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.forms.registers import CertificateForm, CountForm, DocumentsForm
from lt_admin.conduct.queries import registers as queries
from lt_admin.conduct.queries import report_words as words
from lt_admin.conduct.queries.report_sections import documents_page
from lt_admin.conduct.queries.reports import certificate_of
from lt_admin.conduct.services import registers as services
from lt_admin.conduct.views.reviews import REVIEW, FormWords, form_page, new_pages, the_review
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l

bp = new_pages("registers")
DOCUMENTS = f"{REVIEW}/documents"
UNDER = (_l("Working documents"), "registers.documents")
NEW = FormWords(
    _l("Register working documents"),
    UNDER,
    _l("What there is, where and how many; what is in it stays outside the app."),
    _l("Add to the register"),
)
COUNT = FormWords(_l("Correct the number"), UNDER)
CERTIFICATE = FormWords(
    _l("Make the destruction certificate"),
    UNDER,
    _l("It gets a number, and nobody can change it any more, nor the register."),
    _l("Make the certificate"),
)


def _back(engagement_id: int) -> ResponseReturnValue:
    return redirect(url_for("registers.documents", engagement_id=engagement_id))


@bp.get(DOCUMENTS)
@requires(Permission.CONDUCT_READ)
def documents(engagement_id: int) -> ResponseReturnValue:
    """What exists outside the app, and whether it is destroyed."""
    found = the_review(engagement_id)
    facts = documents_page(found, current_user)
    return render_template("conduct/documents.html", engagement=found, words=words, **facts)


@bp.route(f"{DOCUMENTS}/new", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def register(engagement_id: int) -> ResponseReturnValue:
    """Register documents of a kind."""
    found = the_review(engagement_id)
    form = DocumentsForm(made_on=clock.today())
    form.offer(queries.holders_of(found))
    if form.is_sent_well():
        with form.refusals():
            services.register_documents(found, **form.facts, by=current_user)
            flash(_("It stands in the register."))
            return _back(engagement_id)
    return form_page(found, form, NEW)


@bp.route(f"{DOCUMENTS}/<int:document_id>", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def correct(engagement_id: int, document_id: int) -> ResponseReturnValue:
    """Say how many there really are."""
    found = the_review(engagement_id)
    document = queries.find_document(found, document_id) or abort(404)
    form = CountForm(obj=document)
    if form.is_sent_well():
        with form.refusals("count"):
            services.correct_documents(document, count=form.count.data, by=current_user)
            flash(_("The number is corrected."))
            return _back(engagement_id)
    return form_page(found, form, COUNT)


@bp.route(f"{DOCUMENTS}/certificate", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def certify(engagement_id: int) -> ResponseReturnValue:
    """Declare that everything is destroyed."""
    found = the_review(engagement_id)
    form = CertificateForm(destroyed_on=clock.today())
    if form.is_sent_well():
        with form.refusals():
            facts = {name: form[name].data for name in ("destroyed_on", "late_reason")}
            made = services.issue_certificate(found, **facts, by=current_user)
            flash(_("Certificate %(number)s is made.", number=made.number))
            return _back(engagement_id)
    return form_page(found, form, CERTIFICATE)


@bp.get(f"{DOCUMENTS}/certificate.pdf")
@requires(Permission.CONDUCT_READ)
def certificate(engagement_id: int) -> ResponseReturnValue:
    """The paper, as it was made."""
    found = certificate_of(the_review(engagement_id).id) or abort(404)
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"'}
    return Response(found.pdf, mimetype="application/pdf", headers=headers)
