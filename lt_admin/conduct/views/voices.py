"""Whether service users were invited, and took part."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.forms.sessions import AnswerForm, VoiceForm
from lt_admin.conduct.queries import labels
from lt_admin.conduct.queries import sessions as queries
from lt_admin.conduct.services import sessions as services
from lt_admin.conduct.views.reviews import REVIEW, FormWords, form_page, new_pages, the_review
from lt_admin.core.i18n import lazy_gettext as _l

bp = new_pages("voices")
VOICES = f"{REVIEW}/voices"
NEW = FormWords(
    _l("The voice of a service user"),
    (_l("Sessions"), "sessions.sessions"),
    _l("Who was invited and took part; never a name, and never what was said."),
)


def _to(engagement_id: int) -> ResponseReturnValue:
    return redirect(url_for("sessions.sessions", engagement_id=engagement_id, _anchor="voices"))


@bp.route(f"{VOICES}/new", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def new_voice(engagement_id: int) -> ResponseReturnValue:
    """Write somebody of the family down."""
    engagement, form = the_review(engagement_id), VoiceForm()
    if form.is_sent_well():
        with form.refusals("reason"):
            facts = {"relation": form.relation.data, **form.answer}
            services.record_voice(engagement, **facts, by=current_user)
            return _to(engagement_id)
    return form_page(engagement, form, NEW)


@bp.route(f"{VOICES}/<int:voice_id>", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def voice(engagement_id: int, voice_id: int) -> ResponseReturnValue:
    """Say what came of an invitation."""
    engagement = the_review(engagement_id)
    found = queries.find_voice(engagement, voice_id) or abort(404)
    form = AnswerForm(obj=found)
    if form.is_sent_well():
        with form.refusals("reason"):
            services.change_voice(found, engagement, **form.answer, by=current_user)
            return _to(engagement_id)
    who = labels.RELATIONS[found.relation]
    return form_page(engagement, form, NEW, title=f"{NEW.title}: {who}")
