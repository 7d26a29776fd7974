"""User names and temporary passwords that can be read aloud."""

import secrets

from nettmelding.accounts.models import User
from nettmelding.core import text

WORDS = (
    "ampere", "andunge", "appelsin", "bekk", "bergtopp", "bjelle", "blomst", "brygge", "drage", "dugnad", "elvekant",
    "fjelltur", "fjord", "flaggermus", "furu", "fyrstikk", "gitar", "granbar", "gulrot", "hammer", "havn",
    "havutsikt", "hegre", "hestehov", "humle", "isbit", "kanel", "kanelbolle", "kastanje", "kjerne", "klokke",
    "kompass", "lanterne", "linerle", "lykt", "lyng", "multe", "nordlys", "nype", "padde", "pinnsvin", "plomme",
    "potet", "regnbue", "reinlav", "rognetre", "seilduk", "sild", "skogstue", "snekke", "solhatt", "spurv", "stabbur",
    "stjerne", "svane", "tindved", "tiur", "trekkspill", "tyttebit", "ugle", "vaffel", "vidde", "villmark", "vinter",
    "voksduk",
)  # fmt: skip
"""Without æ, ø and å: typed on any keyboard."""
LONGEST = 60


def temporary_password() -> str:
    """Three words and four digits, some 31 bits: enough for a few days behind the brake on guessing."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(3)), f"{secrets.randbelow(10_000):04d}"])


def free_username(name: str) -> str:
    """`kari.nordmann`, or `kari.nordmann2` where that one is taken. Inside the caller's transaction."""
    words = text.words(name)
    stem = ".".join([words[0], words[-1]] if len(words) > 1 else words or ["bruker"])[: LONGEST - 5]
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    number = 1
    while (candidate := stem if number == 1 else f"{stem}{number}") in taken:
        number += 1
    return candidate
