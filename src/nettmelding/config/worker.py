"""The worker: claims due jobs one by one and runs them, until told to stop."""

import os
import signal
import socket
import threading
from datetime import timedelta

import structlog
from django.core.cache import cache
from django.db import close_old_connections

from nettmelding.config.schedule import JOBS, Job
from nettmelding.core import clock, due
from nettmelding.core.db import write
from nettmelding.core.models import ScheduledJob
from nettmelding.core.settings import env

LEASE = min(timedelta(seconds=30), timedelta(seconds=env.lease_seconds))
"""Short, so that a killed worker's jobs go on soon; a job that two workers run at once does no harm."""
IDLE_SECONDS = 0.5
SEEN_KEY = "worker-seen"
SEEN_SECONDS = 60
log = structlog.get_logger()


def serve() -> None:
    """Work until SIGTERM or SIGINT; the job in hand is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    name = f"{socket.gethostname()}-{os.getpid()}"
    prepare()
    while not stop.is_set():
        cache.set(SEEN_KEY, clock.now().isoformat(), SEEN_SECONDS)
        if not work_once(name):
            stop.wait(IDLE_SECONDS)


def prepare() -> None:
    """A row for each job of the schedule, none for those that are no longer there."""
    with write():
        ScheduledJob.objects.exclude(name__in=[job.name for job in JOBS]).delete()
        for job in JOBS:
            ScheduledJob.objects.get_or_create(name=job.name)


def work_once(worker: str) -> int:
    """Run every job that is due. Returns how much was done in all."""
    close_old_connections()
    jobs = {job.name: job for job in JOBS}
    rows = due.claim(ScheduledJob.objects.all(), worker, len(JOBS), LEASE)
    return sum(_run(jobs[row.name], row, worker) for row in rows if row.name in jobs)


def _run(job: Job, row: ScheduledJob, worker: str) -> int:
    """Run one job; a failure is logged and kept, and the job comes again at its time."""
    done, error = 0, ""
    try:
        done = job.function(worker)
    except Exception as problem:
        error = repr(problem)[:500]
        log.exception("job failed", job=job.name)
    with write():
        if due.postpone(row, clock.now() if done else clock.now() + job.every):
            ScheduledJob.objects.filter(pk=row.pk).update(last_ended_at=clock.now(), last_error=error)
    return done
