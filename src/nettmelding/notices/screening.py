"""Cases of screened objects: which they are, and that nobody but the named handlers has them.

A case follows the oldest screened object that it names, in any version that was sent. The mark stands on the case and on
its `wait` rows, so that lists, counts and searches ask one column.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.grid.models import MapLook
from nettmelding.notices import case_places, followers
from nettmelding.notices.models import CasePlace, Notice, Request
from nettmelding.organisations import screen_keys, screen_lists, screening
from nettmelding.organisations.models import Screen, Wait
from nettmelding.organisations.screen_lists import Asked
from nettmelding.organisations.screening import Wanted

BATCH = 500
_KINDS: tuple[type[Notice] | type[Request], ...] = (Notice, Request)
_LATELY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Line:
    """One screened object as its administrator sees it. `unseen`: cases that nobody can see, for want of a handler."""

    screen: Screen
    handlers: Sequence[User]
    unseen: int


def lines(actor: Actor, query: str = "", most: int = 500) -> list[Line]:
    """The grid company's screened objects, those that nobody sees first."""
    rows = list(screening.screens(actor)[: 5_000 if query else most])
    wanted = query.casefold().split()
    rows = [one for one in rows if all(word in f"{one.shown} {one.why}".casefold() for word in wanted)][:most]
    handlers = screening.named(one.id for one in rows)
    counts = _cases_of([key for key, people in handlers.items() if not people])
    found = [Line(one, handlers[one.id], counts.get(one.id, 0)) for one in rows]
    return sorted(found, key=lambda line: -line.unseen)


def unseen(actor: Actor) -> int:
    """How many of the grid company's cases nobody can see."""
    handlers = screening.named(screening.screens(actor).values_list("id", flat=True))
    return sum(_cases_of([key for key, people in handlers.items() if not people]).values())


def screen_for(grid_company_id: UUID, keys: Iterable[str]) -> Screen | None:
    """The screened object that a case with these keys follows."""
    return next(iter(screening.matching(grid_company_id, keys)), None)


def mark_notices(notices: Sequence[Notice]) -> None:
    """As versions are sent: see what they name, and mark the rows in memory; the caller saves them and their `wait` rows."""
    for grid_company_id in {one.grid_company_id for one in notices if one.grid_company_id}:
        own = {one.id: one for one in notices if one.grid_company_id == grid_company_id}
        for screen_id, cases in _followed(grid_company_id, case_places.remember_notices(list(own.values()))).items():
            _mark_all([own[case_id] for case_id in cases], screen_id)


def mark_split(mother: Notice, notices: Sequence[Notice]) -> None:
    """As metering points leave a block notice: what she has named they have named too. As `mark_notices`."""
    assert mother.grid_company_id is not None
    own = {one.id: one for one in notices}
    keys = case_places.remember_split(mother.grid_company_id, mother.id, list(own))
    for screen_id, cases in _followed(mother.grid_company_id, keys).items():
        _mark_all([own[case_id] for case_id in cases], screen_id)


def mark_request(request: Request) -> None:
    """As `mark_notices`."""
    screen = screen_for(request.grid_company_id, case_places.remember_request(request))
    _mark(request, screen.id if screen else None)


def may_have(screen_id: UUID | None, people: Sequence[User]) -> list[User]:
    """Those who can be given a case: for a screened object the named handlers."""
    if screen_id is None:
        return list(people)
    named = {user.id for user in screening.named([screen_id])[screen_id]}
    return [user for user in people if user.id in named]


def kept_from(user_id: UUID | None, screen_ids: Iterable[UUID | None]) -> set[UUID]:
    """Those of the screened objects whose cases a person cannot be given. Two questions, however many."""
    named = screening.named(one for one in screen_ids if one is not None)
    return {screen for screen, people in named.items() if user_id not in {one.id for one in people}}


def addressees(screen_id: UUID) -> list[User]:
    """Who is told of a screened object's cases, instead of an address that colleagues share."""
    return [user for user in screening.named([screen_id])[screen_id] if user.email]


def add(actor: Actor, wanted: Wanted) -> Screen:
    """Screen an object and its cases. Errors: those of `screening.add`."""
    with write():
        screen = screening.add(actor, wanted)
        _refresh(screen.grid_company_id, _subjects(screen.grid_company_id, screen_keys.keys_of(screen)))
    return screen


def change(actor: Actor, screen_id: UUID, *, why: str, handlers: Sequence[UUID]) -> Screen:
    """Name others; who is no longer named does not have the cases any more. Errors: those of `screening.change`."""
    with write():
        screen = screening.change(actor, screen_id, why=why, handlers=handlers)
        _take_from_others([screen.id])
    return screen


def remove(actor: Actor, screen_id: UUID) -> None:
    """Take a screen off; a case that names another screened object follows that one. Errors: those of `screening.remove`."""
    with write():
        screen = screening.get(actor, screen_id)
        concerned = _subjects(screen.grid_company_id, screen_keys.keys_of(screen))
        screening.remove(actor, screen_id)
        _refresh(screen.grid_company_id, concerned)


def take_in(actor: Actor, name: str, content: bytes, *, whole: bool) -> screen_lists.Result:
    """A list from the customer system. Errors: those of `screen_lists.take_in`."""
    return _with_cases(actor.organisation, lambda: screen_lists.take_in(actor, name, content, whole=whole))


def take_from_system(grid_company_id: UUID, asked: Sequence[Asked], *, believed: bool) -> screen_lists.Result:
    """What the customer system answered; see `screen_lists.take_from_system`."""
    return _with_cases(
        grid_company_id, lambda: screen_lists.take_from_system(grid_company_id, asked, believed=believed)
    )


def _with_cases(grid_company_id: UUID, take: Callable[[], screen_lists.Result]) -> screen_lists.Result:
    """Take a list in, with the cases that follow from it."""
    with write():
        before = _all_keys(grid_company_id)
        result = take()
        _refresh(grid_company_id, _subjects(grid_company_id, before ^ _all_keys(grid_company_id)))
        _take_from_others(list(Screen.objects.filter(grid_company_id=grid_company_id).values_list("id", flat=True)))
    return result


def run() -> int:
    """Mark what was sent in the same moment as its object was screened: neither transaction saw the other. For the worker."""
    marked = 0
    for screen in Screen.objects.filter(created_at__gte=clock.now() - _LATELY)[:BATCH]:
        with write():
            keys = screen_keys.keys_of(screen)
            marked += _refresh(screen.grid_company_id, _subjects(screen.grid_company_id, keys))
    return marked


def _mark_all(cases: Sequence[Notice], screen_id: UUID | None) -> None:
    changed = [one.id for one in cases if one.screen_id != screen_id]
    for case in cases:
        _mark(case, screen_id)
    if changed:
        followers.screened(screen_id, changed)


def _mark(case: Notice | Request, screen_id: UUID | None) -> None:
    case.screen_id = screen_id
    if screen_id is None or case.handler_id is None:
        return
    if case.handler_id not in {user.id for user in screening.named([screen_id])[screen_id]}:
        case.handler_id = None


def _all_keys(grid_company_id: UUID) -> set[str]:
    rows = Screen.objects.filter(grid_company_id=grid_company_id)
    return {key for screen in rows for key in screen_keys.keys_of(screen)}


def _subjects(grid_company_id: UUID, keys: Iterable[str]) -> list[UUID]:
    """The cases that name one of the keys."""
    wanted, found = sorted(keys), set()
    for start in range(0, len(wanted), BATCH):
        rows = CasePlace.objects.filter(grid_company_id=grid_company_id, key__in=wanted[start : start + BATCH])
        found |= set(rows.values_list("subject_id", flat=True))
    return sorted(found)


def _refresh(grid_company_id: UUID, subjects: Sequence[UUID]) -> int:
    """Bring the marks of these cases in line; answers with how many were wrong. Inside the caller's transaction."""
    changed = 0
    for start in range(0, len(subjects), BATCH):
        batch = subjects[start : start + BATCH]
        keys: dict[UUID, set[str]] = defaultdict(set)
        for subject_id, key in CasePlace.objects.filter(subject_id__in=batch).values_list("subject_id", "key"):
            keys[subject_id].add(key)
        wanted = _followed(grid_company_id, keys)
        for screen_id, cases in wanted.items():
            changed += _put(screen_id, cases)
        _take_from_others([one for one in wanted if one is not None])
    return changed


def _followed(grid_company_id: UUID, keys: Mapping[UUID, set[str]]) -> dict[UUID | None, list[UUID]]:
    """The cases by the screened object that each follows."""
    known = screening.matching(grid_company_id, set().union(*keys.values()))
    first: dict[str, tuple[int, UUID]] = {}
    for at, screen in enumerate(known):
        for key in screen_keys.keys_of(screen):
            first.setdefault(key, (at, screen.id))
    found: dict[UUID | None, list[UUID]] = defaultdict(list)
    for subject_id, own in keys.items():
        met = [first[key] for key in own if key in first]
        found[min(met)[1] if met else None].append(subject_id)
    return found


def _put(screen_id: UUID | None, cases: Sequence[UUID]) -> int:
    """Mark the cases, what waits for or with the grid company in them, and who has looked at the grid for them."""
    changed = 0
    for model in _KINDS:
        rows = model._default_manager.select_for_update().filter(pk__in=cases).order_by("pk")
        wrong = [pk for pk, standing in rows.values_list("pk", "screen_id") if standing != screen_id]
        changed += model._default_manager.filter(pk__in=wrong).update(screen_id=screen_id)
    Wait.objects.filter(subject_id__in=cases).update(screen_id=screen_id)
    MapLook.objects.filter(case_id__in=cases).update(screen_id=screen_id)
    followers.screened(screen_id, cases)
    return changed


def _take_from_others(screen_ids: Sequence[UUID]) -> None:
    """Let nobody but the named handlers have the cases of these objects."""
    for start in range(0, len(screen_ids), BATCH):
        named = screening.named(screen_ids[start : start + BATCH])
        for model in _KINDS:
            rows = model._default_manager.filter(screen_id__in=named, handler__isnull=False)
            had = rows.values_list("pk", "screen_id", "handler_id", "grid_company_id")
            wrong = [(pk, company) for pk, screen, who, company in had if who not in {one.id for one in named[screen]}]
            model._default_manager.filter(pk__in=[pk for pk, _company in wrong]).update(handler=None)
            waits = Wait.objects.filter(subject_id__in=[pk for pk, _company in wrong])
            waits.filter(organisation_id__in={company for _pk, company in wrong}).update(assignee=None)


def _cases_of(screen_ids: Sequence[UUID]) -> dict[UUID, int]:
    counts: dict[UUID, int] = defaultdict(int)
    for model in _KINDS:
        rows = model._default_manager.filter(screen_id__in=screen_ids).order_by()
        for screen_id, number in rows.values_list("screen_id").annotate(number=Count("id")):
            counts[screen_id] += number
    return counts
