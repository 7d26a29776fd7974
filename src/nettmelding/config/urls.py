"""All addresses of the program."""

from django.urls import URLPattern, URLResolver, include, path

from nettmelding.api.root import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("nettmelding.web.urls")),
]
handler400 = "nettmelding.web.shell.errors.bad_request"
handler403 = "nettmelding.web.shell.errors.not_allowed"
handler404 = "nettmelding.web.shell.errors.not_found"
handler500 = "nettmelding.web.shell.errors.server_error"
