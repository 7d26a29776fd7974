"""A grid handed in through the page: tried by the worker, corrected by a person, made an edition by the worker.

A worker claims an import by lease and goes on where a killed one was; whoever asked need not stay on the page.
"""

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock, due
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, NotAllowed, NotFound, Refused
from nettmelding.core.ids import uuid7
from nettmelding.grid import editions, uploads
from nettmelding.grid.importing import inspecting, mapping
from nettmelding.grid.models import GridImport
from nettmelding.organisations.actors import actor_for, memberships_of

SUBJECT = "grid_import"
LEASE = timedelta(minutes=2)
"""Drawn out while the work goes on; a killed worker's import goes on after it."""
MOST_ATTEMPTS = 3
KEPT = timedelta(days=14)
"""How long files wait for somebody to go on with them, and how long it is told what came of them."""
_TOLD_EVERY = 1.0
"""Seconds between two words of how far it has come."""
_State = GridImport.State
_AT_WORK = frozenset({_State.UPLOADED, _State.READING, _State.MAKING})
log = structlog.get_logger()


class _LostError(Exception):
    """Another worker has the import now, or somebody has thrown it away."""


def upload(actor: Actor, files: Sequence[uploads.Incoming]) -> GridImport:
    """Take files in, to be tried by the worker. Errors: NotAllowed; Invalid as `uploads.keep`."""
    _may(actor)
    import_id = uuid7()
    kept = uploads.keep(import_id, files)
    row = GridImport(id=import_id, grid_company_id=actor.organisation, made_by_id=_person(actor), files=kept)
    row.words = dict(mapping.kept(actor.organisation).content)
    with write():
        row.save(force_insert=True)
        names = ", ".join(str(file["name"]) for file in kept)
        record(actor, SUBJECT, row.id, "grid_import_uploaded", audience=[Audience.INTERNAL], detail={"file": names})
    return row


def of_company(actor: Actor) -> QuerySet[GridImport]:
    """The company's own imports, newest first. Errors: NotAllowed."""
    _may(actor)
    return GridImport.objects.filter(grid_company_id=actor.organisation).order_by("-made_at")


def get(actor: Actor, import_id: UUID) -> GridImport:
    """One of the company's own. Errors: NotFound, NotAllowed."""
    row = of_company(actor).filter(pk=import_id).first()
    if row is None:
        raise NotFound
    return row


def try_again(actor: Actor, import_id: UUID, words: Mapping[str, Any]) -> None:
    """Try the same files by another mapping.

    Errors: NotFound, NotAllowed, Refused while it is worked at, Invalid as `mapping.of`.
    """
    mapping.of(words)
    _go_on(actor, import_id, _State.UPLOADED, words=dict(words), problem="", report={})


def make(actor: Actor, import_id: UUID) -> None:
    """Have the edition made as it was tried. Errors: NotFound, NotAllowed, Refused where nothing can come of it."""
    if not get(actor, import_id).report:
        raise Refused("not_tried", _("Filene må leses uten feil før utgaven kan lages."))
    _go_on(actor, import_id, _State.MAKING, problem="")


def discard(actor: Actor, import_id: UUID) -> None:
    """Throw files away; what is being made of them is not made. Errors: NotFound, NotAllowed."""
    row = get(actor, import_id)
    with write():
        row.delete()
        record(actor, SUBJECT, import_id, "grid_import_discarded", audience=[Audience.INTERNAL])
    uploads.remove(import_id)


def is_at_work(row: GridImport) -> bool:
    """Whether the worker has it, or will take it as soon as it can."""
    return row.state in _AT_WORK and row.finished_at is None


def waiting() -> bool:
    """Whether an import waits for a worker."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=clock.now())
    return GridImport.objects.filter(free, finished_at__isnull=True).exists()


def run_due(worker: str) -> int:
    """Carry out one import that waits. Returns how many there were. For a process of its own: it may take long."""
    rows = due.claim(GridImport.objects.all(), worker, 1, LEASE)
    for row in rows:
        _Work(row).carry_out()
    return len(rows)


def renew(worker: str) -> None:
    """Draw the lease of a worker out that lives and may be where it cannot say so."""
    held = GridImport.objects.filter(leased_by=worker, finished_at__isnull=True)
    held.update(leased_until=clock.now() + LEASE)


def let_go(worker: str) -> None:
    """Let another take what a worker held that is no more."""
    held = GridImport.objects.filter(leased_by=worker, finished_at__isnull=True)
    held.update(leased_until=None, leased_by="")


def sweep() -> int:
    """Take away imports nobody went on with, and files that nobody has a row of. For the worker."""
    before = clock.now() - KEPT
    old = list(GridImport.objects.filter(made_at__lt=before, finished_at__isnull=False).values_list("pk", flat=True))
    GridImport.objects.filter(pk__in=old).delete()
    standing = set(GridImport.objects.values_list("pk", flat=True))
    stray = [one for one, came in uploads.lying() if one not in standing and came < time.time() - 86_400]
    for import_id in {*old, *stray}:
        uploads.remove(import_id)
    return len({*old, *stray})


class _Work:
    """One import in one worker's hands."""

    def __init__(self, row: GridImport) -> None:
        self.row, self.told = row, 0.0

    def carry_out(self) -> None:
        """Try or make, and say what came of it, whatever it is."""
        row = self.row
        if row.attempts > MOST_ATTEMPTS:
            self._end(_State.FAILED, problem=_("Innlesingen ble avbrutt flere ganger. Last opp filene på nytt."))
            return
        try:
            actor = _actor(row)
            paths = uploads.paths(row.id, [file["name"] for file in row.files])
            if row.state == _State.MAKING:
                self._make(actor, paths)
            else:
                self._try_out(actor, paths)
        except _LostError:
            log.info("a grid's import was lost", id=str(row.id))
        except AppError as problem:
            self._end(_State.TRIED if row.layers else _State.FAILED, problem=problem.message[:500])
        except OSError:
            log.exception("a grid's import failed", id=str(row.id))
            self._end(_State.FAILED, problem=_("Filene kunne ikke leses eller skrives her. Prøv igjen senere."))
        except Exception:
            log.exception("a grid's import failed", id=str(row.id))
            self._end(_State.FAILED, problem=_("Noe gikk galt hos oss. Filene er ikke lest inn."))

    def _try_out(self, actor: Actor, paths: Sequence[Path]) -> None:
        row = self.row
        self._note(state=_State.READING, stage="read", done=0, total=0)
        words = mapping.of(row.words)
        found = inspecting.look(row.grid_company_id, paths, words)
        row.layers = [layer.as_json() for layer in found.layers]
        row.words = _with_guesses(row.words, found)
        self._note(layers=row.layers, words=row.words, projection_guess=found.projection)
        report = editions.try_out(actor, paths, mapping.of(row.words), self._progress)
        self._end(_State.TRIED, report=report.as_json(), done=report.objects)

    def _make(self, actor: Actor, paths: Sequence[Path]) -> None:
        row = self.row
        objects = sum(row.report.get("counts", {}).values())
        self._note(stage="read", done=0, total=objects)
        words = mapping.of(row.words)
        edition = editions.make(actor, paths, words, self._progress)
        mapping.keep(actor.organisation, words)
        self._end(_State.READY, edition=edition)
        uploads.remove(row.id)

    def _progress(self, stage: str, count: int) -> None:
        if time.monotonic() - self.told >= _TOLD_EVERY:
            self._note(stage=stage, done=count)

    def _note(self, **what: Any) -> None:
        """Say how far it has come, and keep the lease. Errors: _LostError where it is no longer ours."""
        self.told = time.monotonic()
        with write():
            if not self._ours().update(leased_until=clock.now() + LEASE, **what):
                raise _LostError

    def _end(self, state: GridImport.State, **what: Any) -> None:
        with write():
            self._ours().update(state=state, finished_at=clock.now(), leased_until=None, leased_by="", **what)

    def _ours(self) -> QuerySet[GridImport]:
        return GridImport.objects.filter(pk=self.row.pk, leased_by=self.row.leased_by, finished_at__isnull=True)


def _with_guesses(words: Mapping[str, Any], found: inspecting.Found) -> dict[str, Any]:
    """The mapping with what the file does not say and the guess does; what a person has said stands."""
    whole = dict(words)
    if found.projection and not whole.get("projection"):
        whole["projection"] = found.projection
    if found.swapped and "swap_axes" not in whole:
        whole["swap_axes"] = True
    return whole


def _go_on(actor: Actor, import_id: UUID, state: GridImport.State, **what: Any) -> None:
    """Hand an import back to the worker."""
    get(actor, import_id)
    with write():
        rows = GridImport.objects.filter(pk=import_id, finished_at__isnull=False).exclude(state__in=[_State.READY])
        fresh = {"finished_at": None, "due_at": clock.now(), "attempts": 0, "stage": "", "done": 0, "total": 0}
        if not rows.update(state=state, made_by_id=_person(actor), **fresh, **what):
            raise Refused("at_work", _("Filene leses nå. Vent til det er ferdig."))


def _actor(row: GridImport) -> Actor:
    """Who asked for it, with the rights they have now. Errors: NotAllowed."""
    for membership in memberships_of(row.made_by_id):
        if membership.organisation_id == row.grid_company_id:
            return actor_for(membership)
    raise NotAllowed("not_allowed", _("Den som lastet opp filene, har ikke lenger tilgang her."))


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise NotAllowed("not_allowed", _("Bare en person kan laste opp filer her."))
    return actor.user_id


def _may(actor: Actor) -> None:
    if not (actor.is_grid_company and actor.may(Right.MANAGE_COMPANY)):
        raise NotAllowed("not_allowed", _("Bare nettselskapets administrator kan endre kartgrunnlaget."))
