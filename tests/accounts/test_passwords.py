"""Length over rules; what others guess first is refused with clear words."""

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from nettmelding.accounts.models import User
from tests.web.conftest import ELECTRICIAN

pytestmark = pytest.mark.django_db


def refusal(password: str) -> str:
    try:
        validate_password(password, User.objects.get(email=ELECTRICIAN))
    except ValidationError as problem:
        return " ".join(problem.messages)
    return ""


@pytest.mark.parametrize(
    "password",
    ["fire ord ved siden av", "sykkelen står i boden", "Xk9-vandrefalk", "kaffe klokka ti hver dag", "q7Tz!mB4wLp0"],
)
def test_long_ones_of_ones_own_are_taken_without_further_rules(password: str) -> None:
    assert refusal(password) == ""


@pytest.mark.parametrize("password", ["kort", "elleve tegn"])
def test_short_ones_are_not(password: str) -> None:
    assert "12" in refusal(password)


@pytest.mark.parametrize(
    "password",
    [
        "nettmelding2026", "Nettmelding1!", "Sommeren2026!", "Høst2025Høst2025", "passord123456", "P4ssord2026!!",
        "eksempel-elektro", "EksempelElektro1", "Velkommen2026", "saksbehandler1", "Vinter2026Vinter", "Fredag2026!!!",
    ],
)  # fmt: skip
def test_what_anyone_would_try_is_refused(password: str) -> None:
    assert "lett å gjette" in refusal(password) or "gjentar" in refusal(password)


def test_every_common_one_that_is_long_enough_is_refused() -> None:
    long_enough = [one for one in CommonPasswordValidator().passwords if len(one) >= 12]
    assert len(long_enough) > 100
    assert [one for one in long_enough if not refusal(one)] == []


@pytest.mark.parametrize(
    "password",
    ["manchesterunited", "ManchesterUnited", "thankyoujesus", "trustno1trustno1", "correcthorsebatterystaple"],
)
def test_leaked_ones_are_refused(password: str) -> None:
    assert "på avveie" in refusal(password)


def test_a_sign_again_and_again_is_refused() -> None:
    assert "gjentar" in refusal("aaaaaaaaaaaaaaaa")


def test_our_word_in_a_long_sentence_is_no_harm() -> None:
    assert refusal("nettmelding sendes fra bilen på torget") == ""
