"""Caught e-mails and SMSes in an SQLite file."""

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

_TABLE = """
CREATE TABLE IF NOT EXISTS mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,
    subject TEXT NOT NULL,
    message_id TEXT NOT NULL,
    raw BLOB NOT NULL,
    channel TEXT NOT NULL DEFAULT 'email'
);
CREATE INDEX IF NOT EXISTS mail_message_id ON mail (message_id);
"""
_ADD = """
INSERT INTO mail (received_at, sender, recipients, subject, message_id, raw) VALUES (?, ?, ?, ?, ?, ?)
"""
_ADD_SMS = """
INSERT INTO mail (received_at, sender, recipients, subject, message_id, raw, channel) VALUES (?, ?, ?, '', ?, ?, 'sms')
"""
_SELECT = "SELECT id, received_at, sender, recipients, subject, message_id, raw, channel FROM mail"
_TO = _SELECT + " WHERE instr(lower(recipients), ?) > 0 OR ? = '' ORDER BY id DESC LIMIT ?"
_ONE = _SELECT + " WHERE id = ?"
_LINK = re.compile(r"https?://[^\s<>\"')\]]+[^\s<>\"')\].,;:]")


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail or SMS as it was received. `sender` and `recipients` are the envelope's; `message_id` is the sender's
    own reference, `raw` the whole e-mail, or an SMS's text."""

    id: int
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    raw: bytes
    channel: str = "email"

    @property
    def is_sms(self) -> bool:
        return self.channel == "sms"

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def text(self) -> str:
        return self.raw.decode() if self.is_sms else self._body("plain")

    @property
    def html(self) -> str:
        return "" if self.is_sms else self._body("html")

    @property
    def links(self) -> list[str]:
        """Addresses in the text, in order, each once."""
        return list(dict.fromkeys(_LINK.findall(self.text or self.html)))

    @property
    def attachments(self) -> list[str]:
        return [] if self.is_sms else [part.get_filename() or "uten navn" for part in self.message.iter_attachments()]

    def _body(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part is not None else ""


class Store:
    """The file of e-mails, used from one thread."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_TABLE)
        if "channel" not in {row[1] for row in self._db.execute("PRAGMA table_info(mail)")}:
            self._db.execute("ALTER TABLE mail ADD COLUMN channel TEXT NOT NULL DEFAULT 'email'")

    def add(self, sender: str, recipients: Sequence[str], raw: bytes) -> None:
        """Keep an e-mail. It is in the file when this returns, so that SMTP may say it is taken."""
        message = message_from_bytes(raw, policy=policy.default)
        self._db.execute(
            _ADD,
            (
                datetime.now(UTC).isoformat(),
                sender,
                json.dumps(list(recipients)),
                str(message.get("Subject", "")),
                str(message.get("Message-ID", "")).strip(),
                raw,
            ),
        )

    def add_sms(self, sender: str, to: str, text: str, reference: str) -> int:
        """Keep an SMS. Returns its number."""
        values = (datetime.now(UTC).isoformat(), sender, json.dumps([to]), reference, text.encode())
        return int(self._db.execute(_ADD_SMS, values).lastrowid or 0)

    def list(self, to: str = "", limit: int = 200) -> list[Mail]:
        """The newest first; with `to`, those to an address that contains it."""
        rows = self._db.execute(
            _TO,
            (to.lower(), to, limit),
        )
        return [_mail(row) for row in rows]

    def get(self, number: int) -> Mail | None:
        row = self._db.execute(_ONE, (number,)).fetchone()
        return _mail(row) if row else None

    def message_ids(self) -> dict[str, int]:
        """How many times each Message-ID has been received: more than one is a double."""
        return dict(self._db.execute("SELECT message_id, count(*) FROM mail GROUP BY message_id"))

    def copies(self, mail: Mail) -> int:
        """How many times the e-mail's Message-ID has been received."""
        row = self._db.execute("SELECT count(*) FROM mail WHERE message_id = ?", (mail.message_id,)).fetchone()
        return int(row[0])

    def clear(self) -> None:
        self._db.execute("DELETE FROM mail")


def _mail(row: tuple[int, str, str, str, str, str, bytes, str]) -> Mail:
    number, received_at, sender, recipients, subject, message_id, raw, channel = row
    return Mail(
        id=number,
        received_at=datetime.fromisoformat(received_at),
        sender=sender,
        recipients=tuple(json.loads(recipients)),
        subject=subject,
        message_id=message_id,
        raw=bytes(raw),
        channel=channel,
    )
