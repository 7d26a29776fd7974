"""An object's id here: the same for the same company, kind and external id, in every edition."""

import hashlib
from uuid import UUID


def object_id(grid_company_id: UUID, kind: str, external_id: str) -> UUID:
    """A UUID of version 8 (RFC 9562), made of what makes the object the same."""
    digest = hashlib.blake2b(f"{kind}\x00{external_id}".encode(), digest_size=16, key=grid_company_id.bytes).digest()
    number = int.from_bytes(digest, "big")
    number = number & ~(0xF << 76) | 8 << 76
    return UUID(int=number & ~(0x3 << 62) | 0x2 << 62)
