"""One resource read from a store: its triples, what points at it, and the labels of all it mentions.

SPARQL 1.1 Query Language, section 16.4 leaves open what a description is: here, the triples with that subject.
Runs in a worker; how a store is read is for a `Reader`, and no reader is given anything but a checked IRI.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from hasila.engine.backend import Output
from hasila.engine.evaluation import write
from hasila.errors import NotFound

SORTED = 5_000
"""Up to so many triples of one predicate are sorted before the first ones are taken."""
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Reader(Protocol):
    """Reads the default graph of one store."""

    def about(self, subject: NamedNode) -> Iterable[Triple]:
        """Return the triples with that subject."""

    def count(self, node: NamedNode, *, incoming: bool) -> Mapping[str, int]:
        """Return how many triples of each predicate have the node as subject or, incoming, as object."""

    def triples(
        self, node: NamedNode, counts: Mapping[str, int], limit: int, *, incoming: bool
    ) -> Iterable[tuple[str, Iterable[Triple]]]:
        """Return predicates and their triples with the node at that end; `limit` are enough of more than SORTED."""

    def labels(self, iris: Sequence[str], properties: Sequence[str]) -> Iterable[tuple[str, str, Literal]]:
        """Return resource, property and label for every label that the resources have."""


def describe(reader: Reader, iri: str, format_name: str, prefixes: Mapping[str, str], output: Output) -> None:
    """Write the triples with that subject, sorted by predicate and object; raises NotFound when there are none."""
    triples = sorted(reader.about(_subject(iri)), key=_order)
    if not triples:
        raise NotFound(f"Nothing is said about <{iri}>.", iri=iri)
    iris = {part.value for triple in triples for part in triple if isinstance(part, NamedNode)}
    iris |= {triple.object.datatype.value for triple in triples if isinstance(triple.object, Literal)}
    used = {name: space for name, space in prefixes.items() if any(value.startswith(space) for value in iris)}
    write(triples, format_name, used, output)


def describe_resource(reader: Reader, iri: str, limit: int, label_properties: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a ResourceDescription as JSON values; raises NotFound when no triple has the IRI at an end.

    At most `limit` per predicate; these are the first in sorted order while a predicate has up to 5,000 of them,
    beyond that the first in the order of the store.
    """
    node = _subject(iri)
    out_counts, in_counts = (_in_order(reader.count(node, incoming=incoming)) for incoming in (False, True))
    if not out_counts and not in_counts:
        raise NotFound(f"Nothing is said about <{iri}>.", iri=iri)
    outgoing, incoming = (
        _first(reader.triples(node, counts, limit, incoming=inward), counts, limit)
        for counts, inward in ((out_counts, False), (in_counts, True))
    )
    mentioned: dict[str, None] = {iri: None}
    for triple in (*outgoing, *incoming):
        mentioned.update((part.value, None) for part in triple if isinstance(part, NamedNode))
    return {
        "iri": iri,
        "out": [(triple.predicate.value, to_json(triple.object)) for triple in outgoing],
        "inn": [(to_json(triple.subject), triple.predicate.value) for triple in incoming],
        "out_counts": out_counts,
        "in_counts": in_counts,
        "labels": _chosen(reader.labels(list(mentioned), label_properties), label_properties),
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


def _order(triple: Triple) -> tuple[bool, str, str, str]:
    # rdf:type first, as every Turtle writer has it.
    return triple.predicate.value != _RDF + "type", triple.predicate.value, str(triple.object), str(triple.subject)


def _in_order(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (pair[0] != _RDF + "type", pair[0])))


def _first(found: Iterable[tuple[str, Iterable[Triple]]], counts: Mapping[str, int], limit: int) -> list[Triple]:
    by_predicate = dict(found)
    first: list[Triple] = []
    for predicate in counts:
        first += sorted(by_predicate.get(predicate, ()), key=_order)[:limit]
    return first


def _chosen(found: Iterable[tuple[str, str, Literal]], properties: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the labels per IRI and language; an earlier property wins, then the first in alphabetical order."""
    rank = {name: number for number, name in enumerate(properties)}
    ordered = sorted(found, key=lambda label: (label[0], rank[label[1]], label[2].value))
    labels: dict[str, dict[str, str]] = {}
    for iri, group in groupby(ordered, key=lambda label: label[0]):
        labels[iri] = {}
        for _, _, text in group:
            labels[iri].setdefault(text.language or "", text.value)
    return labels
