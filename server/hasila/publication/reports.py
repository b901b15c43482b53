"""Validation reports: the findings as text, Turtle, JSON, JUnit or SARIF.

SHACL section 3.6 (sh:ValidationReport, without blank nodes; a literal focus node stays one), JUnit's XML as continuous
integration reads it, SARIF 2.1.0 (OASIS). Every report is the same for the same findings: sorted, and without a clock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from hasila.publication import store
from hasila.publication.findings import Finding
from hasila.rdf.iris import is_iri
from hasila.rdf.languages import Text, pick
from hasila.rdf.namespaces import PREFIXES, RDF, SH, XSD, shorten

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def message_of(finding: Finding, language: str) -> str:
    """Return the finding's message in `language`, else in English, else in any."""
    return pick(finding.messages, language, ("en",))[0]


def _place(finding: Finding) -> str:
    """Return `file:line: `, as compilers write it, without what is not known."""
    line = f"{finding.line}:" if finding.line else ""
    return f"{finding.file}:{line} " if finding.file else ""


_SEVERITIES: Mapping[str, Text] = {
    "Violation": {"ar": "مخالفة", "fr": "Erreur", "en": "Violation"},
    "Warning": {"ar": "تنبيه", "fr": "Avertissement", "en": "Warning"},
    "Info": {"ar": "ملاحظة", "fr": "Remarque", "en": "Info"},
}


def as_text(findings: Sequence[Finding], language: str, base: str, prefixes: Mapping[str, str]) -> str:
    """Return one paragraph per finding: place, severity, message; then the resource, property and value.

    In the order of files and lines, as the author meets them; what has no place comes first.
    """
    lines = []
    for finding in sorted(findings, key=lambda f: (f.file or "", f.line or 0)):
        severity = _SEVERITIES[finding.severity].get(language, finding.severity)
        lines.append(f"{_place(finding)}{severity}: {message_of(finding, language)}")
        facts = [shorten(finding.focus, prefixes)]
        facts += [shorten(finding.path, prefixes)] if finding.path else []
        facts += [finding.value] if finding.value else []
        lines.append(f"    {' · '.join(facts)}  [{finding.source.removeprefix(base)}]")
    return "".join(line + "\n" for line in lines)


def as_turtle(findings: Sequence[Finding], language: str, base: str, prefixes: Mapping[str, str]) -> str:
    """Return a SHACL validation report in Turtle, its results named `{base}validation/result-N`."""
    return store.write(as_quads(findings, base), "turtle", {**PREFIXES, **prefixes}).decode()


def as_quads(findings: Sequence[Finding], base: str) -> list[store.Quad]:
    """Return the statements of a SHACL validation report, its results named `{base}validation/result-N`."""
    report = base + "validation/report"
    quads = [
        store.make_quad(report, RDF + "type", SH + "ValidationReport", base),
        # Section 3.6.1.1: true if and only if there is no result at all, warnings included; JSON and exit codes say more.
        store.make_quad(report, SH + "conforms", str(not findings).lower(), base, datatype=XSD + "boolean"),
    ]
    for number, finding in enumerate(findings, start=1):
        result = f"{base}validation/result-{number}"
        quads.append(store.make_quad(report, SH + "result", result, base))
        quads += _result(result, finding, base)
    return quads


def _result(result: str, finding: Finding, base: str) -> list[store.Quad]:
    iris = {
        RDF + "type": SH + "ValidationResult",
        SH + "resultPath": finding.path,
        SH + "resultSeverity": SH + finding.severity,
        SH + "sourceShape": finding.source,
        # A rule is a SPARQL-based constraint (section 5), though its query stands in a file and not in a shape.
        SH + "sourceConstraintComponent": finding.component or SH + "SPARQLConstraintComponent",
    }
    quads = [store.make_quad(result, name, iri, base) for name, iri in iris.items() if iri and is_iri(iri)]
    focus = f"<{finding.focus}>" if is_iri(finding.focus) else finding.focus
    if focus.startswith(("<", '"')):  # a report has no blank nodes of its own, let alone of the data
        quads.append(store.quad_of_term(result, SH + "focusNode", focus, base))
    if finding.value and not finding.value.startswith("_:"):
        quads.append(store.quad_of_term(result, SH + "value", finding.value, base))
    for language, text in finding.messages.items():
        literal = {"language": language} if language else {"datatype": XSD + "string"}
        quads.append(store.make_quad(result, SH + "resultMessage", text, base, **literal))
    return quads


def as_json(findings: Sequence[Finding], language: str, base: str, prefixes: Mapping[str, str]) -> str:
    """Return the findings as a JSON object with `conforms` (no violation, so it may be published) and `findings`."""
    rows = [
        {
            "severity": f.severity, "message": message_of(f, language), "messages": f.messages, "file": f.file,
            "line": f.line, "focus": f.focus, "path": f.path, "value": f.value, "source": f.source,
            "component": f.component,
        }
        for f in findings
    ]  # fmt: skip
    conforms = not any(finding.severity == "Violation" for finding in findings)
    return json.dumps({"conforms": conforms, "findings": rows}, ensure_ascii=False, indent=2) + "\n"


def as_junit(findings: Sequence[Finding], language: str, base: str, prefixes: Mapping[str, str]) -> str:
    """Return a JUnit test suite: each finding a test case, failed when it is a violation; one passed case when none."""
    failures = [f for f in findings if f.severity == "Violation"]
    suite = ElementTree.Element(
        "testsuite", name="hasila validate", tests=str(max(1, len(findings))), failures=str(len(failures))
    )
    for finding in findings:
        name = f"{shorten(finding.focus, prefixes)} {shorten(finding.path, prefixes) if finding.path else ''}".strip()
        case = ElementTree.SubElement(suite, "testcase", classname=finding.source.removeprefix(base), name=name)
        if finding.file:
            case.set("file", finding.file)
            case.set("line", str(finding.line or 1))
        kind = "failure" if finding.severity == "Violation" else "system-out"
        detail = ElementTree.SubElement(case, kind)
        text = message_of(finding, language)
        if kind == "failure":
            detail.set("message", text)
            detail.set("type", finding.severity)
        detail.text = _place(finding) + text
    if not findings:
        ElementTree.SubElement(suite, "testcase", classname="hasila", name="conforms")
    ElementTree.indent(suite)
    written = ElementTree.tostring(suite, encoding="unicode", xml_declaration=True)
    # A finding may be about a character that XML cannot carry; it is shown as the replacement character.
    return _NOT_XML.sub("\ufffd", written) + "\n"


_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}


def as_sarif(findings: Sequence[Finding], language: str, base: str, prefixes: Mapping[str, str]) -> str:
    """Return the findings as one SARIF 2.1.0 run."""
    sources = sorted({finding.source for finding in findings})
    run = {
        "tool": {"driver": {"name": "hasila", "rules": [{"id": s.removeprefix(base), "helpUri": s} for s in sources]}},
        "results": [_sarif_result(finding, language, base) for finding in findings],
        "columnKind": "unicodeCodePoints",
    }
    log = {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_result(finding: Finding, language: str, base: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.source.removeprefix(base),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{message_of(finding, language)} ({finding.focus})"},
    }
    if finding.file:
        result["locations"] = [
            {
                "physicalLocation": {
                    # SARIF 2.1.0, section 3.4.3: a URI reference, so spaces and letters beyond ASCII are encoded.
                    "artifactLocation": {"uri": quote(finding.file)},
                    "region": {"startLine": finding.line or 1},
                }
            }
        ]
    return result


Writer = Callable[[Sequence[Finding], str, str, Mapping[str, str]], str]

REPORT_FORMATS: Mapping[str, Writer] = {
    "text": as_text,
    "turtle": as_turtle,
    "json": as_json,
    "junit": as_junit,
    "sarif": as_sarif,
}
"""What `hasila validate --format` offers: each takes findings, language, base IRI and prefixes."""
