"""What the checks of an ontology have in common: the ontology under test, one check, and its outcome.

The words of the checks stand in `ontology_checks.toml`. The checks themselves are in `foops` and `oops`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node


@dataclass(frozen=True)
class Ontology:
    """An ontology: its graph, with alignments where it has them, and its IRI, which its terms' IRIs begin with."""

    graph: Graph
    iri: URIRef

    @cached_property
    def classes(self) -> Sequence[URIRef]:
        """The classes that it defines, sorted."""
        return self._own(OWL.Class, RDFS.Class)

    @cached_property
    def object_properties(self) -> Sequence[URIRef]:
        """The object properties that it defines, sorted."""
        return self._own(OWL.ObjectProperty)

    @cached_property
    def properties(self) -> Sequence[URIRef]:
        """The object and datatype properties that it defines, sorted."""
        return self._own(OWL.ObjectProperty, OWL.DatatypeProperty)

    @property
    def terms(self) -> Sequence[URIRef]:
        """Its classes and properties."""
        return [*self.classes, *self.properties]

    def _own(self, *kinds: URIRef) -> list[URIRef]:
        found = {s for kind in kinds for s in self.graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
        return sorted(term for term in found if term.startswith(self.iri) and term != self.iri)

    def has(self, subject: Node, *paths: URIRef) -> bool:
        """Tell whether any of the properties stands on the subject."""
        return any((subject, path, None) in self.graph for path in paths)


Check = Callable[[Ontology], Sequence[str]]
"""Returns what is wrong: IRIs of terms, or names of what is missing. Empty when the check passes."""


@dataclass(frozen=True)
class Outcome:
    """What a check found: nothing where it passed; `found` is None where it cannot be made without a network."""

    key: str
    found: Sequence[str] | None

    @property
    def passed(self) -> bool:
        """Whether the check was made and found nothing."""
        return self.found is not None and not self.found


@cache
def words() -> Mapping[str, Mapping[str, Any]]:
    """Return what is told of each check, by `foops` and `oops` and its key: its label, and a pitfall's severity."""
    return tomllib.loads(files("hasila.quality").joinpath("ontology_checks.toml").read_text(encoding="utf-8"))


def run(family: str, checks: Mapping[str, Check], ontology: Ontology) -> list[Outcome]:
    """Return the outcome of every check there are words for, in their order; those without code were not made."""
    return [Outcome(key, list(map(str, checks[key](ontology))) if key in checks else None) for key in words()[family]]
