import io

import pikepdf
import pypdfium2
import pytest

from nettmelding.declarations.catalogue.load import catalogue
from nettmelding.declarations.empty import declaration_template
from nettmelding.declarations.empty_form import form


def test_it_is_a_form_with_every_field_named_and_told() -> None:
    with pikepdf.open(io.BytesIO(declaration_template())) as document:
        fields = {str(field.T): str(field.TU) for field in document.Root.AcroForm.Fields}
        assert document.Root.Lang == "nb-NO"
        assert document.docinfo.Title == "Samsvarserklæring"
    assert fields.keys() == set(form().names())
    assert all(fields.values())
    assert fields["jordfeilvern_tid_verdi"] == "Jordfeilvern, utløsetid: verdi"


def test_it_names_no_field_twice() -> None:
    names = list(form().names())
    assert len(names) == len(set(names))


def test_it_says_what_the_law_asks_for() -> None:
    document = pypdfium2.PdfDocument(declaration_template())
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    asked = ("FEL) § 12", "Grensesnitt mot andres", "risikoen er vurdert", "NEK 400 del 6", "minst fem år")
    assert [words for words in asked if words not in text] == []
    assert len(document) == 2


def test_it_can_be_filled_in() -> None:
    with pikepdf.open(io.BytesIO(declaration_template())) as document:
        eier = next(field for field in document.Root.AcroForm.Fields if field.T == "eier")
        eier.V = "Åse Ødegård"
        out = io.BytesIO()
        document.save(out)
    with pikepdf.open(out) as filled:
        assert any(field.get("/V") == "Åse Ødegård" for field in filled.Root.AcroForm.Fields)


@pytest.mark.parametrize(("language", "lang"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
def test_it_is_there_in_each_language_with_the_same_boxes(language: str, lang: str) -> None:
    with pikepdf.open(io.BytesIO(declaration_template(language))) as document:
        assert lang == document.Root.Lang
        assert {str(field.T) for field in document.Root.AcroForm.Fields} == set(form().names())


def test_it_asks_for_every_point_and_every_measurement_of_the_final_check() -> None:
    known, names = catalogue(), set(form().names())
    assert {f"{one.name}_kontrollert" for one in known.points.values()} <= names
    assert {f"{one.name}_verdi" for one in known.measurements.values() if not one.about} <= names
