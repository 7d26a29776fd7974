from django.urls import URLPattern, URLResolver, path

from nettmelding.web.field import views

app_name = "field"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.app, name="app"),
    path("/skall", views.shell, name="shell"),
    path("/hvem", views.who, name="who"),
    path("/nodnokkel/<uuid:device_id>", views.recovery, name="recovery"),
    path("/sw.js", views.worker, name="worker"),
    path("/manifest.webmanifest", views.manifest, name="manifest"),
]
