"""What the pages about the work of one review share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user
from lt_admin.core.forms import Form
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.queries.access import find_review_seen_by

REVIEW = "/engagements/<int:engagement_id>"


def new_pages(name: str) -> Blueprint:
    """Pages that take no file, whatever is sent to them (DOMAIN.md 2i: case content stays out)."""
    made = Blueprint(name, f"lt_admin.conduct.views.{name}", template_folder="../templates")
    made.before_request(_refuse_files)
    return made


def _refuse_files() -> None:
    if request.files:
        raise Refused(
            _("Files are never kept here: nothing of what was said or written in a review is.")
        )


def the_review(engagement_id: int) -> Engagement:
    """The review, if this person may see its work; otherwise a 404."""
    return find_review_seen_by(engagement_id, current_user) or abort(404)


@dataclass(frozen=True)
class FormWords:
    """The words around one form, and the tab under which it lies: (word, endpoint)."""

    title: Any
    under: tuple[Any, str] | None = None
    lead: Any = ""
    button: Any = ""


def form_page(
    engagement: Engagement, form: Form, words: FormWords, **more: Any
) -> ResponseReturnValue:
    """A page with one form about a review.

    `title` and `lead` replace those of `words`; `remove` is the address that takes it away, with
    `remove_word` on its button. `meaning` gives for a field its words and what each one means.
    """
    none = {"remove": "", "remove_word": "", "meaning": {}}
    facts = {"title": words.title, "lead": words.lead} | none | more
    return render_template(
        "conduct/form.html", engagement=engagement, form=form, page=words, **facts
    ), form.status
