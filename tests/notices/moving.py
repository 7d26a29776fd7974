"""A grid company takes a case in the instant that it passes to another contractor, on the PostgreSQL that the environment says.

One transaction gives the notice another contractor and is kept open until the other one waits for it. Prints what the other
came to.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import django

from tests import databases

HOLDER, HANDLER = "admin@eksempelelektro.example", "saksbehandler@eksempelnett.example"
WAITING = "select count(*) from pg_locks where not granted"
MOST_LOOKS = 500


def main() -> None:
    from django.db import connection, connections

    from nettmelding.core.actor import Actor
    from nettmelding.core.db import write
    from nettmelding.core.errors import AppError
    from nettmelding.notices import actions
    from nettmelding.notices.lifecycle import Action
    from nettmelding.notices.models import Notice
    from nettmelding.organisations.actors import actor_for
    from nettmelding.organisations.models import Membership, Organisation
    from tests.notices import ways

    databases.make()

    def actor(email: str) -> Actor:
        return actor_for(Membership.objects.select_related("user", "organisation").get(user__email=email))

    handler, other = actor(HANDLER), Organisation.objects.get(slug="prove-installasjon")
    notice, changed = ways.sent(actor(HOLDER)), Event()

    def take() -> str:
        changed.wait(30)
        try:
            actions.act(handler, notice.id, Action.TAKE)
        except AppError as error:
            return error.code
        finally:
            connections.close_all()
        return "taken"

    with ThreadPoolExecutor(1) as threads:
        with write():
            Notice.objects.filter(pk=notice.pk).update(contractor=other)
            taken = threads.submit(take)
            changed.set()
            for _look in range(MOST_LOOKS):
                with connection.cursor() as cursor:
                    cursor.execute(WAITING)
                    if cursor.fetchone() != (0,):
                        break
                Event().wait(0.02)
            else:
                raise AssertionError("nobody waited")
        json.dump(taken.result(30), sys.stdout)


if __name__ == "__main__":
    django.setup()
    main()
