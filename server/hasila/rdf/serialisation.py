"""Serialised RDF made the same each time: the prefixes in order, whichever order the writer's hash map had.

Turtle 1.1, TriG 1.1 and RDF/XML 1.1 as text. Parses nothing: it relies on one statement a line and escaped line ends, which
is how Oxigraph writes.
"""

from __future__ import annotations

import re

_ROOT = re.compile(r"(<rdf:RDF)([^>]*)>")
_XMLNS = re.compile(r" xmlns[^ >]*")


def ordered_prefixes(text: str) -> str:
    """Return Turtle or TriG with the prefixes it declares at its head in alphabetical order."""
    lines = text.split("\n")
    count = next((number for number, line in enumerate(lines) if not line.startswith("@prefix ")), len(lines))
    return "\n".join(sorted(lines[:count]) + lines[count:])


def spaced_turtle(text: str) -> str:
    """Return Turtle or TriG with its prefixes in order and a blank line before each block."""
    lines = ordered_prefixes(text).split("\n")
    return "\n".join(f"\n{line}" if line and line[0] not in "\t}@" else line for line in lines)


def ordered_rdfxml(text: str) -> str:
    """Return RDF/XML with the namespaces of its root element in alphabetical order."""
    return _ROOT.sub(lambda match: match[1] + "".join(sorted(_XMLNS.findall(match[2]))) + ">", text, count=1)
