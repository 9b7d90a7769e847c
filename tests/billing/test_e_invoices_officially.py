"""The official rules take every e-invoice in that we can make, and refuse what we refuse.

They run without a database, once, and are skipped where the rules are not at hand.
"""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from lt_admin.billing.documents.ubl import ubl_of, written
from lt_admin.billing.models.e_invoices import e_invoice_of
from lt_admin.billing.rules.einvoicing import lacks
from lt_admin.core.paper.archive import Attachment
from tests.billing.e_invoice_cases import KINDS, MUTATIONS, PROFILES, facts_of, first_item
from tests.billing.e_invoice_factories import invoices
from tests.billing.official import errors, needs_rules, unexplained

pytestmark = needs_rules
INSIDE = (
    Attachment("factuur.pdf", "application/pdf", b"%PDF-", "De factuur"),
    Attachment("uren.csv", "text/csv", b"Datum;Uren", "De uren"),
)


@pytest.fixture(autouse=True)
def session(app):
    """No database: only the languages of the application."""
    with app.app_context():
        yield


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_taken_in_without_an_unexplained_warning(kind, profile, tmp_path):
    sender, make = KINDS[kind]
    facts = replace(e_invoice_of(make(), sender), profile=profile)

    assert lacks(facts) == []
    assert unexplained(profile, written(facts, INSIDE), tmp_path) == []


@given(case=invoices())
@settings(
    max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_we_can_invoice_is_taken_in(tmp_path, case):
    sender, made = case

    assert lacks(e_invoice_of(made, sender)) == []
    found = unexplained(str(made.e_invoice_profile), ubl_of(made, sender), tmp_path)
    assert found == []


@pytest.mark.parametrize("rule", MUTATIONS)
def test_what_the_official_rules_refuse_we_refuse_first(rule, tmp_path):
    profiles, make, change = MUTATIONS[rule]
    for profile in profiles:
        broken = change(facts_of(profile, make))

        assert rule.partition(" ")[0] in {lack.rule for lack in lacks(broken)}
        assert errors(profile, written(broken), tmp_path)


def test_what_is_at_its_edge_is_taken_in_by_both(tmp_path):
    """A quarter of a cent's worth beside price times quantity: within the two cents of R120."""
    facts = first_item(price=Decimal("78.0002"))(facts_of("peppol"))

    assert lacks(facts) == []
    assert unexplained("peppol", written(facts), tmp_path) == []
