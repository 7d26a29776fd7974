from django.urls import URLPattern, path

from nettmelding.web.requests import views

app_name = "requests"
urlpatterns: list[URLPattern] = [
    path("<uuid:request_id>", views.case, name="case"),
    path("<uuid:request_id>/<slug:action>", views.step, name="step"),
]
