"""The invoices of the six scenarios, as their receivers would check them."""

import pytest
from sqlalchemy import select

from lt_admin.billing.documents.ubl import in_profile
from lt_admin.billing.models.invoices import Invoice
from lt_admin.core.db import session as demo_session
from tests.billing.official import needs_rules, unexplained

PROFILES = ("nlcius", "peppol")


def sent():
    wanted = select(Invoice.number, Invoice.ubl).where(Invoice.number.is_not(None))
    return demo_session.execute(wanted.order_by(Invoice.number)).all()


@needs_rules
@pytest.mark.parametrize("profile", PROFILES)
def test_every_invoice_of_the_scenarios_passes_the_official_rules(demo, profile, tmp_path):
    with demo.app_context():
        found = {
            number: unexplained(profile, in_profile(ubl, profile), tmp_path)
            for number, ubl in sent()
        }

    assert len(found) >= 30
    assert {number: words for number, words in found.items() if words} == {}
