"""Findings: what a shape or a rule says about one resource.

A finding carries what an sh:ValidationResult carries (SHACL, section 3.6.2), terms as text, messages by language. This
module neither looks for findings nor writes reports.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Severity = Literal["Violation", "Warning", "Info"]
SEVERITIES: tuple[str, ...] = get_args(Severity)


@dataclass(frozen=True)
class Finding:
    """One result of validation.

    `source` is the IRI of the property shape, node shape or rule; `component` the IRI of the constraint component, None
    for rules. `focus` and `path` are IRIs without angle brackets, `path` is None where no single property is at fault.
    `value` is a term in N-Triples form. `messages` maps a language tag ("" for none) to a text. `file` and `line` say
    where the focus is written, once known.
    """

    source: str
    component: str | None
    severity: Severity
    focus: str
    path: str | None
    value: str | None
    messages: dict[str, str]
    file: str | None = None
    line: int | None = None


def order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings sorted: violations first, then by source, focus, path and value."""
    return sorted(findings, key=_key)


def read_severity(text: str) -> Severity:
    """Return the severity whose name is `text`; anything that SHACL does not name counts as a violation."""
    match text:
        case "Warning":
            return "Warning"
        case "Info":
            return "Info"
        case _:
            # SHACL, section 2.1.4: a custom severity is allowed; the careful reading is the strictest.
            return "Violation"


def _key(finding: Finding) -> tuple[int, str, str, str, str, str]:
    return (
        SEVERITIES.index(finding.severity),
        finding.source,
        finding.component or "",
        finding.focus,
        finding.path or "",
        finding.value or "",
    )
