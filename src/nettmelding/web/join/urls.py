from django.urls import URLPattern, path

from nettmelding.web.join import views

app_name = "join"
urlpatterns: list[URLPattern] = [
    path("registrer", views.start, name="start"),
    path("registrer/firma", views.firm, name="firm"),
    path("registrer/sporsmal", views.ask, name="ask"),
    path("registrer/kode", views.code, name="code"),
    path("registrer/kode/igjen", views.again, name="again"),
    path("registrer/bekreft/<str:key>", views.link, name="link"),
    path("registrer/passord", views.password, name="password"),
    path("registrer/ferdig", views.done, name="done"),
    path("vilkar", views.terms, name="terms"),
]
