"""The language of the pages: the one that is chosen in the menu, else bokmål.

What the browser asks for does not count: many a Norwegian's browser speaks English, and the person does not.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.i18n import set_language

from nettmelding.accounts.actions import choose_language


def language_of(request: HttpRequest) -> str:
    """What the cookie says, as the switch has set it; anything unknown is bokmål."""
    kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return kept if kept in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Answers in the chosen language and says which it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


def choose(request: HttpRequest) -> HttpResponseBase:
    """Keep the choice in a cookie for the pages, and with the person for what is sent to them."""
    if request.method == "POST" and request.user.is_authenticated:
        choose_language(request.user.pk, request.POST.get("language", ""))
    return set_language(request)
