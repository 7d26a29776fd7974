"""Short-circuit values from the map into a notice, and out of it again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, Refused
from nettmelding.grid import queries, seeing, values
from nettmelding.grid.values import ShortCircuit, ValueSet
from nettmelding.notices import drafts, family, map_case, working_copy
from nettmelding.notices import queries as notices
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.catalogue.short_circuit import PATH
from nettmelding.notices.models import Notice
from nettmelding.notices.status import CONTRACTOR_EDITS
from nettmelding.organisations import access

_DECIMALS = 4


def use(
    actor: Actor,
    notice_id: UUID,
    object_id: UUID,
    state: str,
    *,
    origin: str = "",
    cable: tuple[str, float] | None = None,
    revision: int | None = None,
) -> Notice:
    """Put the values at an object into the notice, the grid company's own before computed ones unless `origin` says which; with
    `cable` (type, length in m) those at the end of a planned one from a cabinet.

    Errors: NotFound for others' notices and for what may not be seen or has no such values; those of `drafts.locked`.
    """
    view = seeing.view(actor, map_case.case_of(actor, notice_id))
    found = queries.get(view, object_id)
    at = values.with_cable(view, found, *cable) if cable else values.values_at(view, found)
    return _put(actor, notice_id, answer_of(at, at.of(state, origin)), revision)


def forget(actor: Actor, notice_id: UUID, *, revision: int | None = None) -> Notice:
    """Take the values out of the notice. Errors: those of `drafts.locked`."""
    return _put(actor, notice_id, None, revision)


def may_use(actor: Actor, notice: Notice) -> bool:
    """Whether the actor may change what the notice says of values as it stands.

    A metering point of a block notice says nothing of them: its mother does.
    """
    own = notice.contractor_id == actor.organisation_id
    return own and access.may_write_notices(actor) and bool(family.states(notice) & CONTRACTOR_EDITS) and _asks(notice)


def used_in(notice: Notice) -> Mapping[str, Any] | None:
    """The values that stand in the working copy; None where there are none."""
    kept = notice.values().get(PATH)
    return kept if isinstance(kept, dict) else None


def answer_of(at: ShortCircuit, one: ValueSet) -> dict[str, Any]:
    """The answer of a notice that one set of values makes; see `catalogue.short_circuit`."""
    return {
        "object_id": str(at.object_id),
        "object_name": at.title,
        "object_kind": at.kind,
        "origin": one.origin.value,
        "state": one.state,
        "terminal": one.terminal,
        "network_system": one.system,
        "values": {name: round(value, _DECIMALS) for name, value in one.figures.items()},
        "protection": {"type": one.protection.type, "rated_a": one.protection.rated_a} if one.protection else None,
        "values_on": one.on,
        "standard": one.standard,
        "edition_on": at.edition_on.isoformat(),
        "cable": {"type": one.cable[0], "length_m": one.cable[1]} if one.cable else None,
    }


def answer_of_kept(kept: Mapping[str, Any], edition_on: str) -> dict[str, Any]:
    """The answer that a set of values makes which a check before the job has kept; see `precheck_answer`."""
    return {
        **{name: kept.get(name) for name in ("object_id", "object_kind", "origin", "state", "terminal", "protection")},
        "object_name": kept.get("title"),
        "network_system": kept.get("system"),
        "values": {name: round(value, _DECIMALS) for name, value in kept.get("figures", {}).items()},
        "values_on": kept.get("on"),
        "standard": kept.get("standard"),
        "edition_on": edition_on,
    }


def _put(actor: Actor, notice_id: UUID, answer: dict[str, Any] | None, revision: int | None) -> Notice:
    if answer is not None and not _asks(notices.get(actor, notice_id)):
        raise Refused("not_asked", _("Denne meldingen har ikke kortslutningsverdier. Bruk dem i hovedmeldingen."))
    saved = drafts.save(actor, notice_id, mine={PATH: answer}, source=Source.MAP, revision=revision)
    if saved.errors:
        raise Invalid("short_circuit", saved.errors.get(PATH) or _("Verdiene kan ikke brukes i meldingen."))
    return saved.notice


def _asks(notice: Notice) -> bool:
    form = working_copy.form_of(notice, Stage.NOTICE)
    return any(one.path == PATH and one.shown for one in form.fields())
