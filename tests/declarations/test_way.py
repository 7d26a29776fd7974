"""From an approved notice to a sealed declaration."""

import subprocess
from pathlib import Path

import pytest

from nettmelding.core.actor import Actor
from nettmelding.documents import queries as files
from tests.declarations import ways
from tests.notices import ways as notices

pytestmark = pytest.mark.django_db(databases="__all__")


def test_it_is_signed_sealed_and_an_independent_reader_says_that_it_is_whole(
    electrician: Actor, case_handler: Actor, tmp_path: Path
) -> None:
    notice = notices.approved(electrician, case_handler)
    declaration = ways.sealed(electrician, notice)
    document = declaration.sealing.document
    assert document is not None
    with files.content(document) as stream:
        content = stream.read()
    path = tmp_path / "d.pdf"
    path.write_bytes(content)
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
