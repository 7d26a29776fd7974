"""`Idempotency-Key` on POST: the same request sent again is answered the same and does nothing."""

import hashlib
import json
from collections.abc import Callable, Iterator
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from nettmelding.api.sign_in import caller
from nettmelding.core import idempotency
from nettmelding.core.actor import Actor
from nettmelding.core.idempotency import Answer

HEADER = "Idempotency-Key"
REPEATED = "Idempotency-Replayed"
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


def once(request: HttpRequest, answer: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponseBase:
    """Answer the request, or give again what was answered to it before. Errors: those of `idempotency.begin`."""
    key = request.headers.get(HEADER)
    actor = caller(request) if request.method == "POST" and key is not None else None
    if key is None or actor is None:
        return answer(request)
    begun = idempotency.begin(_owner(actor), key, _fingerprint(request))
    if isinstance(begun, Answer):
        return _again(begun)
    try:
        response = answer(request)
    except BaseException:
        idempotency.release(begun)
        raise
    if isinstance(response, HttpResponse) and response.status_code < 300:
        idempotency.keep(begun, _kept(response))
    else:
        idempotency.release(begun)
    return response


def _owner(actor: Actor) -> UUID:
    """One person at one company: keys of others never meet."""
    assert actor.organisation_id is not None
    return uuid5(actor.organisation_id, str(actor.user_id))


def _fingerprint(request: HttpRequest) -> str:
    digest = hashlib.sha256()
    for part in _parts(request):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    yield request.get_full_path().encode()
    yield str(request.headers.get("If-Match")).encode()
    if not (request.content_type or "").startswith("multipart/"):
        yield request.body
        return
    for name, values in sorted(request.POST.lists()):
        yield json.dumps([name, *map(str, values)]).encode()
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield name.encode()
            yield from file.chunks()
            file.seek(0)


def _kept(response: HttpResponse) -> Answer:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    return Answer(response.status_code, json.dumps({"headers": headers, "body": response.content.decode()}))


def _again(kept: Answer) -> HttpResponse:
    content = json.loads(kept.body)
    return HttpResponse(content["body"], status=kept.status, headers={**content["headers"], REPEATED: "true"})
