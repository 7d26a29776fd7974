"""ETag and If-Match: the revision of what was read."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid

PATTERN = r'^(\*|"[0-9]{1,9}")$'
"""What If-Match may be: whatever it is now, or an ETag of ours."""


def wanted_revision(request: HttpRequest) -> int | None:
    """The revision in If-Match; None without the header or for `*`: whatever it is now.

    Errors: Invalid for what is no ETag of ours.
    """
    text = request.headers.get("If-Match", "*")
    if text == "*":
        return None
    if not re.match(PATTERN, text):
        sentence = _('If-Match skal være ETag-en fra sist du leste, for eksempel "7".')
        raise Invalid("if_match", sentence, fields={"If-Match": sentence})
    return int(text.strip('"'))


def tag(response: HttpResponse, revision: int) -> None:
    """Say which revision is answered."""
    response.headers["ETag"] = f'"{revision}"'
