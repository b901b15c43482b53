"""A release published to a store: its named graphs put there one by one, what is no longer published taken away, all counted.

SPARQL 1.1 Graph Store HTTP Protocol, section 5.3 (PUT replaces, so a repeated run ends in the same state); SPARQL 1.1 Update,
sections 3.1 and 3.2. Changes nothing in the release.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from http.client import HTTPException
from itertools import islice
from pathlib import Path
from typing import IO, Any

from SPARQLWrapper import JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from hasila.errors import ReleaseInvalid, StoreDiffers, StoreRefused, StoreUnavailable
from hasila.publication.graph_store import GraphStore
from hasila.rdf.formats import NQUADS
from hasila.release import Release

_PIECE = 1000
"""Triples of one INSERT DATA: Virtuoso 7 takes that many, and refuses 5,000."""
_DURATION = re.compile(
    r'(?P<begin><[^>]*> <[^>]*>) (?P<text>"[^"]*")\^\^(?P<datatype><http://www\.w3\.org/2001/XMLSchema#\w*[dD]uration>) \.\n'
)
_BLANK = re.compile(rb"_:|<[^>]*> <[^>]*> _:")
_COUNTS = """SELECT ?g (COUNT(*) AS ?n)
WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{base}")) }} GROUP BY ?g"""
_PATIENCE = 120

Progress = Callable[[str], None]


def publish(
    release: Release, store: GraphStore, endpoints: Sequence[str], progress: Progress, *, update: bool = False
) -> None:
    """Make the store hold the release's named graphs and no other graph below the publication's base.

    `endpoints` are where the store answers queries; `update` sends SPARQL updates instead of whole graphs. May be broken
    off and repeated. Raises StoreUnavailable, StoreRefused, StoreDiffers when the counts are not those of the release,
    and ReleaseInvalid.
    """
    release.verify()
    target = _ByUpdate(store) if update else _ByGraph(store)
    store.probe(update=update)
    twice = sum(_triples(release).values()) - release.publication.triples
    if twice:
        progress(f"{twice} triples stand in several graphs; a store may count them as often where it joins graphs")
    with tempfile.TemporaryDirectory(prefix="hasila-") as folder:
        for iri, path in _split(release, Path(folder)).items():
            progress(f"{iri}: {_triples(release)[iri]} triples")
            target.replace(iri, path)
    for endpoint in endpoints:
        for iri in sorted(set(_counts(endpoint, release.publication.base)) - set(_triples(release))):
            progress(f"{iri}: no longer published, removed")
            target.remove(iri)
    for endpoint in endpoints:
        _check(endpoint, release)


class _ByGraph:
    """Whole graphs, by PUT and DELETE."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def replace(self, iri: str, path: Path) -> None:
        with path.open("rb") as content:
            self._store.put(iri, content, path.stat().st_size)

    def remove(self, iri: str) -> None:
        self._store.delete(iri)


class _ByUpdate:
    """Updates of bounded size: readers see the graph go and grow, for Virtuoso 7 cannot MOVE a million triples at once."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def replace(self, iri: str, path: Path) -> None:
        self.remove(iri)
        with path.open("rb") as content:
            for piece in _pieces(content, iri):
                data = _DURATION.sub("", piece)
                self._store.update(f"INSERT DATA {{ GRAPH <{iri}> {{\n{data}}} }}")
                for triple in _DURATION.finditer(piece):
                    self._store.update(_insertion(iri, triple))

    def remove(self, iri: str) -> None:
        self._store.update(f"DROP SILENT GRAPH <{iri}>")


def _insertion(graph: str, triple: re.Match[str]) -> str:
    """Return the update that inserts a triple whose object is a duration: Virtuoso 7 takes no such literal as data."""
    value = f"STRDT({triple['text']}, {triple['datatype']})"
    return f"INSERT {{ GRAPH <{graph}> {{ {triple['begin']} ?value }} }} WHERE {{ BIND({value} AS ?value) }}"


def _split(release: Release, folder: Path) -> dict[str, Path]:
    """Return a file of N-Triples for each named graph, made from the complete dump."""
    paths = {iri: folder / f"{number}.nt" for number, iri in enumerate(_triples(release))}
    with ExitStack() as stack:
        files: dict[bytes, IO[bytes]] = {
            f"<{iri}>".encode(): stack.enter_context(path.open("wb")) for iri, path in paths.items()
        }
        for number, line in enumerate(stack.enter_context(release.dump(NQUADS).open("rb")), 1):
            triple, _, graph = line.rstrip(b" .\n").rpartition(b" ")
            if graph not in files:
                raise ReleaseInvalid(f"{release.dump(NQUADS)}, line {number}: it belongs to no published graph.",
                                     path=str(release.path), file=release.dump(NQUADS).name)  # fmt: skip
            files[graph].write(triple + b" .\n")
    return paths


def _pieces(content: IO[bytes], iri: str) -> Iterator[str]:
    while lines := list(islice(content, _PIECE)):
        if any(_BLANK.match(line) for line in lines):
            # Each update would make another node of it.
            raise StoreRefused(
                f"<{iri}> holds blank nodes, which updates in pieces would split: publish without --update."
            )
        yield b"".join(lines).decode()


def _triples(release: Release) -> Mapping[str, int]:
    return {graph.iri: graph.triples for graph in release.publication.graphs}


def _check(endpoint: str, release: Release) -> None:
    found = _counts(endpoint, release.publication.base)
    expected = {iri: count for iri, count in _triples(release).items() if count}
    wrong = sorted(iri for iri in {*found, *expected} if found.get(iri) != expected.get(iri))
    if wrong:
        told = "; ".join(f"<{iri}> {found.get(iri, 0)} instead of {expected.get(iri, 0)}" for iri in wrong)
        raise StoreDiffers(f"{endpoint} holds other numbers of triples: {told}.", endpoint=endpoint, graphs=wrong)


def _counts(endpoint: str, base: str) -> dict[str, int]:
    """Return the graphs below the base and how many triples each has."""
    wrapper = SPARQLWrapper(endpoint, returnFormat=JSON)
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.setTimeout(_PATIENCE)
    wrapper.setQuery(_COUNTS.format(base=base))
    try:
        with wrapper.query().response as response:
            answer: Any = json.load(response)
        rows = answer["results"]["bindings"]
        # Some answer a count over nothing with a row that names no graph.
        return {row["g"]["value"]: int(row["n"]["value"]) for row in rows if "g" in row}
    except (OSError, HTTPException, SPARQLWrapperException, ValueError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())[:300]
        raise StoreUnavailable(f"{endpoint} does not answer queries: {reason}", url=endpoint) from error
