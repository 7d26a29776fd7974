from django.urls import URLPattern, path

from nettmelding.web.precheck import views

app_name = "precheck"
urlpatterns: list[URLPattern] = [
    path("forhandssjekk", views.ask, name="ask"),
    path("forhandssjekk/<uuid:precheck_id>", views.answer, name="answer"),
    path("forhandssjekk/<uuid:precheck_id>/melding", views.begin, name="begin"),
]
