"""The map's addresses. Each is there twice: below a notice, and for the grid company's own people without one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from nettmelding.web.map import downloads, duty, finding, listing, marks, things, values, views

app_name = "map"


def both(route: str, view: Callable[..., HttpResponseBase], name: str, **extra: Any) -> list[URLPattern]:
    """`map:name` of a notice and `map:company-name` without one; see `Where.href`."""
    return [
        path(f"meldinger/<uuid:notice_id>/kart{route}", view, extra, name=name),
        path(f"kart{route}", view, extra, name=f"company-{name}"),
    ]


urlpatterns: list[URLPattern] = [
    *both("", views.chart, "map"),
    *both("/sok", finding.find, "find"),
    *both("/liste", listing.listing, "list"),
    *both("/objekt/<uuid:object_id>", things.thing, "object"),
    *both("/objekt/<uuid:object_id>/verdier.csv", downloads.values_csv, "values-csv"),
    *both("/objekt/<uuid:object_id>/verdier.json", downloads.values_json, "values-json"),
    *both("/objekt/<uuid:object_id>/vei", downloads.way, "way"),
    *both("/objekt/<uuid:object_id>/vei.json", downloads.way_places, "way-places"),
    *both("/objekt/<uuid:object_id>/planlagt", values.planned, "planned"),
    *both("/objekt/<uuid:object_id>/bruk", values.use, "use"),
    *both("/objekt/<uuid:object_id>/fjern", values.forget, "forget"),
    path("meldinger/<uuid:notice_id>/kart/merker", marks.save, name="marks"),
    *both("/plikt", duty.duty, "duty"),
    *both("/utskrift", views.prints, "prints"),
]
