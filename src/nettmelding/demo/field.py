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
SIZE = (960, 720)


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
    """A drawing that stands for a photo of a cabinet: the meter is missing where it is wired, and dark where it was too dark."""
    image = Image.new("RGB", SIZE, "#8d8a83")
    draw = ImageDraw.Draw(image)
    draw.rectangle((120, 60, 840, 620), fill="#e8e6e1", outline="#4a4843", width=6)
    draw.rectangle((150, 90, 470, 590), fill="#f6f5f2", outline="#77746d", width=3)
    for row in range(6):
        top = 110 + row * 78
        draw.rectangle((180, top, 440, top + 56), fill="#ffffff", outline="#a9a69e", width=2)
        draw.rectangle((200 + row * 30, top + 14, 230 + row * 30, top + 42), fill="#2d4a63")
    draw.rectangle((520, 120, 800, 430), fill="#fbfbfa", outline="#4a4843", width=4)
    draw.rectangle((550, 160, 770, 230), fill="#c9d6c0", outline="#555b4f", width=2)
    font = ImageFont.load_default(28)
    draw.text((565, 178), "0048211 kWh", fill="#1f241c", font=font)
    for place, colour in enumerate(("#222222", "#7a4a24", "#8a8a8a")):
        draw.line((580 + place * 70, 430, 580 + place * 70, 590), fill=colour, width=12)
    draw.rectangle((0, 650, SIZE[0], SIZE[1]), fill="#2c2b28")
    draw.text((24, 664), f"{number} · {title}"[:66], fill="#f4f2ee", font=ImageFont.load_default(24))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=82)
    return target.getvalue()
