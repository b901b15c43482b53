"""The words of SPARQL and Turtle that stand outside strings, IRIs and comments, and the lines they stand on.

SPARQL 1.1 Query section 19.8, Turtle section 6.5: terminals only, no grammar. Refuses nothing itself.
"""

from __future__ import annotations

import re

from hasila.rdf.sparql_tokens import iter_tokens, locate

_SKIPPED = (
    r"'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"""(?:[^"\\]|\\.|"(?!""))*+"""'
    r"|'(?:[^'\\\n]|\\.)*+'"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r'|<[^<>"{}|^`\x00-\x20]*+>'
    r"|#[^\n]*+"
)
# A name with a colon, a variable or a language tag is one word, whatever it is made of.
_WORD = r"[?$]\w++|@[A-Za-z][A-Za-z0-9-]*+|(?:\w(?:[\w.-]*\w)?)?:[\w.:%\\-]*+|\w++"


def line_of(text: str, pattern: str) -> int | None:
    """Return the line on which `pattern` (a regular expression) first begins outside strings, IRIs and comments."""
    for match in re.finditer(rf"{_SKIPPED}|({pattern})|{_WORD}", text, re.DOTALL):
        if match[1] is not None:
            return text.count("\n", 0, match.start()) + 1
    return None


def service_line(query: str) -> int | None:
    """Return the line of the first SERVICE (SPARQL 1.1 Federated Query) of a query; None when it calls nobody."""
    for token in iter_tokens(query):
        # Oxigraph asks for no space around keywords, so any bare word with these letters may be a call.
        if token.kind == "word" and "service" in token.text.casefold():
            return locate(query, token.start)[0]
    return None
