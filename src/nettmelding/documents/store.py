"""Where the bytes lie: on disk, or in S3. Written whole and for good before any row tells of them."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from uuid import UUID, uuid4

from nettmelding.core.db import forbid_in_transaction
from nettmelding.core.errors import NotFound
from nettmelding.core.settings import env


@dataclass(frozen=True, slots=True)
class Key:
    """A stored file: its owner and the SHA-256 of its bytes, in hex."""

    organisation_id: UUID
    sha256: str

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.sha256}"

    @classmethod
    def parse(cls, text: str) -> "Key | None":
        """The key that is written so; None for what is no key."""
        owner, _, sha256 = text.partition("/")
        try:
            return cls(UUID(owner), sha256) if len(bytes.fromhex(sha256)) == 32 else None
        except ValueError:
            return None


Known = Callable[[Sequence[Key]], set[Key]]
"""Of some keys, those that are to stay."""
_BATCH = 500


class Store(Protocol):
    """Keeps files under their keys. None of this may be done inside a transaction."""

    def put(self, key: Key, data: bytes) -> None:
        """Keep the bytes, so that they survive a power cut. A file that is there counts as written now."""

    def open(self, key: Key) -> BinaryIO:
        """A stream to read, to be closed by the caller. Raises NotFound."""

    def exists(self, key: Key) -> bool: ...

    def delete(self, key: Key) -> None:
        """Forget the file; no error where there is none."""

    def sweep(self, before: datetime, known: Known) -> int:
        """Delete what is not known and was last written before the moment. Returns how many files."""


class DiskStore:
    """Files below a folder, one folder for each organisation."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, key: Key, data: bytes) -> None:
        forbid_in_transaction("writing a file")
        path = self._path(key)
        if path.exists():
            os.utime(path)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.parent / f".{uuid4().hex}"
        try:
            with half.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            half.rename(path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        for folder in (path.parent, self._root):
            _sync_folder(folder)

    def open(self, key: Key) -> BinaryIO:
        forbid_in_transaction("reading a file")
        try:
            return self._path(key).open("rb")
        except FileNotFoundError:
            raise NotFound()

    def exists(self, key: Key) -> bool:
        return self._path(key).exists()

    def delete(self, key: Key) -> None:
        forbid_in_transaction("deleting a file")
        self._path(key).unlink(missing_ok=True)

    def sweep(self, before: datetime, known: Known) -> int:
        forbid_in_transaction("deleting files")
        moment = before.timestamp()
        for half in self._root.glob("*/.*"):
            if half.stat().st_mtime < moment:
                half.unlink(missing_ok=True)
        old = (path for path in self._root.glob("*/*") if path.stat().st_mtime < moment)
        keys = (key for path in old if (key := Key.parse(f"{path.parent.name}/{path.name}")))
        swept = 0
        for key in _unknown(keys, known):
            if self._path(key).stat().st_mtime < moment:
                self.delete(key)
                swept += 1
        return swept

    def _path(self, key: Key) -> Path:
        return self._root / str(key.organisation_id) / key.sha256


def _sync_folder(folder: Path) -> None:
    """Make a rename or a new folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class S3Store:
    """Files in a bucket of anything that speaks S3; credentials come from AWS's own variables."""

    def __init__(self, bucket: str, endpoint: str = "") -> None:
        from storages.backends.s3 import S3Storage

        self._storage = S3Storage(
            bucket_name=bucket, endpoint_url=endpoint or None, file_overwrite=True, default_acl=None
        )

    def put(self, key: Key, data: bytes) -> None:
        from django.core.files.base import ContentFile

        forbid_in_transaction("writing a file")
        self._storage.save(str(key), ContentFile(data))

    def open(self, key: Key) -> BinaryIO:
        forbid_in_transaction("reading a file")
        try:
            return cast(BinaryIO, self._storage.open(str(key)))
        except FileNotFoundError:
            raise NotFound()

    def exists(self, key: Key) -> bool:
        forbid_in_transaction("looking for a file")
        return bool(self._storage.exists(str(key)))

    def delete(self, key: Key) -> None:
        forbid_in_transaction("deleting a file")
        self._storage.delete(str(key))

    def sweep(self, before: datetime, known: Known) -> int:
        forbid_in_transaction("deleting files")
        old = (item for item in self._storage.bucket.objects.all() if item.last_modified < before)
        keys = (key for item in old if (key := Key.parse(item.key)))
        swept = 0
        for key in _unknown(keys, known):
            if self._storage.bucket.Object(str(key)).last_modified < before:
                self.delete(key)
                swept += 1
        return swept


def _unknown(keys: Iterable[Key], known: Known) -> Iterator[Key]:
    """The keys that nobody knows, asked for in batches."""
    rest = iter(keys)
    while batch := list(islice(rest, _BATCH)):
        stays = known(batch)
        yield from (key for key in batch if key not in stays)


@cache
def store() -> Store:
    """The store that the settings name."""
    if env.s3_bucket:
        return S3Store(env.s3_bucket, env.s3_endpoint)
    return DiskStore(env.data_dir / "files")
