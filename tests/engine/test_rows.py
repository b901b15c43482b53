"""An answer of more rows than the limit is refused, in every format, and one of just as many is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.engine.protocol import Query
from hasila.engine.rows import RowCounter
from hasila.errors import TooManyRows

from .conftest import E

FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
ROWS = f"SELECT ?s ?o {{ ?s <{E}value> ?o }} LIMIT %d"
TRIPLES = f"CONSTRUCT {{ ?s ?s ?o }} {{ ?s <{E}value> ?o }} LIMIT %d"


@pytest.fixture(scope="module")
def narrow(dump: Path) -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine.start(dump, Limits(workers=1, result_rows=100)) as started:
        yield started


@pytest.mark.parametrize(
    ("text", "name"),
    [(ROWS, name) for name in FORMATS] + [(TRIPLES, name) for name in ("turtle", "ntriples", "jsonld")],
)
def test_limit_of_rows_is_met_exactly(narrow: EmbeddedEngine, text: str, name: str) -> None:
    narrow.answer(Query(text % 100, name)).close()
    with pytest.raises(TooManyRows) as caught:
        narrow.answer(Query(text % 101, name))
    assert caught.value.facts == {"rows": 100}
    narrow.answer(Query("ASK {}", "json")).close()


class _Pieces:
    """Hands bytes on in pieces of a length."""

    def __init__(self, sink: RowCounter, length: int) -> None:
        self._sink, self._length = sink, length

    def write(self, data: bytes) -> int:
        for start in range(0, len(data), self._length):
            self._sink.write(data[start : start + self._length])
        return len(data)

    def flush(self) -> None:
        pass


class _Sink:
    def write(self, data: bytes) -> int:
        return len(data)

    def flush(self) -> None:
        pass


@given(
    texts=st.lists(st.sampled_from(['a', '"', '""', "\r\n", "\n", "},{", '},{"', "</result>", "\\", ",", "\t"]), max_size=6),
    rows=st.integers(0, 4), length=st.integers(1, 40), name=st.sampled_from(list(FORMATS)), empty=st.booleans(),
)  # fmt: skip
def test_rows_are_counted_whatever_they_hold(texts: list[str], rows: int, length: int, name: str, empty: bool) -> None:
    assume(name != "json" or not empty)
    store = Store()
    for number in range(rows):
        value = Literal("".join(texts) if number % 2 else str(number) + "".join(texts))
        store.add(Quad(NamedNode(f"x:{number}"), NamedNode("x:p"), value))
    columns = "?none" if empty else "?o ?none"
    for most, fits in ((rows, True), (rows - 1, False)):
        if most < 1:
            continue
        results = store.query(f"SELECT {columns} {{ ?s <x:p> ?o OPTIONAL {{ ?s <x:none> ?none }} }}")
        assert isinstance(results, QuerySolutions)
        sink = _Pieces(RowCounter(_Sink(), name, most), length)
        if fits:
            results.serialize(sink, FORMATS[name])  # type: ignore[arg-type]
        else:
            with pytest.raises(TooManyRows):
                results.serialize(sink, FORMATS[name])  # type: ignore[arg-type]
