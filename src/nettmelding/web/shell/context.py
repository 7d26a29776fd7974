"""What every page's template knows about its surroundings."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import lazystr
from django.utils.translation import get_language

from nettmelding.core.settings import env
from nettmelding.web.shell.appearance import SCHEMES, scheme_of
from nettmelding.web.shell.frame import Frame
from nettmelding.web.shell.toasts import waiting


def shell(request: HttpRequest) -> dict[str, Any]:
    """`menu`, `person` and the rest of the request's Frame; a page may hand in its own under the same names."""
    frame: Frame = getattr(request, "frame", None) or Frame()
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "menu": frame.menu,
        "person": frame.person,
        "workplaces": frame.workplaces,
        "search_href": frame.search_href,
        "switch_href": frame.switch_href,
        "sign_out_href": frame.sign_out_href,
        "page_href": lazystr(request.get_full_path()),
        "scheme": scheme_of(request),
        "schemes": SCHEMES,
        "language": language,
        "languages": settings.LANGUAGES,
        "mail_href": env.mail_page_url if env.demo else "",
        "demonstration": env.demo,
        "toasts": lambda: waiting(request),
    }
