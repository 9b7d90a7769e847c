"""The application, put together: the only module that knows all the others."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask import Blueprint, Flask, render_template

from lt_admin.accounts import access
from lt_admin.accounts import cli as account_commands
from lt_admin.accounts import models as accounts
from lt_admin.accounts.access import current_user, public, requires
from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.accounts.views import house, mails, profile, sign_in, users
from lt_admin.billing.cli import invoices as invoice_commands
from lt_admin.billing.models import invoices, payments, quotes, rates, statements
from lt_admin.billing.queries import invoice_duties, invoice_sections, invoice_told, quote_sections
from lt_admin.billing.queries import statements as statement_queries
from lt_admin.billing.queries.quote_duties import quote_duties
from lt_admin.billing.views import answers as answer_pages
from lt_admin.billing.views import finance as finance_pages
from lt_admin.billing.views import invoice_letters, rounds
from lt_admin.billing.views import invoices as invoice_pages
from lt_admin.billing.views import payments as payment_pages
from lt_admin.billing.views import quotes as quote_pages
from lt_admin.billing.views import rates as rate_pages
from lt_admin.billing.views import statements as statement_pages
from lt_admin.conduct.models import groups, proceedings, recommendations, registers, reports
from lt_admin.conduct.models import sessions as session_tables
from lt_admin.config import Settings
from lt_admin.core import (
    audit,
    clock,
    db,
    filters,
    foundation,
    frame,
    health,
    locale,
    outbox,
    sections,
    telling,
    web,
)
from lt_admin.core import cli as house_commands
from lt_admin.core import jobs as timed
from lt_admin.core.duties import Duty
from lt_admin.core.frame import Place
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.demo import cli as demo_commands
from lt_admin.followup.models import bookings, outcomes
from lt_admin.orientation.models import engagements, organisations, plans, requests
from lt_admin.orientation.queries import duties as orientation_duties
from lt_admin.orientation.queries import next_steps as orientation_steps
from lt_admin.orientation.queries import told as orientation_told
from lt_admin.orientation.views import engagements as engagement_pages
from lt_admin.orientation.views import organisations as organisation_pages
from lt_admin.orientation.views import parties as party_pages
from lt_admin.orientation.views import plans as plan_pages
from lt_admin.orientation.views import requests as request_pages
from lt_admin.quality import cli as quality_commands
from lt_admin.quality.models import evaluations, records
from lt_admin.quality.queries import closing
from lt_admin.quality.queries import home as quality_home
from lt_admin.quality.queries import questionnaires as questionnaire_queries
from lt_admin.quality.queries import told as quality_told
from lt_admin.quality.services import retention as retention_services
from lt_admin.quality.views import closing as closing_pages
from lt_admin.quality.views import evaluations as evaluation_pages
from lt_admin.quality.views import questionnaires as questionnaire_pages
from lt_admin.quality.views import records as record_pages
from lt_admin.quality.views import report as quality_pages
from lt_admin.quality.views import retention as retention_pages
from lt_admin.reviewers.models import assignments, growth, hours, people, supervision
from lt_admin.reviewers.queries import duties as reviewers_duties
from lt_admin.reviewers.queries import sections as reviewers_sections
from lt_admin.reviewers.queries import told as reviewers_told
from lt_admin.reviewers.queries.running import running_reviews
from lt_admin.reviewers.views import assignments as assignments_pages
from lt_admin.reviewers.views import entries as entries_pages
from lt_admin.reviewers.views import hours as hours_pages
from lt_admin.reviewers.views import people as people_pages
from lt_admin.reviewers.views import supervision as supervision_pages

# Every module that holds tables: what the migrations must build.
TABLES = (
    *(audit, foundation, outbox, timed, accounts),
    *(organisations, requests, engagements, plans),
    *(people, assignments, hours, supervision, growth),
    *(groups, session_tables, proceedings, reports, recommendations, registers),
    *(rates, quotes, invoices, payments, statements),
    *(bookings, outcomes, evaluations, records),
)
BLUEPRINTS: tuple[Blueprint, ...] = (
    *(sign_in.bp, profile.bp, users.bp, house.bp, mails.bp),
    *(quote_pages.bp, answer_pages.bp, rate_pages.bp),
    *(invoice_pages.bp, rounds.bp, payment_pages.bp, invoice_letters.bp),
    *(statement_pages.bp, finance_pages.bp, quality_pages.bp, closing_pages.bp),
    *(evaluation_pages.bp, questionnaire_pages.bp, record_pages.bp, retention_pages.bp),
    *(request_pages.bp, organisation_pages.bp, engagement_pages.bp, party_pages.bp, plan_pages.bp),
    *(people_pages.bp, assignments_pages.bp),
    *(hours_pages.bp, entries_pages.bp, supervision_pages.bp),
)
COMMANDS: tuple[click.Command, ...] = (
    *(*house_commands.COMMANDS, *account_commands.COMMANDS),
    *(*invoice_commands.COMMANDS, *quality_commands.COMMANDS, demo_commands.demo),
)

# What `lt-admin jobs run` does, in order: each gives the number of things it did.
JOBS: tuple[tuple[str, timed.Job], ...] = (
    ("deliver_mail", outbox.deliver_pending),
    ("retention", retention_services.run_job),
)

# The menu, in order; a place is shown to whoever may go there.
PLACES: tuple[Place, ...] = (
    Place(_l("Today"), "home", Permission.ACCOUNT_OWN),
    Place(_l("Requests"), "requests.requests", Permission.ORGANISATION_READ),
    Place(_l("Reviews"), "engagements.engagements", Permission.ORGANISATION_READ),
    Place(_l("My reviews"), "assignments.mine", Permission.ASSIGNMENT_DECLARE),
    Place(_l("My hours"), "hours.week_now", Permission.HOURS_LOG),
    Place(_l("Quotes"), "quotes.quotes", Permission.QUOTE_READ, is_aside=True),
    Place(_l("Hours"), "entries.entries", Permission.FINANCE_READ),
    Place(_l("Invoices"), "invoices.invoices", Permission.INVOICE_READ),
    Place(_l("My statements"), "statements.mine", Permission.HOURS_LOG),
    Place(_l("Payouts"), "statements.statements", Permission.FINANCE_READ),
    Place(_l("Finance"), "finance.finance", Permission.FINANCE_READ),
    Place(_l("Quality"), "quality.quality", Permission.QUALITY_READ),
    Place(_l("Supervision"), "supervision.overview", Permission.SUPERVISION_READ, is_aside=True),
    Place(_l("Evaluations"), "evaluations.evaluations", Permission.QUALITY_READ, is_aside=True),
    Place(_l("Outreach"), "records.outreach", Permission.QUALITY_READ, is_aside=True),
    Place(_l("Complaints"), "records.signals", Permission.QUALITY_READ, is_aside=True),
    Place(_l("Retention"), "retention.retention", Permission.QUALITY_READ, is_aside=True),
    Place(_l("Payments"), "payments.payments", Permission.INVOICE_READ, is_aside=True),
    Place(_l("Quality system"), "finance.account", Permission.FINANCE_READ, is_aside=True),
    Place(
        _l("Organisations"),
        "organisations.organisations",
        Permission.ORGANISATION_READ,
        is_aside=True,
    ),
    Place(_l("Settings"), "rates.settings", Permission.FINANCE_READ, is_aside=True),
    Place(_l("Reviewers"), "people.reviewers", Permission.REVIEWER_READ, is_aside=True),
    Place(_l("Your account"), "account.profile", Permission.ACCOUNT_OWN, is_aside=True),
    Place(_l("People with an account"), "users.users", Permission.USER_MANAGE, is_aside=True),
    Place(_l("Outgoing mail"), "mails.mails", Permission.MAIL_READ, is_aside=True),
    Place(_l("Who did what"), "house.audit", Permission.AUDIT_READ, is_aside=True),
    Place(_l("Who may do what"), "house.policy", Permission.ACCOUNT_OWN, is_aside=True),
)

# The pages about one review, in the order of its six steps; the record itself comes first.
TABS: tuple[Place, ...] = (
    Place(_l("Overview"), "engagements.engagement", Permission.ORGANISATION_READ),
    Place(_l("Evaluation"), "evaluations.evaluation", Permission.QUALITY_READ),
)

# What people have to do, from each feature's queries; the home page puts the oldest first.
DUTIES: tuple[Callable[[User], list[Duty]], ...] = (
    orientation_duties.duties,
    invoice_duties.invoice_duties,
    quote_duties,
    reviewers_duties.duties,
    statement_queries.duties_of,
    questionnaire_queries.duties,
)

# What runs well: sentences from each feature's queries, beneath the duties; and whole parts.
GOING_WELL: tuple[Callable[[User], list[str]], ...] = (
    orientation_duties.going_well,
    reviewers_duties.going_well,
)
AT_HOME: tuple[Callable[[User], sections.Section | None], ...] = (quality_home.at_a_glance,)

# What features put on the page of an engagement: cards in order; of the next steps the first that
# is named; and what has to wait, with its reason (core/sections.py).
SECTIONS: tuple[sections.Offer, ...] = (
    quote_sections.sharing_section,
    reviewers_sections.reviewers_section,
    invoice_sections.hours_section,
    quote_sections.quotes_section,
    invoice_sections.invoices_section,
    reviewers_sections.supervision_section,
)
NEXT_STEPS: tuple[sections.Offer, ...] = (
    quote_sections.quote_step,
    closing.next_step,
    orientation_steps.next_step,
)
NOT_YET: tuple[sections.Offer, ...] = (
    quote_sections.quote_not_yet,
    invoice_sections.not_yet,
    orientation_steps.not_yet,
    closing.not_yet,
)

# How the events of the audit log read, from each feature's queries (core/telling.py).
TOLD: tuple[telling.Told, ...] = (
    orientation_told.TOLD,
    quote_sections.TOLD,
    reviewers_told.TOLD,
    invoice_told.TOLD,
    quality_told.TOLD,
)


@requires(Permission.ACCOUNT_OWN)
def home() -> str:
    """What you have to do, which reviews run, and what runs well."""
    duties = [duty for of in DUTIES for duty in of(current_user)]
    return render_template(
        "home.html",
        duties=sorted(duties, key=lambda duty: (duty.since, duty.sentence)),
        running=running_reviews(current_user),
        well=[sentence for of in GOING_WELL for sentence in of(current_user)],
        parts=[part for of in AT_HOME if (part := of(current_user)) is not None],
        hour=clock.now().astimezone(clock.AMSTERDAM).hour,
        first_name=current_user.name.split()[0],
    )


def _gather(app: Flask) -> None:
    """What the features offer to pages of other features."""
    frame.init_app(app, PLACES, TABS)
    sections.init_app(app, sections.Contributions(SECTIONS, NEXT_STEPS, NOT_YET))
    telling.init_app(app, TOLD)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from `settings`, or from the environment."""
    settings = settings or Settings.from_environment()
    app = Flask("lt_admin")
    app.secret_key = settings.secret_key
    app.extensions["settings"] = settings
    app.extensions["jobs"] = JOBS
    clock.stand_still(settings.clock)
    web.init_app(app, settings)
    db.init_app(app, settings.database_url)
    locale.init_app(app)
    access.init_app(app)
    filters.init_app(app)
    health.init_app(app)
    for page in health.PAGES:
        app.add_url_rule(f"/{page.__name__}", view_func=public(page))
    app.add_url_rule("/", view_func=home)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    _gather(app)
    _check_clock(app)
    return app


def _check_clock(app: Flask) -> None:
    """A clock stands still in the demo only; an installation without a past may become one."""
    if app.extensions["settings"].clock is not None:
        with app.app_context():
            if audit.has_entries():
                foundation.refuse_standing_clock()


cli = house_commands.Commands(
    name="lt-admin",
    help="Practice administration for learning reviews.",
    create_app=create_app,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    set_debug_flag=False,
)
