"""A block notice's metering points as a table, and what is typed into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import NotFound
from nettmelding.notices import columns, drafts, family, hand, indexing, queries, working_copy
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.form import Form, FormField, Source
from nettmelding.notices.catalogue.model import Kind, Stage
from nettmelding.notices.models import Notice
from nettmelding.notices.perform import save
from nettmelding.notices.status import CONTRACTOR_EDITS, Status
from nettmelding.organisations import access

NOT_IN_A_CELL = frozenset({Kind.ADDRESS, Kind.METERS, Kind.MULTI, Kind.BOOL, Kind.DATETIME})
"""What does not fit in a cell is filled in on the metering point's own page."""
CUSTOMER = "party.customer"


@dataclass(frozen=True, slots=True)
class Column:
    """One question that the metering points are asked."""

    path: str
    label: str
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()
    """Code and label."""
    unit: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class CellView:
    """One answer: as it is kept, and as it is shown."""

    value: Any = None
    text: str = ""
    inherited: bool = False
    """From the mother: the metering point says nothing of its own."""
    error: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """One metering point."""

    id: UUID
    number: str | None
    position: int
    status: Status
    revision: int
    editable: bool
    cells: Mapping[str, CellView]
    missing: int = 0
    """How much keeps it from being sent."""


@dataclass(frozen=True, slots=True)
class Table:
    mother: Notice
    columns: Sequence[Column]
    rows: Sequence[RowView]


@dataclass(frozen=True, slots=True)
class Change:
    """What was typed into a cell; `was`: what stood there when the page was made, as it was shown; None: of no account."""

    id: UUID
    path: str
    value: str
    was: str | None = None


@dataclass(slots=True)
class _Typed:
    """What was typed into one row, and what was not taken of it."""

    changes: list[Change] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def table(actor: Actor, mother_id: UUID) -> Table:
    """The contractor's own working copies. Errors: NotFound, also where it is no block notice."""
    mother = queries.own(actor, mother_id)
    if not family.is_mother(mother):
        raise NotFound
    children = hand.children(queries.visible_to(actor), mother)
    forms = [working_copy.form_of(child, Stage.NOTICE) for child in children]
    return Table(mother, _columns(forms), [_row(child, form) for child, form in zip(children, forms, strict=True)])


def save_cells(actor: Actor, mother_id: UUID, changes: Sequence[Change]) -> Sequence[RowView]:
    """Take in what was typed, cell by cell; answers with the rows that were touched. What does not hold, or was changed by
    somebody else meanwhile, is said in its cell, and the rest is kept.

    Errors: NotFound for a row that is not the mother's.
    """
    typed: dict[UUID, _Typed] = {}
    for change in changes:
        typed.setdefault(change.id, _Typed()).changes.append(change)
    with write():
        if not access.may_write_notices(actor):
            raise NotFound
        drafts.refuse_where_stopped(actor)
        rows = [row for row in hand.lock(actor, [mother_id, *typed]) if row.id in typed]
        if any(row.mother_id != mother_id or row.contractor_id != actor.organisation_id for row in rows):
            raise NotFound
        changed = [row for row in rows if _take(actor, row, typed[row.id])]
        for child in changed:
            columns.refresh_if_unsent(child)
            child.revision += 1
            child.changed_at = clock.now()
        save(changed)
        indexing.reindex(*(child for child in changed if child.sent_at is None))
    return [_row(row, working_copy.form_of(row, Stage.NOTICE), typed[row.id].errors) for row in rows]


def _take(actor: Actor, child: Notice, typed: _Typed) -> bool:
    """Put what holds on the row in memory; answers whether anything changed."""
    if child.state not in CONTRACTOR_EDITS:
        sentence = _("Anlegget kan ikke endres nå.")
        typed.errors.update(dict.fromkeys((change.path for change in typed.changes), sentence))
        return False
    parsed, errors = working_copy.parse(child, {change.path: change.value for change in typed.changes})
    typed.errors.update(errors)
    form = working_copy.form_of(child, Stage.NOTICE)
    wanted = {}
    for change in typed.changes:
        if change.path not in parsed:
            continue
        standing = next((one for one in form.fields() if one.path == change.path), None)
        value = parsed[change.path]
        if standing is None or not standing.shown:
            typed.errors[change.path] = _("Dette spørres det ikke om for anlegget.")
        elif _is_conflict(child, standing, change, value):
            typed.errors[change.path] = _("Noen andre skrev %(text)s her imens.") % {
                "text": text_of(standing.field, standing.value) or _("ingenting")
            }
        elif value != child.values().get(change.path):
            wanted[change.path] = value
    drafts.put(child, wanted, Source.USER, by=actor.name)
    return bool(wanted)


def _is_conflict(child: Notice, standing: FormField, change: Change, value: Any) -> bool:
    """Whether somebody else has changed the cell since the page was made, to something else than this."""
    if change.was is None:
        return False
    was, errors = working_copy.parse(child, {change.path: change.was})
    return not errors and was[change.path] != standing.value and value != standing.value


def _columns(forms: Sequence[Form]) -> list[Column]:
    """What any of the metering points is asked, in the catalogue's order, with the customer last."""
    shown: dict[str, FormField] = {}
    for form in forms:
        for one in form.fields():
            if one.shown and one.field.kind not in NOT_IN_A_CELL and (one.path not in shown or one.required):
                shown[one.path] = one
    order = [one.path for one in forms[0].fields()] if forms else []
    found = [_column(shown[path]) for path in order if path in shown]
    return [*found, Column(CUSTOMER, _("Kunde"), Kind.TEXT)]


def _column(one: FormField) -> Column:
    choices = tuple((choice.code, choice.label) for choice in one.field.choices)
    return Column(one.path, one.label, one.field.kind, choices, one.field.unit, one.required)


def _row(child: Notice, form: Form, errors: Mapping[str, str] | None = None) -> RowView:
    said = errors or {}
    cells = {
        one.path: CellView(
            one.value, text_of(one.field, one.value), one.source is Source.MOTHER, said.get(one.path, "")
        )
        for one in form.fields()
        if one.shown and one.field.kind not in NOT_IN_A_CELL
    }
    customer = next((party for party in working_copy.parties(child) if party.role == "customer"), None)
    cells[CUSTOMER] = CellView(
        text=customer.name if customer else "", inherited=bool(customer and customer.notice_id != child.id)
    )
    return RowView(
        child.id,
        child.number,
        child.position or 0,
        child.state,
        child.revision,
        child.state in CONTRACTOR_EDITS,
        cells,
        len(working_copy.missing_in(child, Stage.NOTICE, form)),
    )
