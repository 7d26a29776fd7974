"""What stands in addresses for a company, as in `/som/eksempelnett/`."""

from nettmelding.core.text import words
from nettmelding.organisations.models import Organisation

LONGEST = 36


def free_slug(name: str, number: str) -> str:
    """The company's name where nobody has it, else with its number. Inside the caller's transaction."""
    plain = "-".join(words(name))[:LONGEST].strip("-") or number
    return f"{plain}-{number}" if Organisation.objects.filter(slug=plain).exists() else plain
