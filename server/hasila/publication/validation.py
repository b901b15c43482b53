"""Validation by shapes: SHACL Core, evaluated by pySHACL, read back as findings.

Standard: Shapes Constraint Language (SHACL), sections 3 (validation) and 4 (core constraint components). Rules across
resources are not here but in `rules`: one sh:sparql constraint makes pySHACL evaluate a query per focus node.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from hasila.errors import ManifestInvalid, SourceInvalid
from hasila.publication import store
from hasila.publication.files import read_text
from hasila.publication.findings import Finding, order, read_severity
from hasila.publication.focus_nodes import narrow
from hasila.publication.rdflib_graphs import graph_of
from hasila.publication.store import Dataset

_COUNTS = {SH.minCount, SH.maxCount, SH.minLength, SH.maxLength, SH.qualifiedMinCount, SH.qualifiedMaxCount}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def load_shapes(root: Path, patterns: Sequence[str], base: str | None = None) -> Graph:
    """Return all shapes of the Turtle files that the patterns below `root` match, as one graph.

    Raises ManifestInvalid for a pattern that matches nothing, SourceInvalid for a file that cannot be read, a term that
    SHACL does not have, and when there is no shape at all: a check that finds nothing wrong with anything is none.
    """
    shapes = Graph()
    for pattern in patterns:
        paths = sorted(root.glob(pattern))
        if not paths:
            raise ManifestInvalid(
                f"{root / pattern}: validation.shapes names it, but there is no such file.", key="shapes"
            )
        for path in paths:
            store.read_quads(path, base)  # the stricter reader: names line and column of a syntax error
            graph = Graph().parse(data=read_text(path), format="turtle", publicID=base)
            _check_terms(path, graph)
            shapes += graph
    if not len(shapes):
        raise SourceInvalid(f"{root}: no shape was found in {', '.join(patterns)}.")
    return shapes


def _check_terms(path: Path, graph: Graph) -> None:
    # SHACL, section 1.4: an unknown term is no error to a processor, so a misspelt constraint would check nothing.
    for subject, predicate, obj in sorted(graph):
        for term in (predicate, obj):
            if str(term).startswith(str(SH)) and isinstance(term, URIRef) and term not in SH:
                raise SourceInvalid(f"{path}: {subject} uses sh:{str(term).removeprefix(str(SH))}, which SHACL does not "
                                    "have; correct its name.", file=str(path))  # fmt: skip
        if predicate in _COUNTS and not (
            isinstance(obj, Literal) and str(obj).isdecimal() and obj.datatype == XSD.integer
        ):
            raise SourceInvalid(f"{path}: {subject} has the count {obj}, which is no number.", file=str(path))
        if predicate == SH.pattern:
            try:
                re.compile(str(obj))
            except re.error as error:
                raise SourceInvalid(f"{path}: the sh:pattern of {subject} is no regular expression ({error}).",
                                    file=str(path)) from error  # fmt: skip


def validate_dataset(dataset: Dataset, shapes: Graph, unsure: Container[str] = ()) -> list[Finding]:
    """Return what the shapes find in the data set, sorted: pySHACL judges the focus nodes that may not conform.

    `unsure` and what is raised as in `focus_nodes.narrow` and `validate_shapes`.
    """
    narrowed = narrow(shapes, dataset, unsure)
    return [] if narrowed is None else validate_shapes(graph_of(dataset.triples()), narrowed)


def validate_shapes(data: Graph, shapes: Graph) -> list[Finding]:
    """Return what the shapes find in the data, sorted; empty when the data conform.

    Nothing is inferred except what SHACL itself asks for: subclasses stated in the data count as class membership
    (SHACL, section 1.1). Leaves the data as they are; pySHACL adds two triples about OWL to the graph of shapes.
    Raises SourceInvalid when pySHACL cannot make sense of a shape.
    """
    try:
        # inplace: without inference pySHACL writes nothing into the data, and a copy would double time and memory.
        _, report, _ = validate(
            data,
            shacl_graph=shapes,
            inference="none",
            advanced=False,
            meta_shacl=False,
            allow_warnings=False,
            inplace=True,
        )
    except Exception as error:  # pySHACL raises what it comes upon: its own errors, ValueError, re.error, SyntaxError
        report = error
    if not isinstance(report, Graph):
        told = " ".join(str(report).split()) or type(report).__name__
        names = ", ".join(sorted(str(s) for s in shapes.subjects(unique=True) if str(s) and str(s) in told))
        raise SourceInvalid(f"The shapes cannot be evaluated ({names or 'none is named'}): {told}") from (
            report if isinstance(report, Exception) else None
        )
    return order(_read_result(report, result, shapes) for result in report.subjects(RDF.type, SH.ValidationResult))


def _read_result(report: Graph, result: Node, shapes: Graph) -> Finding:
    value = report.value(result, SH.value)
    path = report.value(result, SH.resultPath)
    component = report.value(result, SH.sourceConstraintComponent)
    focus = report.value(result, SH.focusNode)
    severity = str(report.value(result, SH.resultSeverity)).removeprefix(str(SH))
    return Finding(
        source=_name_of(report.value(result, SH.sourceShape), shapes),
        component=None if component is None else str(component),
        severity=read_severity(severity),
        focus=str(focus) if isinstance(focus, URIRef) or focus is None else write_term(focus),
        path=str(path) if isinstance(path, URIRef) else None,
        value=None if value is None else write_term(value),
        messages=_read_messages(report, result),
    )


def _name_of(shape: Node | None, shapes: Graph) -> str:
    """Return the IRI of a shape, or of the shape that an anonymous one is part of."""
    seen = set()
    while shape is not None and not isinstance(shape, URIRef) and shape not in seen:
        seen.add(shape)
        shape = min(shapes.subjects(None, shape), key=str, default=None)
    return str(shape) if isinstance(shape, URIRef) else str(SH.Shape)


def _read_messages(report: Graph, result: Node) -> dict[str, str]:
    messages: dict[str, str] = {}
    for message in report.objects(result, SH.resultMessage):
        if isinstance(message, Literal):
            messages[message.language or ""] = str(message)
    return dict(sorted(messages.items()))


def write_term(term: Node) -> str:
    """Return the term in N-Triples form (N-Triples, section 2); datatypes are written out except xsd:string."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, BNode):
        return f"_:{term}"
    if not isinstance(term, Literal):
        raise TypeError(f"not an RDF term: {term!r}")
    text = f'"{str(term).translate(_ESCAPES)}"'
    if term.language:
        return f"{text}@{term.language}"
    if term.datatype is None or str(term.datatype).endswith("XMLSchema#string"):
        return text
    return f"{text}^^<{term.datatype}>"
