from django.urls import URLPattern, path

from nettmelding.web.privacy import views

app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("personvern", views.told, name="told"),
]
