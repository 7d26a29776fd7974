"""The living page: every component in its states, with the lines that make it.

For people, screenshots and axe.
"""

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import Context
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.clock import now, oslo
from nettmelding.web.components import COMPONENTS, NAMES, Attachment, Attachments, Hit, Options, core
from nettmelding.web.components.samples import ADDRESSES, samples
from nettmelding.web.components.samples.grids import COLUMNS, changed
from nettmelding.web.components.samples.maps import objects
from nettmelding.web.components.sheetgrid import answer

_TITLE = re.compile(r"^\{# (.+?) #\}\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    title: str
    source: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Shown:
    """One component on the page: its name, what its docstring says, its examples."""

    name: str
    about: str
    examples: tuple[Example, ...]


@cache
def _sources(name: str) -> tuple[tuple[str, str], ...]:
    """Title and lines of each example in the component's `examples.html`."""
    text = (core.FOLDER / name / "examples.html").read_text()
    pieces = _TITLE.split(text)[1:]
    return tuple((title, source.strip()) for title, source in zip(pieces[::2], pieces[1::2], strict=True))


def shown(request: HttpRequest) -> Iterator[Shown]:
    """Every component, drawn now."""
    context = Context({**samples(), "request": request, "csrf_token": ""})
    for name, shape in COMPONENTS.items():
        examples = tuple(
            Example(title, source, core.engine().from_string(source).render(context))
            for title, source in _sources(name)
        )
        yield Shown(name, inspect.getdoc(inspect.getmodule(shape)) or "", examples)


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """`?utseende=dark` shows the page in that scheme whatever the cookie says."""
    context: dict[str, object] = {"components": list(shown(request)), **samples()["shell"]}
    if request.GET.get("utseende") in {"light", "dark"}:
        context["scheme"] = request.GET["utseende"]
    return render(request, "components/living.html", context)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Answers the page's search field out of a handful of invented addresses."""
    wanted = request.GET.get("q", "").strip().casefold()
    hits = [Hit(value=text, text=text, detail=detail) for text, detail in ADDRESSES if wanted in text.casefold()]
    return HttpResponse(core.render(NAMES[Options], Options(items=hits)))


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Lists the one file it was sent, and forgets it."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return JsonResponse({"detail": "Ingen fil kom fram."}, status=422, content_type="application/problem+json")
    attachment = Attachment(name=file.name or "", detail=f"{file.size or 0} B")
    listed = Attachments(items=[attachment], label="Vedlegg", id="upload-list")
    return HttpResponse(core.render(NAMES[Attachments], listed))


@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """Answers the page's autosaving form, and keeps nothing: kilowatts must be a number."""
    power = request.POST.get("save.power", "0").replace(",", ".")
    errors = {} if re.fullmatch(r"\d*\.?\d*", power) else {"save.power": "Skriv et tall, for eksempel 7,4."}
    return JsonResponse(
        {
            "revision": int(request.POST.get("revision") or 0) + 1,
            "saved_at": f"{oslo(now()):%H.%M}",
            "errors": errors,
            "sources": {"save.ov": "fra anlegget"} if "save.meter" in request.POST else {},
            "values": {"save.ov": "50"} if "save.meter" in request.POST else {},
        }
    )


@require_POST
def grid(request: HttpRequest) -> JsonResponse:
    """Answers the page's table of cells, and keeps nothing."""
    try:
        rows = changed(json.loads(request.POST.get("changes", "[]")))
    except (ValueError, TypeError):
        return JsonResponse({"detail": "Det ble ikke forstått."}, status=400, content_type="application/problem+json")
    return JsonResponse({"saved_at": f"{oslo(now()):%H.%M}", "rows": answer(rows, [column.path for column in COLUMNS])})


@require_GET
def map_objects(_: HttpRequest) -> JsonResponse:
    """The objects of the page's map."""
    return JsonResponse(objects())
