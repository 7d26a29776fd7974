"""Handing over what waits in the outbox: at least once, and more than once only where the receiver cannot tell.

E-mail and SMS are two jobs: a server that is down for the one does not hold up the other.
"""

from datetime import timedelta

from nettmelding.core import backoff, clock, due
from nettmelding.core.db import forbid_in_transaction, write
from nettmelding.core.settings import env
from nettmelding.messages.kinds import SECRET
from nettmelding.messages.models import Attempt, Channel, Message, Outcome, Status
from nettmelding.messages.results import Handing, Result, ServerDown
from nettmelding.messages.sms import Gate, Gateway
from nettmelding.messages.smtp import Conversation, Server

LEASE = timedelta(seconds=env.lease_seconds)
"""Longer than any conversation about one message: a lease that has run out means a dead worker."""
GIVE_UP_AFTER = timedelta(days=5)
"""RFC 5321 § 4.5.4.1: at least four to five days."""

_FINAL = {
    Outcome.SENT: Status.SENT,
    Outcome.REFUSED: Status.FAILED,
    Outcome.NO_SUCH_ADDRESS: Status.BOUNCED,
}


def deliver_due(worker: str, limit: int = 50, server: Server | None = None) -> int:
    """Try every e-mail that is due, up to `limit`, over one connection. Returns how many were claimed.

    `worker` names this process and no other. A message is claimed by a lease; the try is written down before
    the conversation about it begins, so a worker that is killed leaves a try that did not finish, and the
    message is tried again, under the same Message-ID, when the lease has run out.
    """
    forbid_in_transaction("SMTP")
    claimed = _claim(Channel.EMAIL, worker, limit)
    with Conversation(server or Server.from_settings()) as conversation:
        _hand_over(claimed, conversation)
    return len(claimed)


def deliver_sms_due(worker: str, limit: int = 20, gateway: Gateway | None = None) -> int:
    """Try every SMS that is due, as `deliver_due` does e-mail. Without a gateway in the settings nothing is tried."""
    forbid_in_transaction("HTTP")
    if gateway is None and not env.sms:
        return 0
    claimed = _claim(Channel.SMS, worker, limit)
    if claimed:
        with Gate(gateway or Gateway.from_settings()) as gate:
            _hand_over(claimed, gate)
    return len(claimed)


def _claim(channel: Channel, worker: str, limit: int) -> list[Message]:
    with write():
        return due.claim(Message.objects.filter(channel=channel), worker, limit, LEASE)


def _hand_over(claimed: list[Message], conversation: Handing) -> None:
    """Try one after another; when the server is down, the rest is given back."""
    for position, message in enumerate(claimed):
        attempt = _begin(message)
        if attempt is None:
            continue
        try:
            _end(message, attempt, conversation.hand_over(message))
        except ServerDown as error:
            _end(message, attempt, Result(error.outcome, str(error)))
            _give_back(claimed[position + 1 :])
            break


def _begin(message: Message) -> Attempt | None:
    """Write the try down and begin the lease anew; None where the lease ran out while others were sent."""
    present = clock.now()
    with write():
        held = Message.objects.filter(
            pk=message.pk, leased_by=message.leased_by, leased_until__gte=present, finished_at__isnull=True
        ).update(leased_until=present + LEASE)
        if not held:
            return None
        number = Attempt.objects.filter(message=message).count() + 1
        return Attempt.objects.create(message=message, number=number, started_at=present)


def _end(message: Message, attempt: Attempt, result: Result) -> None:
    """Write down how the try ended, and what becomes of the message."""
    present = clock.now()
    with write():
        Attempt.objects.filter(pk=attempt.pk).update(finished_at=present, outcome=result.outcome, detail=result.detail)
        status = _FINAL.get(result.outcome, Status.WAITING)
        if status is Status.WAITING and present - message.created_at >= GIVE_UP_AFTER:
            status = Status.FAILED
        if status is Status.WAITING:
            if due.postpone(message, present + backoff.pause(attempt.number)):
                Message.objects.filter(pk=message.pk).update(last_error=result.detail)
        elif due.finish(message):
            _settle(message, status, result)


def _settle(message: Message, status: Status, result: Result) -> None:
    changes: dict[str, object] = {"status": status}
    if status is Status.SENT:
        changes |= {"sent_at": clock.now(), "last_error": ""}
    else:
        changes["last_error"] = result.detail
    if message.kind in SECRET:
        changes |= {"text": "", "html": ""}
    Message.objects.filter(pk=message.pk).update(**changes)


def _give_back(messages: list[Message]) -> None:
    """Messages that were claimed but not tried: the server is down for them too."""
    until = clock.now() + backoff.pause(1)
    with write():
        for message in messages:
            due.postpone(message, until)
