"""Prints what the database holds of each work order: answers, pictures, deviations and operations in their order."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nettmelding.config.settings")

import django

django.setup()

from nettmelding.workorders.models import WorkOrder

found = {
    str(order.id): {
        "answers": order.values(),
        "conflicts": order.conflicts,
        "photos": [str(one.id) for one in order.photos.all() if one.removed_at is None],
        "deviations": [str(one.id) for one in order.deviations.all() if one.state == "open"],
        "operations": [str(one.id) for one in sorted(order.operations.all(), key=lambda one: one.number)],
        "moments": [one.happened_at.isoformat() for one in order.operations.all()],
    }
    for order in WorkOrder.objects.prefetch_related("photos", "deviations", "operations")
}
json.dump(found, sys.stdout)
