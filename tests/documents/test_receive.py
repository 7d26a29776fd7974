import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.documents import images, queries
from nettmelding.documents.actions import ORPHAN_AGE, discard, receive, sweep
from nettmelding.documents.kinds import BY_EXTENSION, Family
from nettmelding.documents.models import Document, Scan
from nettmelding.documents.refusals import LARGEST
from nettmelding.documents.store import DiskStore, Key
from tests.documents.conftest import OTHER, OWNER
from tests.documents.samples import SAMPLES, image, pdf, photograph, picture

pytestmark = pytest.mark.django_db


def stored(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*/*")}


@pytest.mark.parametrize("extension", SAMPLES)
def test_it_takes_in_every_kind(extension: str, files: DiskStore, fitter: Actor) -> None:
    data = SAMPLES[extension]()
    document = receive(fitter, owner_id=OWNER, name=f"vedlegg.{extension}", data=io.BytesIO(data))
    kept = queries.get(OWNER, document.id)
    with queries.content(kept) as stream:
        content = stream.read()
    assert hashlib.sha256(content).hexdigest() == kept.sha256
    assert len(content) == kept.size
    assert (kept.name, kept.created_by) == (f"vedlegg.{kept.extension}", fitter.user_id)
    assert kept.content_type == BY_EXTENSION[kept.extension].content_type
    assert (kept.width is not None) == (BY_EXTENSION[kept.extension].family is Family.IMAGE)
    assert kept.scan == Scan.NOT_SCANNED


def test_it_takes_in_an_upload_as_django_hands_it_over(files: DiskStore, fitter: Actor) -> None:
    upload = SimpleUploadedFile("skjema.pdf", pdf())
    assert receive(fitter, owner_id=OWNER, name="skjema.pdf", data=upload).extension == "pdf"


def test_it_changes_nothing_in_what_is_no_picture(files: DiskStore, fitter: Actor) -> None:
    data = pdf()
    document = receive(fitter, owner_id=OWNER, name="a.pdf", data=data)
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_it_keeps_the_same_bytes_once_for_each_organisation(files: DiskStore, folder: Path, fitter: Actor) -> None:
    data = SAMPLES["zip"]()
    first, second = (receive(fitter, owner_id=OWNER, name=name, data=data) for name in ("a.zip", "b.zip"))
    other = receive(fitter, owner_id=OTHER, name="a.zip", data=data)
    assert first.sha256 == second.sha256 == other.sha256
    assert len(list(folder.glob("*/*"))) == 2


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "heic", "tiff", "pdf"])
def test_it_makes_a_small_picture_of_it(extension: str, files: DiskStore, fitter: Actor) -> None:
    document = receive(fitter, owner_id=OWNER, name="bilde", data=SAMPLES[extension]())
    with queries.preview(document) as stream, Image.open(stream) as small:
        assert (small.format, images.PREVIEW_TYPE) == ("WEBP", "image/webp")
        assert max(small.size) <= 480


def test_it_makes_a_large_picture_small_and_keeps_its_shape(files: DiskStore, fitter: Actor) -> None:
    document = receive(fitter, owner_id=OWNER, name="bilde", data=image("JPEG", picture(1600, 800)))
    with queries.preview(document) as stream, Image.open(stream) as small:
        assert small.size == (480, 240)


def test_it_has_no_small_picture_of_an_archive(files: DiskStore, fitter: Actor) -> None:
    document = receive(fitter, owner_id=OWNER, name="a.zip", data=SAMPLES["zip"]())
    with pytest.raises(NotFound):
        queries.preview(document)


def test_it_names_a_converted_picture_after_what_it_became(files: DiskStore, fitter: Actor) -> None:
    document = receive(fitter, owner_id=OWNER, name="IMG_1.HEIC", data=SAMPLES["heic"]())
    assert (document.name, document.content_type) == ("IMG_1.jpg", "image/jpeg")


def test_it_stores_no_position(files: DiskStore, folder: Path, fitter: Actor) -> None:
    receive(fitter, owner_id=OWNER, name="bilde.jpg", data=photograph("JPEG"))
    everything = b"".join(path.read_bytes() for path in folder.glob("*/*"))
    assert everything
    assert b"GPS" not in everything
    assert b"HEMMELIGTELEFON" not in everything


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "file_empty"), (bytes(LARGEST + 1), "file_too_large"), (pdf()[:100], "file_broken")],
    ids=["nothing", "too large", "half a file"],
)
def test_it_keeps_nothing_of_what_it_refuses(
    data: bytes, code: str, files: DiskStore, folder: Path, fitter: Actor
) -> None:
    with pytest.raises(Invalid) as refusal:
        receive(fitter, owner_id=OWNER, name="a.pdf", data=io.BytesIO(data))
    assert refusal.value.code == code
    assert not Document.objects.exists()
    assert not folder.exists()


def test_it_takes_a_file_of_just_25_megabytes(files: DiskStore, fitter: Actor) -> None:
    data = pdf()
    data = data + b"%" * (LARGEST - len(data) - 1) + b"\n"
    assert receive(fitter, owner_id=OWNER, name="a.pdf", data=data).size == LARGEST


def test_it_refuses_to_work_inside_a_transaction(files: DiskStore, fitter: Actor) -> None:
    with pytest.raises(RuntimeError, match="transaction"), write():
        receive(fitter, owner_id=OWNER, name="a.pdf", data=pdf())
    assert not Document.objects.exists()


def test_it_does_not_find_another_organisations_document(files: DiskStore, fitter: Actor) -> None:
    document = receive(fitter, owner_id=OWNER, name="a.pdf", data=pdf())
    with pytest.raises(NotFound):
        queries.get(OTHER, document.id)


def test_it_sweeps_what_no_row_tells_of(files: DiskStore, folder: Path, fitter: Actor) -> None:
    kept = receive(fitter, owner_id=OWNER, name="a.jpg", data=image("JPEG"))
    gone = receive(fitter, owner_id=OWNER, name="b.png", data=image("PNG", picture(90, 30)))
    files.put(Key(OTHER, "ab" * 32), b"never got its row")
    with write():
        discard(gone.id)
    assert sweep() == 0
    with clock.frozen(clock.now() + ORPHAN_AGE + timedelta(minutes=1)):
        assert sweep() == 3
    assert stored(folder) == {kept.sha256, kept.preview_sha256}


def test_it_does_not_sweep_what_another_document_shares(files: DiskStore, folder: Path, fitter: Actor) -> None:
    content = SAMPLES["zip"]()
    first, second = (receive(fitter, owner_id=OWNER, name="a.zip", data=content) for _ in range(2))
    with write():
        discard(first.id)
    with clock.frozen(clock.now() + ORPHAN_AGE + timedelta(minutes=1)):
        assert sweep() == 0
    with queries.content(second) as stream:
        assert stream.read() == content


def test_it_discards_only_inside_the_transaction_that_lets_go(files: DiskStore, fitter: Actor) -> None:
    document = receive(fitter, owner_id=OWNER, name="a.pdf", data=pdf())
    with pytest.raises(RuntimeError):
        discard(document.id)
    assert Document.objects.filter(pk=document.id).exists()
