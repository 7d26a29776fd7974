from django.urls import URLPattern, path

from nettmelding.web.welcome import views

app_name = "welcome"
urlpatterns: list[URLPattern] = [
    path("inne", views.inside, name="inside"),
    path("telefon.svg", views.sign_in_code, name="sign-in-code"),
    path("<str:token>", views.opened, name="opened"),
    path("<str:token>/passnokkel", views.passkey, name="passkey"),
    path("<str:token>/bli-med", views.join, name="join"),
    path("<str:token>/bytt", views.change_person, name="change-person"),
    path("<str:token>/ny-lenke", views.ask_again, name="ask-again"),
    path("<str:token>/telefon.svg", views.code, name="code"),
]
