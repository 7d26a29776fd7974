"""The API's addresses alone: it stands without the pages."""

from django.urls import path

from nettmelding.api.root import api

urlpatterns = [path("api/v1/", api.urls)]
