"""A phone's keeper of passkeys in a few lines: answers WebAuthn's options as a browser at an address would."""

import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

AT = "http://localhost"
"""Where the tests' browser is; a passkey belongs to a domain."""


def answer_to(
    options: dict[str, Any], *, origin: str = AT, host: str = "", verified: bool = True, credential_id: bytes = b""
) -> str:
    """What the browser posts when a passkey has been made, as JSON. `verified`: a finger or PIN was asked for."""
    wanted = options["publicKey"]
    identity = credential_id or os.urandom(32)
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    if verified:
        flags |= AuthenticatorData.FLAG.UV
    data = AuthenticatorData.create(
        sha256((host or wanted["rp"]["id"]).encode()),
        flags,
        0,
        AttestedCredentialData.create(b"\0" * 16, identity, public),
    )
    client = CollectedClientData.create("webauthn.create", wanted["challenge"], origin)
    proof = AttestationObject.create("none", data, {})
    return json.dumps(
        {
            "id": websafe_encode(identity),
            "rawId": websafe_encode(identity),
            "type": "public-key",
            "response": {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(proof)},
            "clientExtensionResults": {"credProps": {"rk": True}},
        }
    )
