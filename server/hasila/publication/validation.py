"""Validation by shapes: SHACL Core, evaluated by pySHACL, read back as findings.

Standard: Shapes Constraint Language (SHACL), sections 3 (validation) and 4 (core constraint components). Rules across
resources are not here but in `rules`: one sh:sparql constraint makes pySHACL evaluate a query per focus node.
"""

from __future__ import annotations

from pathlib import Path

from pyshacl import validate
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from hasila.publication.findings import Finding, order, read_severity

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def load_shapes(folder: Path) -> Graph:
    """Return all shapes of the Turtle files directly in `folder` as one graph; empty when there is none."""
    shapes = Graph()
    for path in sorted(folder.glob("*.ttl")):
        shapes.parse(path, format="turtle")
    return shapes


def validate_shapes(data: Graph, shapes: Graph) -> list[Finding]:
    """Return what the shapes find in the data, sorted; empty when the data conform.

    Nothing is inferred except what SHACL itself asks for: subclasses stated in the data count as class membership
    (SHACL, section 1.1). Leaves the data as they are; pySHACL adds two triples about OWL to the graph of shapes.
    """
    # inplace: without inference pySHACL writes nothing into the data, and a copy would double time and memory.
    _, report, _ = validate(
        data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False, allow_warnings=False, inplace=True
    )
    if not isinstance(report, Graph):
        raise report
    return order(_read_result(report, result) for result in report.subjects(RDF.type, SH.ValidationResult))


def _read_result(report: Graph, result: Node) -> Finding:
    value = report.value(result, SH.value)
    path = report.value(result, SH.resultPath)
    component = report.value(result, SH.sourceConstraintComponent)
    severity = str(report.value(result, SH.resultSeverity)).removeprefix(str(SH))
    return Finding(
        source=str(report.value(result, SH.sourceShape)),
        component=None if component is None else str(component),
        severity=read_severity(severity),
        focus=str(report.value(result, SH.focusNode)),
        path=str(path) if isinstance(path, URIRef) else None,
        value=None if value is None else write_term(value),
        messages=_read_messages(report, result),
    )


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
