"""The API's root: sign-in, the form of errors, and the routers of each area."""

from functools import lru_cache
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema, get_schema
from ninja.operation import Operation

from nettmelding.api import problems
from nettmelding.api.docs import DocsPage
from nettmelding.api.openapi import DESCRIPTION, complete
from nettmelding.api.parser import PlainRenderer, StrictParser
from nettmelding.api.routes import ROUTERS
from nettmelding.api.sign_in import KEY, SESSION
from nettmelding.core.errors import AppError


class Api(NinjaAPI):
    """Describes what holds for all operations in one place."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Made once for each place the program is served from: it takes a second."""
        return _described(self, path_prefix or self.get_root_path(path_params or {}))

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.view_func.__name__)


@lru_cache(maxsize=4)
def _described(described: Api, path_prefix: str) -> OpenAPISchema:
    return complete(get_schema(described, path_prefix))


api = Api(
    title="nettmelding",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=[KEY, SESSION],
    openapi_url="/openapi.json",
    docs=DocsPage(),
    parser=StrictParser(),
    renderer=PlainRenderer(),
    docs_url="/docs",
)
for _tag, _router in ROUTERS:
    api.add_router("", _router, tags=[_tag])


@api.exception_handler(AppError)
def app_error(request: HttpRequest, error: AppError) -> HttpResponse:
    return problems.from_app(request, error)


@api.exception_handler(ValidationError)
def validation_error(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.from_validation(request, error.errors)


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.from_status(request, error.status_code)


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problems.from_status(request, 413)
