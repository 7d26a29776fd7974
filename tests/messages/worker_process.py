"""A worker as a process of its own, on the database under `DATA`.

`fill COUNT` makes the tables and some messages; `deliver NAME PORT MINUTES` works, its clock MINUTES ahead.
"""

import sys
from datetime import UTC, datetime, timedelta

import django


def fill(count: int) -> None:
    from django.db import connection

    from nettmelding.messages.models import Attempt, Message
    from tests.messages.conftest import write_message

    with connection.schema_editor() as editor:
        editor.create_model(Message)
        editor.create_model(Attempt)
    for _ in range(count):
        write_message()


def deliver(worker: str, port: int, minutes: int) -> None:
    from nettmelding.core import clock
    from nettmelding.messages.delivery import deliver_due
    from nettmelding.messages.smtp import Server

    server = Server("127.0.0.1", port, "nettmelding <ikke-svar@nettmelding.example>", timeout=5)
    with clock.frozen(datetime.now(UTC) + timedelta(minutes=minutes)):
        while deliver_due(worker, limit=5, server=server):
            pass


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["fill", count]:
            fill(int(count))
        case ["deliver", worker, port, minutes]:
            deliver(worker, int(port), int(minutes))
