"""Errors that a person or a program is told of: a stable code, a plain sentence, fields where it concerns fields."""


class AppError(Exception):
    """An expected refusal.

    `code` is stable and for programs, `message` is the sentence for the person, in their language,
    `fields` maps a field path to its own sentence.
    """

    status = 400

    def __init__(self, code: str, message: str, *, fields: dict[str, str] | None = None) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.fields = fields or {}

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotFound(AppError):
    """There is no such thing, or it is not the actor's to see: the two are not told apart."""

    status = 404

    def __init__(self, message: str = "", code: str = "not_found") -> None:
        from django.utils.translation import gettext as _

        super().__init__(code, message or _("Vi finner ikke dette, eller du har ikke tilgang til det."))


class NotAllowed(AppError):
    """The actor sees the thing but may not do this to it."""

    status = 403


class Refused(AppError):
    """The thing is not in a state in which this can be done."""

    status = 409


class Conflict(AppError):
    """Somebody else changed it meanwhile."""

    status = 412


class Invalid(AppError):
    """What was sent in does not hold."""

    status = 422


class TooMany(AppError):
    """A quota or rate limit is used up."""

    status = 429


class Unavailable(AppError):
    """Something outside did not answer."""

    status = 503
