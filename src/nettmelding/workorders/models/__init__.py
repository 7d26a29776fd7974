"""The tables of work orders: the order itself, what devices hand in, meters in stock, times offered, what was found wrong."""

from nettmelding.workorders.models.deviations import Deviation
from nettmelding.workorders.models.field import Device, FeedCounter, FeedRow, Operation, Photo, PhotoPart
from nettmelding.workorders.models.meters import StockMeter
from nettmelding.workorders.models.orders import Gate, WorkOrder
from nettmelding.workorders.models.times import TimeOffer

__all__ = [
    "Deviation",
    "Device",
    "FeedCounter",
    "FeedRow",
    "Gate",
    "Operation",
    "Photo",
    "PhotoPart",
    "StockMeter",
    "TimeOffer",
    "WorkOrder",
]
