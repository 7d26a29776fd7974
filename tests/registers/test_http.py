"""A register that is down, slow, wrong or says no is told in plain words, and left alone for a while."""

import socket
import time

import pytest

from nettmelding.core.db import write
from nettmelding.registers import breaker
from nettmelding.registers.http import HttpRegister, RegisterDown, RegisterSaysNo
from standins.companies import BASE
from tests.standins_fixture import Standins

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def register(registers_on_standins: Standins) -> HttpRegister:
    return HttpRegister("companies", "Enhetsregisteret", registers_on_standins.url("companies") + BASE)


@pytest.mark.parametrize("mode", ["down", "garbage"])
def test_it_tries_a_few_times_and_says_that_the_register_does_not_answer(
    register: HttpRegister, standins: Standins, mode: str
) -> None:
    standins.fault("companies", mode)
    with pytest.raises(RegisterDown) as down:
        register.get("/enheter/310000876")
    assert standins.requests("companies") == 3
    assert down.value.status == 503
    assert "Enhetsregisteret svarer ikke nå" in down.value.message


def test_it_does_not_wait_for_ever(register: HttpRegister, standins: Standins, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nettmelding.registers.http.READ_SECONDS", 0.2)
    monkeypatch.setattr("nettmelding.registers.http._client", fresh_client())
    standins.fault("companies", "slow", seconds=3)
    started = time.monotonic()
    with pytest.raises(RegisterDown):
        register.get("/enheter/310000876")
    assert time.monotonic() - started < 2.5


def fresh_client() -> object:
    """The client's maker without the client it has made already, so that it reads the time limits again."""
    from functools import lru_cache

    from nettmelding.registers import http

    return lru_cache(http._client.__wrapped__)


def test_it_says_that_nobody_listens(registers_on_standins: Standins) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(RegisterDown):
        HttpRegister("nobody", "Enhetsregisteret", f"http://127.0.0.1:{port}").get("/")


def test_it_is_down_when_the_settings_have_no_address(registers_on_standins: Standins) -> None:
    with pytest.raises(RegisterDown):
        HttpRegister("none", "Folkeregisteret", "").get("/")


def test_it_passes_on_the_registers_own_words_when_it_says_no(register: HttpRegister, standins: Standins) -> None:
    standins.fault("companies", "refuse")
    with pytest.raises(RegisterSaysNo) as no:
        register.get("/enheter/310000876")
    assert no.value.message == "Enhetsregisteret avviste oppslaget. Ingen tilgang"
    assert standins.requests("companies") == 1


def test_it_leaves_a_register_alone_that_has_failed_often_and_returns_to_it(
    register: HttpRegister, standins: Standins, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaker, "OPEN_SECONDS", 1)
    standins.fault("companies", "down")
    for _ in range(breaker.FAILURES):
        with pytest.raises(RegisterDown):
            register.get("/enheter/310000876")
    standins.fault("companies", "ok")
    with pytest.raises(RegisterDown):
        register.get("/enheter/310000876")
    assert standins.requests("companies") == 0
    give_up = time.monotonic() + 5
    while register._breaker.is_open() and time.monotonic() < give_up:
        pass
    assert register.get("/enheter/310000876").status == 200


def test_it_keeps_an_answer_for_a_while_where_it_may(register: HttpRegister, standins: Standins) -> None:
    for _ in range(2):
        assert register.get("/enheter/310000876", cache_seconds=60).body["navn"] == "Eksempel Bygg AS"
    assert standins.requests("companies") == 1


def test_it_refuses_to_call_inside_a_transaction(register: HttpRegister) -> None:
    with write(), pytest.raises(RuntimeError, match="HTTP inside a transaction"):
        register.get("/enheter/310000876")
