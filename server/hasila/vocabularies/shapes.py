"""Shapes as a reader meets them: what they are for, what they ask of whom, and what is told where it does not hold.

SHACL sections 2 (shapes, targets, paths) and 4 (core constraint components). Judges no data, and writes no sentences: see
`sentences`. A constraint that is not of SHACL Core is kept under its own name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rdflib import DCTERMS, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from hasila.rdf.languages import Text
from hasila.vocabularies.ontology import as_term
from hasila.vocabularies.reading import is_true, items_of, local_name, text_of

Term = Mapping[str, Any]
"""A term in the form of SPARQL 1.1 Query Results JSON, section 3.2.2."""

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
_VALUES = (
    "class", "datatype", "nodeKind", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive", "pattern", "equals",
    "disjoint", "lessThan", "lessThanOrEquals", "hasValue",
)  # fmt: skip
_COUNTS = ("minCount", "maxCount", "minLength", "maxLength")
_LISTS = ("in", "languageIn")
_SHAPES = ("node", "not", "property")
_SHAPE_LISTS = ("and", "or", "xone")
_DEEPEST = 6
"""Shapes within shapes are told so deep; one that refers to itself would never end."""


@dataclass(frozen=True)
class Path:
    """A property path (section 2.3.1): `kind` is predicate, inverse, sequence, alternative, or how often it repeats."""

    kind: str
    iri: str = ""
    parts: tuple[Path, ...] = ()

    @property
    def predicates(self) -> tuple[str, ...]:
        """The properties it is made of."""
        return (self.iri,) if self.iri else tuple(iri for part in self.parts for iri in part.predicates)


@dataclass(frozen=True)
class Constraint:
    """One thing that is asked: `key` is the parameter's local name, `count` a number, `values` terms, `shapes` inner shapes.

    `flag` is what a pattern's sh:flags or a constraint in SPARQL say beside.
    """

    key: str
    count: int | None = None
    values: tuple[Term, ...] = ()
    shapes: tuple[Shape, ...] = ()
    flag: str = ""


@dataclass(frozen=True)
class Shape:
    """One shape: `iri` is empty for a shape without a name, `path` None for a node shape; `severity` a local name.

    `targets` are (kind, term) pairs. `properties` are the property shapes that a node shape lists.
    """

    iri: str
    name: str
    label: Text
    description: Text
    messages: Text
    severity: str
    path: Path | None = None
    targets: tuple[tuple[str, Term], ...] = ()
    constraints: tuple[Constraint, ...] = ()
    properties: tuple[Shape, ...] = ()
    deactivated: bool = False

    @property
    def every(self) -> Iterator[Shape]:
        """The shape itself and all within it."""
        yield self
        for shape in (*self.properties, *(inner for constraint in self.constraints for inner in constraint.shapes)):
            yield from shape.every


def read_shapes(graph: Graph, base: str) -> list[Shape]:
    """Return the shapes that stand by themselves, sorted by name: those with a target, and node shapes none refers to.

    `base` is what the names of shapes are told below, such as `https://data.example/shapes/`.
    """
    reader = _Reader(graph, base)
    found = {s for s in graph.subjects(RDF.type, SH.NodeShape) if isinstance(s, URIRef)}
    found |= {s for name in TARGETS for s in graph.subjects(SH[name]) if isinstance(s, URIRef)}
    inner = {o for name in (*_SHAPES, "qualifiedValueShape") for o in graph.objects(None, SH[name])}
    inner |= {item for name in _SHAPE_LISTS for head in graph.objects(None, SH[name]) for item in items_of(graph, head)}
    shapes = [reader.shape(node) for node in found]
    return sorted((s for s in shapes if s.targets or URIRef(s.iri) not in inner), key=lambda shape: shape.name)


@dataclass(frozen=True)
class _Reader:
    graph: Graph
    base: str

    def shape(self, node: Node, depth: int = 0) -> Shape:
        graph = self.graph
        iri = str(node) if isinstance(node, URIRef) else ""
        path = graph.value(node, SH.path)
        deep = depth < _DEEPEST
        return Shape(
            iri=iri,
            name=local_name(iri, (self.base,)) if iri else "",
            label=text_of(graph, node, SH.name, RDFS.label, DCTERMS.title),
            description=text_of(graph, node, SH.description, DCTERMS.description, RDFS.comment),
            messages=text_of(graph, node, SH.message),
            severity=local_name(str(graph.value(node, SH.severity) or SH.Violation), (str(SH),)),
            path=None if path is None else self.path(path),
            targets=tuple(self._targets(node)),
            constraints=tuple(self._constraints(node, depth)) if deep else (),
            properties=tuple(self.shape(o, depth + 1) for o in self._inner(node, "property")) if deep else (),
            deactivated=is_true(graph, node, SH.deactivated),
        )

    def _targets(self, node: Node) -> Iterator[tuple[str, Term]]:
        for name in TARGETS:
            yield from ((name, as_term(o)) for o in sorted(self.graph.objects(node, SH[name]), key=str))
        # Section 2.1.3.3: a shape that is a class too is for its instances.
        if (node, RDF.type, RDFS.Class) in self.graph:
            yield "targetClass", as_term(node)

    def _inner(self, node: Node, name: str) -> list[Node]:
        def order(inner: Node) -> tuple[float, str]:
            stated = self.graph.value(inner, SH.order)
            return (float(str(stated)) if stated is not None else 0.0, str(inner))

        return sorted(self.graph.objects(node, SH[name]), key=order)

    def _constraints(self, node: Node, depth: int) -> Iterator[Constraint]:
        yield from self._counted(node)
        for name in _VALUES:
            for value in sorted(self.graph.objects(node, SH[name]), key=str):
                flag = str(self.graph.value(node, SH.flags) or "") if name == "pattern" else ""
                yield Constraint(name, values=(as_term(value),), flag=flag)
        for name in _LISTS:
            for head in self.graph.objects(node, SH[name]):
                yield Constraint(name, values=tuple(map(as_term, items_of(self.graph, head))))
        if is_true(self.graph, node, SH.uniqueLang):
            yield Constraint("uniqueLang")
        if is_true(self.graph, node, SH.closed):
            ignored = items_of(self.graph, self.graph.value(node, SH.ignoredProperties))
            yield Constraint("closed", values=tuple(map(as_term, ignored)))
        yield from self._with_shapes(node, depth)
        for value in sorted(self.graph.objects(node, SH.sparql), key=str):
            yield Constraint("sparql", flag=str(self.graph.value(value, SH.select) or ""))

    def _counted(self, node: Node) -> Iterator[Constraint]:
        counts = {name: _number(self.graph.value(node, SH[name])) for name in _COUNTS}
        if counts["minCount"] is not None and counts["minCount"] == counts["maxCount"]:
            yield Constraint("exactCount", counts.pop("minCount"))
            counts.pop("maxCount")
        yield from (Constraint(name, count) for name, count in counts.items() if count is not None)

    def _with_shapes(self, node: Node, depth: int) -> Iterator[Constraint]:
        for name in ("node", "not"):
            for inner in self._inner(node, name):
                yield Constraint(name, shapes=(self.shape(inner, depth + 1),))
        for name in _SHAPE_LISTS:
            for head in sorted(self.graph.objects(node, SH[name]), key=str):
                members = items_of(self.graph, head)
                yield Constraint(name, shapes=tuple(self.shape(member, depth + 1) for member in members))
        for inner in self._inner(node, "qualifiedValueShape"):
            for name in ("qualifiedMinCount", "qualifiedMaxCount"):
                count = _number(self.graph.value(node, SH[name]))
                if count is not None:
                    yield Constraint(name, count, shapes=(self.shape(inner, depth + 1),))

    def path(self, node: Node, depth: int = 0) -> Path:
        if isinstance(node, URIRef):
            return Path("predicate", str(node))
        repeated = ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
        for name in repeated if depth < _DEEPEST else ():
            inner = self.graph.value(node, SH[name])
            if inner is not None:
                return Path(name, parts=(self.path(inner, depth + 1),))
        alternatives = self.graph.value(node, SH.alternativePath)
        kind, head = ("sequence", node) if alternatives is None else ("alternative", alternatives)
        items: Sequence[Node] = items_of(self.graph, head) if depth < _DEEPEST else []
        return Path(kind, parts=tuple(self.path(item, depth + 1) for item in items))


def _number(node: Node | None) -> int | None:
    return int(str(node)) if isinstance(node, Literal) and str(node).isdecimal() else None
