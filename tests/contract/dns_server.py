"""A DNS server of our own on this machine, which answers TXT questions over UDP as it is told."""

import socketserver
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest


class NameServer(socketserver.ThreadingUDPServer):
    """`texts`: what each domain says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.texts: dict[str, str] = {}


class _Answer(socketserver.BaseRequestHandler):
    server: NameServer

    def handle(self) -> None:
        raw, port = self.request
        asked = dns.message.from_wire(raw)
        answer = dns.message.make_response(asked)
        question = asked.question[0]
        text = self.server.texts.get(question.name.to_text(omit_final_dot=True))
        if text is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        else:
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", "TXT", f'"{text}"'))
        port.sendto(answer.to_wire(), self.client_address)


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    """The server, asked by the whole program while the test lasts."""
    with NameServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        yield server
        server.shutdown()
