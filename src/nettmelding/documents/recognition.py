"""From a name and its content to a kind, or to the reason why not."""

from nettmelding.documents import refusals
from nettmelding.documents.kinds import BY_EXTENSION, Family, Kind, recognise, stranger
from nettmelding.documents.names import split

_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
"""The stream that Office puts a file in that is locked with a password (MS-OFFCRYPTO § 1.3.2)."""


def kind_of(name: str, data: bytes) -> Kind:
    """The kind of the content. Raises Invalid where it is none of ours, or the name says another kind.

    Pictures may carry each other's extensions: phones mix them up, and they are saved anew anyway.
    """
    _, extension = split(name)
    kind = recognise(data)
    if kind is None:
        if _LOCKED_OFFICE in data:
            raise refusals.locked()
        raise refusals.unknown(extension, stranger(data))
    named = BY_EXTENSION.get(extension, kind)
    if named is not kind and not named.family is kind.family is Family.IMAGE:
        raise refusals.misnamed(extension, kind)
    return kind
