"""A switch on every stand-in for what a register can do wrong: `POST /_fault {"mode": "slow", "seconds":
3}`."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send


class Mode(StrEnum):
    OK = "ok"
    DOWN = "down"
    """Every request answers 503."""
    SLOW = "slow"
    """Every request waits for `seconds` first."""
    GARBAGE = "garbage"
    """Every request answers 200 with a page that is not JSON."""
    REFUSE = "refuse"
    """Every request answers 403 with an error in JSON."""


@dataclass
class Fault:
    """What one stand-in does wrong at present, and how many requests it has had since the switch was set."""

    mode: Mode = Mode.OK
    seconds: float = 0.0
    requests: int = 0

    def set(self, mode: Mode, seconds: float = 0.0) -> None:
        self.mode, self.seconds, self.requests = mode, seconds, 0

    def as_json(self) -> dict[str, object]:
        return {"mode": self.mode, "seconds": self.seconds, "requests": self.requests}


def route(fault: Fault) -> Route:
    """`GET /_fault` tells the state, `POST /_fault` sets it; 400 for an unknown mode."""

    async def switch(request: Request) -> Response:
        if request.method == "POST":
            wanted = await request.json()
            try:
                fault.set(Mode(wanted.get("mode", "ok")), float(wanted.get("seconds", 0)))
            except ValueError as error:
                return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse(fault.as_json())

    return Route("/_fault", switch, methods=["GET", "POST"])


class FaultMiddleware:
    """Does to every request what the fault says, but to those to the stand-in's own switches (`/_…`)."""

    def __init__(self, app: ASGIApp, fault: Fault) -> None:
        self.app = app
        self.fault = fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_"):
            await self.app(scope, receive, send)
            return
        self.fault.requests += 1
        if self.fault.mode is Mode.SLOW:
            await asyncio.sleep(self.fault.seconds)
        answer = _ANSWERS.get(self.fault.mode, self.app)
        await answer(scope, receive, send)


_ANSWERS: dict[Mode, ASGIApp] = {
    Mode.DOWN: JSONResponse({"status": 503, "feilmelding": "Tjenesten er nede"}, status_code=503),
    Mode.GARBAGE: Response("<html><body>Under vedlikehold</body></html>", media_type="text/html"),
    Mode.REFUSE: JSONResponse(
        {"status": 403, "kode": "FREG-403", "feilmelding": "Ingen tilgang", "melding": "Ingen tilgang"},
        status_code=403,
    ),
}
