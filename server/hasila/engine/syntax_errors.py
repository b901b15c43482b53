"""What Oxigraph's complaints mean: a malformed query, with its position, or a fault of the engine.

Oxigraph gives the position only inside the message ("error at 2:11: expected ..."); what is not there is left out.
The one module that reads such text; it raises nothing itself.
"""

from __future__ import annotations

import re

from hasila.errors import EngineFault, HasilaError, MalformedQuery

_POSITION = re.compile(r"(?:error at|at line) (\d+)(?::| column )(\d+)")
_EXPECTED = re.compile(r"expected (?:one of )?(.*)", re.DOTALL)
# Oxigraph mixes sentences among the tokens it expected; they hold a small letter, a space, and no quote or bracket.
_SENTENCE = re.compile(r"(?:[A-Z][a-z]+|[A-Z]+(?: \*)?)(?: [\w*]+)* [a-z]+[^\[\]\"']*")
_KEYWORD = re.compile(r"(?:^|, )([A-Z_]{2,})(?=, |$)")
_CALLER = ("The custom function", "The custom aggregate function", "The variable encoding")


def from_exception(error: BaseException) -> HasilaError:
    """Return what to raise for what Oxigraph raised: MalformedQuery when the text is at fault, else EngineFault."""
    text = str(error)
    if isinstance(error, SyntaxError):
        return from_message(text)
    if isinstance(error, RuntimeError) and text.startswith(_CALLER):
        return MalformedQuery(f"{text.rstrip('.')}.")
    return EngineFault(f"The engine failed on this query: {type(error).__name__}: {text[:300]}")


def from_message(text: str) -> MalformedQuery:
    """Return the error for the text of a syntax error; line and column are facts when the text gives them."""
    expected = _EXPECTED.search(text)
    reason = _reason(expected.group(1)) if expected else text.strip()[:300]
    position = _POSITION.search(text)
    if position is None:
        return MalformedQuery(f"{reason}.")
    line, column = int(position.group(1)), int(position.group(2))
    return MalformedQuery(f"{reason} (line {line}, column {column}).", line=line, column=column)


def _reason(expected: str) -> str:
    flat = " ".join(expected.split())
    for part in flat.split(", "):
        if _SENTENCE.fullmatch(part):
            return part.rstrip(". ")
    keywords = _KEYWORD.findall(flat)
    if keywords and len(keywords) <= 6:
        return "The query does not follow the SPARQL grammar here; among what may stand here: " + ", ".join(keywords)
    return "The query does not follow the SPARQL grammar here"
