"""The papers of a notice as the page shows them: which kinds are asked for, which are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core.text import fold
from nettmelding.notices.catalogue.form import Form, FormAttachment
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.models import Attachment
from nettmelding.web import words
from nettmelding.web.components import Option, field_id
from nettmelding.web.form.saving import FILE_KIND
from nettmelding.web.form.state import State

DECLARATION = "declaration_of_conformity"
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"})
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("site_plan", ("situasjon", "kart", "tomt")),
    ("single_line_diagram", ("enlinje", "skjema")),
    ("load_budget", ("effekt", "budsjett", "regnskap", "last")),
    ("consent", ("samtykke", "nabo")),
    ("declaration_of_conformity", ("samsvar",)),
    ("certificate_of_conformity", ("konformitet", "4105", "50549", "certificate")),
    ("prosumer_agreement", ("plusskunde", "avtale")),
    ("grid_service_order", ("bestilling", "nettjeneste")),
    ("data_sheet", ("datablad", "datasheet")),
)
"""Words in a file's name that tell what it is, the surest first."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper the form asks for."""

    id: str
    label: str
    help: str
    why: str
    required: bool
    there: bool
    error: str
    remark: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file, with what it is."""

    name: str
    detail: str
    href: str
    thumb: str
    kind_name: str
    kind: str
    kinds: tuple[Option, ...]
    remove: str


def kinds(state: State) -> list[Kind]:
    """What the form asks for, needed first; what is optional and general comes in the list of kinds only."""
    there = {one.kind for one in state.attachments}
    return [
        Kind(
            id=field_id(f"attachment.{one.code}"),
            label=_(one.label),
            help=_(one.kind.help),
            why=_(one.why) if one.why else "",
            required=one.required,
            there=one.code in there,
            error=state.error(f"attachment.{one.code}"),
            remark=state.remarks.get(f"attachment.{one.code}", ""),
        )
        for one in state.form.attachments()
        if one.required or one.code in there or one.code not in {"other", "photo"}
    ]


def rows(state: State) -> list[FileRow]:
    """The files that are there."""
    options = tuple(Option(value=one.code, text=_(one.label)) for one in state.form.attachments())
    return [_row(one, options) for one in state.attachments]


def offers_declaration(form: Form) -> bool:
    return any(one.code == DECLARATION for one in form.attachments())


def likely_kind(name: str, asked: Iterable[FormAttachment], there: Iterable[str]) -> str:
    """What a file probably is: by its name, else what is still missing, else a picture if it is one."""
    offered = {one.code: one for one in asked}
    plain, taken = fold(PurePath(name).stem), set(there)
    for code, hints in _WORDS:
        if code in offered and any(hint in plain for hint in hints):
            return code
    picture = PurePath(name).suffix.casefold() in _PICTURES and "photo" in offered
    if picture and offered["photo"].required:
        return "photo"
    missing = (code for code, one in offered.items() if one.required and code not in taken)
    return next(missing, "photo" if picture else "other")


def _row(one: Attachment, options: tuple[Option, ...]) -> FileRow:
    known = {option.value for option in options}
    label = catalogue().attachments[one.kind].label
    own = () if one.kind in known else (Option(value=one.kind, text=_(label)),)
    address = reverse("case:attachment", args=[one.notice_id, one.id])
    return FileRow(
        name=one.document.name,
        detail=" · ".join([filesizeformat(one.document.size), words.at(one.added_at)]),
        href=address,
        thumb=reverse("case:preview", args=[one.notice_id, one.id]) if one.document.preview_sha256 else "",
        kind_name=f"{FILE_KIND}{one.id}",
        kind=one.kind,
        kinds=(*own, *options),
        remove=f"drop:{one.id}",
    )
