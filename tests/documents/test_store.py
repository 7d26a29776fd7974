"""The same of both stores: on disk, and in a bucket of a real S3-speaking server."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import boto3
import pytest
from botocore.config import Config

from nettmelding.core import clock
from nettmelding.core.db import write
from nettmelding.core.errors import NotFound
from nettmelding.documents.store import DiskStore, Key, S3Store, Store

KEY = Key(UUID(int=1), "0f" * 32)
OTHER = Key(UUID(int=2), "0f" * 32)
BUCKET = "vedlegg"


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    """The address of an S3 server in a process of its own."""
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-north-1",
    }
    command = [sys.executable, "-u", "-c", _SERVE]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    client = boto3.client("s3", endpoint_url=address, config=Config(retries={"max_attempts": 5}))
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    yield address
    process.kill()
    process.wait()


_SERVE = """
from moto.server import ThreadedMotoServer
import threading
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print("http://%s:%s" % server.get_host_and_port())
threading.Event().wait()
"""


@pytest.fixture(params=["disk", "s3"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "disk":
        return DiskStore(tmp_path / "files")
    made = S3Store(BUCKET, request.getfixturevalue("s3_server"))
    for key in (KEY, OTHER):
        made.delete(key)
    return made


def keep(*keys: Key) -> Callable[[Sequence[Key]], set[Key]]:
    return lambda asked: set(asked) & set(keys)


def test_it_gives_back_the_bytes(any_store: Store) -> None:
    assert not any_store.exists(KEY)
    any_store.put(KEY, b"\0plan\xff" * 100_000)
    any_store.put(KEY, b"\0plan\xff" * 100_000)
    assert any_store.exists(KEY)
    with any_store.open(KEY) as stream:
        assert stream.read() == b"\0plan\xff" * 100_000


def test_it_keeps_organisations_apart(any_store: Store) -> None:
    any_store.put(KEY, b"x")
    assert not any_store.exists(OTHER)
    with pytest.raises(NotFound):
        any_store.open(OTHER)


def test_it_forgets(any_store: Store) -> None:
    any_store.put(KEY, b"x")
    any_store.delete(KEY)
    any_store.delete(KEY)
    assert not any_store.exists(KEY)


def test_it_sweeps_only_what_is_old_and_unknown(any_store: Store) -> None:
    any_store.put(KEY, b"known")
    any_store.put(OTHER, b"orphan")
    assert any_store.sweep(clock.now() - timedelta(minutes=1), keep(KEY)) == 0
    assert any_store.sweep(clock.now() + timedelta(minutes=1), keep(KEY)) == 1
    assert (any_store.exists(KEY), any_store.exists(OTHER)) == (True, False)


def test_it_spares_a_file_that_is_written_again_while_it_sweeps(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    store.put(KEY, b"x")
    long_ago = time.time() - 10_000
    os.utime(tmp_path / str(KEY), (long_ago, long_ago))

    def written_again(asked: Sequence[Key]) -> set[Key]:
        for key in asked:
            store.put(key, b"x")
        return set()

    assert store.sweep(clock.now() - timedelta(hours=1), written_again) == 0
    assert store.exists(KEY)


def test_it_clears_away_files_that_were_never_finished(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    store.put(KEY, b"x")
    half = tmp_path / str(KEY.organisation_id) / ".halv"
    half.write_bytes(b"hal")
    store.sweep(clock.now() + timedelta(minutes=1), keep(KEY))
    assert not half.exists()
    assert store.exists(KEY)


def test_it_leaves_no_half_file_when_there_is_no_room(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            DiskStore(tmp_path).put(KEY, bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_it_refuses_to_touch_files_inside_a_transaction(any_store: Store) -> None:
    touches: tuple[Callable[[], object], ...] = (
        lambda: any_store.put(KEY, b"x"),
        lambda: any_store.open(KEY),
        lambda: any_store.delete(KEY),
    )
    for touch in touches:
        with pytest.raises(RuntimeError, match="transaction"), write():
            touch()
    assert not any_store.exists(KEY)


@pytest.mark.parametrize(
    "text", ["", "x", "a/b", f"{UUID(int=1)}/zz", f"{UUID(int=1)}/{'0f' * 31}", "../../etc/passwd"]
)
def test_it_reads_no_key_out_of_other_names(text: str) -> None:
    assert Key.parse(text) is None
    assert Key.parse(str(KEY)) == KEY
