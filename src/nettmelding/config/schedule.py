"""What the worker does again and again, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from nettmelding.audit import checkpoints
from nettmelding.config import forgetting, grid_imports
from nettmelding.core import idempotency
from nettmelding.declarations import sealing
from nettmelding.documents import actions as documents
from nettmelding.grid import editions, imports
from nettmelding.installations import differences, outgoing_delivery
from nettmelding.messages import delivery
from nettmelding.notices import confirming, lapsing, screen_readings, screening, temporary, unreachable
from nettmelding.organisations import keys, papers, rereading, sending
from nettmelding.workorders import times


@dataclass(frozen=True, slots=True)
class Job:
    """A job returns how much it did; where it did something, it is called again at once."""

    name: str
    every: timedelta
    function: Callable[[str], int]
    """Takes the worker's name."""


JOBS = (
    Job("deliver messages", timedelta(seconds=1), delivery.deliver_due),
    Job("deliver short messages", timedelta(seconds=1), delivery.deliver_sms_due),
    Job("tell of addresses that do not work", timedelta(seconds=15), lambda worker: unreachable.run()),
    Job("send user names", timedelta(seconds=2), lambda worker: sending.send_due()),
    Job("seal events", timedelta(seconds=30), lambda worker: checkpoints.seal()),
    Job("tell customer systems", timedelta(seconds=2), outgoing_delivery.deliver_due),
    Job("compare with customer systems", timedelta(minutes=15), lambda worker: differences.run()),
    Job("lapse approvals", timedelta(minutes=10), lambda worker: lapsing.run()),
    Job("remind of temporary supply", timedelta(minutes=30), lambda worker: temporary.run()),
    Job("forget answered requests", timedelta(hours=1), lambda worker: idempotency.forget()),
    Job("forget what is old", timedelta(hours=24), lambda worker: forgetting.run()),
    Job("sweep files", timedelta(hours=24), lambda worker: documents.sweep()),
    Job("sweep editions of the grid", timedelta(hours=24), lambda worker: editions.sweep()),
    Job("begin to read grids", timedelta(seconds=2), lambda worker: grid_imports.begin_due()),
    Job("sweep files with grids", timedelta(hours=24), lambda worker: imports.sweep()),
    Job("read what is screened", timedelta(minutes=15), lambda worker: screen_readings.run()),
    Job("screen cases", timedelta(minutes=1), lambda worker: screening.run()),
    Job("read contractors again", timedelta(minutes=10), lambda worker: rereading.run()),
    Job("warn of keys that expire", timedelta(hours=1), lambda worker: keys.warn()),
    Job("seal declarations", timedelta(seconds=2), sealing.run),
    Job("end offers of times", timedelta(minutes=5), lambda worker: times.expire()),
    Job("confirm names", timedelta(minutes=5), lambda worker: confirming.run()),
    Job("warn of courses and instructions", timedelta(hours=6), lambda worker: papers.warn()),
)
