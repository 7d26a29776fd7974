from django.urls import URLPattern, path

from nettmelding.web.installation import views

app_name = "installation"
urlpatterns: list[URLPattern] = [
    path("<uuid:installation_id>", views.installation, name="installation"),
    path("<uuid:installation_id>/ny", views.begin, name="begin"),
]
