"""The W3C's SPARQL 1.1 tests of query evaluation, syntax and result formats, asked over HTTP.

One server holds the data of all cases, each file a named graph; a case chooses its data set by the protocol's own
parameters (SPARQL 1.1 Protocol section 2.1.4). Cases that do not pass are listed with the reason, and must go on failing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn
from urllib.parse import urlencode

import pytest
import rdflib
from rdflib.compare import isomorphic

from .conftest import MATERIAL
from .live import Service
from .manifests import Case, iter_cases
from .results import expected_result, parsed, same

CASES = list(iter_cases(MATERIAL)) if MATERIAL.is_dir() else []
NOTHING = "http://conformance.example/nothing"
_INSIDE_GRAPH = "Oxigraph evaluates what stands inside GRAPH ?g before ?g ranges over the named graphs"
_ZERO_LENGTH = "Oxigraph gives no zero-length path for a constant that is not in the data"
_LANGUAGE = "Oxigraph's GROUP_CONCAT keeps a language tag that all values share, as SPARQL 1.2 drafts have it"
_BY_VALUE = "the store holds numbers by value, so 1.0E6 is given back in another lexical form of the same double"
KNOWN: dict[str, str] = {
    "aggregates/agg-empty-group-count-graph": _INSIDE_GRAPH,
    "aggregates/agg-groupconcat-04": _LANGUAGE,
    "aggregates/agg-groupconcat-06": _LANGUAGE,
    "bindings/graph": _INSIDE_GRAPH,
    "csv-tsv-res/csv03": _BY_VALUE,
    "csv-tsv-res/tsv03": _BY_VALUE,
    "functions/bnode01": "Oxigraph makes BNODE(label) the same node in every solution",
    "negation/graph-minus": _INSIDE_GRAPH,
    "property-path/zero_or_more_set_end": _ZERO_LENGTH,
    "property-path/zero_or_more_set_start": _ZERO_LENGTH,
    "property-path/zero_or_one_set_end": _ZERO_LENGTH,
    "property-path/zero_or_one_set_start": _ZERO_LENGTH,
    "syntax-query/test_4": "a call of an unknown extension function is refused when it is evaluated",
}
"""Cases that fail, each with its reason; each was also asked of Oxigraph alone, with the same outcome."""


def _parameters(kinds: tuple[str, ...]) -> list[object]:
    return [
        pytest.param(
            case,
            id=case.name,
            marks=[pytest.mark.xfail(reason=KNOWN[case.name], strict=True)] if case.name in KNOWN else [],
        )
        for case in CASES
        if case.kind in kinds
    ]


def test_material_is_there(lack: Callable[[str], NoReturn]) -> None:
    if not CASES:
        lack(f"{MATERIAL} is missing: the W3C's tests stand beside the repository, not in it")
    assert len(CASES) > 300 and set(KNOWN) <= {case.name for case in CASES}


def _ask(service: Service, case: Case, accept: str) -> tuple[int, bytes]:
    text = case.query.read_text(encoding="utf-8")
    if case.kind == "QueryEvaluationTest":
        text = f"BASE <{case.base}>\n{text}"
    form = [("query", text)]
    if not re.search(r"\bFROM\b", text):
        # The protocol's data set would replace the one that such a query names.
        form += [("default-graph-uri", iri) for iri in case.data or (NOTHING,)]
        form += [("named-graph-uri", iri) for iri in case.graphs]
    headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
    response = service.ask("POST", "/sparql", headers, urlencode(form).encode())
    return response.status, response.body


@pytest.mark.parametrize("case", _parameters(("QueryEvaluationTest",)))
def test_query_is_evaluated_as_the_standard_says(service: Service, case: Case) -> None:
    assert case.result is not None
    expected = expected_result(case.result, case.base)
    if isinstance(expected, rdflib.Graph):
        status, content = _ask(service, case, "application/n-triples")
        assert status == 200, content
        assert isomorphic(rdflib.Graph().parse(data=content, format="nt"), expected)
        return
    for accept, form in [("application/sparql-results+json", "json"), ("application/sparql-results+xml", "xml")]:
        status, content = _ask(service, case, accept)
        assert status == 200, content
        assert same(parsed(content, form), expected), content.decode()


@pytest.mark.parametrize("case", _parameters(("CSVResultFormatTest",)))
def test_csv_and_tsv_are_written_as_the_standard_says(service: Service, case: Case) -> None:
    assert case.result is not None
    wanted = case.result.read_text(encoding="utf-8").replace("\r\n", "\n")
    status, content = _ask(service, case, "text/csv" if case.result.suffix == ".csv" else "text/tab-separated-values")
    assert status == 200
    assert _lines(content.decode().replace("\r\n", "\n")) == _lines(wanted)


def _lines(table: str) -> list[str]:
    # Labels of blank nodes are the server's to choose.
    return sorted(re.sub(r"_:\w+", "_:", table).splitlines())


@pytest.mark.parametrize("case", _parameters(("PositiveSyntaxTest11",)))
def test_correct_syntax_is_accepted(service: Service, case: Case) -> None:
    status, content = _ask(service, case, "*/*")
    assert status == 200, content


@pytest.mark.parametrize("case", _parameters(("NegativeSyntaxTest11",)))
def test_wrong_syntax_is_refused_as_the_clients_fault(service: Service, case: Case) -> None:
    status, content = _ask(service, case, "*/*")
    assert status == 400, content
