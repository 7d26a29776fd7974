"""The catalogue's own data holds together, and a slip in it is found."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from nettmelding.notices.catalogue.load import CatalogueError, catalogue, read
from nettmelding.notices.catalogue.model import Need


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The catalogue's files in a folder of their own, to be spoilt."""
    with as_file(files("nettmelding.notices.catalogue")) as folder:
        shutil.copytree(folder, tmp_path / "catalogue", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "catalogue"


def test_the_catalogue_has_the_thirteen_types() -> None:
    assert len(catalogue().types) == 13
    assert [one.id for one in catalogue().types.values() if one.request_only] == ["demolition"]


def test_every_type_says_when_to_use_it() -> None:
    for one in catalogue().types.values():
        assert one.when.startswith("Når ")
        assert one.help
        assert len(one.words) >= 15


@pytest.mark.parametrize("path", ["site.address", "building.kind", "power.new_peak_kw", "work.interface"])
def test_what_the_law_asks_for_is_in_every_notice(path: str) -> None:
    for one in catalogue().types.values():
        assert one.request_only or one.notice.fields[path].need is not Need.HIDDEN


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "types/merging.toml",
            '"site.meter_to_remove" = "required"',
            '"site.meter" = "required"',
            "site.meter",
        ),
        ("types/merging.toml", "protection.shared &&", "protection.sharde &&", "protection.sharde"),
        ("types/merging.toml", '"change_of_use"]', "]", "goes with merging"),
        ("common.toml", '"work.split" = "optional"\n', '"work.splitt" = "optional"\n', "work.splitt"),
        ("common.toml", '"power.new_peak_kw" = "optional"\n', "", "FEL § 14"),
        ("questions.toml", 'question = "sewing"', 'question = "knitting"', "knitting"),
        ("notes.toml", 'path = "when.wanted_date"', 'path = "when.wanted"', "when.wanted"),
        ("reasons.toml", 'path = "site.meter_number"', 'path = "site.nothing"', "site.nothing"),
    ],
)
def test_a_slip_in_the_data_is_named(copied: Path, file: str, old: str, new: str, words: str) -> None:
    text = (copied / file).read_text("utf-8")
    assert old in text
    (copied / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError, match=words):
        read(copied)


def test_a_type_without_a_place_in_the_order_is_named(copied: Path) -> None:
    (copied / "types" / "merging.toml").rename(copied / "types" / "splitting.toml")
    with pytest.raises(CatalogueError, match="merging"):
        read(copied)
