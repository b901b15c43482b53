"""Which terms a SPARQL query names: by their IRIs, or by prefixed names that its prologue declares.

SPARQL 1.1 Query sections 4.1.1 (prefixed names) and 19.8 (terminals). Relative IRIs are not resolved; evaluates nothing.
"""

from __future__ import annotations

import re

from hasila.rdf.sparql_tokens import iter_tokens

_ESCAPED = re.compile(r"\\([_~.\-!$&'()*+,;=/?#@%])")


def named_iris(text: str) -> frozenset[str]:
    """Return the IRIs that a query names, without those of its prologue."""
    prefixes: dict[str, str] = {}
    found: set[str] = set()
    before = second = None
    for token in iter_tokens(text):
        if token.kind == "iri":
            declares = before is not None and second is not None and before.kind == "name"
            if declares and second.text.upper() == "PREFIX" and before.text == f"{before.prefix or ''}:":  # type: ignore[union-attr]
                prefixes[before.prefix or ""] = token.text[1:-1]  # type: ignore[union-attr]
            elif before is None or before.text.upper() != "BASE":
                found.add(token.text[1:-1])
        elif token.kind == "name" and (token.prefix or "") in prefixes:
            local = token.text.partition(":")[2]
            if local:
                found.add(prefixes[token.prefix or ""] + _ESCAPED.sub(r"\1", local))
        second, before = before, token
    return frozenset(found)
