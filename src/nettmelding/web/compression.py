"""Pages go compressed over a bad line; files do not, being compressed already or as long as they say they are."""

from typing import Any

from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/html", "text/javascript", "application/json", "application/manifest+json")


class CompressionMiddleware(GZipMiddleware):
    """Django's, which hides the length of what is compressed; only where no tag names the very bytes of an answer."""

    def process_response(self, request: Any, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").split(";")[0]
        if response.streaming or kind not in TEXTS or response.has_header("ETag"):
            return response
        answer: HttpResponseBase = super().process_response(request, response)
        return answer
