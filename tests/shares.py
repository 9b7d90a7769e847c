"""How two workers share the tests: by file and database, and what takes long first.

A file's tests use the same fixtures, so they stay together; the demo is told once, for whoever
needs it. What drives a browser comes first: a long test at the end would leave a worker idle. Then
all on SQLite, then all on PostgreSQL, so that a worker turns over to the other server only once.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

WITH_THE_DEMO = ("tests/demo/", "tests/browser/test_every_page.py")
# Many short tests that share nothing: they fill up the end.
LAST = "tests/test_architecture.py"


def share_of(nodeid: str) -> str:
    """What is done by one worker, one test after another."""
    path, _, name = nodeid.partition("::")
    test, _, facts = name.partition("[")
    if nodeid.startswith(WITH_THE_DEMO):
        return "demo"
    if path == LAST:
        return f"{path}::{test}"
    return f"{path} {_database_in(facts)}"


def turn_of(nodeid: str) -> int:
    """When it is done; lower is sooner."""
    if share_of(nodeid) == "demo":
        return 0
    if nodeid.startswith("tests/browser/"):
        return 1
    if nodeid.startswith(LAST):
        return 5
    return {"sqlite": 2, "postgresql": 3}.get(_database_in(nodeid.partition("[")[2]), 4)


def _database_in(facts):
    first = facts.rstrip("]").split("-")[0]
    return first if first in {"sqlite", "postgresql"} else ""


class Shares(LoadScopeScheduling):
    """Hands out the shares in the order in which the tests stand."""

    def __init__(self, config, log=None):
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid):
        return share_of(nodeid)
