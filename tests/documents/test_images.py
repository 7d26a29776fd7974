import io
import struct
import zlib

import pikepdf
import pytest
from PIL import Image

from nettmelding.core.errors import Invalid
from nettmelding.documents.images import MOST_MEGAPIXELS, clean
from nettmelding.documents.kinds import BY_EXTENSION
from tests.documents.samples import GPS, SAMPLES, image, photograph, picture

FORMS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("form", FORMS)
def test_it_takes_position_and_all_else_that_is_not_seen_out(form: str) -> None:
    before = photograph(form)
    assert opened(before).getexif().get_ifd(GPS)
    after = clean(BY_EXTENSION[FORMS[form]], before).data
    assert b"HEMMELIGTELEFON" in before
    assert [trace for trace in (b"HEMMELIGTELEFON", b"GPSLatitude", b"Exif") if trace in after] == []
    assert not opened(after).getexif()


@pytest.mark.parametrize("form", FORMS)
def test_it_keeps_the_colour_profile(form: str) -> None:
    before = photograph(form)
    after = clean(BY_EXTENSION[FORMS[form]], before).data
    assert opened(after).info["icc_profile"] == opened(before).info["icc_profile"]


@pytest.mark.parametrize(
    ("orientation", "size", "dark"),
    [(1, (60, 40), (5, 5)), (3, (60, 40), (55, 35)), (6, (40, 60), (35, 5)), (8, (40, 60), (5, 55))],
)
@pytest.mark.parametrize("form", FORMS)
def test_it_turns_the_picture_as_it_was_held(
    form: str, orientation: int, size: tuple[int, int], dark: tuple[int, int]
) -> None:
    cleaned = clean(BY_EXTENSION[FORMS[form]], photograph(form, orientation))
    after = opened(cleaned.data).convert("L")
    assert (cleaned.width, cleaned.height) == after.size == size
    light = (size[0] - 1 - dark[0], size[1] - 1 - dark[1])
    assert after.point(lambda value: value > 127).getpixel(dark) == 0
    assert after.point(lambda value: value > 127).getpixel(light) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP"), ("heic", "JPEG"), ("tiff", "PNG")],
)
def test_it_keeps_what_browsers_show_and_makes_the_rest_so(given: str, kept: str) -> None:
    cleaned = clean(BY_EXTENSION[given], SAMPLES[given]())
    assert opened(cleaned.data).format == kept
    assert opened(cleaned.data).size == (cleaned.width, cleaned.height) == (60, 40)
    assert cleaned.kind.content_type == f"image/{kept.lower()}"


def test_it_makes_a_pdf_of_a_scan_with_several_pages() -> None:
    scan = image("TIFF", picture(), save_all=True, append_images=[picture(), picture()])
    cleaned = clean(BY_EXTENSION["tiff"], scan)
    assert (cleaned.kind.extension, cleaned.width) == ("pdf", None)
    with pikepdf.open(io.BytesIO(cleaned.data)) as document:
        assert len(document.pages) == 3


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_it_keeps_pngs_of_every_kind(mode: str) -> None:
    made = Image.new(mode, (20, 10)) if mode == "I;16" else picture(20, 10).convert(mode)
    after = opened(clean(BY_EXTENSION["png"], image("PNG", made)).data)
    assert (after.mode, after.size) == (mode, (20, 10))


def test_it_keeps_what_is_transparent() -> None:
    see_through = Image.new("RGBA", (20, 10), (0, 0, 0, 0))
    after = opened(clean(BY_EXTENSION["png"], image("PNG", see_through)).data)
    assert after.getpixel((5, 5)) == (0, 0, 0, 0)


def test_it_makes_a_picture_for_print_one_for_the_screen() -> None:
    cmyk = image("JPEG", picture().convert("CMYK"))
    assert opened(clean(BY_EXTENSION["jpg"], cmyk).data).mode == "RGB"


def test_it_refuses_a_small_file_with_far_too_many_pixels() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))
    with pytest.raises(Invalid) as refusal:
        clean(BY_EXTENSION["png"], bomb + chunk(b"IEND", b""))
    assert refusal.value.code == "image_too_large"
    assert str(MOST_MEGAPIXELS) in refusal.value.message


def test_it_refuses_a_scan_whose_pages_are_too_many_pixels_together() -> None:
    page = Image.new("1", (8_000, 3_000))
    scan = image("TIFF", page, save_all=True, append_images=[page, page], compression="group4")
    with pytest.raises(Invalid) as refusal:
        clean(BY_EXTENSION["tiff"], scan)
    assert refusal.value.code == "image_too_large"
