"""A process that forks workers on an invoice run: each a real process that can be killed.

``python -m tests.races.run_worker URL FOLDER``: for each line "RUN COUNT" on its input it forks so
many workers on that run, prints their numbers, and "gone" when all have ended; each ends by itself
when nothing waits any more.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from lt_admin.app import create_app
from lt_admin.billing.queries.runs import find_run
from lt_admin.billing.services.runs import work_through
from lt_admin.config import Settings

FOR_EVER = 3600.0


def work(app, run_id):
    with app.app_context():
        work_through(find_run(run_id), seconds=FOR_EVER)


def main(url, folder):
    app = create_app(Settings(Path(folder), url, "a key for races"))  # connects to nothing yet
    for line in sys.stdin:
        run_id, count = (int(word) for word in line.split())
        workers = [fork(app, run_id) for _ in range(count)]
        print(*workers, flush=True)
        for worker in workers:
            os.waitpid(worker, 0)
        print("gone", flush=True)


def fork(app, run_id):
    number = os.fork()
    if number == 0:
        try:
            work(app, run_id)
        except BaseException:  # noqa: BLE001 - a worker that fails is told where the test is read
            traceback.print_exc()
        finally:
            os._exit(0)
    return number


if __name__ == "__main__":
    main(*sys.argv[1:])
