"""The certificate that the working documents of a review were destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable, KeepTogether, Spacer

from lt_admin.conduct.models.registers import DestructionCertificate, DocumentForm
from lt_admin.core import clock, i18n
from lt_admin.core.formats import long_day, number
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.i18n import ngettext
from lt_admin.core.paper.letter import Opening
from lt_admin.core.paper.lines import strong
from lt_admin.core.paper.look import CAPTION
from lt_admin.core.paper.parts import notice, signatures
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, render
from lt_admin.core.paper.tables import Columns, ruled_table
from lt_admin.core.paper.words import section, text, title
from lt_admin.orientation.models.engagements import PartyRole
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole

# Of what, in which form (in words and as it is), and how many.
Items = Sequence[tuple[Any, Any, DocumentForm, int]]

LIST = Columns((60, 35, 50, 20), numbers=(3,))
WAYS = {
    DocumentForm.PAPER: _l("shredded, class P-4"),
    DocumentForm.DIGITAL: _l("overwritten and erased"),
    DocumentForm.BOTH: _l("shredded; overwritten and erased"),
}
MOST_SIGNERS = 2  # beside the foundation
MOST_NAMES = 8  # of organisations in the window


def certificate_pdf(
    certificate: DestructionCertificate,
    items: Items,
    guides: Sequence[Assignment],
    sender: Sender,
    language: str,
) -> bytes:
    """The certificate in a language; equal certificates, equal bytes."""
    with i18n.speaking(language):
        name = _("Destruction certificate %(number)s", number=certificate.number)
        story = [
            *_opening(certificate, sender),
            *_declaration(certificate, sum(count for *_words, count in items)),
            *_list(items),
            *_signing(certificate, guides),
        ]
        return render(Paper(name, clock.day_of(certificate.issued_at), sender, story))


def _opening(certificate: DestructionCertificate, sender: Sender) -> list[Flowable]:
    """Letterhead, the organisations, and the days at a glance."""
    days = [
        (_words_for_start(certificate), certificate.presented_on),
        (_("To be destroyed by"), certificate.due_on),
        (_("Destroyed on"), certificate.destroyed_on),
    ]
    facts = [
        (_("Number"), certificate.number),
        (_("Engagement"), certificate.engagement.code or ""),
        *((name, long_day(day, i18n.language())) for name, day in days),
    ]
    return [Opening(sender, _address(certificate), facts), title(_("Destruction certificate"))]


def _words_for_start(certificate: DestructionCertificate) -> str:
    """The term runs from the last presentation, or from the end of what went no further."""
    is_ended = certificate.presented_on == certificate.engagement.ended_on
    return _("Review ended") if is_ended else _("Last presentation")


def _address(certificate: DestructionCertificate) -> list[str]:
    """The one organisation with its address, or the names of all whose boards are addressed."""
    concerned = [
        party.organisation
        for party in certificate.engagement.parties
        if party.role is not PartyRole.PARTNER
    ]
    if len(concerned) == 1:
        name, *rest = concerned[0].address_lines
        return [name, _("Attn. the director"), *rest]
    names = [each.name for each in concerned]
    more = len(names) - MOST_NAMES
    shown = names if more <= 1 else [*names[:MOST_NAMES], _("and %(num)d others", num=more)]
    return [_("To the directors of"), *shown]


def _declaration(certificate: DestructionCertificate, count: int) -> list[Flowable]:
    """What is declared; and in red how much too late it was, and why."""
    language = i18n.language()
    statement = ngettext(
        "We declare that the only working document of learning review %(code)s was destroyed on "
        "%(day)s. No copy was kept, neither by the reviewers nor in backups under our control.",
        "We declare that all working documents of learning review %(code)s were destroyed on "
        "%(day)s: %(num)d items. No copy was kept, neither by the reviewers nor in backups under "
        "our control.",
        count,
        code=certificate.engagement.code,
        day=long_day(certificate.destroyed_on, language),
    )
    if not certificate.days_late:
        return [text(statement)]
    return [text(statement), Spacer(1, 3), notice(_lateness(certificate), "danger")]


def _lateness(certificate: DestructionCertificate) -> str:
    taken = (certificate.destroyed_on - certificate.presented_on).days
    term = (certificate.due_on - certificate.presented_on).days
    late = strong(_("Late."))
    words = ngettext(
        "%(late)s The term is %(term)s days; it took %(taken)s days, one day too long.",
        "%(late)s The term is %(term)s days; it took %(taken)s days, %(num)d days too long.",
        certificate.days_late,
        late=late,
        term=term,
        taken=taken,
    )
    return " ".join([words, _("Reason: %(reason)s", reason=certificate.late_reason)])


def _list(items: Items) -> list[Flowable]:
    """The items by kind and form."""
    language = i18n.language()
    rows = [
        [str(kind), str(form), str(WAYS[way]), number(count, language)]
        for kind, form, way, count in items
    ]
    rows.append([_("Together"), "", "", number(sum(row[3] for row in items), language)])
    head = [_("Kind"), _("Form"), _("How"), _("Number of items")]
    kept = _(
        "Not destroyed: the anonymised final report and the records without content (hours, "
        "invoices, dates), which by law are kept for seven years."
    )
    table = ruled_table(head, rows, LIST, strong=(len(rows) - 1,))
    return [section(_("What was destroyed")), table, text(kept, CAPTION)]


def _signing(certificate: DestructionCertificate, guides: Sequence[Assignment]) -> list[Flowable]:
    """Where the reviewers and the foundation sign."""
    roles = {AssignmentRole.LEAD: _("lead reviewer"), AssignmentRole.SECOND: _("second reviewer")}
    people = [(each.reviewer.name, roles[each.role]) for each in guides[:MOST_SIGNERS]]
    coordinator = certificate.engagement.coordinator.name
    people.append((coordinator, _("coordinator, for the foundation")))
    lines = signatures(people, (_("Place and date"), _("Signature")))
    return [KeepTogether([section(_("Signatures")), lines])]
