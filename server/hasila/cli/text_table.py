"""SPARQL results as a table of plain text, for the terminal.

Reads the SPARQL 1.1 Query Results JSON Format. Widths are counted in terminal cells, so that Arabic and accents line up.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any


def text_table(results: bytes) -> str:
    """Return the solutions as aligned columns under their variables, or `true` or `false` for a boolean."""
    data: dict[str, Any] = json.loads(results)
    if "boolean" in data:
        return f"{str(data['boolean']).lower()}\n"
    names: list[str] = data["head"]["vars"]
    rows = [[_cell(binding.get(name)) for name in names] for binding in data["results"]["bindings"]]
    widths = [max(_width(row[column]) for row in [names, *rows]) for column in range(len(names))]
    lines = [names, ["─" * width for width in widths], *rows]
    return "".join("  ".join(map(_padded, line, widths)).rstrip() + "\n" for line in lines)


def _cell(term: dict[str, str] | None) -> str:
    return " ".join(term["value"].split()) if term else ""


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
