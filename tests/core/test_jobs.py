"""Timed work: each job alone, one that fails keeps no other from running."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from lt_admin.core import clock, jobs
from lt_admin.core.db import session as db_session
from lt_admin.core.jobs import JobRun
from lt_admin.core.outbox import QueuedMail


def fails():
    db_session.add(QueuedMail(recipient="x", subject="", text="half done", language="nl"))
    db_session.flush()
    raise RuntimeError("no paper")


JOBS = (("first", lambda: 2), ("broken", fails), ("last", lambda: 3))


def runs(session):
    return {run.name: run for run in session.scalars(select(JobRun))}


def test_each_job_says_what_it_did_and_one_that_fails_stops_no_other(session):
    outcomes = jobs.run_all(JOBS)

    assert [(each.name, each.done, each.error) for each in outcomes] == [
        ("first", 2, None),
        ("broken", 0, "RuntimeError: no paper"),
        ("last", 3, None),
    ]


def test_what_a_failing_job_had_half_done_is_taken_back(session):
    jobs.run_all(JOBS)

    assert session.scalars(select(QueuedMail)).all() == []
    assert runs(session)["broken"].error == "RuntimeError: no paper"


def test_running_again_is_safe_and_clears_an_old_failure(session):
    jobs.run_all(JOBS)
    jobs.run_all((("broken", lambda: 1),))

    assert runs(session)["broken"].error is None
    assert len(runs(session)) == 3


def test_the_lag_is_that_of_the_job_that_waits_longest(session):
    assert jobs.lag_minutes() is None
    with clock.at(clock.now() - timedelta(minutes=90)):
        jobs.run_all(JOBS)
    jobs.run_all((JOBS[0],))

    assert jobs.lag_minutes() == 90


def test_readiness_tells_when_jobs_stand_still(session, anyone):
    assert anyone.get("/readyz").json["job_lag_minutes"] is None

    with clock.at(clock.now() - timedelta(minutes=61)):
        jobs.run_all(JOBS)

    answer = anyone.get("/readyz")
    assert (answer.status_code, answer.json["job_lag_minutes"]) == (503, 61)
