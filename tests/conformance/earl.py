"""The outcomes of the W3C's tests as EARL, written when pytest is given `--earl FILE`.

Evaluation and Report Language 1.0 (EARL). One assertion per test of the W3C, named relative to the document it will stand in; a
test asked in several ways passes when it passes in each. What needs a server that can be written to is inapplicable: this one
is read-only by design, and tests of ours check that it refuses.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from hasila import __version__

MANIFESTS = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
_PROPERTY = "w3c"
_REFUSALS = ("test_update_is_refused", "test_write_is_405")
_GRAVITY = ("inapplicable", "passed", "untested", "failed")
"""Outcomes, the one that prevails last."""
_HEAD = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix earl: <http://www.w3.org/ns/earl#> .

# Written by `pytest tests/conformance --earl server/hasila/quality/conformance.ttl`; not by hand.
<#software> a earl:Software ; dcterms:title "hasila" ; dcterms:hasVersion "{version}" ; dcterms:date "{date}" .
<#suite> a earl:Assertor ; dcterms:title "pytest tests/conformance" .
"""


def tested(item: pytest.Item) -> tuple[str, str] | None:
    """Return folder and name of the W3C test that a test of ours asks, as the W3C's manifest has them; None for others."""
    module = Path(str(item.path)).stem
    params = item.callspec.params if hasattr(item, "callspec") else {}
    case = params.get("case")
    match module:
        case "test_sparql_query" if case is not None:
            folder, _, name = case.name.partition("/")
            return folder, name
        case "test_protocol" if case is not None:
            return "protocol", case.name
        case "test_graph_store" if params:
            return "http-rdf-update", case.name if case is not None else params["read"].case
        case "test_service_description" if "manifest" not in item.name and "case" not in item.name:
            return "service-description", item.name.partition("[")[0].removeprefix("test_").replace("_", "-")
        case _:
            return None


class Earl:
    """Collects outcomes, from the workers too where tests run beside each other, and writes them at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[tuple[str, str], tuple[str, str]] = {}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        """Note with each report which test of the W3C it is of."""
        outcome = yield
        test = tested(item)
        if test is not None:
            refused = item.name.startswith(_REFUSALS)
            outcome.get_result().user_properties.append((_PROPERTY, (*test, refused)))  # type: ignore[attr-defined]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the gravest outcome of each test."""
        test = dict(report.user_properties).get(_PROPERTY)
        if test is None or (report.when != "call" and report.passed):
            return
        folder, name, refused = test
        reason = getattr(report, "wasxfail", "")
        if report.passed:
            outcome = "inapplicable" if refused else "passed"
        else:
            outcome = "failed" if report.failed or reason else "untested"
        before = self._found.get((folder, name), ("inapplicable", ""))
        if (folder, name) not in self._found or _GRAVITY.index(outcome) > _GRAVITY.index(before[0]):
            self._found[(folder, name)] = outcome, reason

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the document, on the process that has all outcomes."""
        if hasattr(session.config, "workerinput"):
            return
        text = _HEAD.format(version=__version__, date=datetime.datetime.now(datetime.UTC).date().isoformat())
        for (folder, name), (outcome, reason) in sorted(self._found.items()):
            me = f"{folder}.{name}"
            why = f' ; dcterms:description "{reason}"@en' if reason else ""
            text += f"""
<#{me}> a earl:Assertion ; earl:subject <#software> ; earl:assertedBy <#suite> ; earl:mode earl:automatic ;
    earl:test <{MANIFESTS}{folder}/manifest#{name}> ; earl:result <#{me}.result> .
<#{me}.result> a earl:TestResult ; earl:outcome earl:{outcome}{why} .
"""
        self._path.write_text(text, encoding="utf-8")
