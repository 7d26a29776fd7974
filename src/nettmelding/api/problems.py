"""Errors as problem+json (RFC 9457) with a stable `code` and sentences by field path."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.errors import AppError

CONTENT_TYPE = "application/problem+json"
CODES: dict[int, tuple[str, str | Promise]] = {
    400: ("bad_request", gettext_lazy("Forespørselen kan ikke leses.")),
    401: ("not_signed_in", gettext_lazy("Send en gyldig nøkkel: Authorization: Bearer NØKKEL.")),
    403: ("not_allowed", gettext_lazy("Du har ikke tilgang til å gjøre dette.")),
    404: ("not_found", gettext_lazy("Vi finner ikke dette, eller du har ikke tilgang til det.")),
    405: ("method_not_allowed", gettext_lazy("Adressen kan ikke brukes slik.")),
    413: ("too_large", gettext_lazy("Forespørselen er for stor.")),
    415: ("unsupported_content", gettext_lazy("Send innholdet slik beskrivelsen sier.")),
    500: ("server_error", gettext_lazy("Noe gikk galt hos oss. Prøv igjen om litt.")),
}
"""Code and sentence for what Django itself answers."""


def answer(
    request: HttpRequest, status: int, code: str, detail: str, fields: Mapping[str, str] | None = None
) -> HttpResponse:
    """A problem document."""
    body: dict[str, Any] = {
        "type": f"urn:nettmelding:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "instance": request.path,
    }
    if fields:
        body["errors"] = [{"path": path, "detail": sentence} for path, sentence in fields.items()]
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="nettmelding"'
    return response


def from_app(request: HttpRequest, error: AppError) -> HttpResponse:
    """An expected refusal."""
    return answer(request, error.status, error.code, error.message, error.fields)


def from_status(request: HttpRequest, status: int) -> HttpResponse:
    """What Django or the API's frame answered without words of ours."""
    code, sentence = CODES.get(status, CODES[500] if status >= 500 else CODES[400])
    return answer(request, status, code, str(sentence))


def from_validation(request: HttpRequest, errors: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """What pydantic found wrong with the request itself."""
    fields = {_path(error["loc"]): str(error["msg"]) for error in errors}
    return answer(request, 422, "invalid_request", _("Forespørselen er ikke slik beskrivelsen krever."), fields)


def _path(place: Sequence[str | int]) -> str:
    """`answers.work.service` for `("body", "data", "answers", "work.service")`: without where it was sent."""
    inner = place[2:] if place[0] == "body" else place[1:]
    return ".".join(str(part) for part in inner) or str(place[0])
