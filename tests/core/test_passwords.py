"""Passwords: kept as OWASP asks, and not the ones that everybody tries first."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters

from lt_admin.core import passwords
from lt_admin.core.steps import Refused

EMAIL = "bram.fictema@lt-demo.example"


def test_a_password_is_kept_as_argon2id_at_the_minimum_of_owasp_on_one_lane():
    kept = extract_parameters(passwords.hashed("paarse olifant"))

    assert kept.type.name == "ID"
    assert kept.memory_cost >= 19 * 1024
    assert kept.time_cost >= 2
    assert kept.parallelism == 1


def test_nobodys_password_takes_as_long_as_a_real_one():
    kept = passwords.hashed("paarse olifant")

    assert extract_parameters(passwords.NOBODYS) == extract_parameters(kept)


def test_the_password_fits_and_no_other():
    kept = passwords.hashed("paarse olifant")

    assert passwords.fits(kept, "paarse olifant")
    assert not passwords.fits(kept, "paarse olifanten")
    assert not passwords.fits(None, "paarse olifant")
    assert not passwords.fits("no hash at all", "paarse olifant")


def test_an_accent_fits_from_any_keyboard():
    assert passwords.fits(passwords.hashed("cafe\u0301 om de hoek"), "caf\u00e9 om de hoek")


def test_a_hash_of_other_costs_is_outdated():
    dear = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("paarse olifant")

    assert passwords.is_outdated(dear)
    assert not passwords.is_outdated(passwords.hashed("paarse olifant"))


@pytest.mark.parametrize(
    "weak",
    [
        "elf tekens!",
        "x" * 201,
        "aaaaaaaaaaaaaa",
        "123456789012",
        "12-11-2026 !!!",
        "Wachtwoord2026!",
        "W@chtw00rd2026!",
        "Welkom202612",
        "learningtogether1",
        "Augustus-2026!",
        "bramfictema2026",
        f"{EMAIL}1",
        "",
    ],
)
def test_what_everybody_tries_first_is_refused(weak):
    with pytest.raises(Refused):
        passwords.check(weak, email=EMAIL)


@pytest.mark.parametrize("good", ["paarse olifant", "tR4p-hek+wiel", "соль и хлеб вместе"])
def test_a_good_password_may_be_any_text(good):
    passwords.check(good, email=EMAIL)
