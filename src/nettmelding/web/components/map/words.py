"""What the map's script says, in the language of the page. `{n}` and the like are filled in by the script."""

from django.utils.translation import gettext as _

from nettmelding.grid.models import Kind


def words() -> dict[str, str]:
    """By the name the script knows them by."""
    return {
        "base_silent": _("Bakgrunnskartet svarer ikke. Objektene vises likevel."),
        "objects_silent": _("Objektene i nettet kom ikke fram. Vi prøver igjen."),
        "objects_closed": _("Du har ikke tilgang til objektene her."),
        "objects_slow": _("Det er hentet mye kart på kort tid. Vent litt."),
        "signed_out": _("Du er logget ut. Logg inn igjen for å se objektene."),
        "come_nearer": _("Zoom inn for å se nettet."),
        "no_webgl": _("Nettleseren kan ikke tegne kart. Bruk listen i stedet."),
        "position_off": _("Vi får ikke vite hvor du er. Slå på posisjon for nettleseren."),
        "position_waits": _("Finner posisjonen din …"),
        "nothing_near": _("Ingen objekter her."),
        "found_many": _("{n} objekter her."),
        "draw_box": _("Dra en boks rundt objektene. Med tastatur: mellomrom setter to hjørner."),
        "draw_free": _("Tegn rundt objektene med fingeren eller musa."),
        "draw_corners": _("Trykk for hvert punkt. Trykk på det siste igjen for å avslutte."),
        "draw_point": _("Trykk der det skal være. Med tastatur: flytt kartet og trykk mellomrom."),
        "paper_waits": _("Gjør klar utskriften …"),
        "paper_refused": _("Kartet kan ikke skrives ut."),
        "paper_failed": _("Utskriften ble ikke klar. Prøv igjen."),
        "metres": _("m"),
        "kilometres": _("km"),
        "north": _("N"),
    }


def kinds() -> list[tuple[str, str]]:
    """Kind and its name, in the order of the legend."""
    names = {
        Kind.SUBSTATION: _("Nettstasjon"),
        Kind.TRANSFORMER: _("Transformator"),
        Kind.CABLE_CABINET: _("Kabelskap"),
        Kind.CONNECTION_CABINET: _("Tilknytningsskap"),
        Kind.POLE: _("Stolpe"),
        Kind.CABLE: _("Kabel"),
        Kind.OVERHEAD_LINE: _("Luftlinje"),
        Kind.SERVICE_LINE: _("Stikkledning"),
        Kind.CUSTOMER_POINT: _("Kundepunkt"),
    }
    return [(kind.value, name) for kind, name in names.items()]


def systems() -> list[tuple[str, str]]:
    """The symbol of a line style and what it means."""
    return [
        ("system-it", _("230 V IT")),
        ("system-tt", _("230 V TT")),
        ("system-tn", _("400 V TN")),
    ]
