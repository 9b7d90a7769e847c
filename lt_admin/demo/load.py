"""Loading the demo: the whole story, into an empty database, in one transaction."""

from __future__ import annotations

from itertools import chain

from sqlalchemy import select

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.demo import banking, bookkeeping, course, house, paying
from lt_admin.demo.conducted_full import C1, C2, C3
from lt_admin.demo.conducted_other import C4, C5, C6
from lt_admin.demo.full_reviews import S1, S2, S3
from lt_admin.demo.other_reviews import S4, S5, S6
from lt_admin.demo.telling import Review, tell
from lt_admin.demo.world import LONG_AGO, World, found

SCENARIOS = ((S1, C1), (S2, C2), (S3, C3), (S4, C4), (S5, C5), (S6, C6))


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return session.scalars(select(User.id).limit(1)).first() is None


def load(password: str) -> World:
    """Tell scenarios S1-S8 through the services, each thing on its day.

    Everybody gets this password. Raises Refused, and changes nothing, unless the database is
    empty.
    """
    if not is_empty():
        raise Refused(
            _("There is something in this database already; the demo wants an empty one.")
        )
    with clock.at(clock.noon(LONG_AGO)):
        world = found(password)
        paying.settle(world)
    reviews = [Review(world, scenario, conduct) for scenario, conduct in SCENARIOS]
    told = (course.events(review) for review in reviews)
    of_the_house = (each.events(world) for each in (house, paying, banking, bookkeeping))
    tell(chain(*of_the_house, *told))
    return world
