"""Components: what a page hands in is what stands in the HTML, safely, and mistakes are not swallowed."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.web.components import (
    COMPONENTS,
    CaseRow,
    Errors,
    Field,
    FieldKind,
    Toast,
    Turn,
    core,
    faults,
)
from nettmelding.web.components.page import shown
from nettmelding.web.components.samples import samples
from nettmelding.web.shell.appearance import COOKIE, Scheme, scheme_of
from nettmelding.web.templatetags.components import initials


def draw(source: str, **values: object) -> str:
    with translation.override("nb"):
        return Template("{% load components %}" + source).render(Context(values))


def field(**values: object) -> str:
    with translation.override("nb"):
        return core.render("field", core.build("field", Field, values))


def test_it_draws_a_component_from_its_parameters() -> None:
    assert draw('{% component "state" turn="you" word="Avvist" %}').strip() == '<span class="state you">Avvist</span>'


def test_it_draws_a_component_made_in_a_view() -> None:
    row = CaseRow(
        href="/meldinger/1",
        number="2026-000001",
        title="Prøvevegen 1",
        detail="",
        turn=Turn.OK,
        word="Godkjent",
    )
    assert 'href="/meldinger/1"' in draw("{% component row %}", row=row)


def test_it_puts_content_and_slots_where_they_belong() -> None:
    drawn = draw(
        '{% wrap "sheet" title="Parter" padded=True %}<p>{{ word }}</p>'
        '{% slot "foot" %}<b>fot</b>{% endslot %}{% endwrap %}',
        word="inni",
    )
    assert re.search(r'class="sheet-body"><p>inni</p></div>.*class="sheet-foot"><b>fot</b>', drawn, re.DOTALL)


def test_a_component_inside_another_keeps_its_own_slots() -> None:
    inner = '{% wrap "whocard" name="Kari" %}{% slot "actions" %}bytt{% endslot %}{% endwrap %}'
    drawn = draw('{% wrap "sheet" title="Parter" %}' + inner + '{% slot "foot" %}lukk{% endslot %}{% endwrap %}')
    assert drawn.index("bytt") < drawn.index("sheet-foot") < drawn.index("lukk")


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('{% component "stat" %}', "no component"),
        ('{% component "state" turn="you" %}', "word"),
        ('{% component "state" turn="you" word="x" colour="red" %}', "colour"),
        ('{% component "state" turn="mine" word="x" %}', "mine"),
        ('{% component "icon" name="unicorn" %}', "unicorn"),
    ],
)
def test_a_wrong_parameter_is_an_error_that_names_it(source: str, complaint: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=complaint):
        draw(source)


def test_a_component_sees_nothing_of_the_page_around_it() -> None:
    assert "hemmelig" not in draw('{% component "note" title="Hei" %}', text="hemmelig", body="hemmelig")


class Read(HTMLParser):
    """Which elements there are, what the input holds, what is said."""

    def __init__(self, drawn: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.value: str | None = None
        self.said: list[str] = []
        self.feed(drawn)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "input":
            self.value = dict(attrs)["value"]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_what_people_typed_never_becomes_markup(typed: str) -> None:
    plain = Read(field(name="a", label="Navn", value="x", hint="x", error="x"))
    read = Read(field(name="a", label="Navn", value=typed, hint=typed, error=typed))
    assert (read.tags, read.value) == (plain.tags, typed)
    assert typed in read.said


def test_htmx_and_data_parameters_become_attributes_and_are_escaped() -> None:
    drawn = draw('{% component "button" text="Lagre" hx_post=address data_n=3 aria_busy="true" %}', address='/a?"b"')
    assert 'hx-post="/a?&quot;b&quot;"' in drawn
    assert 'data-n="3"' in drawn
    assert 'aria-busy="true"' in drawn


def test_a_field_is_tied_to_its_error_and_its_hint() -> None:
    drawn = field(name="protection.ov", label="OV", kind="number", unit="A", error="Fyll ut", hint="Hovedsikring")
    described = re.search(r'aria-describedby="([^"]+)"', drawn)
    assert described is not None
    ids = described[1].split()
    assert ids[0].endswith("-error")
    assert all(f'id="{one}"' in drawn for one in ids)
    assert 'aria-invalid="true"' in drawn


def test_the_error_summary_leads_to_the_fields_own_ids() -> None:
    summary = core.render("errors", Errors(items=faults({"protection.ov": "Fyll ut OV"})))
    target = re.search(r'href="#([^"]+)"', summary)
    assert target is not None
    assert f'id="{target[1]}"' in field(name="protection.ov", label="OV")


@pytest.mark.parametrize("kind", list(FieldKind))
def test_every_kind_of_field_has_a_name_for_screen_readers(kind: FieldKind) -> None:
    drawn = field(name="x", label="Spørsmål", kind=kind, options=samples()["chargers"])
    assert "<legend" in drawn or "<label" in drawn
    assert "Spørsmål" in drawn


def test_chosen_options_are_the_ones_that_are_on() -> None:
    drawn = field(name="x", label="Lader", kind="checks", values=["one", "prepared"], options=samples()["chargers"])
    assert re.findall(r'value="(\w+)" checked', drawn) == ["one", "prepared"]


def test_a_toast_with_a_way_back_posts_with_the_token() -> None:
    drawn = core.render("toast", Toast(text="Slettet", undo="/angre"), outer=Context({"csrf_token": "abc"}))
    assert 'action="/angre"' in drawn
    assert 'name="csrfmiddlewaretoken" value="abc"' in drawn


@pytest.mark.parametrize(
    ("name", "letters"), [("Kari Marie Nordmann", "KN"), ("Ola", "O"), ("", ""), ("Eksempel – Bygg AS", "EA")]
)
def test_initials_are_the_first_and_the_last(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("name", list(COMPONENTS))
def test_every_component_has_a_folder_with_template_and_examples(name: str) -> None:
    folder: Path = core.FOLDER / name
    assert (folder / f"{name}.html").is_file()
    assert (folder / "examples.html").read_text().startswith("{# ")


def test_no_template_has_inline_style_or_script() -> None:
    web = core.FOLDER.parent
    for path in web.rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! type=\"module\" src)", text), path


def test_the_living_page_shows_every_component() -> None:
    page = list(shown(RequestFactory().get("/komponenter/")))
    assert [one.name for one in page] == list(COMPONENTS)
    assert all(one.examples and all(example.html.strip() for example in one.examples) for one in page)


@pytest.mark.parametrize(
    ("kept", "scheme"),
    [("dark", Scheme.DARK), ("light", Scheme.LIGHT), ("", Scheme.AUTO), ("<b>", Scheme.AUTO)],
)
def test_an_unknown_appearance_is_the_machines_own(kept: str, scheme: Scheme) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = kept
    assert scheme_of(request) is scheme
