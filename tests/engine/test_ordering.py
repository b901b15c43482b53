"""The same answer is the same bytes, whichever worker gives it."""

from __future__ import annotations

import itertools

import pytest

from hasila.engine.ordering import OrderedHead

TURTLE = '@prefix b: <http://b/> .\n@prefix a: <http://a/> .\n<http://s> <http://p> "@prefix z: <http://z/> ." .\n'
ORDERED = '@prefix a: <http://a/> .\n@prefix b: <http://b/> .\n<http://s> <http://p> "@prefix z: <http://z/> ." .\n'


class _Collected:
    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)


@pytest.mark.parametrize("size", range(1, len(TURTLE) + 1))
def test_head_is_ordered_whatever_pieces_it_comes_in(size: int) -> None:
    sink = _Collected()
    ordered = OrderedHead(sink, "turtle")
    data = TURTLE.encode()
    for start in itertools.count(0, size):
        if start >= len(data):
            break
        ordered.write(data[start : start + size])
    ordered.close()
    assert sink.data.decode() == ORDERED


@pytest.mark.parametrize(
    "text", ["", "@prefix b: <http://b/> .\n@prefix a: <http://a/> .\n", "<http://s> <http://p> 1 ."]
)
def test_document_without_a_body_or_a_head_goes_through(text: str) -> None:
    sink = _Collected()
    ordered = OrderedHead(sink, "turtle")
    ordered.write(text.encode())
    ordered.close()
    assert sorted(sink.data.decode().split("\n")) == sorted(text.split("\n"))


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_namespaces_of_rdfxml_are_ordered(size: int) -> None:
    text = '<?xml version="1.0"?>\n<rdf:RDF xmlns:b="http://b/" xmlns:a="http://a/">\n<a:x xmlns:c="c"/>\n</rdf:RDF>'
    sink = _Collected()
    ordered = OrderedHead(sink, "rdfxml")
    for start in range(0, len(text), size):
        ordered.write(text[start : start + size].encode())
    ordered.close()
    assert sink.data.decode() == text.replace(
        'xmlns:b="http://b/" xmlns:a="http://a/"', 'xmlns:a="http://a/" xmlns:b="http://b/"'
    )
