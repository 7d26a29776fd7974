from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from nettmelding.web.shell import appearance

app_name = "shell"
urlpatterns: list[URLPattern | URLResolver] = [
    path("utseende", appearance.choose, name="appearance"),
    path("sprak", set_language, name="language"),
]
