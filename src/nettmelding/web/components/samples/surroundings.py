"""The shell around the living page."""

from typing import Any

from django.urls import reverse

from nettmelding.web.shell.frame import MenuItem, Person, Workplace


def surroundings() -> dict[str, Any]:
    return {
        "menu": [
            MenuItem(text="Hjem", href="#main", icon="home", count=4),
            MenuItem(text="Meldinger", href="#main", icon="list"),
            MenuItem(text="Ny", href="#main", icon="plus", bar=False),
            MenuItem(text="Kart", href="#main", icon="map"),
            MenuItem(text="Komponenter", href=reverse("components:page"), icon="gear", current=True, phone=False),
        ],
        "person": Person(
            name="Saksbehandler Elektro",
            organisation="Eksempel Elektro AS",
            role="Saksbehandler",
            email="saksbehandler@eksempelelektro.example",
        ),
        "workplaces": [
            Workplace(name="Eksempel Elektro AS", href="#main", detail="Saksbehandler", current=True),
            Workplace(name="Prøve Installasjon AS", href="#main", detail="Administrator"),
        ],
        "search_href": reverse("components:search"),
        "sign_out_href": reverse("components:page"),
    }
