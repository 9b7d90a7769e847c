"""The commissioner's pages: behind a link in a mail, without signing in."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import public
from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.accounts.queries import find_link
from lt_admin.billing.documents.quotes import part_words, vat_of
from lt_admin.billing.forms.answers import AnswerForm
from lt_admin.billing.models.quotes import CostShare
from lt_admin.billing.queries import letters
from lt_admin.billing.queries import quotes as queries
from lt_admin.billing.queries.letters import Closed
from lt_admin.billing.rules.answers import Reply
from lt_admin.billing.services import answers, links
from lt_admin.core import audit
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.web import limiter

bp = Blueprint("answers", __name__, template_folder="../templates")
READABLE = {None, Closed.ANSWERED}


def _opened(token: str) -> tuple[MailLink, CostShare]:
    """The link and its share, with the page in the language of the quote."""
    link = find_link(token, LinkPurpose.ANSWER_QUOTE) or abort(404)
    share = queries.share_of(link) or abort(404)
    g.language = share.quote.language
    return link, share


def _closed(share: CostShare, why: Closed, token: str) -> str:
    facts = {"share": share, "quote": share.quote, "why": why.value, "token": token}
    return render_template("billing/letter_closed.html", **facts, **letters.whom_to_call(share))


def _page(share: CostShare, form: AnswerForm, token: str) -> str:
    facts = letters.letter_of(share) | {"vat_of": vat_of, "part_words": part_words}
    return render_template("billing/letter_quote.html", form=form, token=token, **facts)


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for(".letter", token=token, lang=request.args.get("lang")))


@bp.get("/quote/<string:token>")
@public
def letter(token: str) -> ResponseReturnValue:
    """The quote as one commissioner reads it, or why there is nothing to answer any more."""
    link, share = _opened(token)
    why = letters.why_closed(link, share)
    if why is not None:
        return _closed(share, why, token), 200 if why in READABLE else 410
    return _page(share, AnswerForm.of(share), token)


@bp.post("/quote/<string:token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Accept, ask or refuse."""
    link, share = _opened(token)
    why = letters.why_closed(link, share)
    if why is not None:
        return _closed(share, why, token), 409
    form = AnswerForm.of(share)
    if form.is_sent_well():
        with form.refusals():
            _give(share, form, by=queries.holder_of(link) or audit.SYSTEM)
            return _back(token)
    return _page(share, form, token), form.status


def _give(share: CostShare, form: AnswerForm, *, by: Model | str) -> None:
    who = {"name": form.name.data or "", "function": form.function.data or ""}
    given = {**who, "address": request.remote_addr or ""}
    if form.reply.data is Reply.ACCEPT:
        answers.accept_share(share, reference=form.reference.data or "", **given, by=by)
        if form.agrees.data:
            answers.agree_with_rules(share, **who, by=by)
    elif form.reply.data is Reply.ASK:
        answers.ask_change(share, words=form.words.data or "", **given, by=by)
        flash(_("Thank you. We will call you about your question."))
    else:
        answers.refuse_share(share, words=form.words.data or "", **given, by=by)


@bp.get("/quote/<string:token>/paper")
@public
def paper(token: str) -> ResponseReturnValue:
    """The exact paper, as long as the quote is open or answered."""
    link, share = _opened(token)
    if letters.why_closed(link, share) not in READABLE or share.quote.pdf is None:
        abort(410)
    headers = {"Content-Disposition": f'inline; filename="{share.quote.name}.pdf"'}
    return Response(share.quote.pdf, mimetype="application/pdf", headers=headers)


@bp.post("/quote/<string:token>/new-link")
@public
@limiter.limit("10 per hour")
def new_link(token: str) -> ResponseReturnValue:
    """Mail a new link to the contact we know, for an expired one and for nothing else."""
    link, share = _opened(token)
    if letters.why_closed(link, share) is not Closed.EXPIRED:
        abort(410)
    links.ask_again(share)
    flash(_("If we know your address, a new link is on its way to it."))
    return _back(token)
