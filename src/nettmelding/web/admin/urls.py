from django.urls import URLPattern, path

from nettmelding.web.admin import company, texts

app_name = "admin"
urlpatterns: list[URLPattern] = [
    path("", company.overview, name="overview"),
    path("selskapsinformasjon", company.company, name="company"),
    path("selskapsinformasjon/les", company.read_again, name="read-again"),
    path("selskapsinformasjon/logo", company.own_logo, name="logo"),
    path("kommentar", texts.texts, name="texts"),
    path("kommentar/ny", texts.new, name="new-text"),
    path("kommentar/<uuid:text_id>", texts.edit, name="text"),
    path("kommentar/<uuid:text_id>/slett", texts.delete, name="delete-text"),
    path("kommentar/<uuid:text_id>/flytt", texts.move, name="move-text"),
]
