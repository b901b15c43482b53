"""Every query form in every format; datasets; resources: the same from a store in memory and from one on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.engine.protocol import Query, QueryForm
from hasila.engine.storage import Storage
from hasila.errors import BadRequest, EngineUnavailable, MalformedQuery, NotAcceptable, NotFound

from .conftest import DISTINCT_TRIPLES, LIMITS, PREFIXES, Ask, E, whole

RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
MALFORMED = [
    ("SELECT * WHERE { ?s foo:p ?o }", 1),
    ("SELECT *\nWHERE {\n ?s ?p }", 3),
    ("SELECT ?x (COUNT(?s) AS ?n) WHERE { ?s ?p ?x }", 1),
    ("SELECT (<http://f.example/x>(?s) AS ?n) WHERE { ?s ?p ?x }", None),
    ("ASK { <relative> ?p ?o }", 1),
    ("ASK { ?s ?p ?o } garbage", 1),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", 1),
    ("SELECT ?s { ?s ?p ?o BIND(1 AS ?s) }", 1),
]


@pytest.fixture(scope="module", params=["memory", "disk"])
def engine(request: pytest.FixtureRequest, dump: Path) -> Iterator[EmbeddedEngine]:
    """Return an engine that holds its store in memory, then one that has it on disk."""
    storage = Storage(4096 if request.param == "memory" else 0)
    with EmbeddedEngine.start(dump, LIMITS, prefixes=PREFIXES, storage=storage) as started:
        yield started


@pytest.mark.parametrize("name", RESULTS)
def test_select_every_format_carries_the_row(ask: Ask, name: str) -> None:
    text = ask(f"SELECT ?o WHERE {{ <{E}b> <{E}p> ?o }}", name)
    if name == "csv":  # pyoxigraph does not read it back
        assert text == f"o\r\n{E}c\r\n"
    else:
        rows = list(parse_query_results(text, RESULTS[name]))  # type: ignore[arg-type]
        assert [row["o"].value for row in rows] == [f"{E}c"]


@pytest.mark.parametrize("name", RESULTS)
def test_ask_every_format_carries_the_boolean(ask: Ask, name: str) -> None:
    assert "true" in ask(f"ASK {{ <{E}a> <{E}p> <{E}b> }}", name)
    assert "false" in ask(f"ASK {{ <{E}a> <{E}p> <{E}a> }}", name)


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("text", [f"CONSTRUCT WHERE {{ <{E}b> ?p ?o }}", f"DESCRIBE <{E}b>"])
def test_graph_forms_every_format_carries_the_triples(ask: Ask, name: str, text: str) -> None:
    triples = {str(quad.triple) for quad in parse(ask(text, name), GRAPHS[name])}
    assert len(triples) == 2 and any(f"<{E}c>" in triple for triple in triples)


def test_answer_tells_form_format_and_length(engine: EmbeddedEngine) -> None:
    with engine.answer(Query("ASK {}", "json")) as answer:
        assert (answer.form, answer.format) == (QueryForm.ASK, "json")
        assert len(b"".join(answer)) == answer.length > 0


@pytest.mark.parametrize(
    ("text", "name"),
    [("ASK {}", "turtle"), ("SELECT * {}", "jsonld"), ("DESCRIBE <x:y>", "csv"), ("ASK {}", "nonsense")],
)
def test_format_that_cannot_carry_the_form_is_refused(engine: EmbeddedEngine, text: str, name: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        engine.answer(Query(text, name))
    assert caught.value.facts["offers"]


def test_large_answer_arrives_whole(ask: Ask) -> None:
    text = ask(f"SELECT ?a ?b WHERE {{ ?a <{E}value> ?x . ?b <{E}value> ?y FILTER(STRLEN(?x) = 1) }}")
    assert text.count("\r\n") == 4001 and text.endswith("\r\n")


@pytest.mark.parametrize(
    ("pattern", "columns"),
    [("{ ?s ?p ?o }", "s,p,o"), ("{ ?b ?c ?a }", "b,c,a"), ("{ { SELECT ?z ?y { ?y ?x ?z } } ?y ?w ?z }", "z,y,w")],
)
def test_select_star_columns_stand_in_order_of_first_appearance(ask: Ask, pattern: str, columns: str) -> None:
    assert ask(f"SELECT DISTINCT * WHERE {pattern} LIMIT 1").splitlines()[0] == columns


@pytest.mark.parametrize(("text", "line"), MALFORMED)
def test_malformed_query_names_the_line(ask: Ask, text: str, line: int | None) -> None:
    with pytest.raises(MalformedQuery) as caught:
        ask(text)
    assert caught.value.facts.get("line") == line


def test_default_graph_is_the_union_each_triple_once(ask: Ask, engine: EmbeddedEngine) -> None:
    assert ask(COUNT) == f"n\r\n{DISTINCT_TRIPLES}\r\n"
    assert engine.health()["triples"] == DISTINCT_TRIPLES
    assert ask(f"SELECT ?g {{ GRAPH ?g {{ <{E}a> <{E}p> <{E}b> }} }} ORDER BY ?g").split() == [
        "g",
        f"{E}g/1",
        f"{E}g/2",
    ]


def test_blank_node_is_one_node_in_graph_and_union(ask: Ask) -> None:
    assert ask(f"ASK {{ ?x <{E}q> ?x GRAPH <{E}g/3> {{ ?x <{E}q> ?x }} }}") == "true"


@pytest.mark.parametrize(
    ("clause", "count"),
    [
        (f"FROM <{E}g/1>", 4),
        (f"FROM <{E}g/1> FROM <{E}g/2>", 6),
        (f"FROM <{E}g/1> FROM <{E}g/2> FROM <{E}g/3>", DISTINCT_TRIPLES),
        (f"FROM <{E}g/1> FROM <{E}g/1>", 4),
        (f"FROM NAMED <{E}g/1>", 0),
        (f"FROM <{E}nowhere>", 0),
    ],
)
def test_from_selects_the_default_graph_as_a_set(ask: Ask, clause: str, count: int) -> None:
    assert ask(f"SELECT (COUNT(*) AS ?n) {clause} WHERE {{ ?s ?p ?o }}") == f"n\r\n{count}\r\n"


def test_from_with_prefix_and_base_merges_too(ask: Ask) -> None:
    text = f"BASE <{E}> PREFIX g: <g/> SELECT (COUNT(*) AS ?n) FROM g:1 FROM <g/2> FROM NAMED g:2 "
    assert ask(text + "{ ?s ?p ?o }") == "n\r\n6\r\n"
    assert ask(text + "{ GRAPH ?g { ?s ?p ?o } }") == "n\r\n3\r\n"


def test_protocol_dataset_wins_over_from(ask: Ask) -> None:
    text = f"SELECT (COUNT(*) AS ?n) FROM <{E}g/3> FROM NAMED <{E}g/3> WHERE "
    assert ask(text + "{ ?s ?p ?o }", default_graphs=(f"{E}g/1", f"{E}g/2")) == "n\r\n6\r\n"
    assert ask(text + "{ GRAPH ?g { ?s ?p ?o } }", default_graphs=(f"{E}g/1",)) == "n\r\n0\r\n"
    assert ask(text + "{ GRAPH ?g { ?s ?p ?o } }", named_graphs=(f"{E}g/2",)) == "n\r\n3\r\n"
    assert ask(text + "{ ?s ?p ?o }", named_graphs=(f"{E}g/2",)) == "n\r\n0\r\n"


@pytest.mark.parametrize("options", [{"default_graphs": ("no iri",)}, {"base_iri": "no iri"}])
def test_parameter_that_is_no_iri_is_a_bad_request(ask: Ask, options: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        ask("ASK {}", **options)


def test_base_iri_resolves_relative_iris(ask: Ask) -> None:
    assert ask("ASK { <a> <p> <b> }", base_iri=E) == "true"


def test_describe_is_sorted_and_declares_only_used_prefixes(engine: EmbeddedEngine) -> None:
    text = whole(engine.describe(f"{E}a", "turtle")).decode()
    assert text.index("rdfs:label") > text.index("e:p e:b") and "unused" not in text
    assert text == whole(engine.describe(f"{E}a", "turtle")).decode()
    assert whole(engine.describe(f"{E}a", "ntriples")).count(b"\n") == 3
    assert json.loads(whole(engine.describe(f"{E}a", "jsonld")))[0]["@id"] == f"{E}a"


@pytest.mark.parametrize("iri", [f"{E}misspelt", "no iri", "", "http://example.org/a>b", "http://example.org/\ud800"])
def test_resource_nobody_speaks_of_is_not_found(engine: EmbeddedEngine, iri: str) -> None:
    with pytest.raises(NotFound):
        engine.describe(iri, "turtle")
    with pytest.raises(NotFound):
        engine.describe_resource(iri, 10)


def test_describe_resource_gives_both_directions_counts_and_labels(engine: EmbeddedEngine) -> None:
    found = engine.describe_resource(f"{E}b", 10)
    assert (f"{E}p", {"type": "uri", "value": f"{E}c"}) in found.out
    assert found.inn == [({"type": "uri", "value": f"{E}a"}, f"{E}p")]
    assert found.out_counts == {f"{E}p": 1, f"{E}q": 1} and found.in_counts == {f"{E}p": 1}
    assert found.labels[f"{E}a"] == {"en": "Alif", "ar": "\u0623\u0644\u0641"}
    assert found.labels[f"{E}p"] == {"": "pee"}
    assert found.out[1][1]["datatype"] == "http://www.w3.org/2001/XMLSchema#integer"


def test_describe_resource_takes_first_of_each_predicate(engine: EmbeddedEngine) -> None:
    found = engine.describe_resource(f"{E}a", 1)
    assert [predicate for predicate, _ in found.out] == sorted(found.out_counts)
    assert found.out_counts["http://www.w3.org/2000/01/rdf-schema#label"] == 2


def test_fifty_queries_at_once_are_all_right(ask: Ask) -> None:
    texts = [f"SELECT ?o WHERE {{ <{E}n/{i}> <{E}value> ?o }}" for i in range(50)]
    with ThreadPoolExecutor(50) as pool:
        assert list(pool.map(ask, texts)) == [f"o\r\n{i}\r\n" for i in range(50)]


@pytest.mark.parametrize("mebibytes", [4096, 0])
def test_files_with_graph_iris_load_and_blank_nodes_stay_apart(tmp_path: Path, mebibytes: int) -> None:
    (tmp_path / "a.ttl").write_text("_:x <x:p> _:x . <x:s> <x:p> 1 .")
    (tmp_path / "b.nt").write_text('_:x <x:p> _:x .\n<x:s> <x:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n')
    (tmp_path / "c.rdf").write_bytes(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="x:">'
        b'<rdf:Description rdf:about="x:s"><x:q>1</x:q></rdf:Description></rdf:RDF>'
    )
    files = [(tmp_path / "a.ttl", "x:a"), (tmp_path / "b.nt", "x:b"), (tmp_path / "c.rdf", None)]
    with EmbeddedEngine.start(files, Limits(workers=1), storage=Storage(mebibytes)) as engine:
        assert engine.loaded["triples"] == 4 and engine.loaded["graphs"] == ["x:a", "x:b"]
        query = Query("SELECT (COUNT(*) AS ?n) FROM <x:a> FROM <x:b> { ?s ?p ?o }", "csv")
        assert whole(engine.answer(query)) == b"n\r\n3\r\n"


@pytest.mark.parametrize("mebibytes", [4096, 0])
@pytest.mark.parametrize("name", ["missing.nq", "broken.ttl", "odd.docx"])
def test_data_that_cannot_be_loaded_is_told(tmp_path: Path, name: str, mebibytes: int) -> None:
    if name != "missing.nq":
        (tmp_path / name).write_text("this is not turtle")
    with pytest.raises(EngineUnavailable, match="could not load"):
        EmbeddedEngine.start([(tmp_path / name, None)], Limits(), storage=Storage(mebibytes))
