"""How answers are displayed: read from the metadata of queries, and refused with the cure where it cannot be."""

from __future__ import annotations

import pytest

from hasila.errors import QueryFileInvalid
from hasila.rdf.displays import KINDS, Display, read_display, require_columns
from hasila.rdf.saved_queries import read

CHART = {"display": "chart", "display-x": "year", "display-y": "value", "display-series": "breakdown area"}


def test_without_a_word_an_answer_is_a_table() -> None:
    assert read("list-things", "SELECT * { }").display == Display("table", {})


def test_parts_name_columns_in_their_order() -> None:
    display = read_display("show-x", CHART)
    assert (display.kind, display.column("x"), display.columns("series")) == ("chart", "year", ("breakdown", "area"))
    assert (display.column("lower"), display.columns("lower")) == ("", ())
    assert list(display.named) == [("x", "year"), ("y", "value"), ("series", "breakdown"), ("series", "area")]


def test_states_are_values_and_no_columns() -> None:
    facts = {
        "display": "grid",
        "display-x": "a",
        "display-y": "b",
        "display-cell": "c",
        "display-states": "known unknown",
    }
    display = read_display("show-x", facts)
    assert display.columns("states") == ("known", "unknown")
    require_columns("show-x", display, ["a", "b", "c"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_display_needs_what_it_needs_and_takes_all_its_parts(kind: str) -> None:
    facts = {"display": kind, **{f"display-{part}": "a" for part in KINDS[kind].parts}}
    require_columns("show-x", read_display("show-x", facts), ["a"])
    for part in KINDS[kind].needed:
        with pytest.raises(QueryFileInvalid, match=rf"show-x\.rq: a {kind} needs the line `#\+ display-{part}: …`"):
            read_display("show-x", {key: value for key, value in facts.items() if key != f"display-{part}"})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"display": "chrat"}, "display 'chrat' is not known. Did you mean 'chart'?"),
        ({"display-colour": "year"}, "a chart has no display-colour. Known are: x, y"),
        ({"display-lowr": "year"}, "a chart has no display-lowr. Did you mean 'lower'?"),
        ({"display": "table"}, "a table has no display-x. Choose another display."),
        ({"display-x": "year month"}, "display-x names 2 columns; it takes one."),
        ({"display-x": ""}, "display-x names 0 columns; it takes one."),
    ],
)
def test_what_cannot_be_displayed_is_refused_with_the_cure(change: dict[str, str], told: str) -> None:
    with pytest.raises(QueryFileInvalid) as caught:
        read_display("show-x", {**CHART, **change})
    assert caught.value.message.startswith("show-x.rq: ")
    assert told in caught.value.message


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("yeer", "display-x names 'yeer', but no such column is selected. Did you mean 'year'?"),
        ("yearLabel", "display-x names 'yearLabel'; name 'year', and its label comes along."),
    ],
)
def test_column_that_is_not_selected_is_refused(column: str, told: str) -> None:
    display = read_display("show-x", {**CHART, "display-x": column})
    with pytest.raises(QueryFileInvalid) as caught:
        require_columns("show-x", display, ["year", "yearLabel", "value", "breakdown", "area"])
    assert told in caught.value.message
