"""Serialised RDF made the same each time: the prefixes in order, whichever order the writer's hash map had.

Turtle 1.1, TriG 1.1 and RDF/XML 1.1 as text. Parses nothing: it relies on one statement a line and escaped line ends, which
is how Oxigraph writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_ROOT = re.compile(r"(<rdf:RDF)([^>]*)>")
_XMLNS = re.compile(r" xmlns[^ >]*")


def ordered_turtle(text: str, prefixes: Mapping[str, str]) -> str:
    """Return Turtle or TriG with `prefixes` declared in alphabetical order and a blank line before each block."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(prefixes.items()))
    body = [line for line in text.split("\n") if not line.startswith("@prefix ")]
    return head + "\n".join(f"\n{line}" if line and line[0] not in "\t}" else line for line in body)


def ordered_rdfxml(text: str) -> str:
    """Return RDF/XML with the namespaces of its root element in alphabetical order."""
    return _ROOT.sub(lambda match: match[1] + "".join(sorted(_XMLNS.findall(match[2]))) + ">", text, count=1)
