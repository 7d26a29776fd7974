"""The way to where work is planned, for those who plan it."""

from django.urls import reverse

from nettmelding.core.actor import Actor
from nettmelding.workorders import queries


def href(actor: Actor) -> str:
    """Empty for those who do not plan."""
    return reverse("workplan:board") if queries.may_plan(actor) else ""
