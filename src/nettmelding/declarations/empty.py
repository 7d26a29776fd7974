"""The empty declaration of conformity: a PDF form to fill in on screen or by hand (FEL § 12).

What it asks stands in `catalogue/`, as does what the online form asks; here it is only laid out, in each of the languages.
"""

import io
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from nettmelding.declarations.empty_form import Field, Form, Mark, Measurement, Section, form

_WIDTH, _HEIGHT = A4
_MARGIN = 18 * mm
_INNER = _WIDTH - 2 * _MARGIN
_GAP = 3 * mm
_LINE = 6.5 * mm
_LABEL = 6 * mm
_TEXT = 4.6 * mm
_MARK = 5.4 * mm
_MEASUREMENT = 6.6 * mm
_BOX = 4 * mm
_ACCENT, _QUIET, _EDGE = HexColor("#1f5f99"), HexColor("#56616d"), HexColor("#9aa4af")
_FONT, _BOLD = "Helvetica", "Helvetica-Bold"
_LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_LOOK = {"borderWidth": 0.5, "borderColor": _EDGE, "fillColor": white}


@cache
def declaration_template(language: str = "nb") -> bytes:
    """The empty declaration in a language, as a PDF with named form fields, each with a tooltip for screen readers."""
    with override(language):
        asked = form()
        out = io.BytesIO()
        sheet = _Sheet(Canvas(out, pagesize=A4, invariant=1), asked, language)
        for section in asked.sections:
            sheet.section(section)
        sheet.finish()
    return out.getvalue()


class _Sheet:
    """Pages filled from the top; `_y` is where the next thing begins."""

    def __init__(self, canvas: Canvas, asked: Form, language: str) -> None:
        self._canvas = canvas
        self._title = asked.title
        canvas.setTitle(asked.title)
        canvas.setSubject(asked.subtitle)
        canvas.setAuthor("nettmelding")
        canvas.setCatalogEntry("Lang", _LANGUAGES[language])
        self._y = _HEIGHT - _MARGIN
        self._write(asked.title, _BOLD, 20, step=7 * mm)
        self._write(asked.subtitle, _FONT, 10, step=4 * mm, colour=_QUIET)

    def finish(self) -> None:
        self._foot()
        self._canvas.save()

    def section(self, section: Section) -> None:
        """A heading with its text, rows of fields, points to tick and measurements."""
        self._room(_height(section))
        self._y -= 3 * mm
        self._write(section.title, _BOLD, 11.5, step=5.5 * mm, colour=_ACCENT)
        for line in _lines(section):
            self._write(line, _FONT, 9.5, step=_TEXT)
        for row in section.rows:
            self._row(row)
        self._marks(section.marks)
        self._measurements(section.measurements)

    def _row(self, fields: Sequence[Field]) -> None:
        height = _row_height(fields)
        share = (_INNER - _GAP * (len(fields) - 1)) / sum(field.width for field in fields)
        x = _MARGIN
        for field in fields:
            self._label(field.label, x)
            self._box(field.name, field.label, x, self._y - 1.4 * mm - height, share * field.width, height)
            x += share * field.width + _GAP
        self._y -= height + _LABEL

    def _marks(self, marks: Sequence[Mark]) -> None:
        checked, not_relevant, text = _MARGIN, _MARGIN + 20 * mm, _MARGIN + 42 * mm
        if marks:
            self._heads({checked: _("Kontrollert"), not_relevant: _("Ikke aktuelt")})
        for mark in marks:
            for name, said, x in zip(
                mark.names(), (_("kontrollert"), _("ikke aktuelt")), (checked, not_relevant), strict=True
            ):
                self._tick(name, f"{mark.label}: {said}", x)
            self._say(mark.label, text)
            self._y -= _MARK

    def _measurements(self, measurements: Sequence[Measurement]) -> None:
        value, unit, note = _MARGIN + 62 * mm, _MARGIN + 88 * mm, _MARGIN + 116 * mm
        if measurements:
            self._heads({_MARGIN: _("Prøve"), value: _("Verdi"), note: _("Merknad")})
        for measurement in measurements:
            value_name, note_name = measurement.names()
            y, height = self._y - 1.6 * mm, 5.6 * mm
            self._say(measurement.label, _MARGIN)
            self._box(value_name, f"{measurement.label}: {_('verdi')}", value, y, 24 * mm, height)
            self._say(" · ".join(filter(None, [measurement.unit, measurement.limit])), unit)
            self._box(note_name, f"{measurement.label}: {_('merknad')}", note, y, _WIDTH - _MARGIN - note, height)
            self._y -= _MEASUREMENT

    def _box(self, name: str, tooltip: str, x: float, y: float, width: float, height: float) -> None:
        self._canvas.acroForm.textfield(
            name=name,
            tooltip=tooltip,
            x=x,
            y=y,
            width=width,
            height=height,
            fontName=_FONT,
            fontSize=9.5,
            textColor=black,
            fieldFlags="multiline" if height > _LINE else "",
            maxlen=None,
            **_LOOK,
        )

    def _tick(self, name: str, tooltip: str, x: float) -> None:
        self._canvas.acroForm.checkbox(
            name=name, tooltip=tooltip, x=x, y=self._y - 1 * mm, size=_BOX, buttonStyle="check", **_LOOK
        )

    def _heads(self, heads: dict[float, str]) -> None:
        for x, text in heads.items():
            self._label(text, x)
        self._y -= _MARK

    def _label(self, text: str, x: float) -> None:
        self._say(text, x, size=8, colour=_QUIET)

    def _say(self, text: str, x: float, *, size: float = 9.5, font: str = _FONT, colour: Any = black) -> None:
        self._canvas.setFillColor(colour)
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, self._y, text)

    def _write(self, text: str, font: str, size: float, *, step: float, colour: Any = black) -> None:
        self._say(text, _MARGIN, size=size, font=font, colour=colour)
        self._y -= step

    def _room(self, height: float) -> None:
        """Begin a new page where the section does not fit on this one."""
        if self._y - height < _MARGIN:
            self._foot()
            self._canvas.showPage()
            self._y = _HEIGHT - _MARGIN

    def _foot(self) -> None:
        self._y = 10 * mm
        self._label(f"{self._title} · {_('side')} {self._canvas.getPageNumber()}", _MARGIN)


def _lines(section: Section) -> list[str]:
    return list(simpleSplit(section.text, _FONT, 9.5, _INNER))


def _row_height(fields: Sequence[Field]) -> float:
    return float(_LINE * max(field.lines for field in fields))


def _height(section: Section) -> float:
    rows = sum(_row_height(row) + _LABEL for row in section.rows)
    lists = len(section.marks) * _MARK + len(section.measurements) * _MEASUREMENT
    return float(14 * mm + rows + lists + len(_lines(section)) * _TEXT)
