"""What a commissioner answers to a quote, and what follows when all have agreed."""

from __future__ import annotations

from lt_admin.billing.mails import quotes as mails
from lt_admin.billing.models.quotes import CostShare, Quote, QuoteKind
from lt_admin.billing.queries import quotes as queries
from lt_admin.billing.rules.answers import Answer
from lt_admin.billing.services import links
from lt_admin.billing.services.quotes import check_moment
from lt_admin.core import audit, clock, outbox
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused
from lt_admin.orientation.services import engagements as orientation

Actor = Model | str
