"""Makes an empty database with many work orders that are given to one fitter; prints an API key and their ids."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nettmelding.config.settings")

import django

from tests import databases

django.setup()

from nettmelding.core.db import write
from nettmelding.core.ids import uuid7
from nettmelding.installations.models import MeteringPoint
from nettmelding.organisations.actors import actor_for, make_api_key
from nettmelding.organisations.models import Membership
from nettmelding.workorders import feed, making
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.making import Wanted
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.perform import perform

CASE_HANDLER, FITTER = "saksbehandler@eksempelnett.example", "montor@eksempelnett.example"


def main(count: int) -> None:
    databases.make()
    handler = actor_for(Membership.objects.select_related("user", "organisation").get(user__email=CASE_HANDLER))
    fitter = Membership.objects.get(user__email=FITTER)
    point = MeteringPoint.objects.select_related("installation").get(meter_number="4400000000000019")
    first = making.without_notice(handler, point, Wanted("change"))
    perform(handler, first.id, Action.PLAN, Given(assignee_id=fitter.user_id))
    original = WorkOrder.objects.get(pk=first.pk)
    values = {f.attname: getattr(original, f.attname) for f in original._meta.concrete_fields}
    rows = [WorkOrder(**{**values, "id": uuid7(), "number": f"AK-{at}"}) for at in range(count)]
    with write():
        WorkOrder.objects.bulk_create(rows, batch_size=200)
        for row in rows:
            feed.tell(row)
    print(json.dumps({"key": make_api_key(FITTER), "orders": [str(row.id) for row in rows]}))


main(int(sys.argv[1]))
