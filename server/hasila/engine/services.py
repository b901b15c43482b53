"""Calls to other endpoints in the text of a query: where they stand, whom they call, and the text without their addresses.

SPARQL 1.1 Federated Query, section 2 (production [59] of SPARQL 1.1 Query Language, section 19.8). Decides nothing about
endpoints; see `endpoints`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from hasila.engine.disambiguation import WORD
from hasila.errors import ServiceRefused
from hasila.rdf.sparql_tokens import Token, iter_tokens

CALLS = 8
"""How often one query may write SERVICE: each call open at a time takes the worker two descriptors."""
DESCRIPTORS = 16 + 2 * CALLS
"""What a worker that calls needs beside its own: those, its loop and listener, one call out with its name look-up."""


class Call(NamedTuple):
    """One SERVICE of a query: the token that names the endpoint, and whether SILENT stands before it."""

    target: Token
    silent: bool


def find_calls(tokens: Sequence[Token]) -> list[Call]:
    """Return the calls in their order; raises ServiceRefused for one whose endpoint is not written out.

    A variable names no endpoint before the query runs, and a call within a call would be made by the other endpoint, which
    is not for this one to allow.
    """
    calls: list[Call] = []
    depth = 0
    closes: int | None = None
    for index, token in enumerate(tokens):
        if token.text == "{":
            depth += 1
        elif token.text == "}":
            depth -= 1
            if closes is not None and depth <= closes:
                closes = None
        elif token.kind == "word" and token.text.lower() == WORD:
            if closes is not None:
                raise ServiceRefused("A SERVICE inside another one is not evaluated here; write them side by side.")
            calls.append(_call(tokens[index + 1 : index + 4]))
            closes = depth
    if len(calls) > CALLS:
        raise ServiceRefused(f"The query calls other endpoints more than {CALLS} times.", calls=CALLS)
    return calls


def stand_in(text: str, calls: Sequence[Call]) -> str:
    """Return the text with `<call:N>` for each endpoint, N counted from 0: an IRI that leads nowhere.

    Where the new IRI is the shorter one spaces fill up, so that errors behind it keep their position.
    """
    return _replace(text, calls, lambda number, call: f"<call:{number}>".ljust(len(call.target.text)))


def direct(text: str, origin: str) -> tuple[str, list[bool]]:
    """Return the text that calls `origin` followed by N for each `<call:N>`, and which of the calls are silent.

    Raises ServiceRefused when another endpoint stands in the text.
    """
    calls = find_calls(list(iter_tokens(text)))
    if [call.target.text for call in calls] != [f"<call:{number}>" for number in range(len(calls))]:
        raise ServiceRefused("The query calls an endpoint that was not allowed.")
    directed = _replace(text, calls, lambda number, call: f"<{origin}{number}>")
    return directed, [call.silent for call in calls]


def _call(following: Sequence[Token]) -> Call:
    silent = bool(following) and following[0].kind == "word" and following[0].text.upper() == "SILENT"
    target = following[1:] if silent else following
    if not target or target[0].kind not in ("iri", "name"):
        raise ServiceRefused("A SERVICE must name its endpoint by an IRI; a variable or anything else is refused.")
    if len(target) < 2 or target[1].text != "{":
        raise ServiceRefused("A SERVICE must be followed by its endpoint and a group in braces.")
    return Call(target[0], silent)


def _replace(text: str, calls: Sequence[Call], name: Callable[[int, Call], str]) -> str:
    parts: list[str] = []
    end = 0
    for number, call in enumerate(calls):
        parts += (text[end : call.target.start], name(number, call))
        end = call.target.start + len(call.target.text)
    return "".join([*parts, text[end:]])
