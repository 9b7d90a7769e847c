"""The evaluation of a review, and of all reviews over a period: asking, entering, reading."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import periods
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.quality.forms.evaluations import CorrectForm, LinksForm, PaperForm, WordsForm
from lt_admin.quality.forms.questionnaires import Questionnaire, questionnaire
from lt_admin.quality.models.evaluations import Asked, Moment, OpenAnswer, Respondents
from lt_admin.quality.queries import evaluations as results
from lt_admin.quality.queries import questionnaires as queries
from lt_admin.quality.rules.evaluations import together
from lt_admin.quality.rules.questionnaires import QUESTIONS, items_for
from lt_admin.quality.services import evaluations as services
from lt_admin.reviewers.queries.access import find_review_seen_by

bp = Blueprint("evaluations", __name__, template_folder="../templates")
HERE = "/engagements/<int:engagement_id>/evaluation"
GROUP = f"{HERE}/<string(length=2):moment>/<string(length=1):group>"
WORDS = {
    "groups": results.RESPONDENTS,
    "moments": results.MOMENTS,
    "why_hidden": results.WHY_HIDDEN,
    "language": language,
    "together": together,
}


def _review(engagement_id: int) -> Engagement:
    return find_review_seen_by(engagement_id, current_user) or abort(404)


def _asked(engagement: Engagement, group: str, moment: str) -> Asked:
    if group not in set(Respondents) or moment not in set(Moment):
        abort(404)
    found = queries.find_asked(engagement.id, Respondents(group), Moment(moment))
    return found or abort(404)


def _back(engagement_id: int) -> ResponseReturnValue:
    return redirect(url_for(".evaluation", engagement_id=engagement_id))


@bp.get(HERE)
@requires(Permission.QUALITY_READ)
def evaluation(engagement_id: int) -> ResponseReturnValue:
    """Who was asked, how many answered, and what of it may be shown."""
    found = _review(engagement_id)
    asked = queries.asked_of(engagement_id)
    facts = {
        "may_ask": found.state in services.ASKING,
        "asked": {(each.moment, each.respondents): each for each in asked},
        "found": [(m, results.results_of(engagement_id, m)) for m in Moment if _is_used(m, asked)],
    }
    return render_template("quality/evaluation.html", engagement=found, **facts, **WORDS)


def _is_used(moment: Moment, asked: Any) -> bool:
    return moment is Moment.T0 or any(each.moment is moment for each in asked)


@bp.route(f"{HERE}/paper", methods=["GET", "POST"])
@requires(Permission.EVALUATION_MANAGE)
def paper(engagement_id: int) -> ResponseReturnValue:
    """Write down how many forms were handed out."""
    found, form = _review(engagement_id), PaperForm()
    if form.is_sent_well():
        with form.refusals():
            whom = {"respondents": form.respondents.data, "moment": form.moment.data}
            services.hand_out(found, **whom, count=form.count.data, by=current_user)
            flash(_("The forms are counted."))
            return _back(engagement_id)
    page = render_template("quality/evaluation_paper.html", engagement=found, form=form)
    return page, form.status


@bp.route(f"{HERE}/links", methods=["GET", "POST"])
@requires(Permission.EVALUATION_MANAGE)
def links(engagement_id: int) -> ResponseReturnValue:
    """Mail one-time links."""
    found, form = _review(engagement_id), LinksForm()
    if form.is_sent_well():
        with form.refusals("addresses"):
            _send(found, form)
            flash(_("The links are on their way."))
            return _back(engagement_id)
    page = render_template("quality/evaluation_links.html", engagement=found, form=form)
    return page, form.status


def _send(engagement: Engagement, form: LinksForm) -> None:
    services.send_links(
        engagement,
        respondents=form.respondents.data,
        moment=form.moment.data,
        addresses=re.split(r"[\s,;]+", form.addresses.data or ""),
        language=form.language.data,
        by=current_user,
    )


@bp.route(f"{GROUP}/form", methods=["GET", "POST"])
@requires(Permission.EVALUATION_MANAGE)
def enter(engagement_id: int, moment: str, group: str) -> ResponseReturnValue:
    """Enter one form that came back on paper, and go on with the next."""
    asked = _asked(found := _review(engagement_id), group, moment)
    form = questionnaire(items_for(group, moment), language())
    if form.is_sent_well():
        with form.refusals():
            _enter(asked, form)
            flash(_("The form is entered."))
            return redirect(url_for(".enter", **(request.view_args or {})))
    left = asked.on_paper - queries.entered_on_paper(asked)
    facts = {"engagement": found, "asked": asked, "left": left, **WORDS}
    return render_template("quality/evaluation_form.html", form=form, **facts), form.status


def _enter(asked: Asked, form: Questionnaire) -> None:
    services.enter_paper(
        asked.engagement,
        respondents=asked.respondents,
        moment=asked.moment,
        scores=form.scores,
        words=form.words,
        by=current_user,
    )


@bp.route(f"{GROUP}/correct", methods=["GET", "POST"])
@requires(Permission.EVALUATION_MANAGE)
def correct(engagement_id: int, moment: str, group: str) -> ResponseReturnValue:
    """Put right how many forms were handed out."""
    asked = _asked(found := _review(engagement_id), group, moment)
    form = CorrectForm(obj=asked)
    if form.is_sent_well():
        with form.refusals("on_paper"):
            services.correct_paper(asked, on_paper=form.on_paper.data, by=current_user)
            flash(_("The count is put right."))
            return _back(engagement_id)
    facts = {"engagement": found, "asked": asked, **WORDS}
    return render_template("quality/evaluation_correct.html", form=form, **facts), form.status


@bp.get("/evaluations")
@requires(Permission.QUALITY_READ)
def evaluations() -> ResponseReturnValue:
    """What participants said of the reviews closed in a period."""
    period = periods.asked(request.args, years=2)
    shown = {"period": period, "usual": periods.usual(), "questions": QUESTIONS}
    facts = _over(period.from_, period.until)
    return render_template("quality/evaluations.html", **shown, **facts, **WORDS)


def _over(from_: date, until: date) -> dict[str, Any]:
    """Everything that the page shows of a period."""
    return {
        "found": results.results_over(from_, until),
        "score": results.satisfaction(from_, until),
        "safe": results.felt_safe(from_, until),
        "reviews": results.responses_by_review(from_, until),
        "words": queries.words_over(from_, until),
        "unread": len(queries.unread()),
    }


@bp.get("/evaluations/words")
@requires(Permission.EVALUATION_MANAGE)
def words() -> ResponseReturnValue:
    """Words that nobody has read for names yet, one at a time."""
    unread = queries.unread()
    form = WordsForm(obj=unread[0]) if unread else WordsForm()
    return _words(unread[0] if unread else None, form, len(unread))


def _words(written: OpenAnswer | None, form: WordsForm, left: int) -> ResponseReturnValue:
    facts = {"written": written, "left": left, "questions": QUESTIONS, "language": language}
    return render_template("quality/words.html", form=form, **facts), form.status


@bp.post("/evaluations/words/<int(max=4611686018427387904):answer_id>")
@requires(Permission.EVALUATION_MANAGE)
def check(answer_id: int) -> ResponseReturnValue:
    """Keep the words without names, or let them go."""
    found, form = queries.find_unread(answer_id) or abort(404), WordsForm()
    if not form.is_sent_well():
        return _words(found, form, len(queries.unread()))
    kept = "" if "forget" in request.form else form.text.data or ""
    services.check_words(found, text=kept, by=current_user)
    flash(_("The words are kept.") if kept else _("The words are let go."))
    return redirect(url_for(".words"))
