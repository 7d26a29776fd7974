"""*API-nøkler*: made, shown once, ended."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nettmelding.core import clock
from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError, NotFound, Refused
from nettmelding.core.ids import uuid7
from nettmelding.organisations import keys as room
from nettmelding.organisations.models import ApiKey
from nettmelding.web import words
from nettmelding.web.admin.sections import tabs
from nettmelding.web.components import Column, Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast

URL = "admin:keys"
MOST_ENDED = 20


@require_GET
@acting
def keys(request: ActingRequest) -> HttpResponse:
    """The person's own, or all of the company's for its administrator."""
    rows = room.visible(request.actor)
    if not request.actor.may(Right.MANAGE_KEYS) and not rows.exists():
        raise NotFound
    held = list(rows.filter(room.holding())[:500])
    over = list(rows.exclude(pk__in=[one.pk for one in held])[:MOST_ENDED])
    context = {
        "tabs": tabs(request.actor, URL),
        "columns": [
            Column(text=_("Nøkkel")),
            Column(text=_("Kan")),
            Column(text=_("Sist brukt"), narrow=True),
            Column(text=_("Går ut"), narrow=True),
            Column(text=_("Avslutt"), hidden=True, narrow=True),
        ],
        "held": [_row(one) for one in held],
        "over": [_row(one) for one in over],
        "may_make": request.actor.may(Right.MANAGE_KEYS),
    }
    return page(request, "admin/keys.html", context)


@require_http_methods(["GET", "POST"])
@acting
@sensitive
def new(request: ActingRequest) -> HttpResponse:
    """Ask for one; the answer to the post shows it, this once."""
    if not request.actor.may(Right.MANAGE_KEYS):
        raise NotFound
    problem: AppError | None = None
    if request.method == "POST":
        try:
            key, secret = room.make(
                request.actor,
                label=request.POST.get("label", ""),
                scopes=request.POST.getlist("scopes"),
                days=_number(request.POST.get("days", "")),
                key_id=_uuid(request.POST.get("key", "")),
            )
        except Refused as error:
            toast(request, error.message)
            return HttpResponseRedirect(reverse(URL))
        except AppError as error:
            problem = error
        else:
            shown = {"tabs": tabs(request.actor, URL), "key": _row(key), "secret": secret}
            return page(request, "admin/key_made.html", shown)
    context = {
        "tabs": tabs(request.actor, URL),
        "key": request.POST.get("key") or str(uuid7()),
        "label": request.POST.get("label", ""),
        "scopes": [Option(value=one, text=str(room.SCOPE_TEXTS[one])) for one in room.scopes_for(request.actor)],
        "ticked": request.POST.getlist("scopes") if request.method == "POST" else ["read"],
        "lengths": [Option(value=str(days), text=_length(days)) for days in room.DAYS],
        "days": request.POST.get("days", str(room.DAYS[1])),
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"label": problem.message}) if problem else (),
    }
    return page(request, "admin/key.html", context, status=problem.status if problem else 200)


@require_POST
@acting
def end(request: ActingRequest, key_id: UUID) -> HttpResponse:
    """The key opens nothing from now on. Asks for no sign-in: a key that has leaked is ended at once."""
    key = room.end(request.actor, key_id)
    toast(request, _("Nøkkelen «%(label)s» er avsluttet.") % {"label": key.label or key.shown})
    return HttpResponseRedirect(reverse(URL) if request.actor.may(Right.MANAGE_KEYS) else "/")


def _row(key: ApiKey) -> dict[str, Any]:
    scopes = [str(text) for code, text in room.SCOPE_TEXTS.items() if code in key.scopes]
    return {
        "id": key.id,
        "dialog": f"end-{key.id}",
        "label": key.label or _("Uten navn"),
        "shown": f"{key.shown}…",
        "owner": key.membership.user.name,
        "can": scopes or [_("Alt personen selv kan")],
        "made": words.day_of(key.created_at),
        "used": words.at(key.last_used_at) or _("aldri"),
        "until": date_format(clock.oslo(key.expires_at), "j. N Y") if key.expires_at else _("aldri"),
        "soon": bool(key.expires_at and key.expires_at - clock.now() <= room.WARN_BEFORE),
        "over": _("Avsluttet %(day)s") % {"day": words.day_of(key.ended_at)} if key.ended_at else _("Gått ut"),
    }


def _length(days: int) -> str:
    return _("Ett år") if days == 365 else ngettext("%(days)s dag", "%(days)s dager", days) % {"days": days}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
