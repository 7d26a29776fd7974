"""What is measured: requests as people and programs make them, as data."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from uuid import UUID

from benchmarks import names
from benchmarks.fill import CONTRACTOR, GRID_COMPANY
from benchmarks.templates import CASE_HANDLER, ELECTRICIAN, METER_NUMBER
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status

CSRF = "b" * 32
SAVED, MOST_SENT = 40, 500
"""Drafts that are saved again and again, and those that are sent, once each, in a run at most."""
LISTS_MS, SEND_MS = 50, 100
"""Aims at 1,000,000 notices and one client, for 95 of 100."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, ready to be made."""

    address: str
    method: str = "GET"
    body: bytes = b""
    type: str = ""


@dataclass
class Samples:
    """Cases to open, drafts to save and send, words to search for; each draft is sent once."""

    opened: Iterator[UUID]
    own: Iterator[UUID]
    saved: Iterator[UUID]
    sent: Iterator[UUID]
    meters: Iterator[str]
    rng: random.Random = field(default_factory=lambda: random.Random(1))


def samples() -> Samples:
    """What the database holds of each."""
    received = Notice.objects.filter(grid_company__slug=GRID_COMPANY, sent_at__isnull=False)
    ready = Notice.objects.filter(
        contractor__slug=CONTRACTOR, status=Status.DRAFT, form="simplified", meter_number=METER_NUMBER
    )
    drafts = list(ready.exclude(number__isnull=False).order_by("id").values_list("id", flat=True))
    if len(drafts) < SAVED + MOST_SENT:
        raise SystemExit(
            "The drafts of this database have been sent in earlier runs: remove its folder to fill it anew."
        )
    some = list(received.order_by("address_key")[:400].values_list("id", "meter_number"))
    own = Notice.objects.filter(contractor__slug=CONTRACTOR, sent_at__isnull=False).order_by("address_key")
    return Samples(
        opened=cycle([row[0] for row in some]),
        own=cycle(own[:400].values_list("id", flat=True)),
        saved=cycle(drafts[:SAVED]),
        sent=iter(drafts[SAVED:]),
        meters=cycle([row[1] for row in some if row[1]]),
    )


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of request. `raw` names what it is compared with: `rows`, `row` or `commit`."""

    name: str
    who: str
    call: Callable[[Samples], Call]
    raw: str
    aim_ms: int
    at_32: bool = False
    """Whether it is measured with many clients at once too."""
    rounds: int = 100


def _page(address: str) -> Callable[[Samples], Call]:
    return lambda _: Call(address)


def _search(words: Callable[[Samples], str], address: str = "/meldinger") -> Callable[[Samples], Call]:
    return lambda samples: Call(f"{address}?q={words(samples)}")


def _json(address: str, method: str, body: Mapping[str, object]) -> Call:
    return Call(address, method, json.dumps(body).encode(), "application/json")


def _save(samples: Samples) -> Call:
    text = f"Nøkkel {samples.rng.randrange(10**6)} i boksen ved døra."
    return _json(f"/api/v1/notices/{next(samples.saved)}", "PATCH", {"answers": {"work.further_information": text}})


def _surname(samples: Samples) -> str:
    return names.person(samples.rng).split()[1]


OPERATIONS = (
    Operation("queue", CASE_HANDLER, _page("/ko"), "rows", LISTS_MS, at_32=True),
    Operation("queue, what is late", CASE_HANDLER, _page("/ko?visning=forsinket"), "rows", LISTS_MS),
    Operation("home of a grid company (leads to its queue)", CASE_HANDLER, _page("/"), "rows", LISTS_MS),
    Operation("home of a contractor", ELECTRICIAN, _page("/"), "rows", LISTS_MS),
    Operation("list of a grid company", CASE_HANDLER, _page("/meldinger"), "rows", LISTS_MS, at_32=True),
    Operation("list, one status", CASE_HANDLER, _page("/meldinger?status=approved"), "rows", LISTS_MS),
    Operation("list, one type", CASE_HANDLER, _page("/meldinger?type=merging"), "rows", LISTS_MS),
    Operation("list, since a day", CASE_HANDLER, _page("/meldinger?fra=1.1.2025&til=1.2.2025"), "rows", LISTS_MS),
    Operation("list, whose turn is others'", CASE_HANDLER, _page("/meldinger?tur=others"), "rows", LISTS_MS),
    Operation("list, by address", CASE_HANDLER, _page("/meldinger?sorter=address"), "rows", LISTS_MS),
    Operation("list, by number", CASE_HANDLER, _page("/meldinger?sorter=number"), "rows", LISTS_MS),
    Operation("list of a contractor", ELECTRICIAN, _page("/meldinger"), "rows", LISTS_MS),
    Operation("search, meter number", CASE_HANDLER, _search(lambda s: next(s.meters)), "rows", LISTS_MS),
    Operation("search, surname", CASE_HANDLER, _search(_surname), "rows", LISTS_MS, at_32=True),
    Operation("search, one letter", CASE_HANDLER, _search(lambda _: "b"), "rows", LISTS_MS),
    Operation(
        "search, first and last name",
        CASE_HANDLER,
        _search(lambda s: names.person(s.rng).replace(" ", "+")),
        "rows",
        LISTS_MS,
        at_32=True,
    ),
    Operation("search, two common words", CASE_HANDLER, _search(lambda _: "kari+berg"), "rows", LISTS_MS),
    Operation("search, nothing found", CASE_HANDLER, _search(lambda _: "kari+qqq"), "rows", LISTS_MS),
    Operation("search of a contractor", ELECTRICIAN, _search(_surname), "rows", LISTS_MS),
    Operation("the one search field", CASE_HANDLER, _search(_surname, "/sok"), "rows", LISTS_MS),
    Operation(
        "open, grid company", CASE_HANDLER, lambda s: Call(f"/meldinger/{next(s.opened)}"), "row", SEND_MS, at_32=True
    ),
    Operation("open, contractor", ELECTRICIAN, lambda s: Call(f"/meldinger/{next(s.own)}"), "row", SEND_MS),
    Operation(
        "open a draft's form", ELECTRICIAN, lambda s: Call(f"/meldinger/{next(s.saved)}/rediger"), "row", SEND_MS
    ),
    Operation("list over the API", CASE_HANDLER, _page("/api/v1/notices"), "rows", LISTS_MS),
    Operation("save a draft", ELECTRICIAN, _save, "commit", SEND_MS, at_32=True),
    Operation(
        "send",
        ELECTRICIAN,
        lambda s: _json(f"/api/v1/notices/{next(s.sent)}/actions/send", "POST", {}),
        "commit",
        SEND_MS,
        at_32=True,
    ),
)
"""`send` is one that the grid company's rule decides at once: number, submission, decision, two events, e-mail."""
