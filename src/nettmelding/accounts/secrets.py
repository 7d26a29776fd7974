"""Secrets that must be read again, kept encrypted: the database alone does not give them away.

The key is derived from the program's own secret key; who changes that has to make such secrets anew.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def encrypt(text: str) -> str:
    """The text, sealed."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """The text again; empty where it was sealed with another key."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _fernet() -> Fernet:
    key = hashlib.scrypt(settings.SECRET_KEY.encode(), salt=b"nettmelding.accounts.secrets", n=2, r=8, p=1, dklen=32)
    return Fernet(base64.urlsafe_b64encode(key))
