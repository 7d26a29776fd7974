"""What the table's script says, in the language of the page. `{n}` and the like are filled in by the script."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """By the name the script knows them by."""
    return {
        "inherited": _("fra hovedmeldingen"),
        "own": _("eget for dette anlegget"),
        "mother_has": _("hovedmeldingen har {value}"),
        "needed": _("må fylles ut"),
        "readonly": _("kan ikke endres her"),
        "unsaved": _("ikke lagret ennå"),
        "saving": _("Lagrer …"),
        "saved": _("Lagret kl."),
        "offline": _("Uten nett. Lagret på denne maskinen"),
        "failed": _("Ikke lagret:"),
        "changed": _("{n} celler endret. Ctrl+Z angrer."),
        "undone": _("Angret. {n} celler ble som før."),
        "redone": _("Gjort om igjen. {n} celler endret."),
        "nothing_undone": _("Ingenting å angre."),
        "nothing_redone": _("Ingenting å gjøre om igjen."),
        "copied": _("{n} celler kopiert."),
        "beyond": _("{n} rader fikk ikke plass. Legg til flere anlegg først."),
        "wider": _("{n} kolonner fikk ikke plass."),
        "skipped": _("{n} celler kan ikke endres her."),
        "ticked": _("{n} merket"),
        "none_ticked": _("Ingen merket"),
        "error": _("Feil:"),
        "mine": _("Bruk mitt"),
        "theirs": _("Behold det som står"),
        "leave": _("Tab går nå ut av tabellen."),
        "nothing": _("Ingenting"),
        "as_mother": _("Som hovedmeldingen: {value}"),
        "row": _("Anlegg {n}"),
        "edit_here": _("Endre i tabellen"),
    }
