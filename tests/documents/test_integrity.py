import io
import zipfile

import pikepdf
import pytest

from nettmelding.core.errors import Invalid
from nettmelding.documents import integrity
from nettmelding.documents.images import clean
from nettmelding.documents.kinds import BY_EXTENSION, Family
from tests.documents.samples import SAMPLES, archive, image, office, ole, pdf, picture

WHOLE = [e for e in SAMPLES if BY_EXTENSION[e].family is not Family.IMAGE]


def refused(extension: str, data: bytes) -> str:
    """The code of the refusal."""
    with pytest.raises(Invalid) as refusal:
        integrity.check(BY_EXTENSION[extension], data)
    assert refusal.value.message.endswith(".")
    return refusal.value.code


@pytest.mark.parametrize("extension", WHOLE)
def test_it_passes_a_whole_file(extension: str) -> None:
    integrity.check(BY_EXTENSION[extension], SAMPLES[extension]())
    assert refused(extension, SAMPLES[extension]()[:40]) == "file_broken"


@pytest.mark.parametrize("extension", ["docx", "xlsx", "odt", "zip"])
def test_it_finds_an_archive_with_a_wrong_sum(extension: str) -> None:
    data = bytearray(SAMPLES[extension]())
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        first = file.infolist()[0]
    start = first.header_offset + 30 + len(first.filename)
    data[start + 1] ^= 0xFF
    assert refused(extension, bytes(data)) == "file_broken"


def test_it_finds_half_an_archive() -> None:
    data = archive(a="x" * 10_000, b="y" * 10_000)
    assert refused("zip", data[: len(data) // 2]) == "file_broken"


def test_it_refuses_an_archive_that_unpacks_to_far_too_much() -> None:
    bomb = archive(**{f"m{n}": bytes(11 * 1024 * 1024) for n in range(50)})
    assert len(bomb) < 1024 * 1024
    assert refused("zip", bomb) == "file_bomb"


def test_it_does_not_believe_what_an_archive_says_of_its_sizes() -> None:
    data = archive(m=bytes(600 * 1024 * 1024))
    lying = data.replace((600 * 1024 * 1024).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != data
    assert refused("zip", lying) in {"file_bomb", "file_broken"}


def test_it_refuses_an_archive_with_too_many_members() -> None:
    assert refused("zip", archive(**{f"m{n}": "" for n in range(integrity.MOST_MEMBERS + 1)})) == "file_bomb"


def test_it_refuses_what_is_locked_with_a_password() -> None:
    locked = pdf(encryption=pikepdf.Encryption(owner="eier", user="bruker"))
    assert refused("pdf", locked) == "file_locked"
    marked = bytearray(archive(a="x"))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        marked[marked.index(signature) + flags] |= 1
    assert refused("zip", bytes(marked)) == "file_locked"


def test_it_opens_a_pdf_that_is_only_protected_against_changes() -> None:
    protected = pdf(encryption=pikepdf.Encryption(owner="eier", user=""))
    integrity.check(BY_EXTENSION["pdf"], protected)
    assert b"/Encrypt" in protected


@pytest.mark.parametrize(
    ("extension", "data"),
    [
        ("docx", office("word/document.xml", word__vbaProject_dot_bin="x")),
        ("doc", ole("WordDocument", "Macros")),
        ("xls", ole("Workbook", "_VBA_PROJECT_CUR")),
    ],
    ids=["docx", "doc", "xls"],
)
def test_it_refuses_macros(extension: str, data: bytes) -> None:
    assert refused(extension, data) == "file_macros"


def test_it_refuses_a_pdf_without_pages() -> None:
    assert refused("pdf", pdf(pages=0)) == "file_broken"


def test_it_refuses_a_drawing_that_was_cut() -> None:
    assert refused("dxf", SAMPLES["dxf"]().replace(b"EOF", b"END")) == "file_broken"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_it_finds_half_a_picture(form: str) -> None:
    extension = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[form]
    data = image(form, picture(600, 400))
    with pytest.raises(Invalid) as refusal:
        clean(BY_EXTENSION[extension], data[: len(data) // 2])
    assert refusal.value.code == "file_broken"
