"""Answers compared as the W3C's tests mean it: solutions as a bag, blank nodes by isomorphism, numbers by value."""

from __future__ import annotations

import io
from pathlib import Path

import rdflib
from rdflib.compare import isomorphic
from rdflib.query import Result

_FORMATS = {".srx": "xml", ".srj": "json", ".tsv": "tsv"}
_RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")


def expected_result(path: Path, base: str) -> Result | rdflib.Graph:
    """Return the result in a file of the test suite: solutions, a boolean, or a graph."""
    if path.suffix in _FORMATS:
        return Result.parse(io.BytesIO(path.read_bytes()), format=_FORMATS[path.suffix])
    graph = rdflib.Graph().parse(path, publicID=base, format="turtle" if path.suffix == ".ttl" else "xml")
    if (None, rdflib.RDF.type, _RS.ResultSet) in graph:
        return _result_set(graph)
    return graph


def _result_set(graph: rdflib.Graph) -> Result:
    result = Result("SELECT")
    result.vars = [rdflib.Variable(str(name)) for name in graph.objects(None, _RS.resultVariable)]
    result.bindings = [
        {
            rdflib.Variable(str(graph.value(b, _RS.variable))): graph.value(b, _RS.value)
            for b in graph.objects(s, _RS.binding)
        }
        for s in graph.objects(None, _RS.solution)
    ]
    return result


def parsed(content: bytes, form: str) -> Result:
    """Return an answer in one of the result formats."""
    return Result.parse(io.BytesIO(content), format=form)


def same(left: Result, right: Result) -> bool:
    """Tell whether two results are the same."""
    if left.type == "ASK" or right.type == "ASK":
        return left.type == right.type and left.askAnswer == right.askAnswer
    return set(left.vars or ()) == set(right.vars or ()) and isomorphic(_as_graph(left), _as_graph(right))


def _as_graph(result: Result) -> rdflib.Graph:
    graph = rdflib.Graph()
    for number, binding in enumerate(result.bindings):
        row = rdflib.BNode()
        # Without any binding a solution still counts.
        graph.add((row, rdflib.RDF.type, _RS.Solution))
        for name, term in binding.items():
            if term is not None:
                graph.add((row, rdflib.URIRef(f"urn:variable:{name}"), _by_value(term)))
        assert number < 10_000
    return graph


def _by_value(term: rdflib.term.Node) -> rdflib.term.Node:
    if isinstance(term, rdflib.Literal) and isinstance(term.value, int | float) and not isinstance(term.value, bool):
        return rdflib.Literal(f"{float(term.value):.10g} {term.datatype}")
    if isinstance(term, rdflib.Literal) and str(term.datatype).endswith("decimal") and term.value is not None:
        return rdflib.Literal(f"{float(term.value):.10g} {term.datatype}")
    if isinstance(term, rdflib.Literal) and term.language:
        # Language tags are compared without case (RDF 1.1 Concepts section 3.3).
        return rdflib.Literal(str(term), lang=term.language.lower())
    return term
