"""A question that must be answered before going on.

A native dialog; a link to its id opens it without script.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """Open with `{% component "button" dialog="the-id" … %}`. Body: the question; slot `foot`: the answers.

    `action` makes the dialog a form that is posted there, with the CSRF token.
    """

    id: str
    title: str
    action: str = ""
    wide: bool = False
    open: bool = False
