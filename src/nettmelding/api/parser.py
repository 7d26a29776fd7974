"""Reading and writing JSON."""

import json
import re
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""As JSON writes it: after an even number of backslashes."""


class StrictParser(Parser):
    """Takes what can be kept: RFC 8259, so no NaN, and texts that every database can hold."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Errors: ValueError, which is answered as 400."""
        content = json.loads(request.body, parse_constant=_no_number)
        written = json.dumps(content, ensure_ascii=False)
        if _NUL.search(written):
            raise ValueError("NUL")
        written.encode()  # raises for half a character (a lone surrogate)
        return content


class PlainRenderer(JSONRenderer):
    """Norwegian letters as they are."""

    json_dumps_params = {"ensure_ascii": False}


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
