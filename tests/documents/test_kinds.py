from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.core.errors import Invalid
from nettmelding.documents.kinds import BY_EXTENSION, KINDS, Family, recognise
from nettmelding.documents.recognition import kind_of
from tests.documents.samples import SAMPLES, archive, dxf, ole

PROGRAM = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + bytes(200)
ENCRYPTED = ole("EncryptedPackage", "EncryptionInfo")
PICTURES = [kind.extension for kind in KINDS if kind.family is Family.IMAGE]


@pytest.mark.parametrize("extension", SAMPLES)
def test_it_tells_each_kind_by_its_content(extension: str) -> None:
    assert recognise(SAMPLES[extension]()) is BY_EXTENSION[extension]


def test_it_has_a_sample_of_every_kind() -> None:
    assert {kind.extension for kind in KINDS} == SAMPLES.keys()


@pytest.mark.parametrize("extension", SAMPLES)
def test_it_takes_the_content_at_its_word_when_the_name_says_nothing(extension: str) -> None:
    data = SAMPLES[extension]()
    for name in ("plan", "Plan 1. etasje", "bilde.12", f"PLAN.{extension.upper()}"):
        assert kind_of(name, data).extension == extension


@pytest.mark.parametrize("content", [c for c in SAMPLES if c not in PICTURES])
@pytest.mark.parametrize("named", ["pdf", "jpg", "docx", "zip", "dwg"])
def test_it_refuses_a_file_that_is_named_as_another_kind(named: str, content: str) -> None:
    if named == content:
        assert kind_of(f"plan.{named}", SAMPLES[content]()).extension == content
        return
    with pytest.raises(Invalid) as refusal:
        kind_of(f"plan.{named}", SAMPLES[content]())
    assert refusal.value.code == "file_misnamed"
    assert f".{named}" in refusal.value.message
    assert f".{content}" in refusal.value.message


@pytest.mark.parametrize("content", PICTURES)
@pytest.mark.parametrize("named", PICTURES)
def test_it_lets_pictures_carry_each_others_names(named: str, content: str) -> None:
    assert kind_of(f"IMG_0001.{named}", SAMPLES[content]()).extension == content


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("plan.pdf", PROGRAM, "Filen heter .pdf, men innholdet er et program."),
        ("plan.exe", PROGRAM, "Filen er et program, og slike tas ikke imot."),
        ("plan.pdf", b"<html><script>alert(1)</script></html>", "men innholdet er en nettside."),
        ("plan", b"bare tekst", "Denne filtypen tas ikke imot."),
        ("plan.pdf", b"bare tekst", "innholdet er noe annet, eller ødelagt."),
        ("plan.pdf", PROGRAM + b"%PDF-1.7", "men innholdet er et program."),
        ("tegning.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Filen er en XML-fil"),
        ("film.mp4", b"\0\0\0\x20ftypisom" + bytes(40), "Filen er en video"),
    ],
)
def test_it_refuses_what_it_does_not_know_and_says_what_is_welcome(name: str, data: bytes, told: str) -> None:
    with pytest.raises(Invalid) as refusal:
        kind_of(name, data)
    assert refusal.value.code == "file_kind"
    assert told in refusal.value.message
    assert "PDF, bilde, Word" in refusal.value.message


def test_it_says_that_an_office_file_is_locked() -> None:
    with pytest.raises(Invalid) as refusal:
        kind_of("plan.docx", ENCRYPTED)
    assert refusal.value.code == "file_locked"


def test_it_tells_an_archive_with_an_office_file_in_it_from_an_office_file() -> None:
    assert recognise(archive(word__document_dot_xml="x")) is BY_EXTENSION["zip"]


@pytest.mark.parametrize("data", [dxf().replace(b"\r\n", b"\n"), b"\xef\xbb\xbf" + dxf(), b"0\nSECTION\n" + dxf()])
def test_it_knows_drawings_from_several_programs(data: bytes) -> None:
    assert recognise(data) is BY_EXTENSION["dxf"]


@given(st.binary(max_size=2_000), st.text(max_size=40))
def test_it_answers_any_content_with_a_kind_or_a_reason(data: bytes, name: str) -> None:
    try:
        answer: object = kind_of(name, data)
    except Invalid as refusal:
        answer = refusal.message
    assert answer in KINDS or (isinstance(answer, str) and answer.endswith("."))


@cache
def made_once(extension: str) -> bytes:
    """Packed files have the time in them, and so another length the next time."""
    return SAMPLES[extension]()


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_it_survives_files_that_are_cut_or_changed(extension: str, data: st.DataObject) -> None:
    whole = bytearray(made_once(extension))
    for position in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=5)):
        whole[position] ^= 0xFF
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    found = recognise(cut)
    assert found is None or found in KINDS
