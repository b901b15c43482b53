"""Validation by rules: one SPARQL SELECT per rule, run once over the whole data set.

Standard: SPARQL 1.1 Query; the rows become results as SHACL, section 5.3.2 (sh:sparql) would make them: ?this is the
focus node, ?path the property at fault, ?value the value at fault. Metadata stand in `#+` comment lines at the top of
the file, so that a rule remains a valid query. Constraints on one resource at a time are not here but in `validation`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hasila.errors import ManifestInvalid, QueryFileInvalid
from hasila.publication.files import read_text
from hasila.publication.findings import SEVERITIES, Finding, Severity, order, read_severity
from hasila.publication.terminals import service_line
from hasila.rdf.saved_queries import read_metadata, texts

_NAME = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class Selectable(Protocol):
    """What answers a SELECT: a mapping per row from variable to term in N-Triples form, unbound variables left out."""

    def select(self, query: str) -> Sequence[Mapping[str, str]]:
        """Return the rows of the answer."""


@dataclass(frozen=True)
class Rule:
    """One rule: its IRI, its query, and the words for people. `titles` and `messages` map a language tag to a text."""

    iri: str
    name: str
    query: str
    severity: Severity
    titles: dict[str, str]
    messages: dict[str, str]
    source: str
    path: Path


def load_rules(folder: Path, base: str) -> list[Rule]:
    """Return the rules of the folder's `.rq` files, sorted by name; their IRIs are `{base}shapes/rules/{name}`.

    Raises QueryFileInvalid when a rule cannot be read, its name is not kebab-case, title, message, severity or source is
    missing, or it calls another endpoint; ManifestInvalid when there is no rule, since nothing would be checked.
    """
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise ManifestInvalid(f"{folder}: validation.rules names it, but it holds no rule (*.rq).", key="rules")
    return [_read_rule(path, base) for path in paths]


def run_rules(rules: Iterable[Rule], store: Selectable) -> list[Finding]:
    """Return what the rules find in the store, sorted; empty when nothing is wrong. A row said twice counts once."""
    found: dict[tuple[str, str, str, str], Finding] = {}
    for rule in rules:
        for row in _rows(rule, store):
            finding = _read_row(rule, row)
            found[(rule.iri, finding.focus, finding.path or "", finding.value or "")] = finding
    return order(found.values())


def _rows(rule: Rule, store: Selectable) -> Sequence[Mapping[str, str]]:
    try:
        return store.select(rule.query)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        # The parser lists all it would have taken, over several lines.
        raise QueryFileInvalid(f"{rule.path}: {' '.join(str(error).split())}", file=str(rule.path)) from error


def _read_rule(path: Path, base: str) -> Rule:
    text = read_text(path, QueryFileInvalid)
    facts = read_metadata(text)
    titles, messages = texts(facts, "title"), texts(facts, "message")
    if not _NAME.match(path.stem):
        raise QueryFileInvalid(f"{path}: the name of a rule is kebab-case.", file=str(path))
    if not titles or titles.keys() != messages.keys():
        raise QueryFileInvalid(f"{path}: title and message are needed, in the same languages.", file=str(path))
    if facts.get("severity") not in SEVERITIES or "source" not in facts:
        raise QueryFileInvalid(f"{path}: severity ({', '.join(SEVERITIES)}) and source are needed.", file=str(path))
    line = service_line(text)
    if line is not None:
        raise QueryFileInvalid(f"{path}:{line}: SERVICE is refused; a build asks nobody.", file=str(path), line=line)
    return Rule(
        iri=f"{base}shapes/rules/{path.stem}",
        name=path.stem,
        query=text,
        severity=read_severity(facts["severity"]),
        titles=titles,
        messages=messages,
        source=facts["source"],
        path=path,
    )


def _read_row(rule: Rule, row: Mapping[str, str]) -> Finding:
    if not row.get("this", "").startswith("<"):
        raise QueryFileInvalid(f"{rule.path}: ?this must be an IRI in every row.", file=str(rule.path))
    path = row.get("path")
    if path is not None and not path.startswith("<"):
        raise QueryFileInvalid(f"{rule.path}: ?path must be an IRI wherever it is bound.", file=str(rule.path))
    return Finding(
        source=rule.iri,
        component=None,
        severity=rule.severity,
        focus=row["this"].strip("<>"),
        path=None if path is None else path.strip("<>"),
        value=row.get("value"),
        messages=rule.messages,
    )
