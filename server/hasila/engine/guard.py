"""What a query may not do, decided from its terminals before it is evaluated.

SPARQL 1.1 Query Language, sections 13.2, 19.2 and 19.8; SPARQL 1.1 Federated Query; SPARQL 1.1 Update, section 3.
Does not parse: whether the text is a correct query is for the engine to say.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hasila.engine.disambiguation import WORD, disambiguate
from hasila.engine.endpoints import read_allow_list
from hasila.engine.prologue import Prologue, read_prologue
from hasila.engine.protocol import QueryForm
from hasila.engine.services import find_calls, stand_in
from hasila.errors import ClientError, MalformedQuery, ServiceRefused, UpdateRefused
from hasila.rdf.sparql_tokens import Token, iter_tokens, join_tokens, locate

NESTING = 100
"""How deep brackets of all kinds may nest unless a setting says otherwise."""

_MEMORABLE = 16_384
"""Texts up to this length are remembered once read, so that the memory they take stays bounded."""
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
_FORMS = {form.name: form for form in QueryForm}
_OPENING = frozenset(["{", "(", "[", "<<"])
_CLOSING = frozenset(["}", ")", "]", ">>"])
_VOLATILE = ("NOW", "RAND", "UUID", "BNODE")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True)
class QueryReading:
    """What the guard learnt about an allowed query.

    `text` is what to evaluate (see `disambiguation`); `star` the offset of the outermost SELECT's `*`;
    `variables` every variable name in order of first appearance; `default_graphs` and `named_graphs` the IRIs of
    FROM and FROM NAMED as often as they are written; `services` the endpoints called, in their order, for each of which
    `text` has a stand-in (see `services`); `names_graphs` says that a pattern may ask in
    which graph; `volatile` that each evaluation may answer otherwise; `normal` is the
    same for texts that differ only in white space and comments, and for no others.
    """

    form: QueryForm
    text: str
    star: int | None
    variables: tuple[str, ...]
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    services: tuple[str, ...]
    names_graphs: bool
    volatile: bool
    normal: str


def read_query(text: str, nesting: int = NESTING, base_iri: str | None = None, allowed: str = "") -> QueryReading:
    """Return what the terminals of the text tell, in time linear in its length.

    `allowed` lists the endpoints that may be called, as the setting `service_allow` does. Raises MalformedQuery where no
    query form is found, brackets nest deeper than `nesting`, or a terminal is broken; UpdateRefused for an update;
    ServiceRefused where SERVICE stands as a keyword anywhere, unless it calls an endpoint that is allowed.
    """
    # One request asks several times about one text, and saved queries come again and again.
    read = _remembered if len(text) <= _MEMORABLE else _examine
    return read(text, nesting, base_iri, allowed)


def _examine(text: str, nesting: int, base_iri: str | None, allowed: str) -> QueryReading:
    _check_characters(text)
    reading = _read(text, nesting, base_iri, allowed)
    decoded = _ESCAPE.sub(_decode, text)
    if decoded != text:
        # Section 19.2 decodes escapes before tokenising; Oxigraph decodes them inside IRIs and strings only. A text
        # must be harmless either way, for another engine behind the same door may follow the specification.
        try:
            services = _read(decoded, nesting, base_iri, allowed).services
        except (ServiceRefused, UpdateRefused):
            raise
        except ClientError:
            services = reading.services
        if services != reading.services:
            raise ServiceRefused("The query calls other endpoints once its codepoint escapes are decoded.")
    return reading


_remembered = lru_cache(maxsize=1024)(_examine)


def _read(text: str, nesting: int, base_iri: str | None, allowed: str) -> QueryReading:
    tokens = list(iter_tokens(text))
    prologue = read_prologue(tokens, base_iri)
    form = _form(text, tokens, prologue.end)
    _check_tokens(text, tokens, nesting, federated=bool(allowed))
    evaluated, services = _direct(text, tokens, prologue, allowed)
    default_graphs, named_graphs = _dataset(tokens, prologue)
    return QueryReading(
        form=form,
        text=disambiguate(evaluated, list(iter_tokens(evaluated)) if services else tokens, prologue),
        star=_star(tokens, prologue.end) if form is QueryForm.SELECT else None,
        variables=tuple(dict.fromkeys(token.text[1:] for token in tokens if token.kind == "variable")),
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        services=services,
        # Words may be written together, so one that only holds these letters may be the keyword.
        names_graphs=any(token.kind == "word" and "graph" in token.text.casefold() for token in tokens),
        volatile=bool(services) or _is_volatile(tokens),
        normal=join_tokens(tokens),
    )


def _direct(text: str, tokens: Sequence[Token], prologue: Prologue, allowed: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with stand-ins for the endpoints it calls, and the endpoints; raises ServiceRefused."""
    if not allowed:
        return text, ()
    calls = find_calls(tokens)
    services = [prologue.resolve(call.target) for call in calls]
    for service, call in zip(services, calls, strict=True):
        if service is None or not read_allow_list(allowed).allows(service):
            named = service or call.target.text
            raise ServiceRefused(f"The query calls {named:.200}, which is none of the endpoints allowed.")
    return stand_in(text, calls), tuple(filter(None, services))


def _decode(escape: re.Match[str]) -> str:
    code = int(escape.group(1) or escape.group(2), 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _check_characters(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _malformed(text, error.start, "The query holds half of a surrogate pair, which is no character") from None


def _form(text: str, tokens: Sequence[Token], index: int) -> QueryForm:
    if index >= len(tokens):
        raise _malformed(text, len(text), "The text ends before any of SELECT, ASK, CONSTRUCT, DESCRIBE")
    first = tokens[index]
    word = first.text.upper() if first.kind == "word" else ""
    if word in _UPDATES:
        raise UpdateRefused(f"{word} is a SPARQL update; this endpoint only answers queries.")
    if word not in _FORMS:
        raise _malformed(text, first.start, "Expected SELECT, ASK, CONSTRUCT or DESCRIBE after the prologue")
    return _FORMS[word]


def _check_tokens(text: str, tokens: Sequence[Token], nesting: int, *, federated: bool) -> None:
    depth = 0
    after_semicolon = False
    for token in tokens:
        if token.kind == "symbol":
            if token.text in _OPENING:
                depth += 1
                if depth > nesting:
                    raise _malformed(text, token.start, f"Brackets nest deeper than {nesting} levels")
            elif token.text in _CLOSING:
                depth -= 1
            elif token.text in "\"'\\":
                raise _malformed(text, token.start, "A string is not closed, or a backslash stands outside of one")
        elif token.kind == "escape":
            # Oxigraph refuses them too; decoding them here could only make two readings of one text.
            raise _malformed(text, token.start, "A codepoint escape is only read inside IRIs and strings here")
        elif token.kind == "word":
            _check_word(token, after_semicolon and depth <= 0, federated=federated)
        after_semicolon = token.text == ";"


def _check_word(token: Token, may_update: bool, *, federated: bool) -> None:
    # Oxigraph asks for no space around keywords: it takes "trueSERVICESILENTex:x{}" for a call. SERVICE is the only
    # keyword with these letters, so any bare word that holds them is one.
    if WORD in token.text.casefold() and not (federated and token.text.lower() == WORD):
        if federated:
            raise ServiceRefused("SERVICE must stand as a word of its own here.")
        raise ServiceRefused("The query calls another endpoint with SERVICE, which this endpoint does not do.")
    if may_update and token.text.upper() in _UPDATES:
        raise UpdateRefused(f"{token.text.upper()} is a SPARQL update; this endpoint only answers queries.")


def _is_volatile(tokens: Sequence[Token]) -> bool:
    """Tell whether a function is called whose value is new each time (section 17.4).

    A word that only ends like one counts too: STRUUID, and words written together, which Oxigraph reads as several.
    """
    return any(
        token.kind == "word" and token.text.upper().endswith(_VOLATILE) and following.text == "("
        for token, following in itertools.pairwise(tokens)
    )


def _star(tokens: Sequence[Token], index: int) -> int | None:
    for token in tokens[index + 1 : index + 3]:
        if token.text == "*":
            return token.start
        if token.text.upper() not in ("DISTINCT", "REDUCED"):
            return None
    return None


def _dataset(tokens: Sequence[Token], prologue: Prologue) -> tuple[tuple[str, ...], tuple[str, ...]]:
    default_graphs: list[str] = []
    named_graphs: list[str] = []
    for index in range(prologue.end, len(tokens) - 1):
        if tokens[index].kind == "word" and tokens[index].text.upper() == "FROM":
            following = tokens[index + 1 : index + 3]
            named = following[0].kind == "word" and following[0].text.upper() == "NAMED"
            iri = prologue.resolve(following[-1] if named else following[0])
            if iri is not None:
                (named_graphs if named else default_graphs).append(iri)
    return tuple(default_graphs), tuple(named_graphs)


def _malformed(text: str, offset: int, message: str) -> MalformedQuery:
    line, column = locate(text, offset)
    return MalformedQuery(f"{message} (line {line}, column {column}).", line=line, column=column)
