"""The API's root: sign-in, error form, and the routers of each area."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import APIKeyCookie, HttpBearer

from nettmelding.api import problems
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError
from nettmelding.organisations.actors import actor_by_key


class Key(HttpBearer):
    """`Authorization: Bearer KEY`."""

    openapi_description = "A key made by `nettmelding api-key`."

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return actor_by_key(token)


class Session(APIKeyCookie):
    """A signed-in browser with CSRF token, for the program's own pages."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        if request.user.is_authenticated and request.actor is None:  # type: ignore[attr-defined]
            raise problems.choose_organisation()
        return request.actor  # type: ignore[attr-defined,no-any-return]


api = NinjaAPI(
    title="nettmelding",
    version="1",
    description="Notices of electrical installation work.",
    urls_namespace="api",
    auth=[Key(), Session()],
    openapi_url="/openapi.json",
    docs_url="/docs",
)


@api.exception_handler(AppError)
def app_error(request: HttpRequest, error: AppError) -> HttpResponse:
    return problems.answer(request, error.status, error.code, error.message, error.fields)


@api.exception_handler(ValidationError)
def validation_error(request: HttpRequest, error: Any) -> HttpResponse:
    return problems.from_validation(request, error.errors)
