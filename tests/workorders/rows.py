"""Rows of an order made straight, where what is asked is who may open them."""

from uuid import UUID

from nettmelding.accounts import secrets
from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.organisations.models import Membership
from nettmelding.workorders.models import Deviation, Device, Photo, StockMeter, WorkOrder


def of_order(order_id: UUID, mark: str) -> dict[str, UUID]:
    """By the name of the parameter: a picture that is on its way, a deviation that says `mark`, the old meter in a van, and
    the phone of the contractor's fitter, that has left `mark` as its recovery secret."""
    order = WorkOrder.objects.select_related("performer").get(pk=order_id)
    photo = Photo.objects.create(
        id=uuid7(), order=order, size=1, sha256="0" * 64, name=f"{mark}.jpg", taken_at=clock.now(), taken_by_name=mark
    )
    contractor = order.performer if order.performer_id != order.grid_company_id else None
    deviation = Deviation.objects.create(
        id=uuid7(), order=order, grid_company_id=order.grid_company_id, contractor=contractor, kind="other",
        severity="minor", text=mark, found_by_name=mark, found_at=clock.now(),
    )  # fmt: skip
    meter = StockMeter.objects.create(
        grid_company_id=order.grid_company_id, number=str(order.id.int)[:20], kind=StockMeter.Kind.DIRECT_3,
        place=StockMeter.Place.TAKEN_DOWN, holder_firm=order.performer, store=mark,
    )  # fmt: skip
    fitter = Membership.objects.get(user__email="montor@eksempelelektro.example")
    device = Device.objects.create(
        id=uuid7(), user_id=fitter.user_id, organisation_id=fitter.organisation_id, key_hash="0" * 64,
        recovery=secrets.encrypt(mark),
    )  # fmt: skip
    return {"photo_id": photo.id, "deviation_id": deviation.id, "meter_id": meter.id, "device_id": device.id}
