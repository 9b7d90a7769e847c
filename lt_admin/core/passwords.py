"""Passwords: how they are kept (argon2id), and which ones are too easy to guess."""

from __future__ import annotations

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

# The minimum of OWASP's Password Storage Cheat Sheet: one lane, so that a sign-in takes one core.
TIME_COST, MEMORY_KIB, LANES = 2, 19 * 1024, 1
HASHER = PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=LANES)
# The hash of a random text that nobody knows: what an unknown account is compared with.
NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$UHicChWjiPkxAgFqT8LEjg$MpA4d+"
    "R2fbU9QBMzQ+p7u1iHdXr4IIX9JXoiKlYDwIY"
)
SHORTEST, LONGEST = 12, 200
FEWEST_SIGNS = 5
# What is left of the commonest passwords without their digits and signs.
COMMON = """
    abcdefghijkl abcdefghijklm admin administrator amsterdam appeltaart asdfghjkl asdfghjklqwerty
    avondvierdaagse azerty beheerder changeme changemenow feyenoord geheim geheimwachtwoord
    gezinshuis goedemorgen hallohallo herfst iloveyou iloveyouiloveyou jeugdhulp jeugdzorg
    kwartaal learningtogether learningtogethernl letmein letmeinletmein lente ltnl mijnwachtwoord
    monkeymonkey nederland nieuwwachtwoord onbekend passw passwd password passwordpassword
    qazwsxedcrfv qwerty qwertyqwerty qwertyuiop qwertyuiopasdf rotterdam samenleren secret
    sterkwachtwoord stichting summer superman test testtest testtesttest utrecht vakantie
    voorjaar wachtwoord wachtwoordwachtwoord welcome welcomewelcome welkom welkomwelkom winter
    zaterdag zomer zomervakantie zondag maandag dinsdag woensdag donderdag vrijdag januari
    februari maart april mei juni juli augustus september oktober november december
"""
_COMMON = frozenset(COMMON.split())
_LOOKALIKES = str.maketrans("013457@$", "oleastas")


def hashed(password: str) -> str:
    """What is kept of a password."""
    return HASHER.hash(_normal(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether `password` is the one of `kept`; takes as long when there is none."""
    try:
        return HASHER.verify(kept or NOBODYS, _normal(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether `kept` was made with other costs than today's."""
    return HASHER.check_needs_rehash(kept)


def check(password: str, *, email: str) -> None:
    """Raise Refused, with the reason, when `password` is too short or too easy to guess."""
    if len(password) < SHORTEST:
        raise Refused(_("A password has at least %(n)s characters.", n=SHORTEST))
    if len(password) > LONGEST:
        raise Refused(_("A password has at most %(n)s characters.", n=LONGEST))
    if _is_about(password, email):
        raise Refused(_("A password that holds your e-mail address is too easy to guess."))
    if _is_common(password):
        raise Refused(_("This password is among the first that others would try."))


def _normal(password: str) -> str:
    """The same text whatever keyboard typed its accents."""
    return unicodedata.normalize("NFKC", password)


def _is_about(password: str, email: str) -> bool:
    local = re.sub(r"[^a-z]", "", email.partition("@")[0])
    return email in password.casefold() or (bool(local) and _core(password) == local)


def _is_common(password: str) -> bool:
    is_dull = len(set(password)) < FEWEST_SIGNS
    has_words = any(sign.isalpha() for sign in password)
    return is_dull or not has_words or _core(password) in _COMMON


def _core(password: str) -> str:
    """The word that is left without a year, signs around it, and digits that stand for letters."""
    word = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.casefold())
    return re.sub(r"[\W\d_]", "", word.translate(_LOOKALIKES))
