"""Stand-in for an SMS gateway with Sveve's interface (https://sveve.no/apidok/send), shown among the caught e-mails.

Numbers that end in 0000 do not exist, so that a wrong number can be tried.
"""

from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from standins import faults
from standins.mail.store import Store

PATH = "/SMS/SendMessage"
USER = "nettmelding"
PASSWORD = "passord-i-demonstrasjonen"  # noqa: S105 - opens nothing but the stand-in
NO_SUCH_NUMBER = "0000"


def create(store: Store, fault: faults.Fault) -> Starlette:
    """The gateway as an ASGI application."""

    async def send(request: Request) -> Response:
        return JSONResponse({"response": _taken(await request.json(), store)})

    return Starlette(
        routes=[faults.route(fault), Route(PATH, send, methods=["POST"])],
        middleware=[Middleware(faults.FaultMiddleware, fault=fault)],
    )


def _taken(asked: dict[str, Any], store: Store) -> dict[str, Any]:
    number, text = str(asked.get("to", "")), str(asked.get("msg", ""))
    if (asked.get("user"), asked.get("passwd")) != (USER, PASSWORD):
        return {"fatalError": "Feil brukernavn eller passord"}
    if not text:
        return {"fatalError": "Meldingen er tom"}
    if not number.isdigit() or number.endswith(NO_SUCH_NUMBER):
        errors = [{"number": number, "message": "Telefonnummeret er ikke gyldig"}]
        return {"msgOkCount": 0, "stdSMSCount": 0, "ids": [], "errors": errors}
    kept = store.add_sms(str(asked.get("from", "")), f"+{number}", text, str(asked.get("ref", "")))
    return {"msgOkCount": 1, "stdSMSCount": 1 + (len(text) - 1) // 160, "ids": [kept]}
