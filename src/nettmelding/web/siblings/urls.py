from django.urls import URLPattern, path

from nettmelding.web.siblings import views

app_name = "siblings"
urlpatterns: list[URLPattern] = [
    path("<uuid:notice_id>/sidestilte", views.listing, name="list"),
]
