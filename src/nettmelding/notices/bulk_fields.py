"""The empty notice of a bulk change: which fields it asks, and what is wanted of them.

Only what is filled in changes; to make a field empty is a choice of its own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.notices import places, working_copy
from nettmelding.notices.catalogue.form import build_form
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Field, Kind, Stage, Value
from nettmelding.notices.catalogue.values import FieldError, validate
from nettmelding.notices.models import Notice

WANTED_DATE = "when.wanted_date"
COLLEAGUE = "who.responsible_colleague"
OF_ONE_ONLY = frozenset({
    places.ADDRESS, places.METER, "site.existing_meters", "site.meter_to_remove", "work.urgent", "work.urgent_done_at",
    "work.urgent_leave", "work.urgent_reason", "map.short_circuit", "map.marks",
})  # fmt: skip
"""What says which notice it is, or what was done at one place: never the same for many."""
Wanted = Mapping[str, Value]
"""By field path the value as it is kept; None: is made empty."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of the empty notice. `of`: how many of the chosen notices have it."""

    field: Field
    of: int


def asked(notices: Sequence[Notice]) -> list[Asked]:
    """The fields that the chosen notices have, in the order of the page: those of most notices are not put before others.

    A field that depends on an answer is there where one of them shows it.
    """
    shown: dict[str, int] = {}
    for paths, count in _alike(notices):
        for path in paths:
            shown[path] = shown.get(path, 0) + count
    fields = catalogue().fields
    return [Asked(field, shown[path]) for path, field in fields.items() if path in shown and path not in OF_ONE_ONLY]


def earliest(notices: Iterable[Notice]) -> date:
    """The first day that the grid company has had its time by: the longest deadline of the chosen notices, in working days."""
    kinds = {(tuple(one.types), one.grid_company_id): one for one in notices}
    days = max((_deadline(one) for one in kinds.values()), default=0)
    return clock.add_working_days(clock.today(), days)


def read(raw: Mapping[str, Any], emptied: Collection[str]) -> tuple[dict[str, Value], dict[str, str]]:
    """What was filled in as it is kept, and a sentence for each that does not hold. What was left empty is not among it."""
    fields, values, errors = catalogue().fields, dict[str, Value](), dict[str, str]()
    for path in (*raw, *emptied):
        field = fields.get(path)
        if field is None or path in OF_ONE_ONLY or path.startswith("completion."):
            errors[path] = _("Dette feltet kan ikke endres for flere på én gang.")
        elif path in emptied:
            if path in raw and not _is_nothing(field, raw[path]):
                errors[path] = _("Velg enten en ny verdi eller «Gjør tomt».")
            else:
                values[path] = None
        elif not _is_nothing(field, raw[path]):
            taken = validate(field, raw[path])
            if isinstance(taken, FieldError):
                errors[path] = taken.message
            elif taken not in (None, "", []):
                values[path] = taken
    return values, errors


def _is_nothing(field: Field, raw: Any) -> bool:
    return (
        raw in (None, "", [], ()) or (isinstance(raw, str) and not raw.strip()) or (field.kind is Kind.BOOL and not raw)
    )


def _alike(notices: Sequence[Notice]) -> Iterable[tuple[frozenset[str], int]]:
    """The fields that are shown, for each sort of notice, and how many there are of the sort.

    Notices of the same types, form and choices ask the same; so a block of five hundred is one sort or two.
    """
    sorts: dict[tuple[object, ...], list[Notice]] = {}
    for notice in notices:
        sorts.setdefault(_sort(notice), []).append(notice)
    for alike in sorts.values():
        first = alike[0]
        form = build_form(
            first.types,
            first.form,
            working_copy.rules_of(first),
            first.values(),
            Stage.NOTICE,
            known=first.known,
            sources=first.sources(),
        )
        yield frozenset(one.path for one in form.fields() if one.shown), len(alike)


def _sort(notice: Notice) -> tuple[object, ...]:
    decisive = {Kind.CHOICE, Kind.MULTI, Kind.BOOL}
    fields = catalogue().fields
    choices = sorted(
        (path, str(kept["value"]))
        for path, kept in notice.answers.items()
        if path in fields and fields[path].kind in decisive
    )
    return (tuple(notice.types), notice.form, notice.grid_company_id, tuple(choices))


def _deadline(notice: Notice) -> int:
    return working_copy.deadline_working_days(notice)
