"""Editions of a grid: one is made beside the one in force and takes over by one row; going back is the same."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock, numbers
from nettmelding.core.actor import Actor, ActorKind, OrganisationKind, Right
from nettmelding.core.db import forbid_in_transaction, write
from nettmelding.core.errors import NotAllowed, NotFound, Refused
from nettmelding.grid import followers, tiles
from nettmelding.grid.importing import checking, cutting, writing
from nettmelding.grid.importing.files import fingerprint
from nettmelding.grid.importing.mapping import FileWords
from nettmelding.grid.importing.report import Report
from nettmelding.grid.importing.spool import Spool
from nettmelding.grid.models import Edition, GridObject, InForce, ObjectCell, PointKey
from nettmelding.grid.models.objects import row_id

SUBJECT = "grid_edition"
CUT_OFF_AFTER = timedelta(days=1)
"""An edition that is not ready by then was cut off."""
KEPT = 3
"""Editions a company keeps besides the one in force and the one before it."""
_REMOVED_AT_ONCE = 5_000
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """Objects of one kind that are new, gone or otherwise than before."""

    kind: str
    new: int
    gone: int
    changed: int


def operator(grid_company_id: UUID, name: str) -> Actor:
    """The command line, acting for a grid company."""
    return Actor(
        kind=ActorKind.SYSTEM,
        name="nettmelding",
        organisation_id=grid_company_id,
        organisation_kind=OrganisationKind.GRID_COMPANY,
        organisation_name=name,
        rights=frozenset({Right.MANAGE_COMPANY}),
    )


def try_out(
    actor: Actor, paths: Sequence[Path], words: FileWords, progress: Progress = lambda what, count: None
) -> Report:
    """A dry run: what an import would come to. Errors: Invalid as `checking.check`, NotAllowed."""
    _may(actor)
    with Spool() as spool:
        return checking.check(actor.organisation, paths, words, spool, lambda count: progress("read", count)).report


def make(
    actor: Actor, paths: Sequence[Path], words: FileWords, progress: Progress = lambda what, count: None
) -> Edition:
    """Read files into a new edition, beside the one in force. Errors: Invalid as `checking.check`, NotAllowed.

    The one in force is not touched, whatever happens; what was begun and came to nothing is taken away.
    """
    _may(actor)
    forbid_in_transaction("reading a grid")
    with Spool() as spool:
        checked = checking.check(actor.organisation, paths, words, spool, lambda count: progress("read", count))
        edition = Edition(
            serial=numbers.take("grid-edition"),
            grid_company_id=actor.organisation,
            file_name=", ".join(path.name for path in paths)[:200],
            fingerprint=fingerprint(paths, repr(sorted(words.content.items()))),
            projection=checked.report.projection,
            report=checked.report.as_json(),
            made_by_id=actor.user_id,
        )
        with write():
            edition.save(force_insert=True)
        try:
            writing.put(edition.serial, spool, checked, lambda count: progress("written", count))
            edition.tiles_sha256 = cutting.cut(spool, tiles.folder(edition.grid_company_id))
        except BaseException:
            _take_away(edition)
            raise
    with write():
        edition.state, edition.ready_at = Edition.State.READY, clock.now()
        edition.save(update_fields=["state", "ready_at", "tiles_sha256"])
        _record(actor, edition, "grid_edition_made", {"file": edition.file_name, "objects": checked.report.objects})
    return edition


def in_force(grid_company_id: UUID) -> Edition | None:
    """The edition a company's grid is read from; None where it has none."""
    pointer = InForce.objects.select_related("edition").defer("edition__report").filter(pk=grid_company_id).first()
    return pointer.edition if pointer else None


def of_company(actor: Actor) -> QuerySet[Edition]:
    """The actor's own editions that are ready, newest first."""
    _may(actor)
    return Edition.objects.filter(grid_company_id=actor.organisation, state=Edition.State.READY).order_by("-serial")


def take_over(actor: Actor, edition_id: UUID) -> InForce:
    """Let an edition be the one in force from this instant. Errors: NotFound, NotAllowed, Refused where it is so already."""
    _may(actor)
    with write():
        edition = of_company(actor).select_for_update().filter(pk=edition_id).first()
        if edition is None:
            raise NotFound
        pointer = InForce.objects.select_for_update().select_related("edition").filter(pk=actor.organisation).first()
        if pointer is not None and pointer.edition_id == edition.id:
            raise Refused("in_force", _("Denne utgaven er i bruk allerede."))
        before = pointer.edition if pointer else None
        pointer = pointer or InForce(grid_company_id=actor.organisation)
        pointer.edition, pointer.previous, pointer.since = edition, before, clock.now()
        pointer.save()
        followers.edition_taken_over(edition)
        _record(actor, edition, "grid_edition_in_force", {"instead_of": str(before.id) if before else ""})
    return pointer


def go_back(actor: Actor) -> InForce:
    """Let the edition before the one in force take over again. Errors: NotAllowed, Refused where there is none."""
    _may(actor)
    pointer = InForce.objects.filter(pk=actor.organisation).first()
    if pointer is None or pointer.previous_id is None:
        raise Refused("no_previous", _("Det finnes ingen tidligere utgave å gå tilbake til."))
    return take_over(actor, pointer.previous_id)


def differences(old: Edition | None, new: Edition) -> list[Difference]:
    """How many objects of each kind are new, gone and changed; by kind."""
    counts: dict[str, dict[str, int]] = {}
    for name, rows in (("new", _new(old, new)), ("gone", _new(new, old)), ("changed", _changed(old, new))):
        for kind, count in rows.order_by().values_list("kind").annotate(Count("pk")):
            counts.setdefault(kind, {})[name] = count
    return [
        Difference(kind, found.get("new", 0), found.get("gone", 0), found.get("changed", 0))
        for kind, found in sorted(counts.items())
    ]


def different(old: Edition | None, new: Edition, what: str) -> QuerySet[GridObject]:
    """The objects that are `new`, `gone` (in the old edition) or `changed` (in the new one), in the file's order."""
    rows = {"new": _new(old, new), "gone": _new(new, old), "changed": _changed(old, new)}[what]
    return rows.order_by("pk")


def remove(actor: Actor, edition_id: UUID) -> None:
    """Take an edition away for good. Errors: NotFound, NotAllowed, Refused for the one in force."""
    _may(actor)
    with write():
        edition = of_company(actor).select_for_update().filter(pk=edition_id).first()
        if edition is None:
            raise NotFound
        if InForce.objects.filter(edition=edition).exists():
            raise Refused("in_force", _("Utgaven er i bruk og kan ikke slettes."))
        InForce.objects.filter(previous=edition).update(previous=None)
        edition.state = Edition.State.READING  # nobody finds it from now on; what is cut off here is swept
        edition.save(update_fields=["state"])
        _record(actor, edition, "grid_edition_removed", {"file": edition.file_name})
    _take_away(edition)


def sweep() -> int:
    """Take away editions that were cut off while they were made, and those that are older than is kept. For the worker."""
    cut_off = Edition.objects.filter(state=Edition.State.READING, made_at__lt=clock.now() - CUT_OFF_AFTER)
    gone = [*cut_off, *_too_old()]
    for edition in gone:
        _take_away(edition)
    return len(gone)


def _too_old() -> Iterator[Edition]:
    pointed = InForce.objects.filter(Q(edition=OuterRef("pk")) | Q(previous=OuterRef("pk")))
    spare = Edition.objects.filter(~Exists(pointed), state=Edition.State.READY)
    for company in spare.order_by().values_list("grid_company_id", flat=True).distinct():
        yield from spare.filter(grid_company_id=company).order_by("-serial")[KEPT:]


def _new(old: Edition | None, new: Edition | None) -> QuerySet[GridObject]:
    rows = GridObject.objects.filter(edition_serial=new.serial) if new else GridObject.objects.none()
    if old is None:
        return rows
    return rows.filter(~Exists(GridObject.objects.filter(edition_serial=old.serial, object_id=OuterRef("object_id"))))


def _changed(old: Edition | None, new: Edition) -> QuerySet[GridObject]:
    if old is None:
        return GridObject.objects.none()
    same = GridObject.objects.filter(edition_serial=old.serial, object_id=OuterRef("object_id"))
    return GridObject.objects.filter(Exists(same.exclude(digest=OuterRef("digest"))), edition_serial=new.serial)


def _take_away(edition: Edition) -> None:
    """Rows first and piece by piece, then the edition, then its file unless another edition is the same."""
    _in_pieces(ObjectCell.objects.filter(edition_serial=edition.serial), "cell")
    _in_pieces(PointKey.objects.filter(edition_serial=edition.serial), "key")
    first, last = row_id(edition.serial, 0), row_id(edition.serial + 1, 0)
    _in_pieces(GridObject.objects.filter(pk__gte=first, pk__lt=last), "id")
    with write():
        Edition.objects.filter(pk=edition.pk).delete()
        shared = Edition.objects.filter(
            grid_company_id=edition.grid_company_id, tiles_sha256=edition.tiles_sha256
        ).exists()
    if edition.tiles_sha256 and not shared:
        with contextlib.suppress(FileNotFoundError):
            tiles.path_of(tiles.folder(edition.grid_company_id), edition.tiles_sha256).unlink()


def _in_pieces(rows: QuerySet[Any], key: str) -> None:
    """Delete many rows in transactions that nobody waits for, along a key that an index has."""
    while True:
        upto = rows.order_by(key).values_list(key, flat=True)[_REMOVED_AT_ONCE : _REMOVED_AT_ONCE + 1].first()
        piece = rows if upto is None else rows.filter(**{f"{key}__lte": upto})
        with write():
            piece._raw_delete(piece.db)
        if upto is None:
            return


def _may(actor: Actor) -> None:
    if not (actor.is_grid_company and actor.may(Right.MANAGE_COMPANY)):
        raise NotAllowed("not_allowed", _("Bare nettselskapets administrator kan endre kartgrunnlaget."))


def _record(actor: Actor, edition: Edition, action: str, detail: dict[str, object]) -> None:
    record(actor, SUBJECT, edition.id, action, audience=[Audience.INTERNAL], detail=detail)
