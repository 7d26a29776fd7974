"""The demonstration's two grid companies, which differ by data alone."""

import tomllib
from functools import cache
from importlib.resources import files

from nettmelding.notices.catalogue.ruleset import NoticeRules

NAMES = ("eksempelnett", "provenett")


@cache
def rules_of(name: str) -> NoticeRules:
    text = files("nettmelding.demo").joinpath("rulesets", f"{name}.toml").read_text("utf-8")
    return NoticeRules.model_validate(tomllib.loads(text)["notices"])
