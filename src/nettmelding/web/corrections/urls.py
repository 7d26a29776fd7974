from django.urls import URLPattern, path

from nettmelding.web.corrections import views

app_name = "corrections"
urlpatterns: list[URLPattern] = [
    path("rettelser", views.waiting, name="list"),
    path("meldinger/<uuid:notice_id>/rettelser", views.of_notice, name="of_notice"),
]
