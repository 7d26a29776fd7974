"""Identifiers: UUIDv7 (RFC 9562), made by whoever creates the thing, sortable by time of creation."""

from uuid import UUID

from uuid6 import uuid7 as _uuid7


def uuid7() -> UUID:
    """A new UUIDv7 as a plain `uuid.UUID`."""
    return UUID(int=_uuid7().int)


def read_uuid(text: str) -> UUID | None:
    """The identifier that was typed or posted; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
