"""`/health`: the process answers. `/ready`: the database answers, is migrated, and a worker was seen lately."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from nettmelding.config.worker import SEEN_KEY


class HealthMiddleware:
    """Answers the two addresses before anything else, whatever host name a probe uses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/health":
            return HttpResponse("ok", content_type="text/plain")
        if request.path == "/ready":
            state = readiness()
            return JsonResponse(state, status=200 if all(state.values()) else 503)
        return self.get_response(request)


def readiness() -> dict[str, bool]:
    """Each part by name, and whether it is ready."""
    try:
        executor = MigrationExecutor(connection)
        migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return {"database": True, "migrations": migrated, "worker": bool(cache.get(SEEN_KEY))}
    except DatabaseError:
        return {"database": False, "migrations": False, "worker": False}
