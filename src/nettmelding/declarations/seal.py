"""Sealing a PDF so that a change shows in any reader: PAdES, certified, no change allowed."""

import io
from datetime import datetime

from nettmelding.core.db import forbid_in_transaction
from nettmelding.declarations.keys import Sealer

FIELD = "Segl"


def seal(pdf: bytes, sealer: Sealer, *, reason: str, firm: str, at: datetime) -> bytes:
    """The same PDF with a seal added at its end, so that what stands before is as it was. Not inside a transaction."""
    forbid_in_transaction("sealing a PDF")
    from asn1crypto import keys, x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([x509.Certificate.load(one) for one in sealer.chain])
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(sealer.certificate),
        signing_key=keys.PrivateKeyInfo.load(sealer.key),
        cert_registry=store,
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        reason=reason,
        name=firm,
    )
    made = signers.PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=io.BytesIO())
    sealed: bytes = made.getvalue()
    return sealed
