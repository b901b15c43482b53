"""What a case breaks: the valid publication, changed by one update, seen by every shape and every rule.

A case is a SPARQL update whose first line names the shapes and rules that it expects; its golden file holds the
findings, one per line. `python tests/shapes/findings_of_case.py` writes the golden files anew: read the
difference, then keep it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import rdflib

from hasila.publication.findings import Finding
from hasila.publication.literals import check_literals
from hasila.publication.rdflib_graphs import graph_of
from hasila.publication.rules import Rule, load_rules, run_rules
from hasila.publication.store import Dataset, Quad, read_quads
from hasila.publication.validation import load_shapes, validate_dataset, validate_shapes

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BASE = "https://w3id.org/hasila/"
CASES = sorted((HERE / "cases").glob("*.ru"))
GOLDEN = HERE / "golden"
_EXPECTS = re.compile(r"\A#\+ expects: (.+)$", re.MULTILINE)
_SHORT = {
    f"{BASE}def/": "hasila:",
    f"{BASE}id/": "id:",
    f"{BASE}dataset/": "dataset:",
    f"{BASE}graph/": "graph:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/linked-data/cube#": "qb:",
    "http://purl.org/linked-data/sdmx/2009/attribute#": "sdmx-attribute:",
    "http://purl.org/linked-data/sdmx/2009/dimension#": "sdmx-dimension:",
    "http://purl.org/linked-data/sdmx/2009/measure#": "sdmx-measure:",
    "http://schema.org/": "schema:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
    "http://www.w3.org/2002/07/owl#": "owl:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/2006/time#": "time:",
    "http://www.w3.org/ns/oa#": "oa:",
    "http://www.w3.org/ns/org#": "org:",
    "http://www.w3.org/ns/prov#": "prov:",
    "http://xmlns.com/foaf/0.1/": "foaf:",
}


@cache
def valid_quads() -> tuple[Quad, ...]:
    """Return the quads of the valid publication."""
    return tuple(read_quads(HERE / "valid.trig"))


@cache
def all_shapes() -> rdflib.Graph:
    """Return the graph of all shapes."""
    return load_shapes(ROOT, ["shapes/*.ttl"])


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return all rules."""
    return tuple(load_rules(ROOT / "shapes" / "rules", BASE))


def rule_names() -> set[str]:
    """Return the names of all rules."""
    return {rule.name for rule in all_rules()}


def read_expectation(case: Path) -> list[str]:
    """Return the names of shapes and rules that the case says it breaks."""
    match = _EXPECTS.match(case.read_text(encoding="utf-8"))
    return match.group(1).split() if match else []


def find(case: Path | None, *, everything: bool = False) -> list[Finding]:
    """Return the findings of rules and shapes in the valid publication after the case's update, if any.

    With `everything`, pySHACL judges all focus nodes, not only those that the compiled shapes suspect: what the golden
    files hold, so that the tests tell whether anything is missed. The shapes are left out where a case expects rules only:
    pySHACL takes ten times as long as all rules together.
    """
    data = Dataset(valid_quads())
    if case is not None:
        data.update(case.read_text(encoding="utf-8"))
    findings = run_rules(all_rules(), data)
    if case is None or not set(read_expectation(case)) <= rule_names():
        if everything:
            return findings + validate_shapes(graph_of(data.triples()), all_shapes())
        unsure = {finding.focus for finding in check_literals(data, BASE)}
        findings += validate_dataset(data, all_shapes(), unsure)
    return findings


def write_lines(findings: list[Finding]) -> list[str]:
    """Return one line per finding, sorted: severity, source, focus, path and value, separated by tabs."""
    return sorted(
        "\t".join(
            (
                finding.severity,
                name_source(finding),
                _shorten(f"<{finding.focus}>"),
                _shorten(f"<{finding.path}>") if finding.path else "-",
                _shorten(finding.value) if finding.value else "-",
            )
        )
        for finding in findings
    )


def name_source(finding: Finding) -> str:
    """Return the rule's name, or the shape's and the component's local names with a slash between them."""
    if finding.component is None:
        return finding.source.removeprefix(f"{BASE}shapes/rules/")
    return f"{finding.source.removeprefix(f'{BASE}shapes/')}/{finding.component.rpartition('#')[2]}"


def _shorten(term: str) -> str:
    for namespace, prefix in _SHORT.items():
        term = re.sub(rf"<{re.escape(namespace)}([^<>\"]*)>", rf"{prefix}\1", term)
    return term


def golden_of(case: Path) -> Path:
    """Return the golden file of a case."""
    return GOLDEN / f"{case.stem}.txt"


def update_goldens() -> None:
    """Write all golden files anew and remove those without a case."""
    for path in GOLDEN.glob("*.txt"):
        path.unlink()
    for case in CASES:
        lines = write_lines(find(case, everything=True))
        golden_of(case).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    update_goldens()
