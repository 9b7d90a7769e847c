"""The reference that a payment carries (ISO 11649): banks check it, and so do we."""

from __future__ import annotations

import re

from stdnum.iso7064 import mod_97_10

LONGEST = 21  # signs after RF and the two check digits


def payment_reference(number: str) -> str:
    """The creditor reference over an invoice number: ``2025-0001`` is ``RF6020250001``.

    Raises ValueError for a number without letters and digits, or with too many.
    """
    bare = re.sub(r"[^A-Z0-9]", "", number.upper())
    if not 0 < len(bare) <= LONGEST:
        raise ValueError(f"{number} does not fit in a payment reference")
    return f"RF{mod_97_10.calc_check_digits(f'{bare}RF')}{bare}"


def is_payment_reference(text: str) -> bool:
    """Whether a text, with or without spaces, is a creditor reference that passes its check."""
    bare = re.sub(r"\s", "", text).upper()
    is_formed = re.fullmatch(rf"RF[0-9]{{2}}[A-Z0-9]{{1,{LONGEST}}}", bare, re.ASCII) is not None
    return is_formed and payment_reference(bare[4:]) == bare
