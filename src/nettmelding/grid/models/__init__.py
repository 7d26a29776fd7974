"""The tables of the grid: editions and which is in force, and what lies in each of them."""

from nettmelding.grid.models.editions import Edition, FileMapping, InForce
from nettmelding.grid.models.objects import LINES, GridObject, Kind, ObjectCell

__all__ = ["LINES", "Edition", "FileMapping", "GridObject", "InForce", "Kind", "ObjectCell"]
