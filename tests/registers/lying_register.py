"""A company register on a loopback port that answers whatever it is told to, true or not."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class LyingRegister:
    """Answers every question with `body` and `status`, as JSON."""

    def __init__(self) -> None:
        self.body: Any = {}
        self.status = 200
        lying = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = json.dumps(lying.body).encode()
                self.send_response(lying.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def says(self, body: Any, status: int = 200) -> None:
        """From now on."""
        self.body, self.status = body, status

    def __enter__(self) -> "LyingRegister":
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
