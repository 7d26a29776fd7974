"""The tables of the grid: editions and which is in force, and what lies in each of them."""

from nettmelding.grid.models.editions import Edition, FileMapping, InForce
from nettmelding.grid.models.objects import GridObject, Kind, ObjectCell

__all__ = ["Edition", "FileMapping", "GridObject", "InForce", "Kind", "ObjectCell"]
