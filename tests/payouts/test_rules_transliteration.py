"""Every letter becomes one that each bank takes, and none vanishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.payouts.rules.transliteration import PLAIN, plain


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("José Çağlar-Müller & Zn. B.V.", "Jose Caglar-Muller + Zn. B.V."),
        ("Ægir Þór ŁÓDŹ", "AEgir Thor LODZ"),
        ("Ελλάδα Άννα", "Ellada Anna"),
        ("Жанна Щукина", "Zhanna Shtukina"),
        ("½ ﬁ 漢字 a;b", "1/2 fi .. a.b"),
        ("\u201cHet\u201d \u2018huis\u2019 \u2013 €5 x_y", "'Het' 'huis' - EUR5 x-y"),
        ("  twee\n\tregels ", "twee regels"),
    ],
)
def test_names_are_written_in_plain_letters(typed, sent):
    assert plain(typed) == sent


@given(st.text())
def test_every_text_is_plain_and_never_too_long(text):
    sent = plain(text, 70)

    assert set(sent) <= PLAIN
    assert len(sent) <= 70
    assert bool(sent) or not text.strip() or not text.split()


@given(st.text(alphabet=sorted(PLAIN)))
def test_what_is_plain_stays_as_it_is(text):
    assert plain(text, 9999) == " ".join(text.split())
