"""Typed settings, read once from the environment. The only place that reads it."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


@dataclass(frozen=True)
class Env:
    """What an operator may set. Every name in the environment begins with `NETTMELDING_`, but DATA and PORT."""

    data_dir: Path
    port: int
    base_url: str
    database_url: str
    demo: bool
    debug: bool
    company_register_url: str
    person_register_url: str
    person_register_client_id: str
    person_register_scope: str
    maskinporten_url: str
    address_register_url: str
    place_name_register_url: str
    tiles_url: str
    customer_system_url: str
    """In the demonstration: where customer systems answer whose addresses end in `.example`."""
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    smtp_security: str
    mail_from: str
    mail_page_url: str
    sms_url: str
    sms_user: str
    sms_password: str
    sms_sender: str
    clamav_host: str
    clamav_port: int
    s3_bucket: str
    s3_endpoint: str
    check_mail_domains: bool
    person_lookups_per_day: int
    installation_searches_per_day: int
    grid_upload_mb: int
    """How large the files of a grid may be together that are handed in through the page, and ten times that unpacked."""
    lease_seconds: int
    trusted_proxies: int
    """How many proxies in front write X-Forwarded-For: the address that guesses are counted by is read from it."""
    oidc_issuer: str
    """A provider for everybody, such as ID-porten."""
    oidc_client_id: str
    oidc_client_secret: str
    oidc_name: str
    oidc_loopback: bool
    """Single sign-on may lead to a provider without TLS on this machine; for trying it out."""

    @cached_property
    def secret_key(self) -> str:
        """The key that signs sessions and cursors: from the environment, or a file made at first start."""
        return os.environ.get("NETTMELDING_SECRET_KEY") or self._kept("secret.key")

    @cached_property
    def maskinporten_key_file(self) -> Path:
        """The organisation's private key (PEM) for Maskinporten."""
        given = os.environ.get("NETTMELDING_MASKINPORTEN_KEY_FILE")
        return Path(given) if given else self.data_dir / "maskinporten.pem"

    @property
    def seal_is_own(self) -> bool:
        """Whether no key to seal documents with is named, so that one is made at the first need."""
        return not (os.environ.get("NETTMELDING_SEAL_KEY_FILE") or os.environ.get("NETTMELDING_SEAL_CERT_FILE"))

    @cached_property
    def seal_key_file(self) -> Path:
        """The private key (PEM) that seals documents: an authority's, or one's own."""
        return Path(os.environ.get("NETTMELDING_SEAL_KEY_FILE") or self.data_dir / "seal.key.pem")

    @cached_property
    def seal_cert_file(self) -> Path:
        """Its certificate (PEM)."""
        return Path(os.environ.get("NETTMELDING_SEAL_CERT_FILE") or self.data_dir / "seal.cert.pem")

    @property
    def sms(self) -> bool:
        """Whether there is a gateway for SMS; without one no page asks for a mobile to be confirmed."""
        return bool(self.sms_url)

    @property
    def tls(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def database(self) -> Literal["sqlite", "postgresql"]:
        return "postgresql" if self.database_url else "sqlite"

    def _kept(self, name: str) -> str:
        import secrets

        path = self.data_dir / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64))
        return path.read_text()


def _read() -> Env:
    def get(name: str, default: str = "") -> str:
        return os.environ.get(f"NETTMELDING_{name}", default)

    port = int(os.environ.get("PORT", "8000"))
    return Env(
        data_dir=Path(os.environ.get("DATA", "data")).resolve(),
        port=port,
        base_url=get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        database_url=get("DATABASE_URL"),
        demo=_flag("NETTMELDING_DEMO"),
        debug=_flag("NETTMELDING_DEBUG"),
        company_register_url=get("COMPANY_REGISTER_URL", "https://data.brreg.no/enhetsregisteret/api"),
        person_register_url=get("PERSON_REGISTER_URL"),
        person_register_client_id=get("PERSON_REGISTER_CLIENT_ID"),
        person_register_scope=get("PERSON_REGISTER_SCOPE", "folkeregister:deling/offentligmedhjemmel"),
        maskinporten_url=get("MASKINPORTEN_URL", "https://maskinporten.no"),
        address_register_url=get("ADDRESS_REGISTER_URL", "https://ws.geonorge.no/adresser/v1"),
        place_name_register_url=get("PLACE_NAME_REGISTER_URL", "https://api.kartverket.no/stedsnavn/v1"),
        tiles_url=get("TILES_URL", "https://cache.kartverket.no"),
        customer_system_url=get("CUSTOMER_SYSTEM_URL").rstrip("/"),
        smtp_host=get("SMTP_HOST", "127.0.0.1"),
        smtp_port=int(get("SMTP_PORT", "25")),
        smtp_user=get("SMTP_USER"),
        smtp_password=get("SMTP_PASSWORD"),
        smtp_security=get("SMTP_SECURITY", "none"),
        mail_from=get("MAIL_FROM", "nettmelding <ikke-svar@nettmelding.example>"),
        mail_page_url=get("MAIL_PAGE_URL"),
        sms_url=get("SMS_URL"),
        sms_user=get("SMS_USER"),
        sms_password=get("SMS_PASSWORD"),
        sms_sender=get("SMS_SENDER", "nettmelding"),
        clamav_host=get("CLAMAV_HOST"),
        clamav_port=int(get("CLAMAV_PORT", "3310")),
        s3_bucket=get("S3_BUCKET"),
        s3_endpoint=get("S3_ENDPOINT"),
        check_mail_domains=_flag("NETTMELDING_CHECK_MAIL_DOMAINS"),
        person_lookups_per_day=int(get("PERSON_LOOKUPS_PER_DAY", "100")),
        installation_searches_per_day=int(get("INSTALLATION_SEARCHES_PER_DAY", "300")),
        grid_upload_mb=int(get("GRID_UPLOAD_MB", "2000")),
        lease_seconds=int(get("LEASE_SECONDS", "900")),
        trusted_proxies=int(get("TRUSTED_PROXIES", "0")),
        oidc_issuer=get("OIDC_ISSUER").rstrip("/"),
        oidc_client_id=get("OIDC_CLIENT_ID"),
        oidc_client_secret=get("OIDC_CLIENT_SECRET"),
        oidc_name=get("OIDC_NAME", "ID-porten"),
        oidc_loopback=_flag("NETTMELDING_OIDC_LOOPBACK"),
    )


env = _read()
