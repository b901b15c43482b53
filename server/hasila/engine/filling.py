"""Fills a store on disk: `python -m hasila.engine.filling`, a short-lived process that nothing is forked from.

Each statement is written twice, in its graph and in the default graph, as `loading` does in memory. Its orders are one line of
JSON on standard input, its report one on standard output, its progress lines on standard error.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store, parse

from hasila.engine.formats import format_of
from hasila.engine.sandbox import die_with

_BATCH = 125_000
"""So many statements, twice each, are sorted in memory at a time."""
_SILENCE = 3.0


@dataclass
class _Quads:
    """The quads to be written for the files; counts the statements, and notes whether some stand in no named graph."""

    files: Sequence[tuple[Path, str | None]]
    statements: int = 0
    loose: bool = False

    def __iter__(self) -> Iterator[Quad]:
        default = DefaultGraph()
        for path, iri in self.files:
            graph = None if iri is None else NamedNode(iri)
            # Blank nodes are renamed, for the labels of one file mean nothing in another.
            for quad in parse(path=path, format=format_of(path), rename_blank_nodes=True):
                self.statements += 1
                subject, predicate, value = quad.triple
                yield Quad(subject, predicate, value)
                if quad.graph_name != default:
                    yield quad
                elif graph is not None:
                    yield Quad(subject, predicate, value, graph)
                else:
                    self.loose = True


def fill(folder: Path, files: Sequence[tuple[Path, str | None]], expected: int) -> dict[str, Any]:
    """Write the files into a new store in that folder; return the other fields of its Stock.

    `expected` statements are told as what the progress goes towards. Raises what parsing and writing raise.
    """
    store = Store(folder)
    quads = _Quads(files)
    source = iter(quads)
    told = time.monotonic()
    for first in source:
        store.bulk_extend(chain([first], islice(source, 2 * _BATCH - 1)))
        if time.monotonic() - told > _SILENCE:
            told = time.monotonic()
            say(f"loading: {quads.statements:,} of about {max(expected, quads.statements):,} statements")
    store.flush()
    triples = _count(store)
    disjoint = not quads.loose and len(store) == 2 * triples
    graphs = sorted(graph.value for graph in store.named_graphs())
    return {"triples": triples, "graphs": graphs, "disjoint": disjoint, "covered": not quads.loose}


def say(text: str) -> None:
    """Say on standard error what is being done; nobody needs to listen."""
    print(f"… {text}", file=sys.stderr, flush=True)


def _count(store: Store) -> int:
    rows = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(rows, QuerySolutions)
    return int(next(iter(rows))["n"].value)


def main() -> int:
    """Fill the store that standard input orders; returns the exit code."""
    orders = json.loads(sys.stdin.readline())
    die_with(orders["parent"])
    files = [(Path(path), graph) for path, graph in orders["files"]]
    try:
        report = fill(Path(orders["folder"]), files, orders["expected"])
    except (OSError, SyntaxError, ValueError) as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), flush=True)
        return 1
    print(json.dumps(report), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
