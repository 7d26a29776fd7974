"""Handing over what waits in the outbox: at least once, and more than once only where SMTP cannot tell."""

from datetime import timedelta

from nettmelding.core import backoff, clock, due
from nettmelding.core.db import forbid_in_transaction, write
from nettmelding.core.settings import env
from nettmelding.messages.kinds import SECRET
from nettmelding.messages.models import Attempt, Message, Outcome, Status
from nettmelding.messages.smtp import Conversation, Result, Server, ServerDown

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
    """Try every message that is due, up to `limit`, over one connection. Returns how many were claimed.

    `worker` names this process and no other. A message is claimed by a lease; the try is written down before
    the conversation about it begins, so a worker that is killed leaves a try that did not finish, and the
    message is tried again, under the same Message-ID, when the lease has run out.
    """
    forbid_in_transaction("SMTP")
    with write():
        claimed = due.claim(Message.objects.all(), worker, limit, LEASE)
    with Conversation(server or Server.from_settings()) as conversation:
        for position, message in enumerate(claimed):
            attempt = _begin(message)
            if attempt is None:
                continue
            try:
                _end(message, attempt, conversation.hand_over(message))
            except ServerDown as error:
                _end(message, attempt, Result(Outcome.LATER, str(error)))
                _give_back(claimed[position + 1 :])
                break
    return len(claimed)


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
