"""What is kept how long, and why: the table of DOMAIN.md 2i as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from lt_admin.core.i18n import lazy_gettext as _l


class Keeping(StrEnum):
    """The rules, in the order of the table."""

    BOOKS = "books"
    CASE_CONTENT = "case_content"
    CERTIFICATES = "certificates"
    GROUP_NAMES = "group_names"
    FAMILY = "family"
    REPORTS = "reports"
    OPEN_ANSWERS = "open_answers"
    LINKS = "links"
    REQUESTS = "requests"
    REVIEWERS = "reviewers"
    MAILS = "mails"
    QUESTIONS = "questions"
    SIGN_IN_FAILURES = "sign_in_failures"
    TITLES = "titles"


class Way(StrEnum):
    """Who makes a rule true."""

    NIGHTLY = "nightly"  # the job does it
    BOARD = "board"  # it is not automated: the page asks the board
    NEVER = "never"  # it does not come in at all


@dataclass(frozen=True)
class Rule:
    """One row: what, how long, on what ground, and who sees to it."""

    code: Keeping
    what: Any
    term: Any
    basis: Any
    way: Way


RULES = (
    Rule(
        Keeping.BOOKS,
        _l("Quotes, invoices, credit invoices, hours, payments and the ledger"),
        _l("7 years after the book year"),
        _l("legal duty to keep records"),
        Way.BOARD,
    ),
    Rule(
        Keeping.CASE_CONTENT,
        _l("Case content: notes of interviews, extracts of files, timelines, drafts"),
        _l("never here; elsewhere destroyed within 30 days after the last presentation"),
        _l("promise to participants, with a certificate"),
        Way.NEVER,
    ),
    Rule(
        Keeping.CERTIFICATES,
        _l("Register of working documents and destruction certificates, without content"),
        _l("7 years"),
        _l("proof that we kept the promise"),
        Way.BOARD,
    ),
    Rule(
        Keeping.GROUP_NAMES,
        _l("Names of members of the case group and the review team"),
        _l("until 30 days after the last presentation; then organisation, function and count"),
        _l("GDPR: no longer than needed"),
        Way.NIGHTLY,
    ),
    Rule(
        Keeping.FAMILY,
        _l("Who the family is"),
        _l("never here; only words such as mother or young person"),
        _l("promise to participants"),
        Way.NEVER,
    ),
    Rule(
        Keeping.REPORTS,
        _l("That there is an anonymised final report (the report itself is with commissioners)"),
        _l("while it serves the method; looked at every 5 years"),
        _l("learning over several reviews"),
        Way.BOARD,
    ),
    Rule(
        Keeping.OPEN_ANSWERS,
        _l("Words that participants wrote in an evaluation"),
        _l("24 months; the scores are anonymous from the start and stay"),
        _l("GDPR: no longer than needed"),
        Way.NIGHTLY,
    ),
    Rule(
        Keeping.LINKS,
        _l("One-time links to a questionnaire that were not used"),
        _l("until they expire"),
        _l("GDPR: no longer than needed"),
        Way.NIGHTLY,
    ),
    Rule(
        Keeping.REQUESTS,
        _l("Who asked, of requests that did not become a review"),
        _l("12 months; then only the reason"),
        _l("GDPR: no longer than needed"),
        Way.NIGHTLY,
    ),
    Rule(
        Keeping.REVIEWERS,
        _l("The file of a reviewer: levels, declarations, supervision"),
        _l("while active, and 5 years"),
        _l("five-year cycle of professional registration"),
        Way.BOARD,
    ),
    Rule(
        Keeping.MAILS,
        _l("Address and text of mails that were sent"),
        _l("12 months"),
        _l("GDPR: no longer than needed"),
        Way.NIGHTLY,
    ),
    Rule(
        Keeping.QUESTIONS,
        _l("Questions that commissioners asked about an invoice, with the answers"),
        _l("12 months"),
        _l("GDPR: no longer than needed"),
        Way.NIGHTLY,
    ),
    Rule(
        Keeping.SIGN_IN_FAILURES,
        _l("Addresses from which somebody failed to sign in"),
        _l("31 days"),
        _l("security, and no longer than needed"),
        Way.NIGHTLY,
    ),
    Rule(
        Keeping.TITLES,
        _l("The name of a review"),
        _l("a neutral code and a type, never a place or a name"),
        _l("promise to participants"),
        Way.NEVER,
    ),
)
PRESENTED_DAYS = 30
BOOK_YEARS, PROOF_YEARS, REPORT_YEARS, FILE_YEARS = 7, 7, 5, 5
WORDS_MONTHS, REQUEST_MONTHS, MAIL_MONTHS = 24, 12, 12


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month when it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(years, month + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def books_until(today: date) -> date:
    """The last day of the newest book year whose seven years are over."""
    return date(today.year - BOOK_YEARS - 1, 12, 31)
