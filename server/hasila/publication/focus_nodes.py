"""Focus nodes that may break a shape, found set-wise, so that pySHACL has to judge those and no others.

SHACL, sections 2.1.3 (targets) and 4 (core constraint components): each path is asked of the store once for all resources, and
what is asked of its values is compiled once. A node that is left out conforms; a node that is named may conform too, and a
shape that says more than is known here keeps all its targets. Judges nothing, which `validation` has pySHACL do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache

import rdflib
from rdflib import OWL, RDF, RDFS, SH, XSD, Literal, URIRef
from rdflib.term import Node

from hasila.publication.rdflib_graphs import node_of
from hasila.publication.store import Dataset, read_term
from hasila.rdf.namespaces import GEOSPARQL

Values = Sequence[str]
"""The value nodes of one focus node, in N-Triples form."""
Check = Callable[[Values], bool]
"""Tells whether the value nodes are sure to conform."""

_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
_TOLD = {RDF.type, SH.name, SH.description, SH.message, SH.severity, SH.order, SH.group}
"""What changes nothing about conformance; neither does a property that is not SHACL's."""
_KINDS: dict[Node, tuple[str, ...]] = {
    SH.IRI: ("<",),
    SH.Literal: ('"',),
    SH.IRIOrLiteral: ("<", '"'),
    SH.BlankNodeOrIRI: ("<", "_"),
}
_AS_WRITTEN = {"", str(RDF.langString), str(XSD.string), str(XSD.integer), GEOSPARQL + "wktLiteral"}
_NUMBERS = {str(XSD.integer), str(XSD.decimal)}


class _Facts:
    """What the data say, each predicate asked for once."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self.values = cache(self._values)
        self.members = cache(self._members)

    def _values(self, predicate: str) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for row in self._dataset.select(f"SELECT ?s ?o {{ ?s <{predicate}> ?o }}"):
            values.setdefault(row["s"], []).append(row["o"])
        return values

    def _members(self, name: str) -> set[str]:
        """Return the instances of a class and of its subclasses (section 1.1, SHACL instance)."""
        classes, before = {f"<{name}>"}, 0
        while len(classes) > before:
            before = len(classes)
            classes |= {c for c, wider in self.values(str(RDFS.subClassOf)).items() if classes.intersection(wider)}
        return {s for s, types in self.values(str(RDF.type)).items() if classes.intersection(types)}


def narrow(shapes: rdflib.Graph, dataset: Dataset, unsure: Container[str] = ()) -> rdflib.Graph | None:
    """Return the shapes with only those focus nodes as targets that may not conform; None when all are sure to.

    `unsure` are IRIs of resources of which the store does not hold all literals as they were written.
    """
    targeted = sorted({shape for target in _TARGETS for shape in shapes.subjects(target)}, key=str)
    if not _is_plain(shapes):
        return shapes
    facts = _Facts(dataset)
    narrowed, left = rdflib.Graph() + shapes, False
    for shape in targeted:
        paths = _compile(shapes, shape, facts)
        if paths is None:
            left = True
            continue
        suspicious = [
            focus
            for focus in _targets(shapes, shape, facts)
            if focus[1:-1] in unsure
            or not all(c(facts.values(p).get(focus, ())) for p, cs in paths.items() for c in cs)
        ]
        for target in _TARGETS:
            narrowed.remove((shape, target, None))
        for focus in suspicious:
            narrowed.add((shape, SH.targetNode, node_of(focus)))
        left = left or bool(suspicious)
    return narrowed if left else None


def _is_plain(shapes: rdflib.Graph) -> bool:
    """Tell whether every shape says itself what it targets and asks (unlike sections 2.1.3.3 and 6)."""
    classes = [(None, RDF.type, kind) for kind in (RDFS.Class, OWL.Class, SH.ConstraintComponent)]
    return not any(triple in shapes for triple in [*classes, (None, RDFS.subClassOf, None)])


def _targets(shapes: rdflib.Graph, shape: Node, facts: _Facts) -> set[str]:
    found = {node.n3() for node in shapes.objects(shape, SH.targetNode)}
    for target in shapes.objects(shape, SH.targetClass):
        found |= facts.members(str(target))
    for target in shapes.objects(shape, SH.targetSubjectsOf):
        found |= facts.values(str(target)).keys()
    for target in shapes.objects(shape, SH.targetObjectsOf):
        found.update(*facts.values(str(target)).values())
    return found


def _compile(shapes: rdflib.Graph, shape: Node, facts: _Facts) -> dict[str, list[Check]] | None:
    """Return by path what a shape asks of the value nodes; None when it asks what is not compiled."""
    nested = list(shapes.objects(shape, SH.property))
    if nested and (shape, SH.path, None) in shapes:
        return None  # they ask for values of values
    paths: dict[str, list[Check]] = {}
    for part in [shape, *nested]:
        path = shapes.value(part, SH.path)
        checks = list(_checks(shapes, part, facts, nested=part != shape))
        if None in checks or (checks and not isinstance(path, URIRef)):
            return None
        paths.setdefault(str(path), []).extend(check for check in checks if check is not None)
    return {path: checks for path, checks in paths.items() if checks}


def _checks(shapes: rdflib.Graph, part: Node, facts: _Facts, *, nested: bool) -> Iterator[Check | None]:
    known = {*_TOLD, SH.path} if nested else {*_TOLD, *_TARGETS, SH.path, SH.property}
    for predicate, value in shapes.predicate_objects(part):
        if predicate in known or not str(predicate).startswith(str(SH)):
            continue
        compiler = _COMPILERS.get(predicate)
        yield compiler(value, facts) if compiler else None


def _at_least(count: Node, facts: _Facts) -> Check:
    least = int(str(count))
    return lambda values: len(values) >= least


def _at_most(count: Node, facts: _Facts) -> Check:
    most = int(str(count))
    return lambda values: len(values) <= most


def _instances(name: Node, facts: _Facts) -> Check:
    return lambda values: facts.members(str(name)).issuperset(values)


def _kind(kind: Node, facts: _Facts) -> Check | None:
    begins = _KINDS.get(kind)
    return None if begins is None else lambda values: all(value.startswith(begins) for value in values)


def _typed(datatype: Node, facts: _Facts) -> Check:
    @cache
    def fits(value: str) -> bool:
        text, language, of = read_term(value)
        if of != str(datatype) or language or of == str(XSD.string):
            return of == str(datatype)
        # None: rdflib knows nothing of the datatype, and pySHACL takes whatever is written.
        return Literal(text, datatype=URIRef(of)).ill_typed is not True

    return lambda values: all(map(fits, values))


def _pattern(pattern: Node, facts: _Facts) -> Check:
    form = re.compile(str(pattern))

    @cache
    def fits(value: str) -> bool:
        text, _, datatype = read_term(value)
        if value.startswith("_:"):
            return False
        # Of other datatypes rdflib may have another lexical form.
        return datatype in _AS_WRITTEN and form.search(text) is not None

    return lambda values: all(map(fits, values))


def _one_per_language(wanted: Node, facts: _Facts) -> Check:
    def unique(values: Values) -> bool:
        languages = [language.lower() for language in (read_term(value)[1] for value in values) if language]
        return len(languages) == len(set(languages))

    return unique


def _compared(holds: Callable[[Decimal, Decimal], bool]) -> Callable[[Node, _Facts], Check | None]:
    def compiler(limit: Node, facts: _Facts) -> Check | None:
        bound = _number(limit.n3()) if isinstance(limit, Literal) else None
        if bound is None:
            return None

        @cache
        def fits(value: str) -> bool:
            number = _number(value)
            return number is not None and holds(number, bound)

        return lambda values: all(map(fits, values))

    return compiler


def _number(term: str) -> Decimal | None:
    """Return the value of a literal that is a whole or decimal number."""
    text, _, datatype = read_term(term)
    try:
        return Decimal(text) if datatype in _NUMBERS else None
    except InvalidOperation:
        return None


_COMPILERS: dict[Node, Callable[[Node, _Facts], Check | None]] = {
    SH.minCount: _at_least, SH.maxCount: _at_most, SH["class"]: _instances, SH.nodeKind: _kind, SH.datatype: _typed,
    SH.pattern: _pattern, SH.uniqueLang: _one_per_language,
    SH.minInclusive: _compared(lambda number, bound: number >= bound),
    SH.minExclusive: _compared(lambda number, bound: number > bound),
    SH.maxInclusive: _compared(lambda number, bound: number <= bound),
    SH.maxExclusive: _compared(lambda number, bound: number < bound),
}  # fmt: skip
"""Constraint parameters of sections 4.1 to 4.4 that are compiled."""
