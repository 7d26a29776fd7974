from django.urls import URLPattern, path

from nettmelding.web.map.urls import both
from nettmelding.web.maperrors import reporting, views

app_name = "maperrors"
urlpatterns: list[URLPattern] = [
    *both("/objekt/<uuid:object_id>/feil", reporting.of_object, "of-object"),
    *both("/feil", reporting.of_place, "of-place"),
    path("kartfeil", views.listing, name="list"),
    path("kartfeil/lukk-endrede", views.close_changed, name="close-changed"),
    path("kartfeil/<uuid:error_id>", views.error, name="error"),
    path("kartfeil/<uuid:error_id>/bilde", views.photo, name="photo"),
    path("kartfeil/<uuid:error_id>/<slug:action>", views.step, name="step"),
]
