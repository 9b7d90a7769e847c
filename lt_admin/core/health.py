"""How the installation is doing, for machines: alive, ready, and counted."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa
from flask import Flask, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from lt_admin.core import clock, jobs, migrate
from lt_admin.core.db import session
from lt_admin.core.outbox import QueuedMail

LATE_MINUTES = 60


def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


def readyz() -> ResponseReturnValue:
    """The database answers, its schema is the newest, mail does not pile up, jobs run."""
    try:
        migrations, waiting, lag = _migrations(), _waiting(), jobs.lag_minutes()
    except sa.exc.SQLAlchemyError:
        return jsonify(status="unavailable", database="unreachable"), 503
    is_ready = migrations == "ok" and max(waiting, lag or 0) < LATE_MINUTES
    answer = jsonify(
        status="ok" if is_ready else "unavailable",
        database="ok",
        migrations=migrations,
        oldest_mail_minutes=waiting,
        job_lag_minutes=lag,  # null before the first round
    )
    return answer, 200 if is_ready else 503


def _migrations() -> str:
    return "ok" if migrate.is_up_to_date(session.connection()) else "behind"


def _waiting() -> int:
    """Minutes since the oldest mail that should have been sent was due; 0 when there is none."""
    due = session.scalar(
        sa.select(sa.func.min(QueuedMail.due_at)).where(
            QueuedMail.sent_at.is_(None), QueuedMail.failed_at.is_(None)
        )
    )
    return max(0, int((clock.now() - due).total_seconds() // 60)) if due else 0


def metrics() -> ResponseReturnValue:
    """Counts since this process started, in the format of Prometheus; only from this machine."""
    is_near = request.remote_addr in {"127.0.0.1", "::1"}
    if not is_near or "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        abort(404)
    counts: Counter[str] = current_app.extensions["requests"]
    lines = [
        "# TYPE lt_admin_requests_total counter",
        *(f'lt_admin_requests_total{{status="{kind}"}} {counts[kind]}' for kind in sorted(counts)),
        "# TYPE lt_admin_oldest_mail_minutes gauge",
        f"lt_admin_oldest_mail_minutes {_waiting()}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _count(response: Response) -> Response:
    current_app.extensions["requests"][f"{response.status_code // 100}xx"] += 1
    return response


PAGES = (healthz, readyz, metrics)


def init_app(app: Flask) -> None:
    """Count what is answered."""
    app.extensions["requests"] = Counter()
    app.after_request(_count)
