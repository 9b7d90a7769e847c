import pytest

from lt_admin.conduct.documents.certificates import certificate_pdf
from lt_admin.conduct.models.registers import DocumentForm, DocumentKind
from lt_admin.conduct.queries.registers import documents_of, guides_of, items_of
from tests.billing.papers import SENDER, words_of
from tests.conduct import reporting
from tests.reviewers import factories as people


@pytest.fixture
def late(session):
    """A review of three organisations whose documents were destroyed eight days too late."""
    parties = [people.organisation(name) for name in ("Schelpenhuis", "Wolkenveld", "Merelnest")]
    team = reporting.team(people.engagement(*parties, state="reporting"))
    old = {"made_on": reporting.ago(60)}
    reporting.registered(team, **old)
    reporting.registered(
        team, DocumentKind.TIMELINE, count=2, form=DocumentForm.BOTH, holder=team.second, **old
    )
    reporting.presentation(team.review, on=reporting.ago(38))
    return reporting.certified(team, late_reason="De vernietiger kwam <b>later</b>.")


def printed(certificate, language="nl"):
    items = items_of(documents_of(certificate.engagement_id))
    return certificate_pdf(certificate, items, guides_of(certificate.engagement), SENDER, language)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_says_what_was_destroyed_of_whom_and_by_whom(late, language):
    words = words_of(printed(late, language))

    for part in (late.number, late.engagement.code, "Wolkenveld", "Bram Fictema", "P-4", "12"):
        assert part in words


@pytest.mark.parametrize("language", ["nl", "en"])
def test_late_stands_on_it_with_its_reason_as_it_was_written(late, language):
    words = words_of(printed(late, language))

    for part in ("38", "8", "De vernietiger kwam <b>later</b>."):
        assert part in words


def test_in_time_says_nothing_of_being_late(session):
    team = reporting.team()
    reporting.registered(team, count=1)
    reporting.presentation(team.review)
    certificate = reporting.certified(team)

    assert "Late." not in words_of(printed(certificate, "en"))
    assert "Gemeente Duinermeer" in words_of(certificate.pdf)


def test_equal_certificates_are_equal_to_the_byte(late):
    assert printed(late) == printed(late)


def test_the_stored_paper_is_the_printed_one_in_the_language_of_who_asked(late):
    words = words_of(late.pdf)

    assert "Wolkenveld" in words
    assert late.number in words
