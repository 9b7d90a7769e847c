"""Things to test with: plain functions that add to the session, with keyword overrides."""

from __future__ import annotations

import secrets

from lt_admin.accounts.models import User
from lt_admin.core.db import session

FAR_AHEAD = 4_000_000_000


def user_with(role, **facts):
    key = secrets.token_hex(6)
    standard = {"name": "Noor", "email": f"{key}@lt-demo.example", "session_key": key}
    user = User(**standard | {"role": role} | facts)
    session.add(user)
    session.flush()
    return user


def cookie_of(user):
    """What the session cookie of somebody holds who signed in, and whose session never ends."""
    return {"_user_id": user.session_key, "_fresh": True, "since": FAR_AHEAD, "seen": FAR_AHEAD}
