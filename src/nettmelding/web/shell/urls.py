from django.urls import URLPattern, URLResolver, path

from nettmelding.web.shell import appearance, language

app_name = "shell"
urlpatterns: list[URLPattern | URLResolver] = [
    path("utseende", appearance.choose, name="appearance"),
    path("sprak", language.choose, name="language"),
]
