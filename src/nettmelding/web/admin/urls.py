from django.urls import URLPattern, path

from nettmelding.web.admin import company, keys, rights, second_factor, texts

app_name = "admin"
urlpatterns: list[URLPattern] = [
    path("", company.overview, name="overview"),
    path("selskapsinformasjon", company.company, name="company"),
    path("selskapsinformasjon/les", company.read_again, name="read-again"),
    path("selskapsinformasjon/logo", company.own_logo, name="logo"),
    path("selskapsinformasjon/to-trinn", second_factor.second_factor, name="second-factor"),
    path("rettigheter", rights.rights, name="rights"),
    path("rettigheter/endre", rights.change, name="change-rights"),
    path("api-nokler", keys.keys, name="keys"),
    path("api-nokler/ny", keys.new, name="new-key"),
    path("api-nokler/<uuid:key_id>/avslutt", keys.end, name="end-key"),
    path("kommentar", texts.texts, name="texts"),
    path("kommentar/ny", texts.new, name="new-text"),
    path("kommentar/<uuid:text_id>", texts.edit, name="text"),
    path("kommentar/<uuid:text_id>/slett", texts.delete, name="delete-text"),
    path("kommentar/<uuid:text_id>/flytt", texts.move, name="move-text"),
]
