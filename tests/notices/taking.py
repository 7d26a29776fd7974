"""Processes that answer and take one handing over at the same instant, on the database that the environment says.

`prepare`: an empty database with the fixed part of the demonstration and a customer who is asked; prints the link's secret and
the transfer's id. `answer TOKEN COUNT`, `take ID COUNT`: so many threads, all at once; print what each came to, how many
events of it there are, and whose the notice is.
"""

import json
import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import django

from tests import databases

HOLDER, TAKER = "admin@eksempelelektro.example", "admin@proveinstallasjon.example"


def prepare() -> None:

    from nettmelding.core.actor import Actor
    from nettmelding.messages.models import Message
    from nettmelding.notices import transfer_asking
    from tests.notices import ways

    databases.make()
    holder: Actor = _actor(HOLDER)
    asked = transfer_asking.ask(holder, ways.sent(holder).id, to="310000434", reason="")
    found = re.search(r"/kunde/overforing/([\w-]+)", Message.objects.get(kind="transfer_consent").text)
    assert found
    json.dump([found[1], str(asked.id)], sys.stdout)


def answer(token: str, count: int) -> None:
    from nettmelding.notices import transfer_answering

    at_once(count, lambda _number: transfer_answering.answer(token, yes=True), "transfer_consented")


def take(transfer_id: str, count: int) -> None:
    from nettmelding.notices import transfer_answering, transfer_asking

    taker, holder = _actor(TAKER), _actor(HOLDER)

    def one(number: int) -> object:
        if number == 0:
            return transfer_asking.withdraw(holder, UUID(transfer_id))
        return transfer_answering.take(taker, UUID(transfer_id))

    at_once(count, one, "transferred")


def at_once(count: int, do: Callable[[int], object], event: str) -> None:
    from django.db import connections

    from nettmelding.audit.models import Event
    from nettmelding.core.errors import AppError
    from nettmelding.notices.models import Notice

    together = Barrier(count)

    def run(number: int) -> str:
        together.wait(30)
        try:
            do(number)
        except AppError as error:
            return error.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(count) as threads:
        answers = list(threads.map(run, range(count)))
    owner = Notice.objects.select_related("contractor").get().contractor.name
    events = Event.objects.filter(action=event).count()
    json.dump({"answers": answers, "events": events, "owner": owner}, sys.stdout)


def _actor(email: str):  # type: ignore[no-untyped-def]
    from nettmelding.organisations.actors import actor_for
    from nettmelding.organisations.models import Membership

    return actor_for(Membership.objects.select_related("user", "organisation").get(user__email=email))


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["answer", token, count]:
            answer(token, int(count))
        case ["take", transfer_id, count]:
            take(transfer_id, int(count))
