"""What features offer to pages of other features: the menu, duties, sections, sentences."""

from __future__ import annotations

from collections.abc import Callable

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.bank.queries.entries import duties as bank_duties
from lt_admin.billing.queries import (
    invoice_duties,
    invoice_sections,
    invoice_told,
    quality_account,
    questions,
    quote_sections,
    reminder_duties,
    write_offs,
)
from lt_admin.billing.queries import statements as statement_queries
from lt_admin.billing.queries.quote_duties import quote_duties
from lt_admin.conduct.queries import duties as conduct_duties
from lt_admin.conduct.queries import next_steps as conduct_steps
from lt_admin.conduct.queries import report_duties, report_sections, told_reports
from lt_admin.conduct.queries import sections as conduct_sections
from lt_admin.conduct.queries import told as conduct_told
from lt_admin.core import sections, telling
from lt_admin.core.duties import Duty
from lt_admin.core.frame import Place
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.followup.queries import duties as followup_duties
from lt_admin.followup.queries import sections as followup_sections
from lt_admin.followup.queries import told as followup_told
from lt_admin.orientation.queries import duties as orientation_duties
from lt_admin.orientation.queries import next_steps as orientation_steps
from lt_admin.orientation.queries import told as orientation_told
from lt_admin.payouts.queries import batch_lists, bill_lists
from lt_admin.quality.queries import closing
from lt_admin.quality.queries import home as quality_home
from lt_admin.quality.queries import questionnaires as questionnaire_queries
from lt_admin.quality.queries import told as quality_told
from lt_admin.reviewers.queries import duties as reviewers_duties
from lt_admin.reviewers.queries import sections as reviewers_sections
from lt_admin.reviewers.queries import told as reviewers_told

# The menu, in order; a place is shown to whoever may go there.
PLACES: tuple[Place, ...] = (
    Place(_l("Today"), "home", Permission.ACCOUNT_OWN),
    Place(_l("Requests"), "requests.requests", Permission.ORGANISATION_READ),
    Place(_l("Reviews"), "engagements.engagements", Permission.ORGANISATION_READ),
    Place(_l("My reviews"), "assignments.mine", Permission.ASSIGNMENT_DECLARE),
    Place(_l("My hours"), "hours.week_now", Permission.HOURS_LOG),
    Place(_l("When I can"), "availability.now", Permission.AVAILABILITY_OWN),
    Place(_l("Quotes"), "quotes.quotes", Permission.QUOTE_READ, is_aside=True),
    Place(_l("Hours"), "entries.entries", Permission.FINANCE_READ),
    Place(_l("Invoices"), "invoices.invoices", Permission.INVOICE_READ),
    Place(_l("Bank"), "bank.statements", Permission.INVOICE_READ),
    Place(_l("My statements"), "statements.mine", Permission.HOURS_LOG),
    Place(_l("Payouts"), "statements.statements", Permission.FINANCE_READ),
    Place(_l("Finance"), "finance.finance", Permission.FINANCE_READ),
    Place(_l("Books"), "books.accounts", Permission.FINANCE_READ, is_aside=True),
    Place(_l("My growth"), "growth.mine", Permission.ASSIGNMENT_DECLARE, is_aside=True),
    Place(_l("Quality"), "quality.quality", Permission.QUALITY_READ),
    Place(_l("Supervision"), "supervision.overview", Permission.SUPERVISION_READ, is_aside=True),
    Place(_l("Evaluations"), "evaluations.evaluations", Permission.QUALITY_READ, is_aside=True),
    Place(_l("Outreach"), "records.outreach", Permission.QUALITY_READ, is_aside=True),
    Place(_l("Complaints"), "records.signals", Permission.QUALITY_READ, is_aside=True),
    Place(_l("Retention"), "retention.retention", Permission.QUALITY_READ, is_aside=True),
    Place(_l("Reminders"), "reminders.reminders", Permission.INVOICE_READ, is_aside=True),
    Place(_l("Payments"), "payments.payments", Permission.INVOICE_READ, is_aside=True),
    Place(_l("Payment batches"), "batches.batches", Permission.FINANCE_READ, is_aside=True),
    Place(_l("Invoices of payees"), "bills.bills", Permission.FINANCE_READ, is_aside=True),
    Place(_l("Quality system"), "finance.account", Permission.FINANCE_READ, is_aside=True),
    Place(
        _l("Organisations"),
        "organisations.organisations",
        Permission.ORGANISATION_READ,
        is_aside=True,
    ),
    Place(_l("Settings"), "rates.settings", Permission.FINANCE_READ, is_aside=True),
    Place(_l("Reviewers"), "people.reviewers", Permission.REVIEWER_READ, is_aside=True),
    Place(_l("Payees"), "payees.payees", Permission.REVIEWER_READ, is_aside=True),
    Place(_l("Findings bank"), "findings.findings", Permission.CONDUCT_READ, is_aside=True),
    Place(_l("Your account"), "account.profile", Permission.ACCOUNT_OWN, is_aside=True),
    Place(_l("People with an account"), "users.users", Permission.USER_MANAGE, is_aside=True),
    Place(_l("Outgoing mail"), "mails.mails", Permission.MAIL_READ, is_aside=True),
    Place(_l("Who did what"), "house.audit", Permission.AUDIT_READ, is_aside=True),
    Place(_l("Who may do what"), "house.policy", Permission.ACCOUNT_OWN, is_aside=True),
)

# The pages about one review, in the order of its six steps; the record itself comes first.
TABS: tuple[Place, ...] = (
    Place(_l("Overview"), "engagements.engagement", Permission.ORGANISATION_READ),
    Place(_l("Groups"), "groups.groups", Permission.CONDUCT_READ),
    Place(_l("Sessions"), "sessions.sessions", Permission.CONDUCT_READ),
    Place(_l("Proceedings"), "proceedings.proceedings", Permission.CONDUCT_READ),
    Place(_l("Report"), "reports.report", Permission.CONDUCT_READ),
    Place(_l("Recommendations"), "recommendations.recommendations", Permission.CONDUCT_READ),
    Place(_l("Working documents"), "registers.documents", Permission.CONDUCT_READ),
    Place(_l("Follow-up"), "follow_ups.follow_up", Permission.CONDUCT_READ),
    Place(_l("Evaluation"), "evaluations.evaluation", Permission.QUALITY_READ),
    Place(_l("Timeline"), "timeline.timeline", Permission.CONDUCT_READ),
)

# What people have to do, from each feature's queries; the home page puts the oldest first.
DUTIES: tuple[Callable[[User], list[Duty]], ...] = (
    orientation_duties.duties,
    conduct_duties.duties,
    report_duties.duties,
    invoice_duties.invoice_duties,
    questions.duties,
    write_offs.duties,
    quality_account.duties,
    reminder_duties.reminder_duties,
    bank_duties,
    quote_duties,
    reviewers_duties.duties,
    statement_queries.duties_of,
    batch_lists.duties,
    bill_lists.duties,
    followup_duties.duties,
    questionnaire_queries.duties,
)

# What runs well: sentences from each feature's queries, beneath the duties.
GOING_WELL: tuple[Callable[[User], list[str]], ...] = (
    orientation_duties.going_well,
    reviewers_duties.going_well,
)

# What features put on the home page beneath the duties, for whom it is meant.
AT_HOME: tuple[Callable[[User], sections.Section | None], ...] = (quality_home.at_a_glance,)

# What features put on the page of an engagement: cards in order; of the next steps the first that
# is named; and what has to wait, with its reason (core/sections.py).
SECTIONS: tuple[sections.Offer, ...] = (
    quote_sections.sharing_section,
    reviewers_sections.reviewers_section,
    conduct_sections.work_section,
    report_sections.report_section,
    invoice_sections.hours_section,
    quote_sections.quotes_section,
    invoice_sections.invoices_section,
    reviewers_sections.supervision_section,
    followup_sections.follow_up_section,
)
NEXT_STEPS: tuple[sections.Offer, ...] = (
    quote_sections.quote_step,
    closing.next_step,
    conduct_steps.next_step,
    orientation_steps.next_step,
)
NOT_YET: tuple[sections.Offer, ...] = (
    quote_sections.quote_not_yet,
    invoice_sections.not_yet,
    orientation_steps.not_yet,
    conduct_steps.not_yet,
)

# How the events of the audit log read, from each feature's queries (core/telling.py).
TOLD: tuple[telling.Told, ...] = (
    orientation_told.TOLD,
    quote_sections.TOLD,
    reviewers_told.TOLD,
    conduct_told.TOLD,
    told_reports.TOLD,
    invoice_told.TOLD,
    questions.TOLD,
    reminder_duties.TOLD,
    followup_told.TOLD,
    quality_told.TOLD,
)
