"""What the project says of itself holds."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database
ROOT = Path(__file__).resolve().parents[1]
LINKED = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/features.md")


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_drawings_of_the_architecture_are_as_the_code_is() -> None:
    command = [sys.executable, "scripts/architecture.py", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    source = read("src/nettmelding/core/settings.py")
    short = re.findall(r'get\("([A-Z0-9_]+)"', source.replace("environ.get(", ""))
    settings = {*re.findall(r"NETTMELDING_[A-Z0-9_]+", source), *(f"NETTMELDING_{name}" for name in short)}
    told = set(re.findall(r"^\| `(NETTMELDING_[A-Z0-9_]+)`", read("README.md"), re.MULTILINE))
    assert settings - {"NETTMELDING_"} == told


def test_every_row_of_the_guide_has_its_row_among_the_features() -> None:
    rows = re.findall(r"^\| (S\d+) \|", read("docs/features.md"), re.MULTILINE)
    assert rows == [f"S{number}" for number in range(1, 24)]


def test_every_test_that_a_feature_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", read("docs/features.md"))
    assert len(named) > 20
    missing = [f"{path}::{name}" for path, name in named if not re.search(rf"def {name}\(", _source(path))]
    assert missing == []


def _source(path: str) -> str:
    file = ROOT / path
    return file.read_text("utf-8") if file.exists() else ""


@pytest.mark.parametrize("document", LINKED)
def test_what_a_document_links_to_is_there(document: str) -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)\)", read(document))
    gone = [link for link in links if "://" not in link and not (ROOT / document).parent.joinpath(link).exists()]
    assert gone == []


def test_every_decision_says_context_choice_and_consequence() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [one.name[:4] for one in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for decision in decisions:
        text = decision.read_text("utf-8")
        assert all(f"**{part}.**" in text for part in ("Context", "Choice", "Consequence")), decision.name


def test_the_licence_is_the_one_that_is_named() -> None:
    named = tomllib.loads(read("pyproject.toml"))["project"]["license"]
    assert named == "EUPL-1.2"
    assert read("LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
