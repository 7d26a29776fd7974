from django.urls import URLPattern, path

from nettmelding.web.start import requests, views

app_name = "start"
urlpatterns: list[URLPattern] = [
    path("ny", views.new, name="new"),
    path("ny/frakobling", requests.disconnection, name="disconnection"),
    path("ny/sporsmal", requests.enquiry, name="enquiry"),
]
