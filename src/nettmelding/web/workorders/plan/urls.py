from django.urls import URLPattern, path

from nettmelding.web.workorders.plan import board, customer, deeds, drive, stock, times

app_name = "workplan"
urlpatterns: list[URLPattern] = [
    path("arbeidsordrer/plan", board.plan, name="board"),
    path("arbeidsordrer/plan/sett", deeds.place, name="place"),
    path("arbeidsordrer/plan/ta-av", deeds.put_back, name="put-back"),
    path("arbeidsordrer/plan/rekkefolge/angre", drive.undo, name="undo-route"),
    path("arbeidsordrer/plan/rekkefolge/<uuid:user_id>", drive.route, name="route"),
    path("arbeidsordrer/<uuid:order_id>/tider", times.offer, name="times"),
    path("arbeidsordrer/lager", stock.listing, name="stock"),
    path("arbeidsordrer/lager/inn", stock.take_in, name="take-in"),
    path("arbeidsordrer/lager/bil", stock.load, name="load"),
    path("arbeidsordrer/lager/<uuid:meter_id>/levert", stock.give_back, name="give-back"),
    path("kunde/tid/<str:token>", customer.answer, name="customer"),
]
