"""What of an earlier quote's shares a new one can take over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from math import gcd

from lt_admin.billing.rules.shares import WHOLE, Share, ShareKind


def still_borne(shares: Sequence[Share], payers: Collection[int]) -> list[Share]:
    """The shares (percentages or parts) of those who take part here, in their order.

    When somebody is missing the others bear the whole in the same proportion; nobody left, no
    shares.
    """
    left = [share for share in shares if share.organisation_id in payers]
    if len(left) == len(shares):
        return left
    if len(left) == 1:
        return [replace(left[0], kind=ShareKind.PERCENT, value=WHOLE)]
    common = gcd(*(share.value for share in left)) or 1
    return [replace(each, kind=ShareKind.WEIGHT, value=each.value // common) for each in left]
