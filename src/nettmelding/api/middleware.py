"""What holds for every address below `/api/`: errors are problem documents, and a repeated request is done once."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from nettmelding.api import problems
from nettmelding.api.once import once
from nettmelding.core.errors import AppError

PREFIX = "/api/"
NUL = "%00"
"""A character that no database keeps."""


class ApiMiddleware:
    """Stands innermost, after who acts is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if NUL in request.META.get("QUERY_STRING", ""):
            return problems.from_status(request, 400)
        try:
            response = once(request, self.get_response)
        except AppError as error:
            return problems.from_app(request, error)
        if response.status_code < 400 or response.headers.get("Content-Type") == problems.CONTENT_TYPE:
            return response
        return _in_words(request, response)


def _in_words(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Django's own error page as a problem document, with the headers that belong to the status."""
    problem = problems.from_status(request, response.status_code)
    if "Allow" in response.headers:
        problem.headers["Allow"] = response.headers["Allow"]
    return problem
