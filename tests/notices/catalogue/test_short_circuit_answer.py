"""Short-circuit values as an answer: read from the map, whatever a program sends."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.grid.figures import BY_NAME, SYSTEM_NAMES, Origin
from nettmelding.grid.models import Kind
from nettmelding.notices.catalogue import short_circuit
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.values import FieldError, validate

pytestmark = pytest.mark.one_database

FIELD = catalogue().fields[short_circuit.PATH]
ANSWER: dict[str, Any] = {
    "object_id": "0a5efa40-e008-850d-8237-def8f341f83d", "object_name": "Kundepunkt P1", "object_kind": "customer_point",
    "origin": "computed", "state": "normal", "terminal": "ved kundens ende av stikkledningen", "network_system": "it_230",
    "values": {"ik3p_max_ka": 1.987654, "ik2p_min_ka": 0.8, "r_mohm": 68.9, "ik1p_min_ka": 0.1},
    "protection": {"type": "gG", "rated_a": 63.0}, "edition_on": "2026-11-24", "values_on": "", "standard": "", "cable": None,
}  # fmt: skip

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_NEARLY = st.fixed_dictionaries(
    {
        "object_id": st.uuids().map(str) | st.text(max_size=5),
        "object_name": st.text(max_size=210),
        "object_kind": st.sampled_from([*Kind.values, "house"]),
        "origin": st.sampled_from([*Origin, "typed"]),
        "state": st.sampled_from(["normal", "reserve", "other"]),
        "values": st.dictionaries(
            st.sampled_from([*BY_NAME, "x"]), st.floats() | st.integers() | st.text(max_size=3), max_size=4
        ),
    },
    optional={
        "network_system": st.sampled_from([*SYSTEM_NAMES, "dc"]),
        "terminal": _JSON,
        "values_on": _JSON,
        "edition_on": st.dates().map(str) | _JSON,
        "protection": _JSON | st.fixed_dictionaries({"type": st.text(max_size=5), "rated_a": st.floats(0, 7000)}),
        "cable": _JSON | st.fixed_dictionaries({"type": st.text(max_size=5), "length_m": st.floats(0, 6000)}),
        "other": _JSON,
    },
)


def test_an_answer_says_where_it_holds_and_what_it_rests_on() -> None:
    kept = short_circuit.read(ANSWER)

    assert short_circuit.text_of(kept) == (
        "Kundepunkt P1: Ik3p,maks 1,99 kA, Ik2p,min 0,80 kA, R ved 20 °C 68,9 mΩ. Beregnet av nettmelding etter IEC 60909, "
        "normal kobling, ved kundens ende av stikkledningen, kartgrunnlag 24.11.2026."
    )
    assert ("Foranstående vern", "gG 63 A") in short_circuit.rows(kept)
    assert kept["values"] == {"ik3p_max_ka": 1.9877, "ik2p_min_ka": 0.8, "r_mohm": 68.9, "ik1p_min_ka": 0.1}
    assert short_circuit.read(json.dumps(kept)) == kept


@given(_NEARLY | _JSON)
def test_whatever_is_sent_is_refused_in_words_or_kept_as_it_can_be_shown(raw: Any) -> None:
    taken = validate(FIELD, raw)

    if isinstance(taken, FieldError):
        assert taken.message == "Hent kortslutningsverdiene på fanen Kart."
    elif taken is not None:
        assert isinstance(taken, dict)
        assert validate(FIELD, taken) == taken
        assert short_circuit.text_of(taken)
        assert short_circuit.rows(taken) is not None
        json.dumps(taken, allow_nan=False)
