"""What the software passes of the W3C's tests, as the run of its own tests wrote it down.

Evaluation and Report Language 1.0 (EARL). The document is part of the software (`quality/conformance.ttl`), with its
date and version; a release takes it over under an address of its own. Runs no test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import rdflib

EARL = rdflib.Namespace("http://www.w3.org/ns/earl#")
SPARQL_11 = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"


@dataclass(frozen=True)
class Conformance:
    """The document under one address: its graph, the software's IRI, when and in which version it was tested."""

    graph: rdflib.Graph
    software: str
    date: str
    version: str

    def suites(self) -> Mapping[str, tuple[int, int, list[str]]]:
        """Return, by suite, how many tests pass, to how many it applies, and which fail, with the reason."""
        found: dict[str, tuple[int, int, list[str]]] = {}
        for assertion, test in sorted(self.graph.subject_objects(EARL.test), key=lambda pair: str(pair[1])):
            folder, _, name = str(test).removeprefix(SPARQL_11).partition("/manifest#")
            result = self.graph.value(assertion, EARL.result)
            outcome = self.graph.value(result, EARL.outcome)
            passed, applied, failing = found.setdefault(folder, (0, 0, []))
            if outcome == EARL.inapplicable:
                continue
            if outcome != EARL.passed:
                reason = self.graph.value(result, rdflib.DCTERMS.description)
                failing.append(f"{name}: {reason}" if reason else name)
            found[folder] = passed + (outcome == EARL.passed), applied + 1, failing
        return found

    def ntriples(self) -> bytes:
        """Return the document in N-Triples."""
        return self.graph.serialize(format="nt", encoding="utf-8")


@cache
def conformance(address: str) -> Conformance:
    """Return the document with its names below `address`."""
    text = files("hasila.quality").joinpath("conformance.ttl").read_text(encoding="utf-8")
    graph = rdflib.Graph().parse(data=text, format="turtle", publicID=address)
    software = next(graph.subjects(rdflib.RDF.type, EARL.Software))
    return Conformance(
        graph,
        str(software),
        str(graph.value(software, rdflib.DCTERMS.date)),
        str(graph.value(software, rdflib.DCTERMS.hasVersion)),
    )
