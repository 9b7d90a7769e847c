"""The buttons that take a review from step to step, behind the gates."""

from __future__ import annotations

from flask import flash
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.forms.steps import StartForm
from lt_admin.conduct.queries.gates import inspectorate_warning
from lt_admin.conduct.services import steps as services
from lt_admin.conduct.views.reviews import REVIEW, FormWords, form_page, new_pages
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.queries.records import title_of
from lt_admin.orientation.queries.words import STATES
from lt_admin.orientation.views.engagements import back_to, the_engagement

bp = new_pages("steps")
START = FormWords(_l("Start the review"), button=_l("Start with step 2"))


@bp.route(f"{REVIEW}/start", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def start(engagement_id: int) -> ResponseReturnValue:
    """Begin step 2; while the Inspectorate waits, with a tick that everyone chose to."""
    found, form = the_engagement(engagement_id), StartForm()
    if form.is_sent_well():
        with form.refusals():
            services.start(
                found, despite_inspectorate=form.despite_inspectorate.data, by=current_user
            )
            flash(_("%(code)s has started with step 2.", code=title_of(found)))
            return back_to(found)
    return _start_page(found, form)


def _start_page(engagement: Engagement, form: StartForm) -> ResponseReturnValue:
    """The tick is asked only while it means something."""
    lead = inspectorate_warning(engagement)
    if not lead:
        del form.despite_inspectorate
    return form_page(engagement, form, START, lead=lead)


@bp.post(f"{REVIEW}/move-on")
@requires(Permission.ENGAGEMENT_MANAGE)
def move_on(engagement_id: int) -> ResponseReturnValue:
    """Go on to the next step."""
    found = the_engagement(engagement_id)
    services.move_on(found, by=current_user)
    flash(_("%(code)s: %(step)s.", code=title_of(found), step=STATES[found.state].word))
    return back_to(found)


@bp.post(f"{REVIEW}/resume")
@requires(Permission.ENGAGEMENT_MANAGE)
def resume(engagement_id: int) -> ResponseReturnValue:
    """Go on where the review stopped."""
    found = the_engagement(engagement_id)
    services.resume(found, by=current_user)
    flash(_("%(code)s goes on where it stopped.", code=title_of(found)))
    return back_to(found)
