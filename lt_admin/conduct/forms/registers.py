"""Forms of the register: so many documents of a kind, and that they were destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lt_admin.conduct.models.registers import DocumentForm, DocumentKind
from lt_admin.conduct.queries.report_words import DOCUMENTS, FORMS
from lt_admin.core.forms import (
    CountField,
    EnumChoice,
    EnumField,
    Form,
    LocalDateField,
    PickField,
    PrivateText,
)
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.reviewers.models.people import Reviewer

MOST = 999


class DocumentsForm(Form):
    """What exists outside the app; never what is in it."""

    kind = EnumField(_l("Kind"), DocumentKind, DOCUMENTS)
    form = EnumChoice(_l("Form"), DocumentForm, FORMS)
    holder = PickField(_l("Holder"))
    place = PrivateText(_l("Place"), blank=True, longest=200)
    count = CountField(_l("Number of items"), least=1, most=MOST)
    made_on = LocalDateField(_l("Since"))

    def offer(self, holders: Sequence[Reviewer]) -> None:
        """Who can hold documents of the review."""
        self.known = {each.id: each for each in holders}
        self.holder.offer([(each.id, each.name) for each in holders])

    @property
    def facts(self) -> dict[str, Any]:
        """What is recorded, as the service takes it."""
        return {
            "kind": self.kind.data,
            "form": self.form.data,
            "holder": self.known[self.holder.data],
            "place": self.place.data or "",
            "count": self.count.data,
            "made_on": self.made_on.data,
        }


class CountForm(Form):
    """How many there really are."""

    count = CountField(_l("Number of items"), least=1, most=MOST)


class CertificateForm(Form):
    """When everything was destroyed, and why so late if it was."""

    destroyed_on = LocalDateField(_l("Destroyed on"))
    late_reason = PrivateText(
        _l("Reason for being late"),
        blank=True,
        longest=400,
        description=_l("It stands on the certificate."),
    )
