"""Working documents: registered, counted, and destroyed with a certificate."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from lt_admin.accounts.models import User
from lt_admin.conduct.documents.certificates import certificate_pdf
from lt_admin.conduct.models.registers import (
    CertificateSeries,
    DestructionCertificate,
    DocumentForm,
    DocumentKind,
    WorkingDocument,
)
from lt_admin.conduct.queries import registers as queries
from lt_admin.conduct.queries import reports
from lt_admin.conduct.rules.registers import certificate_number, destruction_due_on
from lt_admin.core import audit, clock, formats, series
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import RUNNING, Engagement, EngagementState
from lt_admin.orientation.queries.locks import lock_engagement
from lt_admin.orientation.services.engagements import check_is_past
from lt_admin.reviewers.models.people import Reviewer


def register_documents(  # noqa: PLR0913 - kind, form, holder, place, count, day and person
    engagement: Engagement,
    *,
    kind: DocumentKind,
    form: DocumentForm,
    holder: Reviewer,
    count: int,
    made_on: date,
    place: str = "",
    by: User,
) -> WorkingDocument:
    """So many documents exist with a reviewer of the review; what is in them stays outside.

    Raises WrongState before step 2, after the end, and once all are destroyed.
    """
    lock_engagement(engagement)
    _check_is_open(engagement)
    check_is_past(made_on)
    _check_count(count)
    if holder.id not in {each.id for each in queries.holders_of(engagement)}:
        raise Refused(_("%(name)s has no declared place in this review.", name=holder.name))
    document = WorkingDocument(engagement=engagement, kind=kind, form=form, holder=holder)
    document.count, document.made_on, document.place = count, made_on, place
    session.add(document)
    audit.record("document:registered", document, by=by, about=engagement, kind=kind, count=count)
    return document


def correct_documents(document: WorkingDocument, *, count: int, by: User) -> None:
    """There are more or fewer than was registered."""
    engagement = document.engagement
    lock_engagement(engagement)
    _check_not_destroyed(engagement)
    _check_count(count)
    document.count = count
    facts = {"kind": document.kind, "count": count}
    audit.record("document:corrected", document, by=by, about=engagement, **facts)


def _check_is_open(engagement: Engagement) -> None:
    if engagement.state not in (*RUNNING, EngagementState.ON_HOLD):
        raise WrongState(_("This is possible only while the review is in steps 2 to 5."))
    _check_not_destroyed(engagement)


def _check_not_destroyed(engagement: Engagement) -> None:
    certificate = reports.certificate_of(engagement.id)
    if certificate is not None:
        number = certificate.number
        raise WrongState(_("All is destroyed, as certificate %(number)s says.", number=number))


def _check_count(count: int) -> None:
    if count < 1:
        raise Refused(_("Count at least one."))


def issue_certificate(
    engagement: Engagement, *, destroyed_on: date, late_reason: str = "", by: User
) -> DestructionCertificate:
    """Declare that every working document of the review was destroyed on this day.

    Numbered without gaps, kept as a PDF with its fingerprint, and never changed. Raises Refused
    without a held presentation, while one is planned, without anything registered, and for a
    destruction after the term without a reason; WrongState when there is one already.
    """
    lock_engagement(engagement)
    _check_not_destroyed(engagement)
    presented_on = _presented(engagement)
    documents = queries.documents_of(engagement.id)
    due_on = destruction_due_on(presented_on)
    _check_destroyed(documents, destroyed_on, due_on, late_reason)
    year = clock.today().year
    certificate = DestructionCertificate(
        engagement=engagement,
        number=certificate_number(year, series.take(CertificateSeries, year)),
        presented_on=presented_on,
        due_on=due_on,
        destroyed_on=destroyed_on,
        late_reason=late_reason if destroyed_on > due_on else "",
        issued_at=clock.now(),
        issued_by=by,
    )
    _freeze(certificate, documents)
    _record(certificate, by=by)
    return certificate


def _presented(engagement: Engagement) -> date:
    """The day from which the term runs; raises Refused while there is none."""
    planned_on = queries.planned_presentation_on(engagement.id)
    if planned_on is not None and not engagement.has_ended:
        day = formats.long_day(planned_on, language())
        raise Refused(_("A presentation is still planned for %(day)s.", day=day))
    counts_from = queries.destruction_counts_from(engagement)
    if counts_from is None:
        raise Refused(_("The term begins with the presentation to the boards; none was held yet."))
    return counts_from


def _check_destroyed(
    documents: Sequence[WorkingDocument], destroyed_on: date, due_on: date, late_reason: str
) -> None:
    check_is_past(destroyed_on)
    if not documents:
        raise Refused(_("Register the working documents first; then they can be destroyed."))
    if destroyed_on < max(each.made_on for each in documents):
        raise Refused(_("There are documents in the register that are newer than this day."))
    if destroyed_on > due_on and not late_reason.strip():
        day = formats.long_day(due_on, language())
        raise Refused(_("It was to be done by %(day)s; say why it became later.", day=day))


def _freeze(certificate: DestructionCertificate, documents: Sequence[WorkingDocument]) -> None:
    """Print it as it will always be, and tie to it what it lists."""
    engagement = certificate.engagement
    certificate.pdf = certificate_pdf(
        certificate,
        queries.items_of(documents),
        queries.guides_of(engagement),
        the_foundation().sender,
        engagement.request.organisation.language,
    )
    certificate.pdf_sha256 = hashlib.sha256(certificate.pdf).hexdigest()
    session.add(certificate)
    certificate.documents = list(documents)


def _record(certificate: DestructionCertificate, *, by: User) -> None:
    audit.record(
        "certificate:issued",
        certificate,
        by=by,
        about=certificate.engagement,
        number=certificate.number,
        items=sum(each.count for each in certificate.documents),
        days_late=certificate.days_late,
        sha256=certificate.pdf_sha256,
    )
