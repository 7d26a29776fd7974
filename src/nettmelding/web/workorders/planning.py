"""The way to where work is planned, for those who plan it."""

from django.urls import NoReverseMatch, reverse

from nettmelding.core.actor import Actor
from nettmelding.workorders import queries


def href(actor: Actor) -> str:
    """Empty for those who do not plan, or where there is no such page."""
    if not queries.may_plan(actor):
        return ""
    try:
        return reverse("workorders:plan")
    except NoReverseMatch:
        return ""
