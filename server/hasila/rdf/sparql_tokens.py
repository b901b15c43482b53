"""The terminals of SPARQL text: where each IRI, string, name, word and symbol begins and ends.

SPARQL 1.1 Query Language, section 19.8, productions [139] to [173]; comments as in section 19.4.
Knows no grammar above the terminals, decodes nothing and refuses nothing: a stray character is a symbol of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# [164] PN_CHARS_BASE, [165] PN_CHARS_U and [167] PN_CHARS as the insides of character classes.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_VARIABLE = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040"
_NAME = "\\-" + _VARIABLE
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI = rf"""<(?:[^<>"{{}}|^`\\\x00-\x20]|{_UCHAR})*+>"""
_LOCAL = rf"(?:[{_BASE}_0-9:]|{_ESCAPED})(?:[{_NAME}:]|{_ESCAPED}|\.++(?=[{_NAME}:%\\]))*+"

# Every quantifier is possessive, so a hostile text costs one pass: nothing is ever tried a second way.
_TERMINAL = re.compile(
    rf"""(?P<space>(?:[\x20\t\r\n]++|\#[^\r\n]*+)++)
    |(?P<iri>{_IRI})
    |(?P<string>'''(?:[^'\\]|\\.|'(?!''))*+'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\"
        |'(?!'')(?:[^'\\\r\n]|\\[^\r\n])*+'|"(?!"")(?:[^"\\\r\n]|\\[^\r\n])*+")
    |(?P<variable>[?$][{_VARIABLE}]++)
    |(?P<blank>_:[{_BASE}_0-9](?:[{_NAME}]|\.++(?=[{_NAME}]))*+)
    |(?P<name>(?P<prefix>[{_BASE}](?:[{_NAME}]|\.++(?=[{_NAME}]))*+)?+:(?:{_LOCAL})?+)
    |(?P<word>[{_BASE}_](?:[{_NAME}]|\.++(?=[{_NAME}]))*+)
    |(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    |(?P<number>[0-9]++(?:[eE][+-]?[0-9]++)?+)
    |(?P<escape>{_UCHAR})
    |(?P<symbol><(?={_IRI})|<<|>>|.)""",
    re.VERBOSE | re.DOTALL,
)

# White space beside these changes nothing, unless what stands on the other side may form one symbol with them.
_APART = frozenset("{}()[],;")
_JOINING = frozenset(["|", ">", ">>"])


class Token(NamedTuple):
    """One terminal: its kind (the group name of the pattern), its text, its offset and, of a prefixed name, its prefix.

    A `word` is a run of name characters without a colon; it may hold dots, where the grammar would read several words.
    """

    kind: str
    text: str
    start: int
    prefix: str | None


def iter_tokens(text: str) -> Iterator[Token]:
    """Yield the terminals of the text in order, without white space and comments; takes time linear in the text."""
    for found in _TERMINAL.finditer(text):
        kind = found.lastgroup or "symbol"
        if kind != "space":
            yield Token(kind, found.group(), found.start(), found.group("prefix") if kind == "name" else None)


def join_tokens(tokens: Sequence[Token]) -> str:
    """Return the terminals in one line: the same for texts that differ only in how white space and comments are written.

    One space stands wherever the text has some, except beside brackets, commas and semicolons, where none stands. Elsewhere
    it is kept, or kept away, as it may tell two queries apart: `1.5` and `1 .5`, `&&` and `& &`, `ex:a?b` and `ex:a ?b`.
    """
    # After a bare `<`, what moves together could become an IRI: `?a <?b , ?c> ?d`.
    loose = not any(token.kind == "symbol" and token.text[0] == "<" for token in tokens)
    parts: list[str] = []
    end = 0
    before = ""
    for token in tokens:
        if end < token.start and parts and not (loose and _is_apart(before, token.text)):
            parts.append(" ")
        parts.append(token.text)
        end, before = token.start + len(token.text), token.text
    return "".join(parts)


def _is_apart(before: str, after: str) -> bool:
    return (before in _APART or after in _APART) and before not in _JOINING and after not in _JOINING


def locate(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both counted from 1, the column in characters."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
