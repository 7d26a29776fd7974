"""A message as it goes over the wire."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from nettmelding.messages.models import Message


class UnreachableAddress(ValueError):
    """The address cannot be told to an ordinary mail server: not ASCII before the @, or no address at all."""


def envelope_address(address: str) -> str:
    """The address as SMTP wants it: the domain in ASCII (`blåbær.no` → `xn--blbr-roah.no`, RFC 5891)."""
    local, _, domain = address.rpartition("@")
    try:
        ascii_form = f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"
        return Address(addr_spec=ascii_form).addr_spec
    except (ValueError, MessageError, IndexError) as error:
        raise UnreachableAddress(address) from error


def as_bytes(message: Message, sender: str) -> bytes:
    """The whole e-mail with CRLF line ends, 7-bit. `sender` may carry a name: `nettmelding <post@…>`."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = Address(addr_spec=envelope_address(message.to_address))
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte="quoted-printable")
    if message.html:
        mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    return mail.as_bytes()
