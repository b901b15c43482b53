"""One resource read straight from the indexes: its triples, what points at it, and the labels of all it mentions.

SPARQL 1.1 Query Language, section 16.4 leaves open what a description is: here, the triples with that subject.
Runs in a worker; composes no query text from anything but a checked IRI.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from hasila.engine.backend import Output
from hasila.engine.evaluation import write
from hasila.engine.loading import Stock
from hasila.errors import BadRequest, NotFound

_SORTED = 5_000
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def describe(stock: Stock, iri: str, format_name: str, prefixes: Mapping[str, str], output: Output) -> None:
    """Write the triples with that subject, sorted by predicate and object; raises NotFound when there are none."""
    quads = sorted(stock.union.quads_for_pattern(_subject(iri), None, None, DefaultGraph()), key=_order)
    if not quads:
        raise NotFound(f"Nothing is said about <{iri}>.", iri=iri)
    triples = [quad.triple for quad in quads]
    iris = {part.value for triple in triples for part in triple if isinstance(part, NamedNode)}
    iris |= {triple.object.datatype.value for triple in triples if isinstance(triple.object, Literal)}
    used = {name: space for name, space in prefixes.items() if any(value.startswith(space) for value in iris)}
    write(triples, format_name, used, output)


def describe_resource(stock: Stock, iri: str, limit: int, label_properties: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a ResourceDescription as JSON values; raises NotFound when no triple has the IRI at an end.

    At most `limit` per predicate; these are the first in sorted order while a predicate has up to 5,000 of them,
    beyond that the first in the order of the store.
    """
    store, subject = stock.union, _subject(iri)
    out_counts = _count(store, "SELECT ?p (COUNT(*) AS ?n) WHERE { %s ?p ?x } GROUP BY ?p", subject)
    in_counts = _count(store, "SELECT ?p (COUNT(*) AS ?n) WHERE { ?x ?p %s } GROUP BY ?p", subject)
    if not out_counts and not in_counts:
        raise NotFound(f"Nothing is said about <{iri}>.", iri=iri)
    outgoing: list[Quad] = []
    incoming: list[Quad] = []
    for predicate, count in out_counts.items():
        found = store.quads_for_pattern(subject, NamedNode(predicate), None, DefaultGraph())
        outgoing += _first(found, count, limit)
    for predicate, count in in_counts.items():
        found = store.quads_for_pattern(None, NamedNode(predicate), subject, DefaultGraph())
        incoming += _first(found, count, limit)
    mentioned: dict[str, None] = {iri: None}
    for quad in (*outgoing, *incoming):
        mentioned.update((part.value, None) for part in quad.triple if isinstance(part, NamedNode))
    return {
        "iri": iri,
        "out": [(quad.predicate.value, to_json(quad.object)) for quad in outgoing],
        "inn": [(to_json(quad.subject), quad.predicate.value) for quad in incoming],
        "out_counts": out_counts,
        "in_counts": in_counts,
        "labels": _labels(store, mentioned, [NamedNode(name) for name in label_properties]),
    }


def to_json(term: NamedNode | BlankNode | Literal | Triple) -> dict[str, object]:
    """Return the term as SPARQL 1.1 Query Results JSON writes it (section 3.2.2)."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        if term.datatype.value == _XSD_STRING:
            return {"type": "literal", "value": term.value}
        return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    parts = {"subject": to_json(term.subject), "predicate": to_json(term.predicate), "object": to_json(term.object)}
    return {"type": "triple", "value": parts}


def _subject(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise NotFound(f"{iri!r} is not an absolute IRI, so nothing is said about it.", iri=iri) from None


def _order(quad: Quad) -> tuple[bool, str, str, str]:
    # rdf:type first, as every Turtle writer has it.
    return quad.predicate.value != _RDF + "type", quad.predicate.value, str(quad.object), str(quad.subject)


def _count(store: Store, template: str, term: NamedNode) -> dict[str, int]:
    rows = store.query(template % term)
    if not isinstance(rows, QuerySolutions):
        raise BadRequest("The counting query is no SELECT.")
    counts = {row["p"].value: int(row["n"].value) for row in rows if row["p"] is not None}
    return dict(sorted(counts.items(), key=lambda pair: (pair[0] != _RDF + "type", pair[0])))


def _first(quads: Iterable[Quad], count: int, limit: int) -> list[Quad]:
    if count <= _SORTED:
        return sorted(quads, key=_order)[:limit]
    return sorted(islice(quads, limit), key=_order)


def _labels(store: Store, iris: Iterable[str], properties: Sequence[NamedNode]) -> dict[str, dict[str, str]]:
    """Return the labels per IRI and language; an earlier property wins, then the first in alphabetical order."""
    labels: dict[str, dict[str, str]] = {}
    for iri in iris:
        found: dict[str, str] = {}
        for label_property in properties:
            quads = store.quads_for_pattern(NamedNode(iri), label_property, None, DefaultGraph())
            texts = [quad.object for quad in quads if isinstance(quad.object, Literal)]
            for text in sorted(texts, key=lambda literal: literal.value):
                found.setdefault(text.language or "", text.value)
        if found:
            labels[iri] = found
    return labels
