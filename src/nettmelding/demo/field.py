"""A fitter's phone in the demonstration: does operations by the field protocol's own door, and takes pictures."""

import hashlib
import io
from functools import lru_cache
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw, ImageFont

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.ids import uuid7
from nettmelding.workorders import devices, operations, photos
from nettmelding.workorders.models import Device, WorkOrder
from nettmelding.workorders.operations import HandedIn

NAME = "Telefon"
SIZE = (640, 480)


class Phone:
    """The one device that a person has had all along."""

    def __init__(self, fitter: Actor) -> None:
        self.fitter = fitter
        own = Device.objects.filter(user_id=fitter.user_id or "", organisation_id=fitter.organisation).first()
        self.device: Device = own or devices.register(fitter, uuid7(), NAME).device

    def do(self, order: WorkOrder, what: str, **data: Any) -> None:
        """Do an operation now and hand it in. Raises ValueError where it is not taken."""
        number = Device.objects.values_list("next_number", flat=True).get(pk=self.device.pk)
        done = HandedIn(uuid7(), number, order.id, what, clock.now(), data)
        result = operations.hand_in(self.fitter, self.device.id, clock.now(), [done]).results[0]
        if result.outcome != "done":
            raise ValueError(f"{order.number} {order.kind}, {what} {data}: {result.outcome} {result.message}")

    def photograph(self, order: WorkOrder, step: str, picture: bytes) -> UUID:
        """Announce a picture and hand it in whole."""
        photo_id = uuid7()
        self.do(
            order, "photo", id=str(photo_id), step=step, taken_at=clock.now().isoformat(), size=len(picture),
            sha256=hashlib.sha256(picture).hexdigest(), name=f"{step or 'avvik'}.jpg",
        )  # fmt: skip
        photos.add(self.fitter, self.device, photo_id, 0, picture)
        return photo_id


@lru_cache(maxsize=256)
def photograph(title: str, number: str, step: str) -> bytes:
    """A drawing that stands for a photo of a cabinet, with the order and what it shows below."""
    image = Image.new("RGB", SIZE, "#8d8a83")
    draw = ImageDraw.Draw(image)
    draw.rectangle((80, 40, 560, 410), fill="#e8e6e1", outline="#4a4843", width=4)
    draw.rectangle((100, 60, 310, 390), fill="#f6f5f2", outline="#77746d", width=2)
    for row in range(6):
        top = 74 + row * 52
        draw.rectangle((120, top, 290, top + 36), fill="#ffffff", outline="#a9a69e", width=1)
        draw.rectangle((134 + row * 20, top + 8, 154 + row * 20, top + 28), fill="#2d4a63")
    draw.rectangle((346, 80, 534, 286), fill="#fbfbfa", outline="#4a4843", width=3)
    draw.rectangle((366, 106, 514, 152), fill="#c9d6c0", outline="#555b4f", width=1)
    draw.text((378, 118), "0048211 kWh", fill="#1f241c", font=ImageFont.load_default(20))
    for place, colour in enumerate(("#222222", "#7a4a24", "#8a8a8a")):
        draw.line((386 + place * 46, 286, 386 + place * 46, 390), fill=colour, width=8)
    draw.rectangle((0, 434, SIZE[0], SIZE[1]), fill="#2c2b28")
    draw.text((16, 444), f"{number} · {title}"[:56], fill="#f4f2ee", font=ImageFont.load_default(17))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=82)
    return target.getvalue()
