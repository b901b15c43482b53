"""A variable to which VALUES gives one value, written as that value where a FILTER of an OPTIONAL speaks of it.

SPARQL 1.1 Query Language, section 18.2.2.6: such a FILTER sees the variables outside its OPTIONAL. Virtuoso 7 does not
evaluate it with one that VALUES binds, and leaves the OPTIONAL out instead; the value itself it understands. The meaning
stays the same everywhere. Works on terminals of a query that a parser has accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hasila.rdf.sparql_tokens import Token

Edit = tuple[int, int, str]
"""Offsets from and to, and what to write there instead."""
_CONSTANT = frozenset(["iri", "name", "string", "number"])


@dataclass
class _Group:
    """A group that is open: the constants its VALUES have given so far, and those that its FILTERs may use."""

    given: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)


def iter_constants(text: str, tokens: Sequence[Token]) -> Iterator[Edit]:
    """Yield an edit for each variable that may be written as its value."""
    groups = [_Group()]
    index = 0
    while index < len(tokens):
        token = tokens[index]
        word = token.text.upper() if token.kind == "word" else ""
        if word == "VALUES":
            values = _single(text, tokens, index)
            if values is not None:
                groups[-1].given[values[0]] = values[1]
            index = _closing(tokens, index, "{", "}")
        elif token.text == "{" and token.kind == "symbol":
            before = tokens[index - 1].text.upper() if index else ""
            groups.append(_Group(seen=dict(groups[-1].given) if before == "OPTIONAL" else {}))
        elif token.text == "}" and token.kind == "symbol" and len(groups) > 1:
            groups.pop()
        elif word == "FILTER" and tokens[index + 1].text == "(":
            end = _closing(tokens, index, "(", ")")
            inside = tokens[index:end]
            # What stands in EXISTS is a pattern, and a constant cannot stand everywhere in it.
            if not any(part.text == "{" for part in inside):
                yield from _written(inside, groups[-1].seen)
                index = end
        index += 1


def _written(tokens: Sequence[Token], constants: dict[str, str]) -> Iterator[Edit]:
    bound = any(token.text.upper() == "BOUND" for token in tokens)
    for token in tokens:
        if token.kind == "variable" and token.text[1:] in constants and not bound:
            yield token.start, token.start + len(token.text), constants[token.text[1:]]


def _single(text: str, tokens: Sequence[Token], index: int) -> tuple[str, str] | None:
    """Return variable and value of `VALUES ?variable { value }`; None for more values, more variables or UNDEF."""
    following = tokens[index + 1 : index + 8]
    if len(following) < 4 or following[0].kind != "variable" or following[1].text != "{":
        return None
    if following[2].kind not in _CONSTANT:
        return None
    end = next((i for i, token in enumerate(following) if token.text == "}"), None)
    if end is None or not _is_one_term(following[2:end]):
        return None
    return following[0].text[1:], text[following[2].start : following[end].start].strip()


def _is_one_term(tokens: Sequence[Token]) -> bool:
    """Tell whether the tokens are one term: a string with its language tag or `^^` and datatype, or one token."""
    rest = [token.text for token in tokens[1:]]
    tagged = len(tokens) == 2 and tokens[1].kind == "language"
    return not rest or (tokens[0].kind == "string" and (tagged or rest[:2] == ["^", "^"]))


def _closing(tokens: Sequence[Token], index: int, opening: str, closing: str) -> int:
    """Return the index of what closes the first opening bracket from there on, or the last index."""
    depth = 0
    for place in range(index, len(tokens)):
        if tokens[place].kind == "symbol":
            depth += (tokens[place].text == opening) - (tokens[place].text == closing)
            if not depth and tokens[place].text == closing:
                return place
    return len(tokens) - 1
