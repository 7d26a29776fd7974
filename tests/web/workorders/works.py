"""Short ways to orders and deviations that the pages show."""

import hashlib
import io
from typing import Any

from PIL import Image

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.ids import uuid7
from nettmelding.workorders import operations, photos
from nettmelding.workorders.models import Deviation, Photo, WorkOrder
from nettmelding.workorders.operations import HandedIn
from tests.workorders import jobs


def picture(colour: str = "grey") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    return file.getvalue()


def photographed(phone: jobs.Phone, order: WorkOrder, step: str) -> Photo:
    """A picture that is announced and handed in whole."""
    content, photo_id = picture(), uuid7()
    phone.do(
        order, "photo", id=str(photo_id), step=step, taken_at=clock.now().isoformat(), size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), name=f"{step or 'bilde'}.jpg",
    )  # fmt: skip
    return photos.add(phone.fitter, phone.device, photo_id, 0, content)


def reported(electrician: Actor, case_handler: Actor, fitter: Actor, **answers: Any) -> WorkOrder:
    """A change of a meter that the grid company's fitter has reported, its pictures here."""
    order = jobs.planned(electrician, case_handler, fitter)
    phone = jobs.Phone(fitter)
    for step in jobs.PHOTOS:
        photographed(phone, order, step)
    given = {name: value for name, value in {**jobs.CHANGE, **answers}.items() if name != "right_dwelling"}
    assert phone.answer(order, **given).outcome == "done"
    done = phone.do(order, "report", signature=jobs.SIGNATURE, text="Skapet er trangt.")
    assert done.outcome == "done", done.message
    return WorkOrder.objects.get(pk=order.pk)


def found(phone: jobs.Phone, order: WorkOrder, kind: str = "seal_broken", severity: str = "minor") -> Deviation:
    """A deviation with a picture of it."""
    photo = photographed(phone, order, "")
    told = {
        "id": str(uuid7()),
        "kind": kind,
        "severity": severity,
        "text": "Plomben mangler.",
        "photos": [str(photo.id)],
    }
    done = phone.hand_in(HandedIn(uuid7(), phone.number, order.id, "deviation", clock.now(), told)).results[0]
    phone.number += 1
    assert done.outcome == "done", done.message
    return Deviation.objects.get(order=order)


def held(fitter: Actor, order: WorkOrder) -> operations.Result:
    """What a fitter hands in that no longer has the order."""
    phone = jobs.Phone(fitter)
    return phone.answer(order, old_reading=48211)
