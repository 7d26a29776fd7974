"""The pages' addresses, one list an area."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("nettmelding.web.shell.urls")),
    path("komponenter/", include("nettmelding.web.components.urls")),
]
