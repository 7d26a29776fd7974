"""The key that seals, and its certificate.

The settings name them. Where there are none, they are made at the first need, in `DATA`: an authority of our own, which a PDF
reader does not know, but whose seal shows every change all the same. With an authority's certificate, its own or one that is
given, each seal gets a certificate in the issuing firm's name, whose key is thrown away when it has sealed.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.x509.oid import NameOID

from nettmelding.core import clock
from nettmelding.core.db import forbid_in_transaction
from nettmelding.core.settings import env

_YEARS = 40
"""For the life of an installation."""
_BITS = 3072
_SKEW = timedelta(minutes=5)
_ORGANISATION_ID = x509.ObjectIdentifier("2.5.4.97")


class NoKey(Exception):
    """The key or the certificate cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """What one seal is made with, in DER: the key, its certificate, and those above it."""

    key: bytes
    certificate: bytes
    chain: tuple[bytes, ...]


def sealer(firm: str, organisation_number: str, at: datetime) -> Sealer:
    """What to seal with in a firm's name. Not inside a transaction. Errors: NoKey."""
    forbid_in_transaction("reading a key")
    key, certificate = _loaded(*_stamped(env.seal_key_file), *_stamped(env.seal_cert_file))
    if not _is_authority(certificate):
        return Sealer(_der(key), certificate.public_bytes(serialization.Encoding.DER), ())
    own = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    made = _certificate_of(firm, organisation_number, own, key, certificate, at)
    encoding = serialization.Encoding.DER
    return Sealer(_der(own), made.public_bytes(encoding), (certificate.public_bytes(encoding),))


def authority() -> x509.Certificate:
    """The certificate that is configured or was made. Errors: NoKey."""
    return _loaded(*_stamped(env.seal_key_file), *_stamped(env.seal_cert_file))[1]


def make_own() -> None:
    """Make a key and a certificate where the settings name none and there are none yet."""
    key_file, cert_file = env.seal_key_file, env.seal_cert_file
    if key_file.exists() or cert_file.exists() or not env.seal_is_own:
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    name = _name("nettmelding", "nettmelding: segl (egen utsteder)")
    present = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(present - _SKEW)
        .not_valid_after(present + timedelta(days=365 * _YEARS + 1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(cert_file, made.public_bytes(serialization.Encoding.PEM))
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    _write(key_file, pem)


def _certificate_of(
    firm: str,
    organisation_number: str,
    own: rsa.RSAPrivateKey,
    issuer_key: CertificateIssuerPrivateKeyTypes,
    issuer: x509.Certificate,
    at: datetime,
) -> x509.Certificate:
    """A certificate in the firm's name, from just before the moment it seals, for as long as its issuer's."""
    attributes = [x509.NameAttribute(_ORGANISATION_ID, f"NTRNO-{organisation_number}")] if organisation_number else []
    return (
        x509.CertificateBuilder()
        .subject_name(_name(firm[:64], f"{firm[:52]} (segl)", *attributes))
        .issuer_name(issuer.subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(max(at - _SKEW, issuer.not_valid_before_utc))
        .not_valid_after(issuer.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)  # type: ignore[arg-type]
        .sign(issuer_key, hashes.SHA256())
    )


def _name(organisation: str, common: str, *more: x509.NameAttribute[str]) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            *more,
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_cert_sign=not signs,
        crl_sign=not signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False


def _stamped(path: Path) -> tuple[Path, float]:
    """A file and when it was changed: a key that is exchanged is read anew."""
    make_own()
    try:
        return path, path.stat().st_mtime
    except OSError as error:
        raise NoKey(f"{path.name}: {error.strerror}") from error


@lru_cache(maxsize=4)
def _loaded(
    key_file: Path, _key_changed: float, cert_file: Path, _cert_changed: float
) -> tuple[CertificateIssuerPrivateKeyTypes, x509.Certificate]:
    try:
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        certificate = x509.load_pem_x509_certificate(cert_file.read_bytes())
    except (OSError, ValueError, TypeError) as error:
        raise NoKey(f"{key_file.name}, {cert_file.name}: {error}") from error
    own = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if own != certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    ):
        raise NoKey(f"{key_file.name} is not the key of {cert_file.name}")
    return key, certificate  # type: ignore[return-value]


def _der(key: CertificateIssuerPrivateKeyTypes) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, readable by the program alone; another process that was faster wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)
