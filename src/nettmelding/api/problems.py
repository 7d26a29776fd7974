"""Errors as problem+json (RFC 9457) with a stable `code` and sentences by field path."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from nettmelding.core.errors import Refused


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
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )


def from_validation(request: HttpRequest, errors: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """What pydantic found wrong with the request itself."""
    fields = {".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0]): str(error["msg"]) for error in errors}
    return answer(request, 422, "invalid_request", _("Forespørselen er ikke slik beskrivelsen krever."), fields)


def choose_organisation() -> Refused:
    """For a person with several companies and no choice in the address."""
    return Refused("choose_organisation", _("Velg hvilket selskap du handler for: /som/SELSKAP/api/v1/…"))
