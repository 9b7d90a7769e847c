"""The questionnaire behind a one-time link: for anybody, on a phone, without signing in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import public
from lt_admin.core import clock
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import language
from lt_admin.quality.forms.questionnaires import Questionnaire, questionnaire
from lt_admin.quality.models.evaluations import Invitation
from lt_admin.quality.queries.questionnaires import find_invitation
from lt_admin.quality.rules.questionnaires import items_for
from lt_admin.quality.services import evaluations as services

bp = Blueprint("questionnaires", __name__, template_folder="../templates")
THANKS, USED, EXPIRED = "thanks", "used", "expired"


def _opened(token: str) -> Invitation:
    return find_invitation(token) or abort(404)


def _why_closed(invitation: Invitation) -> str | None:
    if invitation.is_used:
        return USED
    return EXPIRED if invitation.is_expired(clock.today()) else None


def _form(invitation: Invitation) -> Questionnaire:
    asked = invitation.asked
    return questionnaire(items_for(asked.respondents, asked.moment), language())


def _page(form: Questionnaire, token: str) -> str:
    facts: dict[str, Any] = {"token": token, "foundation": the_foundation()}
    return render_template("quality/questionnaire.html", form=form, **facts)


def _closed(why: str) -> str:
    return render_template(
        "quality/questionnaire_closed.html", why=why, foundation=the_foundation()
    )


@bp.get("/evaluation/<string(length=43):token>")
@public
def letter(token: str) -> ResponseReturnValue:
    """The questions, or why there is nothing to fill in any more."""
    invitation = _opened(token)
    if why := _why_closed(invitation):
        return _closed(why), 410
    return _page(_form(invitation), token)


@bp.post("/evaluation/<string(length=43):token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Keep the answers; the link is used up."""
    invitation = _opened(token)
    if why := _why_closed(invitation):
        return _closed(why), 410
    form = _form(invitation)
    if form.is_sent_well():
        with form.refusals():
            services.answer(invitation, scores=form.scores, words=form.words)
            return redirect(url_for(".thanks", lang=request.args.get("lang")))
    return _page(form, token), form.status


@bp.get("/evaluation/thanks")
@public
def thanks() -> ResponseReturnValue:
    """The answers have come in; the same page for everybody."""
    return _closed(THANKS)
