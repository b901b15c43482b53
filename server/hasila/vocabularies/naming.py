"""Which terms a SPARQL query names: by their IRIs, or by prefixed names that its prologue declares.

SPARQL 1.1 Query sections 4.1.1 (prefixed names) and 19.8 (terminals). Relative IRIs are not resolved; evaluates nothing.
"""

from __future__ import annotations

import re

from hasila.rdf.sparql_tokens import Token, iter_tokens

_ESCAPED = re.compile(r"\\([_~.\-!$&'()*+,;=/?#@%])")


def named_iris(text: str) -> frozenset[str]:
    """Return the IRIs that a query names, without those of its prologue."""
    prefixes: dict[str, str] = {}
    found: set[str] = set()
    before: Token | None = None
    second: Token | None = None
    for token in iter_tokens(text):
        if token.kind == "iri":
            declared = _declared(second, before)
            if declared is not None:
                prefixes[declared] = token.text[1:-1]
            elif before is None or before.text.upper() != "BASE":
                found.add(token.text[1:-1])
        elif token.kind == "name" and (token.prefix or "") in prefixes:
            local = token.text.partition(":")[2]
            if local:
                found.add(prefixes[token.prefix or ""] + _ESCAPED.sub(r"\1", local))
        second, before = before, token
    return frozenset(found)


def _declared(first: Token | None, second: Token | None) -> str | None:
    """Return the prefix that the two terminals before an IRI declare; None when they are no PREFIX declaration."""
    if first is None or second is None or first.text.upper() != "PREFIX" or second.kind != "name":
        return None
    prefix = second.prefix or ""
    return prefix if second.text == f"{prefix}:" else None
