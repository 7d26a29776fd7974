"""The sealed PDF: to be kept, to be read aloud, and not to be changed without it showing."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from nettmelding.core.actor import Actor
from nettmelding.declarations import keys, sealing
from nettmelding.declarations.models import Declaration, Sealing
from nettmelding.documents import queries as files
from nettmelding.documents.models import Document
from nettmelding.organisations import logo
from tests.declarations import ways
from tests.notices import ways as notices

pytestmark = pytest.mark.django_db(databases="__all__")
needs_pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is not installed here")


@pytest.fixture
def sealed(electrician: Actor, case_handler: Actor) -> Declaration:
    return ways.sealed(electrician, notices.approved(electrician, case_handler))


def _bytes(document: Document | None) -> bytes:
    assert document is not None
    with files.content(document) as stream:
        return stream.read()


def test_the_firms_logo_is_on_it_read_aloud_by_the_firms_name(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    file = io.BytesIO()
    Image.new("RGBA", (900, 200), (200, 30, 30, 128)).save(file, "PNG")
    file.seek(0)
    logo.put(actor("admin@eksempelelektro.example"), "logo.png", file)
    signed = ways.sealed(electrician, notices.approved(electrician, case_handler))
    for document in (signed.sealing.document, signed.sealing.first_part):
        with pikepdf.open(io.BytesIO(_bytes(document))) as pdf:
            pictures = [image for image in pdf.pages[0].get_images().values() if int(image.Width) == 800]
            assert len(pictures) == 1
            assert "/SMask" not in pictures[0]
            spoken = [str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
            assert "Eksempel Elektro AS" in spoken
            _check_archived(pdf)
            _check_tags(pdf)


def test_it_is_pdf_a_2a_and_pdf_ua_by_their_rules(sealed: Declaration) -> None:
    for document in (sealed.sealing.document, sealed.sealing.first_part):
        with pikepdf.open(io.BytesIO(_bytes(document))) as pdf:
            _check_archived(pdf)
            _check_fonts(pdf)
            _check_tags(pdf)


def _check_archived(pdf: pikepdf.Pdf) -> None:
    """ISO 19005-2: identification, output intent, no encryption, no scripts, no outside files, no transparency traps."""
    with pdf.open_metadata() as told:
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "A")
        assert told["pdfuaid:part"] == "1"
        assert told["dc:title"].startswith("Samsvarserklæring S-")
        assert told["dc:language"] == {"nb-NO"} or "nb-NO" in str(told["dc:language"])
    assert not pdf.is_encrypted
    intents = pdf.Root.OutputIntents
    assert [str(one.S) for one in intents] == ["/GTS_PDFA1"]
    assert int(intents[0].DestOutputProfile.N) in {1, 3, 4}
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    assert "/JavaScript" not in names
    assert "/EmbeddedFiles" not in names
    assert "/OpenAction" not in pdf.Root
    for page in pdf.pages:
        for note in page.get("/Annots", pikepdf.Array()):
            assert int(note.F) & 0b100, "printed"
            assert not int(note.F) & 0b100011, "neither invisible, hidden nor without view"
            assert str(note.get("/A", pikepdf.Dictionary()).get("/S", "/URI")) == "/URI"


def _check_fonts(pdf: pikepdf.Pdf) -> None:
    """Every font is in the file, and can be read as text."""
    fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
    assert fonts
    for font in fonts:
        if font.Subtype == "/Type0":
            assert "/ToUnicode" in font
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())


def _check_tags(pdf: pikepdf.Pdf) -> None:
    """It is tagged in its language; headings, tables with headers, pictures with a text in their place."""
    assert str(pdf.Root.Lang) == "nb-NO"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    kinds: dict[str, list[Any]] = {}
    for one in pdf.objects:
        if (isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem") or (
            isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
        ):
            kinds.setdefault(str(one.S), []).append(one)
    assert {"/H1", "/H2", "/Table", "/TD", "/Figure", "/Link"} <= kinds.keys()
    assert all(str(one.get("/Alt", "")) for one in kinds["/Figure"])
    for page in pdf.pages:
        assert "/StructParents" in page


def test_æøå_and_the_units_are_text(sealed: Declaration, tmp_path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(_bytes(sealed.sealing.document))
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for words in (
        "Åse Ødegård",
        "Prøvevegen 1",
        "> 500 MΩ",
        "minst 1 MΩ",
        "NEK 400-6, 6.4.3.3",
        "FEL) § 12",
        "FEL\u00a0§\u00a013",
        f"Samsvarserklæring {sealed.number}, versjon 1",
        "Karakteristikk: C",
    ):
        assert words in text


def test_the_first_part_says_nothing_of_the_documentation(sealed: Declaration) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(_bytes(sealed.sealing.first_part))
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Åse Ødegård" in text
    assert "MΩ" not in text
    assert "besiktigelse" not in text


def _pdfsig(content: bytes, folder: Path) -> str:
    path = folder / "d.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout


@needs_pdfsig
def test_an_independent_reader_says_that_it_is_whole_and_whose_it_is(sealed: Declaration, tmp_path: Path) -> None:
    said = _pdfsig(_bytes(sealed.sealing.document), tmp_path)
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "O=Eksempel Elektro AS" in said
    assert "NTRNO-310000329" in said


@needs_pdfsig
@pytest.mark.parametrize("place", [0.1, 0.5, 0.85])
def test_one_changed_byte_shows(sealed: Declaration, tmp_path: Path, place: float) -> None:
    content = bytearray(_bytes(sealed.sealing.document))
    at = int(len(content) * place)
    content[at] ^= 0x01
    assert "Signature is Valid" not in _pdfsig(bytes(content), tmp_path)


def test_our_own_reader_agrees(sealed: Declaration) -> None:
    from asn1crypto import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    trust = x509.Certificate.load(keys.authority().public_bytes(Encoding.DER))
    reader = PdfFileReader(io.BytesIO(_bytes(sealed.sealing.document)))
    status = validate_pdf_signature(reader.embedded_signatures[0], ValidationContext(trust_roots=[trust]))
    assert status.bottom_line
    assert status.docmdp_ok


def test_sealing_that_fails_is_tried_again_and_the_page_says_so(
    electrician: Actor, case_handler: Actor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from nettmelding.core import clock
    from nettmelding.core.settings import env

    declaration = ways.signed(electrician, notices.approved(electrician, case_handler))
    monkeypatch.setitem(env.__dict__, "seal_key_file", tmp_path / "not-there.pem")
    monkeypatch.setenv("NETTMELDING_SEAL_KEY_FILE", str(tmp_path / "not-there.pem"))
    assert sealing.run("test") == 1
    waits = Sealing.objects.get(declaration=declaration)
    assert "NoKey" in waits.problem
    assert (waits.document, waits.attempts) == (None, 1)
    assert waits.due_at > clock.now()
    assert sealing.run("test") == 0
    monkeypatch.undo()
    with clock.frozen(waits.due_at):
        assert sealing.run("test") == 1
    assert Sealing.objects.get(declaration=declaration).problem == ""
    assert Sealing.objects.get(declaration=declaration).document is not None
