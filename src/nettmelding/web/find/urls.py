from django.urls import URLPattern, path

from nettmelding.web.find import views

app_name = "find"
urlpatterns: list[URLPattern] = [
    path("anlegg/sok", views.search, name="search"),
    path("meldinger/<uuid:notice_id>/anlegg", views.in_notice, name="in_notice"),
]
