"""What is called nearly as what was asked for is suggested, near by first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.search.finding import Search
from hasila.search.index import FOLDED, THINGS, LabelIndex, write
from hasila.search.suggesting import suggest
from hasila.search.things import KEY, PREFERRED, Label, Thing

BASE = "https://x.example/"
PATHS = {
    "id/place/marrakesh": "مراكش",
    "id/school/marrakesh": "School",
    "id/place/fes": "Fès",
    "def/BasePeriod": "base period",
}
FILES = write(Thing(BASE + path, 1, (), (Label(PREFERRED, "", name), Label(KEY, "", path.rpartition("/")[2])))
              for path, name in PATHS.items())  # fmt: skip
SEARCH = Search(LabelIndex(FILES[FOLDED], FILES[THINGS]))


@pytest.mark.parametrize(
    ("name", "below", "expected"),
    [
        ("marrakech", ["id/place/", "id/"], ["id/place/marrakesh", "id/school/marrakesh"]),
        ("marrakech", ["id/school/", "id/"], ["id/school/marrakesh", "id/place/marrakesh"]),
        ("مرّاكش", ["id/"], ["id/place/marrakesh"]),
        ("BasePeriot", ["def/"], ["def/BasePeriod"]),
        ("base-period", ["def/"], ["def/BasePeriod"]),
        ("base-period", ["id/"], []),
        ("marrakesh-qqqqqq", ["id/place/"], ["id/place/marrakesh"]),
        ("qqqqqq", [""], []),
        ("", [""], []),
    ],
)
def test_nearest_are_suggested(name: str, below: list[str], expected: list[str]) -> None:
    found = suggest(SEARCH, name, [BASE + begin for begin in below], 5)
    assert [SEARCH.index.iri(number).removeprefix(BASE) for number in found] == expected


@given(st.text(max_size=300))
def test_any_name_is_read_and_no_more_is_suggested_than_asked_for(name: str) -> None:
    assert len(suggest(SEARCH, name, [BASE], 2)) <= 2
