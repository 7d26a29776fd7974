"""Gives work orders to a fitter of the running program, as the grid company's people would: a process of its own beside it.

python -m tests.e2e.field_orders plan 2 change      prints the ids of two that are given to the fitter
python -m tests.e2e.field_orders attached 50        prints the id of one whose notice has a PDF of 50 pages
python -m tests.e2e.field_orders cancel ORDER       takes an order away from the fitter
python -m tests.e2e.field_orders open_gate ORDER    says that the customer has accepted the terms and has a contract
python -m tests.e2e.field_orders answers ORDER      prints what the server holds of an order, as JSON
"""

import io
import json
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

import django
from PIL import Image

FITTER = "montor@eksempelnett.example"
PLANNER = "saksbehandler@eksempelnett.example"
ELECTRICIAN = "saksbehandler@eksempelelektro.example"


def main() -> None:
    django.setup()
    what, *rest = sys.argv[1:]
    ways: dict[str, Callable[..., Any]] = {
        "plan": plan, "attached": attached, "cancel": cancel, "open_gate": open_gate, "answers": answers,
    }  # fmt: skip
    sys.stdout.write(json.dumps(ways[what](*rest)) + "\n")


def plan(count: str, kind: str) -> list[str]:
    from tests.workorders import jobs

    return [str(jobs.planned(_actor(ELECTRICIAN), _actor(PLANNER), _actor(FITTER), kind).id) for _ in range(int(count))]


def attached(pages: str) -> str:
    from nettmelding.notices import actions, attachments
    from tests.notices import ways
    from tests.workorders import jobs

    electrician, planner = _actor(ELECTRICIAN), _actor(PLANNER)
    notice = ways.ready(electrician)
    drawn = [Image.effect_noise((400, 560), 40) for _page in range(int(pages))]
    file = io.BytesIO()
    drawn[0].save(file, "PDF", save_all=True, append_images=drawn[1:])
    attachments.add(
        electrician, notice.id, kind="single_line_diagram", name="Enlinjeskjema.pdf", file=io.BytesIO(file.getvalue())
    )
    actions.send(electrician, notice.id)
    approved = actions.approve(planner, notice.id).notice
    return str(jobs.planned(electrician, planner, _actor(FITTER), "change", approved).id)


def cancel(order_id: str) -> list[str]:
    from nettmelding.workorders.given import Given
    from nettmelding.workorders.lifecycle import Action
    from nettmelding.workorders.perform import perform

    perform(_actor(PLANNER), UUID(order_id), Action.CANCEL, Given(text="Kunden har ombestemt seg."))
    return []


def open_gate(order_id: str) -> list[str]:
    from nettmelding.workorders import gate
    from nettmelding.workorders.models import Gate

    for what in Gate.What.values:
        gate.say(_actor(PLANNER), UUID(order_id), what, "yes")
    return []


def answers(order_id: str) -> dict[str, Any]:
    from nettmelding.workorders.models import Operation, WorkOrder

    order = WorkOrder.objects.get(pk=order_id)
    operations = Operation.objects.filter(order=order).order_by("device_id", "number")
    return {
        "status": order.status,
        "answers": {step: one["value"] for step, one in order.answers.items()},
        "photos": sorted([one.step, one.state] for one in order.photos.filter(removed_at=None)),
        "deviations": [one.kind for one in order.deviations.all()],
        "conflicts": order.conflicts,
        "operations": [[one.number, one.kind, one.outcome] for one in operations],
    }


def _actor(email: str) -> Any:
    from nettmelding.organisations.actors import actor_for
    from nettmelding.organisations.models import Membership

    return actor_for(Membership.objects.select_related("user", "organisation").get(user__email=email))


if __name__ == "__main__":
    main()
