"""The application, put together: the only module that knows all the others."""

from __future__ import annotations

import click
from flask import Blueprint, Flask, render_template

from lt_admin.accounts import access
from lt_admin.accounts import cli as account_commands
from lt_admin.accounts import models as accounts
from lt_admin.accounts.access import current_user, public, requires
from lt_admin.accounts.policy import Permission
from lt_admin.accounts.views import house, mails, profile, sign_in, users
from lt_admin.bank import cli as bank_commands
from lt_admin.bank.models import statements as bank_statements
from lt_admin.bank.views import entries as bank_entry_pages
from lt_admin.bank.views import files as bank_pages
from lt_admin.billing import gateway
from lt_admin.billing.cli import invoices as invoice_commands
from lt_admin.billing.models import (
    checkouts,
    invoices,
    payments,
    quality_account,
    questions,
    quotes,
    rates,
    reminders,
    runs,
    statements,
    write_offs,
)
from lt_admin.billing.services import nudges, stripe_events
from lt_admin.billing.services import reminders as reminder_services
from lt_admin.billing.services import runs as run_services
from lt_admin.billing.views import accounts as account_paper_pages
from lt_admin.billing.views import answers as answer_pages
from lt_admin.billing.views import charges as charge_pages
from lt_admin.billing.views import checkouts as checkout_pages
from lt_admin.billing.views import finance as finance_pages
from lt_admin.billing.views import invoice_letters, rounds
from lt_admin.billing.views import invoices as invoice_pages
from lt_admin.billing.views import payments as payment_pages
from lt_admin.billing.views import quality_account as quality_account_pages
from lt_admin.billing.views import questions as question_pages
from lt_admin.billing.views import quotes as quote_pages
from lt_admin.billing.views import rates as rate_pages
from lt_admin.billing.views import reminder_settings as reminder_settings_pages
from lt_admin.billing.views import reminders as reminder_pages
from lt_admin.billing.views import returns as return_pages
from lt_admin.billing.views import runs as run_pages
from lt_admin.billing.views import shares as share_pages
from lt_admin.billing.views import statements as statement_pages
from lt_admin.billing.views import stripe as stripe_pages
from lt_admin.billing.views import versions as version_pages
from lt_admin.billing.views import write_offs as write_off_pages
from lt_admin.books import cli as book_commands
from lt_admin.books.views import accounts as book_pages
from lt_admin.books.views import exports as book_file_pages
from lt_admin.books.views import forecast as forecast_pages
from lt_admin.books.views import months as book_month_pages
from lt_admin.books.views import reconciliation as book_check_pages
from lt_admin.books.views import vat as book_tax_pages
from lt_admin.books.views import year as year_pages
from lt_admin.conduct.models import groups, proceedings, recommendations, registers, reports
from lt_admin.conduct.models import sessions as session_tables
from lt_admin.conduct.views import findings as finding_pages
from lt_admin.conduct.views import groups as group_pages
from lt_admin.conduct.views import proceedings as proceeding_pages
from lt_admin.conduct.views import recommendations as recommendation_pages
from lt_admin.conduct.views import registers as register_pages
from lt_admin.conduct.views import reports as report_pages
from lt_admin.conduct.views import sessions as session_pages
from lt_admin.conduct.views import steps as step_pages
from lt_admin.conduct.views import timeline as timeline_page
from lt_admin.conduct.views import voices as voice_pages
from lt_admin.config import Settings
from lt_admin.core import (
    audit,
    chain,
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
from lt_admin.demo import cli as demo_commands
from lt_admin.followup.models import bookings, outcomes
from lt_admin.followup.views import availability as availability_pages
from lt_admin.followup.views import follow_ups as follow_up_pages
from lt_admin.followup.views import letters as follow_up_letters
from lt_admin.followup.views import offers as offer_pages
from lt_admin.gathered import (
    AT_HOME,
    DUTIES,
    GOING_WELL,
    NEXT_STEPS,
    NOT_YET,
    PLACES,
    SECTIONS,
    TABS,
    TOLD,
)
from lt_admin.ledger import models as ledger
from lt_admin.orientation.models import engagements, organisations, plans, requests
from lt_admin.orientation.views import engagements as engagement_pages
from lt_admin.orientation.views import organisations as organisation_pages
from lt_admin.orientation.views import parties as party_pages
from lt_admin.orientation.views import plans as plan_pages
from lt_admin.orientation.views import requests as request_pages
from lt_admin.payouts import cli as payout_commands
from lt_admin.payouts.models import batches, bills
from lt_admin.payouts.services import self_bills as self_bill_services
from lt_admin.payouts.views import batches as batch_pages
from lt_admin.payouts.views import bills as bill_pages
from lt_admin.payouts.views import statement_letters
from lt_admin.quality import cli as quality_commands
from lt_admin.quality.models import evaluations, records
from lt_admin.quality.services import retention as retention_services
from lt_admin.quality.views import closing as closing_pages
from lt_admin.quality.views import evaluations as evaluation_pages
from lt_admin.quality.views import questionnaires as questionnaire_pages
from lt_admin.quality.views import records as record_pages
from lt_admin.quality.views import report as quality_pages
from lt_admin.quality.views import retention as retention_pages
from lt_admin.reviewers.models import assignments, growth, hours, payees, people, supervision
from lt_admin.reviewers.queries.running import running_reviews
from lt_admin.reviewers.views import agreements as agreement_pages
from lt_admin.reviewers.views import assignments as assignments_pages
from lt_admin.reviewers.views import entries as entries_pages
from lt_admin.reviewers.views import growth as growth_pages
from lt_admin.reviewers.views import hours as hours_pages
from lt_admin.reviewers.views import payees as payee_pages
from lt_admin.reviewers.views import people as people_pages
from lt_admin.reviewers.views import supervision as supervision_pages

# Every module that holds tables: what the migrations must build.
TABLES = (
    *(audit, chain, foundation, outbox, timed, accounts),
    *(ledger, organisations, requests, engagements, plans),
    *(people, assignments, hours, supervision, growth),
    *(groups, session_tables, proceedings, reports, recommendations, registers),
    *(rates, quotes, invoices, payments, statements),
    *(runs, write_offs, checkouts, reminders, questions, bank_statements),
    *(payees, quality_account, bills, batches),
    *(bookings, outcomes, evaluations, records),
)
BLUEPRINTS: tuple[Blueprint, ...] = (
    *(sign_in.bp, profile.bp, users.bp, house.bp, mails.bp),
    *(quote_pages.bp, answer_pages.bp, rate_pages.bp),
    *(invoice_pages.bp, rounds.bp, payment_pages.bp, invoice_letters.bp),
    *(question_pages.bp, share_pages.bp, version_pages.bp),
    *(reminder_pages.bp, charge_pages.bp, account_paper_pages.bp, reminder_settings_pages.bp),
    *(bank_pages.bp, bank_entry_pages.bp, run_pages.bp, write_off_pages.bp),
    *(book_pages.bp, book_check_pages.bp, book_month_pages.bp, book_file_pages.bp),
    *(book_tax_pages.bp, checkout_pages.bp, return_pages.bp, stripe_pages.bp),
    *(statement_pages.bp, finance_pages.bp, quality_account_pages.bp),
    *(year_pages.bp, forecast_pages.bp, quality_pages.bp, closing_pages.bp),
    *(bill_pages.bp, statement_letters.bp, batch_pages.bp),
    *(availability_pages.bp, follow_up_pages.bp, offer_pages.bp, follow_up_letters.bp),
    *(evaluation_pages.bp, questionnaire_pages.bp, record_pages.bp, retention_pages.bp),
    *(request_pages.bp, organisation_pages.bp, engagement_pages.bp, party_pages.bp, plan_pages.bp),
    *(group_pages.bp, session_pages.bp, voice_pages.bp, proceeding_pages.bp, step_pages.bp),
    *(people_pages.bp, assignments_pages.bp, payee_pages.bp, agreement_pages.bp),
    *(report_pages.bp, recommendation_pages.bp, finding_pages.bp, register_pages.bp),
    *(timeline_page.bp, hours_pages.bp, entries_pages.bp, supervision_pages.bp, growth_pages.bp),
)
COMMANDS: tuple[click.Command, ...] = (
    *(*house_commands.COMMANDS, *account_commands.COMMANDS),
    *(
        *invoice_commands.COMMANDS,
        *bank_commands.COMMANDS,
        *payout_commands.COMMANDS,
        *book_commands.COMMANDS,
        *quality_commands.COMMANDS,
        demo_commands.demo,
    ),
)

# What `lt-admin jobs run` does, in order: each gives the number of things it did.
JOBS: tuple[tuple[str, timed.Job], ...] = (
    ("quote_reminders", nudges.run_job),
    ("invoice_runs", run_services.run_job),
    ("reminders", reminder_services.run_job),
    ("self_bills", self_bill_services.run_job),
    ("stripe", stripe_events.run_job),
    ("deliver_mail", outbox.deliver_pending),
    ("retention", retention_services.run_job),
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
    app.extensions["payments"] = gateway.gateway_of(settings)
    clock.stand_still(settings.clock)
    web.init_app(app, settings)
    db.init_app(app, settings.database_url, chain.seal)
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
