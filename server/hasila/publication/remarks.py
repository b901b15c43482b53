"""Remarks on a table: findings that name file, row and column in the words of `tables.toml`, Arabic, French and English.

Rows and columns are counted as a spreadsheet shows them. Judges nothing and reads no table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from hasila.publication.findings import Finding, Severity
from hasila.rdf.languages import Text
from hasila.rdf.saved_queries import quote_literal

_SHOWN = 60
"""Characters of a cell that a message repeats."""


@cache
def _texts() -> Mapping[str, Text]:
    return tomllib.loads(files("hasila.publication").joinpath("tables.toml").read_text(encoding="utf-8"))


def letter_of(index: int) -> str:
    """Return the name a spreadsheet gives to the column of that index: A for 0, AA for 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def place_of(row: int, column: str | None = None, index: int = 0) -> dict[str, str]:
    """Return in each language the words that a remark on a row, or on the cell of a column, begins with."""
    facts = {"row": row, "column": column, "letter": letter_of(index)}
    texts = _texts()["row" if column is None else "place"]
    return {language: text.format(**facts) for language, text in texts.items()}


def told_of(messages: Text, row: int, column: str | None = None, index: int = 0) -> dict[str, str]:
    """Return messages with the row, and the column where there is one, before each; in English where it has no words."""
    place = place_of(row, column, index)
    return {language: place.get(language, place["en"]) + text for language, text in messages.items()}


@dataclass
class Remarks:
    """What is told of one table.

    `file` is its path for people, `focus` the IRI of the graph it belongs to, and findings name as their rule
    `{rules}table-file`, `table-rows` or `table-cells`. Lines are those of the file, rows those of the spreadsheet.
    """

    file: str
    focus: str
    rules: str
    findings: list[Finding] = field(default_factory=list)

    @property
    def violated(self) -> bool:
        """Whether anything told so far is a violation."""
        return any(finding.severity == "Violation" for finding in self.findings)

    def on_file(self, kind: str, severity: Severity, line: int = 1, **facts: object) -> None:
        """Tell something of the file as a whole, or of the header."""
        self._tell("table-file", kind, severity, line, {}, None, facts)

    def on_row(self, kind: str, severity: Severity, line: int, row: int, **facts: object) -> None:
        """Tell something of a row."""
        self._tell("table-rows", kind, severity, line, place_of(row), None, facts)

    def on_cell(
        self, kind: str, severity: Severity, line: int, row: int, column: tuple[str, int], cell: str, **facts: object
    ) -> None:
        """Tell something of a cell, or of one value of it; `column` is the name of its column and its index.

        A fact may be a text in several languages.
        """
        shown = {name: value if isinstance(value, dict) else _shown(str(value)) for name, value in facts.items()}
        shown["cell"] = _shown(cell)
        self._tell("table-cells", kind, severity, line, place_of(row, *column), quote_literal(cell), shown)

    def _tell(
        self,
        rule: str,
        kind: str,
        severity: Severity,
        line: int,
        place: Text,
        value: str | None,
        facts: Mapping[str, object],
    ) -> None:
        messages = {
            language: place.get(language, "") + text.format(**_in_language(facts, language))
            for language, text in _texts()[kind].items()
        }
        self.findings.append(
            Finding(self.rules + rule, None, severity, self.focus, None, value, messages, self.file, line)
        )


def _in_language(facts: Mapping[str, object], language: str) -> dict[str, object]:
    """Return the facts with the text of that language for those that have several, of the first where it is none of them."""
    return {
        name: value.get(language, next(iter(value.values()))) if isinstance(value, dict) else value
        for name, value in facts.items()
    }


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
