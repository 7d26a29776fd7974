"""The catcher's pages and its JSON."""

from html import escape
from importlib.resources import files
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from standins import faults
from standins.mail.store import Mail, Store

_OSLO = ZoneInfo("Europe/Oslo")
_PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
_MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
)


def create(store: Store, fault: faults.Fault) -> Starlette:
    """The pages as an ASGI application; the fault switch concerns SMTP only, so that one can still look."""

    async def front(request: Request) -> Response:
        to = request.query_params.get("to", "")
        return _page("E-post og SMS", _front(store.list(to), to))

    async def one(request: Request) -> Response:
        mail = store.get(request.path_params["number"])
        if mail is None:
            return _page("Ikke funnet", "<p>Denne meldingen finnes ikke.</p>", 404)
        if mail.is_sms:
            return _page(f"SMS til {', '.join(mail.recipients)}", _phone(mail, store.copies(mail)))
        return _page(mail.subject or "Uten emne", _one(mail, store.copies(mail)))

    async def html(request: Request) -> Response:
        mail = store.get(request.path_params["number"])
        if mail is None or not mail.html:
            return Response(status_code=404)
        body = mail.html.replace("<head>", '<head><base target="_blank">', 1)
        return Response(body, media_type="text/html", headers={"Content-Security-Policy": _MAIL_POLICY})

    async def messages(request: Request) -> Response:
        if request.method == "DELETE":
            store.clear()
            return Response(status_code=204)
        found = store.list(request.query_params.get("to", ""), int(request.query_params.get("limit", "200")))
        return JSONResponse({"items": [_as_json(mail, store.copies(mail)) for mail in found]})

    async def message_ids(request: Request) -> Response:
        return JSONResponse(store.message_ids())

    async def style(request: Request) -> Response:
        return Response(files("standins.mail").joinpath("style.css").read_text(), media_type="text/css")

    return Starlette(
        routes=[
            faults.route(fault),
            Route("/", front),
            Route("/style.css", style),
            Route("/post/{number:int}", one),
            Route("/post/{number:int}/html", html),
            Route("/api/messages", messages, methods=["GET", "DELETE"]),
            Route("/api/message-ids", message_ids),
        ]
    )


def _as_json(mail: Mail, copies: int) -> dict[str, object]:
    return {
        "id": mail.id,
        "channel": mail.channel,
        "received_at": mail.received_at.isoformat(),
        "from": mail.sender if mail.is_sms else str(mail.message.get("From", mail.sender)),
        "to": list(mail.recipients),
        "subject": mail.subject,
        "message_id": mail.message_id,
        "copies": copies,
        "text": mail.text,
        "html": mail.html,
        "links": mail.links,
        "attachments": mail.attachments,
    }


def _front(mails: list[Mail], to: str) -> str:
    search = (
        '<form role="search" method="get"><label for="to">Til</label>'
        f'<input id="to" name="to" type="search" value="{escape(to)}" autocomplete="off">'
        "<button>Vis</button></form>"
    )
    if not mails:
        found = (
            "<p class='empty'>Ingen e-post eller SMS ennå.</p>"
            if not to
            else "<p class='empty'>Ingenting til denne.</p>"
        )
        return search + found
    rows = "".join(
        f'<li><a href="/post/{mail.id}"><strong>{_title(mail)}</strong>'
        f"<span>{escape(', '.join(mail.recipients))}</span><time>{_when(mail)}</time></a></li>"
        for mail in mails
    )
    return f"{search}<ul class='mails'>{rows}</ul>"


def _title(mail: Mail) -> str:
    if mail.is_sms:
        return f"<span class='sms'>SMS</span> {escape(mail.text)}"
    return escape(mail.subject or "Uten emne")


def _phone(mail: Mail, copies: int) -> str:
    """An SMS as a phone shows it, its links to be pressed."""
    text = escape(mail.text)
    for link in mail.links:
        text = text.replace(escape(link), f'<a href="{escape(link)}">{escape(link)}</a>')
    again = f" · kommet {copies} ganger" if copies > 1 else ""
    return (
        "<p><a href='/'>Alle e-poster og SMS-er</a></p>"
        f"<section class='phone' aria-label='Telefonen'><h2>{escape(mail.sender)}</h2>"
        f"<p class='bubble'>{text}</p><p class='when'>{_when(mail)}{again}</p></section>"
    )


def _one(mail: Mail, copies: int) -> str:
    facts = [
        ("Fra", str(mail.message.get("From", mail.sender))),
        ("Til", ", ".join(mail.recipients)),
        ("Mottatt", _when(mail)),
        ("Message-ID", mail.message_id),
    ]
    if copies > 1:
        facts.append(("Kommet", f"{copies} ganger"))
    if mail.attachments:
        facts.append(("Vedlegg", ", ".join(mail.attachments)))
    listed = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    links = "".join(f'<li><a href="{escape(link)}">{escape(link)}</a></li>' for link in mail.links)
    shown = [f"<p><a href='/'>Alle e-poster og SMS-er</a></p><dl>{listed}</dl>"]
    if links:
        shown.append(f"<h2>Lenker</h2><ul>{links}</ul>")
    if mail.html:
        shown.append(
            "<h2>Som side</h2><iframe title='E-posten som side' "
            "sandbox='allow-popups allow-popups-to-escape-sandbox' "
            f"src='/post/{mail.id}/html'></iframe>"
        )
    shown.append(f"<h2>Som tekst</h2><pre tabindex='0'>{escape(mail.text)}</pre>")
    return "".join(shown)


def _when(mail: Mail) -> str:
    return f"{mail.received_at.astimezone(_OSLO):%d.%m.%Y kl. %H.%M.%S}"


def _page(title: str, body: str, status: int = 200) -> Response:
    return Response(
        "<!doctype html><html lang='nb'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)} – e-post og SMS i demonstrasjonen</title>"
        "<link rel='stylesheet' href='/style.css'></head>"
        "<body><header><a href='/'>E-post og SMS i demonstrasjonen</a></header>"
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>",
        status_code=status,
        media_type="text/html",
        headers={"Content-Security-Policy": _PAGE_POLICY, "Cache-Control": "no-store"},
    )
