"""The questions are SPARQL, have answers in the data, and are the same every time."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from .mix import VARIANTS, Query, queries, target
from .statistics_data import Data

NAMES = [f"Q{number:02d}" for number in range(1, 17)]


@pytest.fixture(scope="module")
def store(tiny: Data) -> ox.Store:
    store = ox.Store()
    store.load(path=str(tiny.path), format=ox.RdfFormat.N_QUADS)
    return store


def test_mix_has_sixteen_shapes_and_the_export_twice(tiny: Data) -> None:
    mix = queries(tiny)
    assert [query.name[:3] for query in mix] == [*NAMES, "Q16"]
    assert [query.accept for query in mix[-2:]] == ["text/csv", "application/sparql-results+json"]
    assert mix[-1].texts == mix[-2].texts


def test_mix_is_the_same_every_time(tiny: Data) -> None:
    assert queries(tiny) == queries(tiny)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_sparql_and_answered(name: str, tiny: Data, store: ox.Store) -> None:
    query = next(query for query in queries(tiny) if query.name.startswith(name))
    assert 1 <= len(query.texts) <= VARIANTS
    rows = [_rows(store, text) for text in query.texts]
    assert any(rows)


@pytest.mark.parametrize("name", ["Q01", "Q02", "Q04", "Q05", "Q07", "Q08", "Q09", "Q11", "Q14", "Q16"])
def test_no_text_of_these_is_answered_with_nothing(name: str, tiny: Data, store: ox.Store) -> None:
    query = next(query for query in queries(tiny) if query.name.startswith(name))
    assert all(_rows(store, text) for text in query.texts)


def _rows(store: ox.Store, text: str) -> int:
    answer = store.query(text, use_default_graph_as_union=True)
    return int(bool(answer)) if isinstance(answer, ox.QueryBoolean) else len(list(answer))


def test_texts_of_a_shape_differ(tiny: Data) -> None:
    for query in queries(tiny):
        assert len(set(query.texts)) == len(query.texts)


def test_target_carries_the_query_whole() -> None:
    query = Query("Q", "text/csv", ('SELECT * { ?s ?p "é & ؟ + %" }',))
    split = urlsplit(target("/sparql", query.texts[0]))
    assert split.path == "/sparql" and split.query.isascii()
    assert parse_qs(split.query) == {"query": [query.texts[0]]}
