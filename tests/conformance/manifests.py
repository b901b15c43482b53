"""The W3C's SPARQL 1.1 test manifests, read as cases.

Vocabulary of the W3C test manifests (mf:, qt:). All material stands beside the repository and is not part of it; IRIs are
given a base of our own, so that no path of a machine enters a result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.collection import Collection

BASE = "http://conformance.example/"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
FOLDERS = (
    "aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions", "grouping", "json-res",
    "negation", "project-expression", "property-path", "subquery", "syntax-query",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One test: its kind (local name of its type), and the files of query, data, named graphs and result."""

    name: str
    kind: str
    query: Path
    data: tuple[str, ...]
    graphs: tuple[str, ...]
    result: Path | None

    @property
    def base(self) -> str:
        """The IRI that relative IRIs of the query are resolved against."""
        return f"{BASE}{self.query.parent.name}/{self.query.name}"


def iter_cases(root: Path) -> Iterator[Case]:
    """Yield the cases of all folders in their order."""
    for folder in FOLDERS:
        graph = rdflib.Graph().parse(
            root / folder / "manifest.ttl", format="turtle", publicID=f"{BASE}{folder}/manifest.ttl"
        )
        for entries in graph.objects(None, MF.entries):
            for test in Collection(graph, entries):
                if (test, rdflib.RDF.type, None) in graph:
                    yield _case(root, folder, graph, test)


def _case(root: Path, folder: str, graph: rdflib.Graph, test: rdflib.term.Node) -> Case:
    action = graph.value(test, MF.action)
    query = graph.value(action, QT.query) or action
    result = graph.value(test, MF.result)
    return Case(
        name=f"{folder}/{str(test).rpartition('#')[2]}",
        kind=str(graph.value(test, rdflib.RDF.type)).rpartition("#")[2],
        query=path_of(root, str(query)),
        data=tuple(sorted(map(str, graph.objects(action, QT.data)))),
        graphs=tuple(sorted(map(str, graph.objects(action, QT.graphData)))),
        result=None if result is None else path_of(root, str(result)),
    )


def path_of(root: Path, iri: str) -> Path:
    """Return the file that an IRI of a manifest stands for."""
    return root / iri.removeprefix(BASE)


def data_files(root: Path) -> list[tuple[Path, str]]:
    """Return every data file of the cases with the IRI of the graph it is to be loaded into."""
    iris = sorted({iri for case in iter_cases(root) for iri in (*case.data, *case.graphs)})
    return [(path_of(root, iri), iri) for iri in iris]
