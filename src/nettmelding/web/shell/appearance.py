"""Light, dark or as the machine says: kept in a cookie, so that the first paint is right."""

from enum import StrEnum

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

COOKIE = "utseende"
YEAR = 365 * 24 * 60 * 60


class Scheme(StrEnum):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


SCHEMES = {Scheme.AUTO: _("Som maskinen"), Scheme.LIGHT: _("Lyst"), Scheme.DARK: _("Mørkt")}


def scheme_of(request: HttpRequest) -> Scheme:
    """What the cookie says; anything unknown is AUTO."""
    kept = request.COOKIES.get(COOKIE, "")
    return Scheme(kept) if kept in set(Scheme) else Scheme.AUTO


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keeps `scheme` and goes back to `next`.

    With script the page has changed already and asks only for the cookie.
    """
    wanted = request.POST.get("scheme", "")
    scheme = Scheme(wanted) if wanted in set(Scheme) else Scheme.AUTO
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    answer.set_cookie(COOKIE, scheme, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=False)
    return answer
