"""Everything the PDF and the pages say of a declaration, with its labels, limits and clauses: made once, at the signing, so that
a signed version reads the same whatever the catalogue says later."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.declarations import content, limits, sources
from nettmelding.declarations.catalogue.load import catalogue
from nettmelding.declarations.catalogue.model import Content, Kind, Part, Section
from nettmelding.declarations.content import PointState
from nettmelding.declarations.limits import Verdict
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.model import Field
from nettmelding.notices.catalogue.notes import number_text
from nettmelding.registers.numbers import show_orgnr


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that goes with it: by document, with what it shows. One on its way at the signing has no document yet."""

    document_id: str
    sha256: str
    caption: str
    photo_id: str = ""
    """As the field announced it, where it is on its way."""


@dataclass(frozen=True, slots=True)
class Head:
    """What names a version."""

    number: str
    version: int = 1
    replaces: int = 0
    """The version it corrects; 0 for none."""
    replaced_signed_on: str = ""
    firm: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed, when, how."""

    name: str
    at: datetime
    how: str
    """`drawn` or `typed`."""
    identity: str
    """As who they were signed in: an e-mail address, or the device's name for it."""


@dataclass(frozen=True, slots=True)
class Printer:
    """One declaration in one language."""

    kind: Kind
    whole: Mapping[str, Mapping[str, Any]]
    """`{path: {"value", "source", …}}`."""
    photos: tuple[Photo, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values.update({path: one["value"] for path, one in self.whole.items()})


def printed(printer: Printer, head: Head, signed: Signed | None, language: str) -> dict[str, Any]:
    """As the template of the PDF reads it: plain texts, lists and dicts."""
    with translation.override(language):
        known = catalogue()
        parts = {part: list(_sections(printer, part)) for part in Part}
        named = {"number": head.number, "version": head.version}
        return {
            "language": language,
            "title": known.texts.title,
            "law": known.texts.law,
            "documentation_title": known.texts.documentation,
            "number": head.number,
            "version": head.version,
            "heading": _("Nummer %(number)s, versjon %(version)d") % named,
            "belongs_to": _("Samsvarserklæring %(number)s, versjon %(version)d") % named,
            "corrects": _corrects(head),
            "declaration": parts[Part.DECLARATION],
            "declared": known.texts.declared_meter if printer.kind is Kind.METER else known.texts.declared_installation,
            "kept": known.texts.kept,
            "documentation": parts[Part.DOCUMENTATION],
            "sources": list(_sources(printer)),
            "signature": _signature(signed, head.firm) if signed else None,
            "words": _words(head),
        }


def _words(head: Head) -> dict[str, str]:
    """Words of the template itself."""
    return {
        "signature": _("Underskrift"),
        "signature_alt": _("Underskriften, tegnet på skjermen"),
        "verify": _("Se om erklæringen er ekte, og om det finnes en nyere versjon:"),
        "qr_alt": _("QR-kode til siden som bekrefter erklæringen"),
        "sealed": _("Dokumentet er forseglet elektronisk. Er noe endret, viser PDF-leseren det."),
        "sources": _("Hvor opplysningene er hentet fra"),
        "field": _("Opplysning"),
        "source": _("Kilde"),
        "point": _("Punkt"),
        "result": _("Resultat"),
        "test": _("Måling eller prøve"),
        "value": _("Verdi"),
        "limit": _("Grense"),
        "clause": _("NEK 400-6"),
        "hazard": _("Hva som kan skje"),
        "measure": _("Hva som er gjort"),
        "page": _("Side"),
        "of": _("av"),
        "photos": _("Bilder"),
        "photo_missing": _("Bildet kom ikke med."),
        "footer": f"{head.number} · {head.firm}",
    }


def _corrects(head: Head) -> str:
    if not head.replaces:
        return ""
    return _("Erstatter versjon %(version)d, signert %(day)s.") % {
        "version": head.replaces,
        "day": head.replaced_signed_on,
    }


def _signature(signed: Signed, firm: str) -> dict[str, str]:
    local = clock.oslo(signed.at)
    return {
        "name": signed.name,
        "firm": firm,
        "at": f"{date_format(local.date(), 'j. F Y')} {_('kl.')} {local:%H.%M}",
        "how": _("Tegnet på skjermen") if signed.how == "drawn" else _("Skrevet inn og bekreftet"),
        "identity": _("Innlogget som %(identity)s") % {"identity": signed.identity} if signed.identity else "",
    }


def _sections(printer: Printer, part: Part) -> Iterator[dict[str, Any]]:
    for section in catalogue().sections_of(printer.kind):
        if section.part is part:
            made = _CONTENTS[section.content](printer, section)
            if any(made.values()):
                yield {"title": section.title, **made}


def _rows(printer: Printer, section: Section) -> dict[str, Any]:
    rows = [
        {"path": one.path, "label": one.asked.label, "text": text}
        for one in catalogue().fields_in(section.id, printer.kind)
        if (text := said(one.asked, printer.values.get(one.path)))
    ]
    return {"rows": rows}


def _risks(printer: Printer, section: Section) -> dict[str, Any]:
    known = catalogue()
    chosen = printer.values.get("basis.risks") or []
    rows = [one for one in _rows(printer, section)["rows"] if one["path"] != "basis.risks"]
    risks = [
        {"path": f"risk.{code}", "hazard": known.risks[code].hazard, "measure": known.risks[code].measure}
        for code in chosen
        if code in known.risks
    ]
    return {"rows": rows, "risks": risks}


def _points(printer: Printer, section: Section) -> dict[str, Any]:
    words = content.point_words()
    return {
        "points": [
            {
                "path": f"point.{one.code}",
                "label": one.label,
                "clause": one.clause,
                "result": words[PointState(value)],
                "note": printer.values.get(f"point.{one.code}{content.NOTE}", ""),
                "wrong": value == PointState.DEVIATION,
            }
            for one in catalogue().points.values()
            if (value := printer.values.get(f"point.{one.code}"))
        ]
    }


def _measurements(printer: Printer, section: Section) -> dict[str, Any]:
    numbers = content.circuits_in(path for path in printer.values)
    return {"circuits": [one for number in numbers if (one := _circuit(printer, number))["rows"]]}


def _circuit(printer: Printer, number: int) -> dict[str, Any]:
    known = catalogue()
    circuit = content.circuit(printer.values, number)
    asked = known.measurements_at(limits.system_of(printer.values.get("site.network_system")))
    about = [
        f"{one.asked.label}: {text}"
        for one in asked
        if one.about and one.code != "name" and (text := said(one.asked, circuit.get(one.code)))
    ]
    rows = []
    for one in asked:
        judged = limits.judge(known, one, circuit)
        if one.about or judged.verdict is Verdict.NOT_MEASURED:
            continue
        path = f"circuit.{number}.{one.code}"
        rows.append(
            {
                "path": path,
                "label": one.asked.label,
                "text": said(one.asked, circuit.get(one.code)) or _("Ikke aktuelt"),
                "limit": judged.limit,
                "clause": judged.clause,
                "verdict": judged.verdict.value,
                "word": verdict_word(judged.verdict),
                "note": printer.values.get(path + content.NOTE, ""),
                "wrong": judged.verdict is Verdict.OUTSIDE,
            }
        )
    name = circuit.get("name") or _("Kurs %(number)s") % {"number": number}
    return {"name": name, "about": " · ".join(about), "rows": rows}


def _photos(printer: Printer, section: Section) -> dict[str, Any]:
    return {
        "photos": [
            {"document": one.document_id, "sha256": one.sha256, "caption": one.caption, "photo": one.photo_id}
            for one in printer.photos
        ]
    }


_CONTENTS = {
    Content.FIELDS: _rows,
    Content.RISKS: _risks,
    Content.POINTS: _points,
    Content.MEASUREMENTS: _measurements,
    Content.PHOTOS: _photos,
}


def verdict_word(verdict: Verdict) -> str:
    """What a value came to, in a word."""
    return {
        Verdict.WITHIN: _("I orden"),
        Verdict.OUTSIDE: _("Utenfor"),
        Verdict.NO_LIMIT: "",
        Verdict.NOT_MEASURED: _("Ikke målt"),
        Verdict.NOT_RELEVANT: "",
    }[verdict]


_ORGANISATION_NUMBERS = frozenset({"issuer.organisation_number"})


def said(asked: Field, value: Any) -> str:
    """A value as it is read; `>500` with its unit."""
    if isinstance(value, str) and value.startswith(limits.OVER):
        amount, _over = limits.amount_of(value)
        return f"> {number_text(amount or 0)} {asked.unit}".strip()
    if asked.path in _ORGANISATION_NUMBERS and value:
        return show_orgnr(value)
    return text_of(asked, value)


def _sources(printer: Printer) -> Iterator[dict[str, str]]:
    """Each field with where its value is from."""
    for one in catalogue().fields.values():
        kept = printer.whole.get(one.path)
        if kept is not None and printer.kind in one.kinds:
            yield {"path": one.path, "label": one.asked.label, "source": sources.words(kept)}
