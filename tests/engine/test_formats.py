"""What a format cannot carry is refused, never written in a way that no parser reads."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ElementTree
from typing import IO

import pytest
from rdflib import Graph, Literal, URIRef

from hasila.engine import spool
from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.guard import read_query
from hasila.engine.protocol import Query
from hasila.engine.xml_output import UnwritableError, XmlOutput
from hasila.errors import EngineUnavailable, NotAcceptable

from .conftest import Ask, E


@pytest.mark.parametrize(
    ("text", "form", "other"),
    [
        ("CONSTRUCT { <a:a> <a:b> <<(<a:a> <a:b> <a:c>)>> } {}", "jsonld", "text/turtle"),
        ("CONSTRUCT { <a:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> 1 } {}", "rdfxml", "text/turtle"),
        ("CONSTRUCT { <a:a> <a:b> <<(<a:a> <http://x/1> <a:c>)>> } {}", "rdfxml", "text/turtle"),
        *(
            (f"CONSTRUCT {{ <a:a> <{predicate}> 1 }} {{}}", "rdfxml", "application/ld+json")
            for predicate in (
                "http://a/1", "http://x/", "urn:uuid:123", "http://x/a?b=1", E + "1", E, "http://x/" + "1" * 50_000,
                "http://www.w3.org/XML/1998/namespacelang",
            )
        ),
        *((f'CONSTRUCT {{ <a:a> <a:b> "{c}" }} {{}}', "rdfxml", "text/turtle") for c in ("\\u0001", "\\uFFFE", "\\f")),
        *((f'SELECT ("{c}" AS ?x) {{}}', "xml", "text/csv") for c in ("\\u0001", "\\uFFFE", "\\uFFFF", "\\b")),
    ],
)  # fmt: skip
def test_answer_that_a_format_cannot_carry_is_refused(engine: EmbeddedEngine, text: str, form: str, other: str) -> None:
    begun = time.monotonic()
    with pytest.raises(NotAcceptable) as caught:
        engine.answer(Query(text, form))
    assert time.monotonic() - begun < 1.5
    offers = caught.value.facts["offers"]
    assert isinstance(offers, list) and other in offers


@pytest.mark.parametrize("name", ["b", "1a", "a%20b", "a:b", "é", "-a", "a."])
def test_predicate_with_a_name_at_its_end_is_written(ask: Ask, name: str) -> None:
    graph = Graph().parse(data=ask(f'CONSTRUCT {{ <a:a> <{E}{name}> "x\\r\\ny\\uFFFD" }} {{}}', "rdfxml"), format="xml")
    assert set(graph) == {(URIRef("a:a"), URIRef(E + name), Literal("x\r\ny\ufffd"))}


def test_xml_results_with_odd_but_allowed_characters_are_read(ask: Ask) -> None:
    root = ElementTree.fromstring(ask('SELECT ("\\t\\n\\r\\u0085\\uFFFD" AS ?x) {}', "xml"))
    assert [e.text for e in root.iter() if e.tag.endswith("literal")] == ["\t\n\r\u0085\ufffd"]


def test_stray_character_is_found_between_two_pieces() -> None:
    class Nowhere:
        def write(self, data: bytes) -> int:
            return len(data)

    output = XmlOutput(Nowhere())
    output.write(b"a\xef")
    output.write(b"\xbf")
    with pytest.raises(UnwritableError, match=r"U\+FFFE"):
        output.write(b"\xbe")


@pytest.mark.parametrize(
    ("text", "volatile"),
    [
        ("SELECT (NOW() AS ?n) {}", True),
        ("SELECT (now ( ) AS ?n) {}", True),
        ("SELECT ?x { BIND(rand() AS ?x) }", True),
        ("SELECT ?x { BIND(UUID() AS ?x) }", True),
        ("SELECT ?x { BIND(STRUUID() AS ?x) }", True),
        ("SELECT ?x { BIND(BNODE(\"a\") AS ?x) }", True),
        ("SELECT ?x { FILTER(1 < 2 && RAND # comment\n () > 0.5) }", True),
        ('SELECT ("NOW()" AS ?x) {}', False),
        ("SELECT ?NOW ?rand { ?NOW <http://x/RAND()> ?rand } # UUID()", False),
        ("PREFIX NOW: <a:> SELECT * { ?s NOW:RAND (1 2) }", False),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", False),
    ],
)  # fmt: skip
def test_volatile_functions_are_told_from_words(text: str, volatile: bool) -> None:
    assert read_query(text).volatile is volatile


def test_full_temporary_folder_is_unavailable(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> IO[bytes]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "IN_MEMORY", 10)
    monkeypatch.setattr(spool.tempfile, "TemporaryFile", full)
    with pytest.raises(EngineUnavailable) as caught:
        engine.answer(Query("SELECT * { ?s ?p ?o }", "csv"))
    assert caught.value.facts["reason"] == "No space left on device"
