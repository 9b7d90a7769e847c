"""Row rules: from no answer does a stranger learn that a thing exists."""

from __future__ import annotations

MISSING = 999_999


def answers_alike(client, address, number, *, posts=False):
    """Check that `client` gets the very same answer for a thing that is there and for none.

    `address` holds ``{}`` where `number` stands: ``"/invoices/{}/pdf"``. Gives the status.
    """
    there, missing = (answer(client, address.format(n), posts=posts) for n in (number, MISSING))
    assert there == missing, f"{address} tells that {number} exists"
    return there[0]


def answer(client, url, *, posts):
    """The status, and all that is shown but the address itself and the token."""
    response = client.post_form(url, page="/account") if posts else client.get(url)
    lines = response.get_data(as_text=True).replace(url, "").splitlines()
    shown = [line for line in lines if "csrf_token" not in line and "hreflang" not in line]
    return response.status_code, response.location, shown
