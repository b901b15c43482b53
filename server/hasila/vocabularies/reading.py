"""Values of an RDF graph as people read them: texts by language, IRIs in order, local names.

RDF 1.1 Concepts, sections 3.2 and 3.3. Knows no vocabulary; the graph is at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from hasila.rdf.languages import Text


def text_of(graph: Graph, subject: Node, *properties: URIRef) -> Text:
    """Return the text of the first of the properties that has one, by language ("" for none); empty without any."""
    for name in properties:
        found = texts_of(graph, subject, name)
        if found:
            return found[0]
    return {}


def texts_of(graph: Graph, subject: Node, name: URIRef) -> tuple[Text, ...]:
    """Return the texts of a property: the first of each language together, then the second of each, and so on."""
    by_language: dict[str, list[str]] = {}
    for value in sorted(o for o in graph.objects(subject, name) if isinstance(o, Literal)):
        by_language.setdefault(value.language or "", []).append(str(value))
    most = max(map(len, by_language.values()), default=0)
    return tuple({tag: texts[i] for tag, texts in by_language.items() if i < len(texts)} for i in range(most))


def iris_of(graph: Graph, subject: Node, *properties: URIRef) -> tuple[str, ...]:
    """Return the IRIs that the properties lead to, sorted, each once."""
    return distinct(str(o) for name in properties for o in graph.objects(subject, name) if isinstance(o, URIRef))


def subjects_of(graph: Graph, name: URIRef, value: Node) -> tuple[str, ...]:
    """Return the IRIs that lead to `value` by a property, sorted, each once."""
    return distinct(str(s) for s in graph.subjects(name, value) if isinstance(s, URIRef))


def distinct(iris: Iterable[str]) -> tuple[str, ...]:
    """Return the IRIs sorted, each once."""
    return tuple(sorted(set(iris)))


def is_true(graph: Graph, subject: Node, name: URIRef) -> bool:
    """Tell whether the property has the value true (XSD 1.1 part 2, section 3.3.2: `true` or `1`)."""
    return any(isinstance(o, Literal) and str(o) in ("true", "1") for o in graph.objects(subject, name))


def items_of(graph: Graph, head: Node | None) -> list[Node]:
    """Return the members of an RDF list in order; of a list that leads back to itself each cell once."""
    items: list[Node] = []
    seen: set[Node] = set()
    while head is not None and head != RDF.nil and head not in seen:
        seen.add(head)
        items += list(graph.objects(head, RDF.first))[:1]
        head = graph.value(head, RDF.rest)
    return items


def local_name(iri: str, namespaces: Sequence[str]) -> str:
    """Return what stands after the first of the namespaces that fits, else after the last `#` or `/`."""
    for namespace in namespaces:
        if namespace and iri.startswith(namespace) and iri != namespace:
            return iri[len(namespace) :]
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :] or iri
