"""Conformance of metadata to DCAT-AP 3.0.1: which properties a resource must have, how often, and of what kind.

The base constraints of the application profile (DCAT-AP 3.0.1, the tables of its chapter on classes), read from
`dcat_ap.toml`. Ranges by class and controlled vocabularies are not checked here; `mqa` scores the latter.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rdflib import DCTERMS, RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from hasila.quality.names import DCAT, SPDX, compact, expand

_ROW = re.compile(r"(\d+)\.\.(\d+|\*) (\w+)")
_DATES = frozenset({XSD.date, XSD.dateTime, XSD.gYear, XSD.gYearMonth})
_PARTS = (DCAT.distribution, DCAT.accessService, DCAT.contactPoint, DCAT.inSeries, DCTERMS.creator, DCTERMS.publisher,
          DCTERMS.spatial, DCTERMS.temporal, SPDX.checksum)  # fmt: skip
"""What leads from a dataset to the resources that describe it."""


@dataclass(frozen=True)
class Rule:
    """How often a property stands on a resource of a class (`most` is None where it may stand any number of times)."""

    path: URIRef
    least: int
    most: int | None
    kind: str


@dataclass(frozen=True)
class Departure:
    """One place where metadata depart from the profile: `what` is missing, repeated or kind (then `wanted` tells it)."""

    focus: Node
    path: URIRef
    what: str
    wanted: str
    value: Node | None = None

    def __str__(self) -> str:
        """Return the property with what is wrong with it, as a message names it."""
        return f"{compact(self.path)} ({self.what}: {self.wanted})"


@cache
def rules() -> Mapping[URIRef, tuple[Rule, ...]]:
    """Return the rules of each class, in the order of the table."""
    table = tomllib.loads(files("hasila.quality").joinpath("dcat_ap.toml").read_text(encoding="utf-8"))
    return {expand(name): tuple(_rule(path, row) for path, row in rows.items()) for name, rows in table.items()}


def _rule(path: str, row: str) -> Rule:
    found = _ROW.fullmatch(row)
    assert found, row
    return Rule(expand(path), int(found[1]), None if found[2] == "*" else int(found[2]), found[3])


def departures(graph: Graph, nodes: Iterable[Node] | None = None) -> list[Departure]:
    """Return where the nodes depart from the profile of their classes; without `nodes`, where any resource does."""
    wanted = None if nodes is None else set(nodes)
    found = []
    for kind, of_class in rules().items():
        for focus in graph.subjects(RDF.type, kind, unique=True):
            if wanted is None or focus in wanted:
                found += [departure for rule in of_class for departure in _check(graph, focus, rule)]
    return found


def described_by(graph: Graph, dataset: Node) -> set[Node]:
    """Return the dataset and the resources that describe it, some steps away: distributions, checksums, agents, places."""
    known: set[Node] = set()
    waiting = [dataset]
    while waiting:
        node = waiting.pop()
        if node not in known and not isinstance(node, Literal):
            known.add(node)
            waiting += [obj for path in _PARTS for obj in graph.objects(node, path)]
    return known


def _check(graph: Graph, focus: Node, rule: Rule) -> Iterator[Departure]:
    values = list(graph.objects(focus, rule.path))
    if len(values) < rule.least:
        yield Departure(focus, rule.path, "missing", f"{rule.least}..")
    if rule.most is not None and len(values) > rule.most:
        yield Departure(focus, rule.path, "repeated", f"..{rule.most}")
    yield from (Departure(focus, rule.path, "kind", rule.kind, v) for v in values if not _fits(v, rule.kind))


def _fits(value: Node, kind: str) -> bool:
    match kind:
        case "any":
            return True
        case "iri":
            return isinstance(value, URIRef)
        case "node":
            return isinstance(value, URIRef | BNode)
        case "literal":
            return isinstance(value, Literal)
        case "date":
            return isinstance(value, Literal) and value.datatype in _DATES and not value.ill_typed
        case _:
            return isinstance(value, Literal) and value.datatype == XSD[kind] and not value.ill_typed
