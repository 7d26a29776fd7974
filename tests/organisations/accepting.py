"""Processes that use one invitation at the same instant, on the database that the environment says.

`prepare`: an empty database with the fixed part of the demonstration and an invitation; prints its token. `accept TOKEN COUNT`:
so many threads, all at once; prints what each came to, and how many members and users came of it.
"""

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

from tests import databases

EMAIL = "nina@eksempelelektro.example"
PASSWORD = "fire-blå-hester-på-taket"


def prepare() -> None:

    from nettmelding.messages.models import Message
    from nettmelding.organisations import invitations
    from nettmelding.organisations.actors import actor_for
    from nettmelding.organisations.invitees import Somebody
    from nettmelding.organisations.models import Membership

    databases.make()
    members = Membership.objects.select_related("user", "organisation")
    administrator = actor_for(members.get(user__email="admin@eksempelelektro.example"))
    made = invitations.invite(administrator, Somebody("Nina Nyansatt", EMAIL, "", ("fitter",)))
    invitations.send(administrator, made.id)
    found = re.search(r"/velkommen/([\w-]+)", Message.objects.get(subject_id=made.id).text)
    assert found
    json.dump(found[1], sys.stdout)


def accept(token: str, count: int) -> None:
    from django.db import connections

    from nettmelding.accounts.models import User
    from nettmelding.core.errors import AppError
    from nettmelding.organisations import welcome
    from nettmelding.organisations.models import Membership

    together = Barrier(count)

    def run(_number: int) -> str:
        together.wait(30)
        try:
            welcome.accept(token, password=PASSWORD, language="nb")
        except AppError as error:
            return error.code
        finally:
            connections.close_all()
        return "in"

    with ThreadPoolExecutor(count) as threads:
        answers = list(threads.map(run, range(count)))
    users = User.objects.filter(email=EMAIL)
    members = Membership.objects.filter(user__in=users).count()
    json.dump({"answers": answers, "users": users.count(), "members": members}, sys.stdout)


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["accept", token, count]:
            accept(token, int(count))
