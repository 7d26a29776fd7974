from django.urls import path

from nettmelding.web.components import page

app_name = "components"
urlpatterns = [
    path("", page.page, name="page"),
    path("sok", page.search, name="search"),
    path("fil", page.upload, name="upload"),
    path("lagre", page.save, name="save"),
    path("celler", page.grid, name="grid"),
    path("kart", page.map_objects, name="map"),
]
