"""The shapes and rules of the release, and what its validation report says of each.

SHACL sections 2 and 3.6; the files are those the release holds. Read once per release; shows nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rdflib import DCTERMS, RDF, RDFS, SH, XSD, Graph, Literal, URIRef

from hasila.rdf.formats import Format
from hasila.rdf.languages import Text
from hasila.rdf.saved_queries import read_metadata, texts
from hasila.vocabularies import RULES, SHAPES
from hasila.vocabularies.naming import named_iris
from hasila.vocabularies.shapes import Shape, read_shapes
from hasila.web import serialising
from hasila.web.asking import once
from hasila.web.site import site

_REPORT = "validation/report.json"


@dataclass(frozen=True)
class Rule:
    """One rule: its IRI, name, words, severity, where it comes from, its query, and the terms that the query names."""

    iri: str
    name: str
    title: Text
    message: Text
    severity: str
    source: str
    query: str
    terms: frozenset[str]


@dataclass(frozen=True)
class Demands:
    """What must hold: shapes and rules in order, the graph of both, and the findings of the report by what found them."""

    shapes: tuple[Shape, ...]
    rules: tuple[Rule, ...]
    graph: Graph
    findings: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    validated: bool = False

    def on_class(self, iri: str) -> list[Shape]:
        """Return the shapes for the resources of a class."""
        return [shape for shape in self.shapes if ("targetClass", iri) in _targets(shape)]

    def on_property(self, iri: str) -> list[tuple[Shape, list[Shape]]]:
        """Return the shapes that ask something of a property, each with the property shapes that do."""
        found = ((shape, [p for p in shape.every if p.path and iri in p.path.predicates]) for shape in self.shapes)
        return [(shape, asking) for shape, asking in found if asking or _aims(shape, iri)]

    def naming(self, iri: str) -> list[Rule]:
        """Return the rules whose query names a term."""
        return [rule for rule in self.rules if iri in rule.terms]


def _targets(shape: Shape) -> set[tuple[str, str]]:
    return {(kind, str(term["value"])) for kind, term in shape.targets}


def _aims(shape: Shape, iri: str) -> bool:
    return bool({("targetSubjectsOf", iri), ("targetObjectsOf", iri)} & _targets(shape))


def has_shapes() -> bool:
    """Tell whether the release holds shapes or rules."""
    return any(name.startswith(f"{SHAPES}/") for name in site().release.files)


@once
def demands() -> Demands:
    """Return what must hold in the release; raises ReleaseInvalid when its files have gone."""
    release, base = site().release, site().publication.base
    graph = Graph(bind_namespaces="none")
    rules = []
    for name in sorted(release.files):
        if name.startswith(f"{RULES}/") and name.endswith(".rq"):
            rules.append(_rule(name, release.file(name).read_text(encoding="utf-8"), base))
        elif name.startswith(f"{SHAPES}/") and name.endswith(".ttl"):
            graph.parse(data=release.file(name).read_bytes(), format="turtle", publicID=base)
    shapes = tuple(read_shapes(graph, f"{base}{SHAPES}/"))
    for rule in rules:
        _describe(graph, rule)
    validated = _REPORT in release.files
    found: dict[str, list[Mapping[str, Any]]] = {}
    if validated:
        for finding in json.loads(release.file(_REPORT).read_bytes())["findings"]:
            found.setdefault(finding["source"], []).append(finding)
    return Demands(shapes, tuple(rules), graph, found, validated)


def _rule(path: str, text: str, base: str) -> Rule:
    facts = read_metadata(text)
    name = path.removeprefix(f"{RULES}/").removesuffix(".rq")
    query = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))
    return Rule(
        f"{base}{RULES}/{name}", name, texts(facts, "title"), texts(facts, "message"), facts.get("severity", "Violation"),
        facts.get("source", ""), query.strip() + "\n", named_iris(text),
    )  # fmt: skip


def _describe(graph: Graph, rule: Rule) -> None:
    """Add what a rule says of itself; SHACL section 8: a SELECT that returns what does not hold."""
    subject = URIRef(rule.iri)
    graph.add((subject, RDF.type, SH.SPARQLSelectExecutable))
    for name, words in ((RDFS.label, rule.title), (SH.message, rule.message)):
        for language, text in words.items():
            graph.add((subject, name, Literal(text, lang=language)))
    graph.add((subject, SH.severity, SH[rule.severity]))
    graph.add((subject, SH.select, Literal(rule.query, datatype=XSD.string)))
    if rule.source:
        graph.add((subject, DCTERMS.source, Literal(rule.source)))


def serialised(form: Format, subjects: Iterable[str] = ()) -> bytes:
    """Return all shapes and rules, or those named with what has no name of its own, in one of the RDF formats."""
    whole = demands().graph
    chosen = Graph()
    for part in [whole.cbd(URIRef(subject)) for subject in subjects] or [whole]:
        chosen += part
    return serialising.serialised(chosen, form, {"sh": str(SH), **site().publication.prefixes})
