"""What waits for somebody about reminders, and how their events read in a timeline."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.billing.queries.charges import OURS
from lt_admin.billing.queries.interest import last_row_on
from lt_admin.billing.queries.reminders import Candidate, Waits, candidates
from lt_admin.billing.rules.interest import is_stale
from lt_admin.billing.rules.reminders import is_ending
from lt_admin.core import clock, formats
from lt_admin.core.badges import Badge
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.money import Money
from lt_admin.core.telling import Facts, Told


def reminder_duties(user: User) -> list[Duty]:
    """The duties of this person about reminders and interest."""
    found: list[Duty] = []
    if user.may(Permission.REMINDER_MANAGE):
        late = candidates()
        found += [*_due(late), *_without_reader(late), *_done(late), *_ending(late)]
    if user.may(Permission.SETTINGS_MANAGE):
        found += _stale()
    return found


def _due(late: Sequence[Candidate]) -> list[Duty]:
    due = [each for each in late if each.is_due]
    if not due:
        return []
    words = ngettext("One reminder goes today.", "%(num)d reminders go today.", len(due))
    amount = formats.euro(Money.total(each.open for each in due), language())
    return [_duty(due, words, _("Look at the letters"), amount)]


def _without_reader(late: Sequence[Candidate]) -> list[Duty]:
    found = [each for each in late if each.waits is Waits.NOBODY]
    return [
        Duty(
            sentence=_(
                "Nobody at %(name)s can get a reminder of %(number)s.",
                name=each.organisation,
                number=each.number,
            ),
            since=each.due_on,
            url=url_for("organisations.organisation", organisation_id=each.organisation_id),
            button=_("Choose a contact"),
            badge=Badge(_("waits"), "warn", "alert"),
        )
        for each in found
    ]


def _done(late: Sequence[Candidate]) -> list[Duty]:
    done = [e for e in late if e.waits is Waits.DONE and e.goes_on <= clock.today()]
    if not done:
        return []
    words = ngettext(
        "One invoice is open after its last reminder.",
        "%(num)d invoices are open after their last reminder.",
        len(done),
    )
    amount = formats.euro(Money.total(each.open for each in done), language())
    return [_duty(done, words, _("Decide what comes next"), amount)]


def _duty(about: Sequence[Candidate], words: str, button: str, reason: str) -> Duty:
    since = min(each.goes_on for each in about)
    url = url_for("reminders.reminders")
    return Duty(sentence=words, since=since, url=url, button=button, reason=reason)


def _ending(late: Sequence[Candidate]) -> list[Duty]:
    today = clock.today()
    return [
        Duty(
            sentence=_(
                "The hold on reminders of %(number)s ends on %(day)s.",
                number=each.number,
                day=formats.long_day(each.held_until, language()),
            ),
            since=today,
            url=url_for("invoices.invoice", invoice_id=each.invoice_id),
            button=_("See whether it can end"),
            reason=each.hold_reason or "",
        )
        for each in late
        if each.held_until and is_ending(each.held_until, today)
    ]


def _stale() -> list[Duty]:
    last = last_row_on(OURS)
    if not is_stale(last, clock.today()):
        return []
    return [
        Duty(
            sentence=_("The statutory interest may have changed: see what counts now."),
            since=last or clock.today(),
            url=url_for("reminder_settings.interest"),
            button=_("See the rates"),
            reason=_("It is set anew on 1 January and 1 July."),
        )
    ]


def _sent(facts: Facts) -> str:
    return _("Reminder %(level)s sent for %(number)s.", **facts)


def _euro(facts: Facts) -> str:
    return formats.euro(int(facts["cents"]), language())


TOLD: Told = {
    "charge:made": lambda facts: _("Charged for lateness: %(amount)s.", amount=_euro(facts)),
    "charge:paid": lambda facts: _("Paid of what lateness costs: %(amount)s.", amount=_euro(facts)),
    "charge:payment_undone": lambda facts: _(
        "Taken off what lateness costs again: %(amount)s.", amount=_euro(facts)
    ),
    "charge:waived": lambda facts: _("Waived for lateness: %(amount)s.", amount=_euro(facts)),
    "reminder:held": lambda _facts: _("Reminders of an invoice were put on hold."),
    "reminder:hold_lifted": lambda _facts: _("Reminders of an invoice go on."),
    "reminder:sent": _sent,
}
