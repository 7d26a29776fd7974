"""The components, each in its own folder.

How to use them: README.md here, and the living page at /komponenter.
"""

from nettmelding.web.components.attachments import Attachment, Attachments
from nettmelding.web.components.autosave import AutoSave, SaveState
from nettmelding.web.components.badge import Badge
from nettmelding.web.components.bar import Bar
from nettmelding.web.components.button import Button, Variant
from nettmelding.web.components.caserow import CaseRow
from nettmelding.web.components.change import Change
from nettmelding.web.components.checks import Check, Checks
from nettmelding.web.components.denied import Denied
from nettmelding.web.components.dialog import Dialog
from nettmelding.web.components.empty import Empty
from nettmelding.web.components.errors import Errors, Fault, faults
from nettmelding.web.components.face import Face
from nettmelding.web.components.facts import Fact, Facts
from nettmelding.web.components.field import Field, FieldKind, Option, field_id
from nettmelding.web.components.filterbar import Chip, FilterBar, View
from nettmelding.web.components.icon import Icon
from nettmelding.web.components.loading import Loading
from nettmelding.web.components.map import GridMap
from nettmelding.web.components.mapsymbol import MapSymbol
from nettmelding.web.components.note import Note, NoteKind
from nettmelding.web.components.options import Hit, Options
from nettmelding.web.components.pagehead import PageHead
from nettmelding.web.components.pager import Pager
from nettmelding.web.components.phrases import Phrase, Phrases
from nettmelding.web.components.rail import Progress, Rail, Step
from nettmelding.web.components.sheet import Sheet
from nettmelding.web.components.sheetgrid import GridCell, GridColumn, GridRow, SheetGrid
from nettmelding.web.components.state import State
from nettmelding.web.components.table import Column, Order, Table
from nettmelding.web.components.tabs import Tab, Tabs
from nettmelding.web.components.timeline import Moment, Timeline
from nettmelding.web.components.tip import Tip
from nettmelding.web.components.toast import Toast
from nettmelding.web.components.tones import Tone, Turn
from nettmelding.web.components.typebox import TypeBox
from nettmelding.web.components.upload import NeededFile, Upload
from nettmelding.web.components.verdict import Verdict
from nettmelding.web.components.whocard import WhoCard

COMPONENTS: dict[str, type] = {
    "icon": Icon,
    "button": Button,
    "state": State,
    "badge": Badge,
    "face": Face,
    "pagehead": PageHead,
    "sheet": Sheet,
    "caserow": CaseRow,
    "tabs": Tabs,
    "rail": Rail,
    "field": Field,
    "options": Options,
    "phrases": Phrases,
    "errors": Errors,
    "autosave": AutoSave,
    "typebox": TypeBox,
    "tip": Tip,
    "whocard": WhoCard,
    "note": Note,
    "verdict": Verdict,
    "checks": Checks,
    "facts": Facts,
    "change": Change,
    "timeline": Timeline,
    "upload": Upload,
    "attachments": Attachments,
    "dialog": Dialog,
    "toast": Toast,
    "empty": Empty,
    "denied": Denied,
    "loading": Loading,
    "bar": Bar,
    "table": Table,
    "sheetgrid": SheetGrid,
    "filterbar": FilterBar,
    "pager": Pager,
    "map": GridMap,
    "mapsymbol": MapSymbol,
}
"""Every component by the name templates use, in the order of the living page."""

NAMES: dict[type, str] = {shape: name for name, shape in COMPONENTS.items()}

__all__ = [
    "COMPONENTS",
    "NAMES",
    "Attachment",
    "Attachments",
    "AutoSave",
    "Badge",
    "Bar",
    "Button",
    "CaseRow",
    "Change",
    "Check",
    "Checks",
    "Chip",
    "Column",
    "Denied",
    "Dialog",
    "Empty",
    "Errors",
    "Face",
    "Fact",
    "Facts",
    "Fault",
    "Field",
    "FieldKind",
    "FilterBar",
    "GridCell",
    "GridColumn",
    "GridMap",
    "GridRow",
    "Hit",
    "Icon",
    "Loading",
    "MapSymbol",
    "Moment",
    "NeededFile",
    "Note",
    "NoteKind",
    "Option",
    "Options",
    "Order",
    "PageHead",
    "Pager",
    "Phrase",
    "Phrases",
    "Progress",
    "Rail",
    "SaveState",
    "Sheet",
    "SheetGrid",
    "State",
    "Step",
    "Tab",
    "Table",
    "Tabs",
    "Timeline",
    "Tip",
    "Toast",
    "Tone",
    "Turn",
    "TypeBox",
    "Upload",
    "Variant",
    "Verdict",
    "View",
    "WhoCard",
    "faults",
    "field_id",
]
