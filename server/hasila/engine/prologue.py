"""The prologue of a query: its base, its prefixes and where it ends.

SPARQL 1.1 Query Language, section 4.1 (production [4]); VERSION as in SPARQL 1.2. Checks nothing about the IRIs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from hasila.rdf.sparql_tokens import Token

_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U00([0-9A-Fa-f]{6})")
_LOCAL_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True)
class Prologue:
    """What the prologue declares: the base IRI, the namespaces by prefix label; `end` is the first token after it."""

    base: str | None
    prefixes: Mapping[str, str]
    end: int

    def resolve(self, token: Token) -> str | None:
        """Return the absolute IRI an IRI reference or prefixed name stands for; None for anything else or unknown."""
        if token.kind == "iri":
            return _absolute(token.text, self.base)
        if token.kind == "name" and (token.prefix or "") in self.prefixes:
            local = token.text[len(token.prefix or "") + 1 :]
            return self.prefixes[token.prefix or ""] + _LOCAL_ESCAPE.sub(r"\1", local)
        return None


def read_prologue(tokens: Sequence[Token], base_iri: str | None = None) -> Prologue:
    """Return what BASE, PREFIX and VERSION at the head of the tokens declare; stops at the first other token."""
    base = base_iri
    prefixes: dict[str, str] = {}
    index = 0
    while index < len(tokens) and tokens[index].kind == "word":
        word = tokens[index].text.upper()
        operands = tokens[index + 1 : index + 3]
        kinds = [token.kind for token in operands]
        if word == "BASE" and kinds[:1] == ["iri"]:
            base = _absolute(operands[0].text, base)
            index += 2
        elif word == "PREFIX" and kinds == ["name", "iri"] and operands[0].text.endswith(":"):
            prefixes[operands[0].prefix or ""] = _absolute(operands[1].text, base)
            index += 3
        elif word == "VERSION" and kinds[:1] == ["string"]:
            index += 2
        else:
            break
    return Prologue(base, prefixes, index)


def _absolute(reference: str, base: str | None) -> str:
    iri = _CODEPOINT.sub(_character, reference[1:-1])
    try:
        return urljoin(base, iri) if base and not re.match("[A-Za-z][A-Za-z0-9+.-]*:", iri) else iri
    except ValueError:
        return iri


def _character(escape: re.Match[str]) -> str:
    code = int(escape.group(1) or escape.group(2), 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"
