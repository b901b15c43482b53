"""Names that hold the word SERVICE, rewritten so that no parser can take them for a call.

SPARQL 1.1 Query Language, section 19.8 (longest match, productions [140] to [142] and [169]). Refuses what it cannot
rewrite; the keyword itself is for `guard`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hasila.engine.prologue import Prologue
from hasila.errors import MalformedQuery, ServiceRefused
from hasila.rdf.sparql_tokens import Token, locate

WORD = "service"
_AFTER_DOT = re.compile(r"\..*service", re.IGNORECASE | re.DOTALL)


def disambiguate(text: str, tokens: Sequence[Token], prologue: Prologue) -> str:
    """Return the text with the same meaning and no such name in it.

    By the grammar `service:x` and `ex:a.b.SERVICE:x` are prefixed names. Oxigraph's parser may end a name at a dot, or
    go back when a name does not fit, and then reads SERVICE and `:x`, and calls it. So prefix labels are renamed,
    letter for letter, and names with the word after a dot are written as IRIs (only these move what follows them).
    Raises MalformedQuery for an undeclared prefix there, ServiceRefused for a blank node label of that kind.
    """
    labels = {token.prefix for token in tokens if token.prefix}
    renamed = _rename_all({label for label in labels if WORD in label.lower()}, labels)
    parts: list[str] = []
    end = 0
    for token in tokens:
        if token.kind == "blank" and _AFTER_DOT.search(token.text):
            raise ServiceRefused("A blank node label with SERVICE after a dot cannot be told from a call; rename it.")
        if token.kind != "name":
            continue
        label = token.prefix or ""
        if _AFTER_DOT.search(token.text, len(label)):
            parts += (text[end : token.start], _as_iri(text, token, prologue))
            end = token.start + len(token.text)
        elif label in renamed:
            parts += (text[end : token.start], renamed[label])
            end = token.start + len(label)
    return "".join([*parts, text[end:]]) if parts else text


def _as_iri(text: str, token: Token, prologue: Prologue) -> str:
    iri = prologue.resolve(token)
    if iri is None:
        line, column = locate(text, token.start)
        message = f"The prefix {token.prefix or ''}: is not declared (line {line}, column {column})."
        raise MalformedQuery(message, line=line, column=column)
    return f"<{iri}>"


def _rename_all(suspects: set[str], labels: set[str]) -> dict[str, str]:
    for letter in "qzwxjkvyhu":
        renamed = {label: _rename(label, letter) for label in suspects}
        if not set(renamed.values()) & labels:
            return renamed
    raise ServiceRefused("Prefix labels that hold the word SERVICE cannot be told from the keyword; rename them.")


def _rename(label: str, letter: str) -> str:
    return re.sub("(?i)s(?=ervice)", lambda found: letter.upper() if found.group() == "S" else letter, label)
