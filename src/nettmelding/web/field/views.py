"""What the phone fetches besides its data: the page, who is signed in, the service worker and the manifest."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nettmelding.accounts.lately import signed_in_lately
from nettmelding.core.errors import NotFound
from nettmelding.core.settings import env
from nettmelding.web.field import bundle
from nettmelding.web.field.texts import texts
from nettmelding.web.pages import ActingRequest, acting
from nettmelding.web.sensitive import where_to_confirm
from nettmelding.workorders import devices

COLOUR = "#0A5C67"


@require_GET
@acting
def app(request: ActingRequest) -> HttpResponse:
    """The app's page, for somebody who is signed in; the phone keeps it."""
    return _page(request)


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The same page for the service worker to keep: it tells of nobody, so nobody need be signed in when the app is updated."""
    return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    answer = render(
        request,
        "field/app.html",
        {"texts": texts(), "places": _places(), "entry": bundle.APP, "colour": COLOUR},
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _places() -> dict[str, str]:
    """Addresses the app uses, with the company in front where the address has one."""
    return {
        "root": get_script_prefix(),
        "app": reverse("field:app"),
        "who": reverse("field:who"),
        "recovery": reverse("field:recovery", args=[UUID(int=0)]).rsplit("/", 1)[0],
        "worker": reverse("field:worker"),
        "api": f"{get_script_prefix()}api/v1/field",
        "sign_in": "/konto/logg-inn",
        "tiles": env.tiles_url,
    }


@never_cache
@require_GET
def who(request: Any) -> JsonResponse:
    """Who is signed in, and the token for sending; 401 for nobody, 409 where the address must say for which company."""
    if request.actor is None:
        return JsonResponse({}, status=409 if request.user.is_authenticated else 401)
    person = {"id": str(request.actor.user_id), "name": request.actor.name, "company": request.actor.organisation_name}
    return JsonResponse({**person, "csrf": get_token(request)})


@never_cache
@require_GET
def recovery(request: Any, device_id: UUID) -> JsonResponse:
    """What opens the lock of a device beside its PIN, for who signed in within the last ten minutes.

    401 and 409 as `who`; 403 with the address where they show that it is them; 404 where the device left nothing.
    """
    if request.actor is None:
        return who(request)
    if not signed_in_lately(request):
        return JsonResponse({"confirm": where_to_confirm(request, f"{reverse('field:app')}#/glemt")}, status=403)
    try:
        return JsonResponse({"recovery": devices.recovery_secret(request.actor, device_id)})
    except NotFound:
        return JsonResponse({}, status=404)


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, which begins with what it shall keep: another version of that makes another worker."""
    kept = bundle.kept(get_language() or "", str(texts()))
    told = {
        "version": kept.version,
        "files": [static(path) for path in kept.files],
        "shell": reverse("field:shell"),
        "app": reverse("field:app"),
        "places": _places(),
    }
    answer = HttpResponse(f"self.KEPT={json.dumps(told)};\n{kept.script}", content_type="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = reverse("field:app")
    return answer


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """How the app is installed to the home screen."""
    start = reverse("field:app")
    icons = [("192", "any"), ("512", "any"), ("512", "maskable")]
    told = {
        "id": start,
        "name": _("nettmelding felt"),
        "short_name": _("Felt"),
        "description": _("Arbeidsordrer på telefonen, med og uten nett."),
        "lang": get_language(),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "orientation": "any",
        "background_color": "#f2f4f4",
        "theme_color": "#1d2b33",
        "icons": [
            {
                "src": static(f"felt/{'maskable' if purpose == 'maskable' else 'icon'}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in icons
        ],
    }
    answer = JsonResponse(told, content_type="application/manifest+json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
