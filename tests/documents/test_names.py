import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.documents.kinds import BY_EXTENSION
from nettmelding.documents.names import LONGEST_STEM, clean, split


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Situasjonskart Prøvevegen 1.PDF", "Situasjonskart Prøvevegen 1.pdf"),
        (r"C:\Users\Ola\Skrivebord\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("IMG_0001.HEIC", "IMG_0001.pdf"),
        ("tegning v1.2", "tegning v1.2.pdf"),
        ("plan.exe", "plan.exe.pdf"),
        ("  plan   1 . pdf", "plan 1.pdf"),
        ('hva? <her> "der"', "hva_ _her_ _der_.pdf"),
        ("faktura\u202efdp.exe", "fakturafdp.exe.pdf"),
        ("linje\nto.pdf", "linjeto.pdf"),
        ("CON.pdf", "fil_CON.pdf"),
        ("", "fil.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "fil.pdf"),
        ("a\u030asen.pdf", "åsen.pdf"),
    ],
)
def test_it_makes_a_name_fit_to_download_under(written: str, kept: str) -> None:
    assert clean(written, "pdf", BY_EXTENSION) == kept


@given(st.text(max_size=400), st.sampled_from(sorted(BY_EXTENSION)))
def test_it_makes_a_sound_name_of_anything(written: str, extension: str) -> None:
    kept = clean(written, extension, BY_EXTENSION)
    stem, last = split(kept)
    assert last == extension
    assert 0 < len(stem) <= LONGEST_STEM
    assert not set(kept) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in kept)
    assert not kept.startswith(".")


@given(st.text(max_size=200))
def test_it_changes_nothing_the_second_time(written: str) -> None:
    once = clean(written, "pdf", BY_EXTENSION)
    assert clean(once, "pdf", BY_EXTENSION) == once
