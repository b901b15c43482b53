"""Every shape and every rule finds what it is for, and says nothing of a valid publication."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, SH

from .findings_of_case import (
    CASES,
    GOLDEN,
    all_shapes,
    find,
    golden_of,
    read_expectation,
    rule_names,
    write_lines,
)

LEAST_CASES = 200
_COMPONENTS = {
    SH["class"]: "ClassConstraintComponent",
    SH.datatype: "DatatypeConstraintComponent",
    SH.maxCount: "MaxCountConstraintComponent",
    SH.minCount: "MinCountConstraintComponent",
    SH.minExclusive: "MinExclusiveConstraintComponent",
    SH.minInclusive: "MinInclusiveConstraintComponent",
    SH.nodeKind: "NodeKindConstraintComponent",
    SH.pattern: "PatternConstraintComponent",
    SH.uniqueLang: "UniqueLangConstraintComponent",
}
_NO_CONSTRAINT = {SH.message, SH.name, SH.path, SH.severity, RDF.type}


def constraints() -> set[str]:
    """Return the names of all constraints of all shapes and of all rules, as golden files write them."""
    names = rule_names()
    for shape in all_shapes().subjects(RDF.type, SH.PropertyShape):
        for parameter in set(all_shapes().predicates(shape)) - _NO_CONSTRAINT:
            # An unknown parameter raises KeyError here: a new kind of constraint must be added to the table.
            names.add(f"{str(shape).rpartition('/')[2]}/{_COMPONENTS[parameter]}")
    return names


def sources_in(lines: list[str]) -> set[str]:
    """Return the second column of golden lines."""
    return {line.split("\t")[1] for line in lines}


def test_valid_publication_has_no_finding() -> None:
    assert write_lines(find(None)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case_yields_its_golden_findings(case: Path) -> None:
    lines = write_lines(find(case))
    expected = set(read_expectation(case))
    assert expected, "the first line must say '#+ expects: <shape or rule> ...'"
    assert expected <= {source.partition("/")[0] for source in sources_in(lines)}
    assert golden_of(case).read_text(encoding="utf-8").splitlines() == lines


def test_every_constraint_is_expected_by_a_case_and_found_in_its_golden_file() -> None:
    proven: set[str] = set()
    for case in CASES:
        expected = set(read_expectation(case))
        found = sources_in(golden_of(case).read_text(encoding="utf-8").splitlines())
        proven |= {source for source in found if source.partition("/")[0] in expected}
    assert sorted(constraints() - proven) == []


def test_expectations_name_existing_shapes_and_rules() -> None:
    known = {name.partition("/")[0] for name in constraints()}
    unknown = {(case.stem, name) for case in CASES for name in read_expectation(case) if name not in known}
    assert unknown == set()


def test_every_golden_file_has_its_case() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {case.stem for case in CASES}


def test_cases_have_not_become_fewer() -> None:
    assert len(CASES) >= LEAST_CASES
