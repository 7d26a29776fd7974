"""The tables of the grid: editions and which is in force, what lies in each of them, and who may see it."""

from nettmelding.grid.models.editions import Edition, FileMapping, InForce
from nettmelding.grid.models.errors import MapError
from nettmelding.grid.models.imports import GridImport
from nettmelding.grid.models.objects import LINES, GridObject, Kind, ObjectCell
from nettmelding.grid.models.seeing import DutyAccepted, MapFirm, MapGrant, MapLook, MapRules, PointKey

__all__ = [
    "LINES",
    "DutyAccepted",
    "Edition",
    "FileMapping",
    "GridImport",
    "GridObject",
    "InForce",
    "Kind",
    "MapError",
    "MapFirm",
    "MapGrant",
    "MapLook",
    "MapRules",
    "ObjectCell",
    "PointKey",
]
