"""Threads that move the children of block notices at the same instant, on the database that the environment says.

`prepare`: an empty database with the fixed part of the demonstration. `last_two ROUNDS`: the last two of a block are reported
finished at once, so many times. `any EXAMPLES`: sequences found by hypothesis, one a thread. Both print what each block came to:
the mother's status, and its children's.
"""

import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import django

from tests import databases

ELECTRICIAN, HANDLER = "saksbehandler@eksempelelektro.example", "saksbehandler@eksempelnett.example"
CHILDREN, THREADS = 3, 3
MOVES = ("finish", "withdraw", "reject", "send", "add", "reopen", "close", "return", "approve", "ask")
Step = tuple[str, int]


def prepare() -> None:

    databases.make()


def last_two(rounds: int) -> None:
    from tests.notices import blocks

    came_to = []
    for _round in range(rounds):
        mother, ids = _approved(2)
        for child in ids:
            blocks.write_completion(_actor(ELECTRICIAN), child)
        _at_once([lambda child=child: _report(child) for child in ids])  # type: ignore[misc]
        came_to.append(_state(mother))
    json.dump(came_to, sys.stdout)


def any_way(examples: int) -> None:
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    steps = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, CHILDREN)), min_size=1, max_size=4)
    came_to = []

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(steps, min_size=THREADS, max_size=THREADS))
    def run(plans: list[list[Step]]) -> None:
        mother, ids = _approved(CHILDREN)
        _at_once([lambda plan=plan: _follow(mother, ids, plan) for plan in plans])  # type: ignore[misc]
        came_to.append(_state(mother))

    run()
    json.dump(came_to, sys.stdout)


def _follow(mother: UUID, ids: Sequence[UUID], plan: Sequence[Step]) -> None:
    from nettmelding.core.errors import AppError

    for name, which in plan:
        try:
            move(name, _actor(ELECTRICIAN), _actor(HANDLER), mother, ids[which % len(ids)])
        except AppError:
            continue  # somebody else was first, or it is not possible now


def move(name: str, electrician: object, handler: object, mother: UUID, child: UUID) -> None:
    """One step by its name. Errors: those of the rooms."""
    from nettmelding.notices import actions, children
    from nettmelding.notices.given import Given, GivenRemark
    from nettmelding.notices.lifecycle import Action
    from nettmelding.notices.making import NewChild
    from tests.notices import blocks

    why = Given(text="Fordi.", remarks=(GivenRemark(text="Se over."),))
    by_grid_company = {
        "reject": Action.REJECT,
        "reopen": Action.REOPEN,
        "close": Action.CLOSE,
        "return": Action.RETURN_COMPLETION,
        "approve": Action.APPROVE,
        "ask": Action.ASK,
    }
    by_contractor = {"withdraw": Action.WITHDRAW, "send": Action.SEND}
    if name == "finish":
        blocks.finish(electrician, child)  # type: ignore[arg-type]
    elif name == "add":
        (new,) = children.add(electrician, mother, [NewChild({"protection.mv_new_a": 50}, unit="H0901")])  # type: ignore[arg-type]
        actions.send(electrician, new.id)  # type: ignore[arg-type]
    elif name in by_contractor:
        actions.act(electrician, child, by_contractor[name], why)  # type: ignore[arg-type]
    else:
        actions.act(handler, child, by_grid_company[name], why)  # type: ignore[arg-type]


def _report(child: UUID) -> None:
    from nettmelding.notices import actions

    actions.report_completion(_actor(ELECTRICIAN), child)


def _approved(count: int) -> tuple[UUID, list[UUID]]:
    from nettmelding.notices import actions
    from tests.notices import blocks

    mother, ids = blocks.sent(_actor(ELECTRICIAN), count)
    actions.approve(_actor(HANDLER), mother.id)
    return mother.id, ids


def _state(mother: UUID) -> tuple[str, list[str]]:
    from nettmelding.notices.models import Notice

    rows = Notice.objects.filter(mother=mother).order_by("position").values_list("status", flat=True)
    return Notice.objects.get(pk=mother).status, list(rows)


def _at_once(do: Sequence[Callable[[], None]]) -> None:
    from django.db import connections

    together = Barrier(len(do))

    def run(one: Callable[[], None]) -> None:
        together.wait(30)
        try:
            one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(do)) as threads:
        list(threads.map(run, do))


def _actor(email: str):  # type: ignore[no-untyped-def]
    from nettmelding.organisations.actors import actor_for
    from nettmelding.organisations.models import Membership

    return actor_for(Membership.objects.select_related("user", "organisation").get(user__email=email))


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        {"last_two": last_two, "any": any_way}[sys.argv[1]](int(sys.argv[2]))
