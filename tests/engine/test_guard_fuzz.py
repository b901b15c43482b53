"""The guard against texts nobody thought of: no false pass, no false refusal; every update; graphs that are not published."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.guard import read_query
from hasila.engine.protocol import Query
from hasila.engine.services import direct
from hasila.errors import HasilaError, ServiceRefused, UpdateRefused
from hasila.rdf.sparql_tokens import iter_tokens, join_tokens

from .conftest import Ask, E, whole
from .listening import Listener

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
WORDS = [
    "SERVICE",
    "service",
    "SILENT",
    "INSERT",
    "DROP ALL",
    "LOAD",
    "FROM",
    "} SERVICE <x:> {",
    ";DROP ALL",
    "\u0627",
]
_word = st.sampled_from(WORDS)
_plain = st.sampled_from(["SERVICE", "service", "Silent", "insert", "LOAD", "from", "x", "with"])

_comment = _word.map(lambda word: f"# {word} <x:>\n")
_gap = st.one_of(st.just(" "), st.just("\n"), st.just("\t \r\n"), _comment, st.tuples(_comment, _comment).map("".join))
_string = st.tuples(
    st.sampled_from(["'", '"', "'''", '"""']), _word, st.sampled_from(["", "\\\\", "\\'", '\\"', " "])
).map(lambda parts: parts[0] + parts[1] + parts[2] + parts[0])
_iri = _plain.map(lambda word: f"<http://example.org/{word}#{word}>")
_name = st.tuples(
    st.sampled_from(["service:", "SERVICE:", ":", "a.b:"]), _plain, st.sampled_from(["", "-x", ".x", "\\-SERVICE"])
).map("".join)
_variable = _plain.map(lambda word: f"?{word}")
_blank = _plain.map(lambda word: f"_:{word}")
_literal = st.one_of(
    _string, _string.map(lambda text: text + "@en-service"), st.sampled_from(["1", "1.5", "true", "2e0"])
)
_triple = st.tuples(
    st.one_of(_iri, _name, _variable, _blank),
    st.one_of(_iri, _name, st.just("a"), _variable),
    st.one_of(_iri, _name, _variable, _blank, _literal),
    st.just("."),
).map(list)
_filter = st.tuples(
    _variable, st.sampled_from(["=", "<", ">", "!=", "&&", "||"]), st.one_of(_variable, _literal, _iri)
).map(lambda parts: ["FILTER", "(", *parts, ")"])
_pattern = st.lists(st.one_of(_triple, _filter), max_size=4).map(
    lambda parts: [token for part in parts for token in part]
)
PROLOGUE = [
    *("PREFIX", "service:", "<x:s>", "PREFIX", "SERVICE:", "<x:S>"),
    *("PREFIX", ":", "<x:d>", "PREFIX", "a.b:", "<x:ab>"),
]


def _join(terminals: list[str], gaps: list[str]) -> str:
    return "".join(terminal + gaps[index % len(gaps)] for index, terminal in enumerate(terminals))


# A blank node label may not come again behind a group.
_tail = _pattern.map(lambda pattern: [token.replace("_:", "_:t") for token in pattern])
_gaps = st.lists(_gap, min_size=1, max_size=5)
_queries = _pattern.map(lambda pattern: [*PROLOGUE, "SELECT", "*", "WHERE", "{", *pattern, "}"])


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Return a listener on a free port."""
    with Listener() as one:
        yield one


@QUICK
@given(_queries, _gaps, st.sampled_from(["", "https://a.example/*"]))
def test_words_in_names_strings_and_comments_are_never_refused(
    terminals: list[str], gaps: list[str], allowed: str
) -> None:
    text = _join(terminals, gaps)
    expected = Store().query(text)
    found = Store().query(read_query(text, allowed=allowed).text)
    assert isinstance(expected, QuerySolutions) and isinstance(found, QuerySolutions)
    assert expected.variables == found.variables


@QUICK
@given(_pattern, _tail, _gaps, st.booleans(), st.sampled_from(["HERE:x", "<HERE>", "?x", "service:x"]))
def test_call_among_them_is_always_refused(
    listener: Listener, head: list[str], tail: list[str], gaps: list[str], silent: bool, target: str
) -> None:
    here = f"http://127.0.0.1:{listener.port}/"
    call = ["SERVICE", *(["silent"] if silent else []), target.replace("<HERE>", f"<{here}>").replace("HERE:", "here:")]
    prologue = [*PROLOGUE, "PREFIX", "here:", f"<{here}>"]
    text = _join([*prologue, "ASK", "{", *head, *call, "{", "?s", "?p", "?o", "}", *tail, "}"], gaps)
    for allowed in ("", f"https://a.example/* {here}y*"):
        before = listener.visits
        with pytest.raises(ServiceRefused):
            # Were it let pass, Oxigraph would call, and be heard.
            Store().query(read_query(text, allowed=allowed).text)
        assert listener.visits == before


@QUICK
@given(_pattern, _tail, _gaps, st.booleans(), st.sampled_from(["here:x", "<HEREx>", "<x>"]))
def test_call_that_is_allowed_reaches_the_broker_alone(
    listener: Listener, head: list[str], tail: list[str], gaps: list[str], silent: bool, target: str
) -> None:
    here = f"http://127.0.0.1:{listener.port}/"
    call = ["SERVICE", *(["silent"] if silent else []), target.replace("HERE", here)]
    prologue = ["BASE", f"<{here}>", *PROLOGUE, "PREFIX", "here:", f"<{here}>"]
    text = _join([*prologue, "ASK", "{", *head, *call, "{", "?s", "?p", "?o", "}", *tail, "}"], gaps)
    reading = read_query(text, allowed=f"{here}*")
    assert reading.services == (f"{here}x",) and reading.volatile
    directed, silences = direct(reading.text, "http://127.0.0.1:1/")
    assert silences == [silent]
    before = listener.visits
    for evaluated in (reading.text, directed):
        with contextlib.suppress(OSError):
            Store().query(evaluated)
    assert listener.visits == before


_PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "SERVICE",
                "service",
                "SILENT",
                "here:x",
                "<HERE>",
                "service:x",
                "SERVICE:x",
                "here:a.SERVICE",
                "true",
                ".",
                "1",
            ),
            *(
                "1e1",
                "?s",
                "?p",
                "?o",
                "'x'",
                "@en",
                "{",
                "}",
                "{ ?s ?p ?o }",
                "FILTER",
                "OPTIONAL",
                "#",
                "\\",
                "a",
                ";",
                ",",
            ),
            *(
                "\\u0053ERVICE",
                "'",
                '"',
                "''",
                "<x:y>",
                "UNION",
                "[]",
                "BIND(1 AS ?z)",
                "\n",
                " ",
                "_:b",
                "<",
                ">",
                "EXISTS",
            ),
        ]
    ),
    max_size=10,
)


@settings(QUICK, max_examples=800)
@given(_PIECES, st.sampled_from(["", " "]), st.sampled_from(["OTHER", "HERE"]))
def test_whatever_passes_calls_nobody_but_the_broker(
    listener: Listener, pieces: list[str], space: str, allowed: str
) -> None:
    here = f"http://127.0.0.1:{listener.port}/"
    body = space.join(pieces).replace("<HERE>", f"<{here}>")
    text = f"PREFIX here: <{here}> PREFIX service: <{here}> PREFIX SERVICE: <{here}> SELECT * {{ {body} }}"
    try:
        reading = read_query(text, allowed=allowed.replace("HERE", f"{here}*").replace("OTHER", "https://a.example/*"))
    except HasilaError:
        return
    before = listener.visits
    for evaluated in (reading.text, direct(reading.text, "http://127.0.0.1:1/")[0]):
        with contextlib.suppress(SyntaxError, RuntimeError, OSError):
            list(Store().query(evaluated))  # type: ignore[arg-type]
    assert listener.visits == before, reading.text


@QUICK
@given(_queries, _gaps, _gaps)
def test_normal_text_is_shared_by_all_spellings_of_white_space(
    terminals: list[str], some: list[str], other: list[str]
) -> None:
    normal = read_query(_join(terminals, some)).normal
    assert normal == read_query(_join(terminals, other)).normal
    Store().query(normal)
    assert read_query(normal).normal == normal


_TEXTS = st.one_of(
    st.text(max_size=60),
    _PIECES.map("".join),
    st.lists(
        st.sampled_from([*"{}()[],;<>|&^?$:.-+*/=!'\"#ab1 \n", "<<", ">>", "<?a", "_:", "1.5", "?b"]), max_size=16
    ).map("".join),
)


@settings(QUICK, max_examples=800)
@given(_TEXTS)
def test_normal_text_has_the_same_terminals(text: str) -> None:
    tokens = list(iter_tokens(text))
    if any(token.kind == "symbol" and token.text in "\"'\\" for token in tokens):
        return  # a string that is not closed: the guard refuses it
    normal = join_tokens(tokens)
    assert [token[:2] for token in iter_tokens(normal)] == [token[:2] for token in tokens]
    assert join_tokens(list(iter_tokens(normal))) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASK { ?s ?p 1.5 }", "ASK { ?s ?p 1 .5 }"),
        ("ASK { ?s ?p 'a b' }", "ASK { ?s ?p 'a  b' }"),
        ("ASK { ?s ?p 'a#b\\n' }", "ASK { ?s ?p 'a' }"),
        ("ASK { ?s ?p <x:a> }", "ASK { ?s ?p <x:A> }"),
        ("PREFIX x: <x:> ASK { ?s x:a?p:x }", "PREFIX x: <x:> ASK { ?s x:a ?p :x }"),
        ("ASK { FILTER(?a IN (?a <?b , ?c> ?d)) }", "ASK { FILTER(?a IN (?a <?b,?c> ?d)) }"),
        ("ASK { FILTER(?a && ?b) }", "ASK { FILTER(?a & & ?b) }"),
        ("ASK { ?s ?p ?o # x\n }", "ASK { ?s ?p ?o # x }"),
        ("SELECT * { ?s ?p ?o }", "SELECT * { ?s ?po }"),
    ],
)
def test_different_queries_never_share_a_normal_text(one: str, other: str) -> None:
    assert join_tokens(list(iter_tokens(one))) != join_tokens(list(iter_tokens(other)))


DATA = "{ <x:a> <x:b> <x:c> }"
QUADS = "{ GRAPH <x:g> { <x:a> <x:b> <x:c> } }"
UPDATES = [
    *(f"INSERT DATA {DATA}", f"DELETE DATA {DATA}", f"INSERT DATA {QUADS}", f"DELETE DATA {QUADS}", "INSERT DATA {}"),
    *("DELETE WHERE { ?s ?p ?o }", "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }"),
    *("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"),
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } USING <x:g> USING NAMED <x:h> WHERE { ?s ?p ?o }",
    *("WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH <x:g> INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }"),
    "WITH <x:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } USING <x:g> WHERE { ?s ?p ?o }",
    *(f"{verb} SILENT {which}" for verb in ("CLEAR", "DROP") for which in ("ALL", "DEFAULT", "NAMED", "GRAPH <x:g>")),
    *(f"{verb} {which}" for verb in ("CLEAR", "DROP") for which in ("ALL", "DEFAULT", "NAMED")),
    *("CREATE GRAPH <x:new>", "CREATE SILENT GRAPH <x:new>"),
    *(
        f"{verb} SILENT {way}"
        for verb in ("ADD", "MOVE", "COPY")
        for way in ("<x:g> TO <x:h>", "DEFAULT TO GRAPH <x:g>")
    ),
    *(f"{verb} {way}" for verb in ("ADD", "MOVE", "COPY") for way in ("DEFAULT TO <x:h>", "DEFAULT TO DEFAULT")),
]
LOADS = [f"LOAD {silent}<HERE>{into}" for silent in ("", "SILENT ") for into in ("", " INTO GRAPH <x:g>")]


def _spellings(update: str) -> Iterator[str]:
    yield from (update, update.lower(), update.title().replace("<X:", "<x:").replace("Http", "http"))
    yield f"PREFIX select: <x:> BASE <x:> PREFIX : <y:>\n{update}"
    yield f"# SELECT * {{}}\n{update.replace(' ', ' # ASK {}' + chr(10), 1)}"
    yield "\r\n\t" + "\n".join(update.split(" "))
    yield f"{update} ; CREATE SILENT GRAPH <x:ask>"
    yield f"CREATE SILENT GRAPH <x:ask>;{update} ;"


@pytest.mark.parametrize("update", UPDATES)
def test_every_update_is_refused_in_every_spelling(update: str) -> None:
    for text in _spellings(update):
        Store().update(text)  # it is one
        with pytest.raises(UpdateRefused):
            read_query(text)
    with pytest.raises(UpdateRefused):
        read_query(f"CREATE SILENT GRAPH <x:ask> ; PREFIX x: <x:> {update}")


@pytest.mark.parametrize("update", LOADS)
def test_every_load_is_refused_and_not_made(listener: Listener, update: str) -> None:
    before = listener.visits
    for text in _spellings(update.replace("HERE", f"http://127.0.0.1:{listener.port}/")):
        with pytest.raises(UpdateRefused):
            read_query(text, allowed=f"http://127.0.0.1:{listener.port}/*")
    assert listener.visits == before


@pytest.mark.parametrize("query", ["ASK {}", "SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <x:a>"])
def test_update_behind_a_query_is_refused(query: str) -> None:
    for update in UPDATES:
        for join in (";", " ; ", "\n;# x\n"):
            with pytest.raises(UpdateRefused):
                read_query(query + join + update)


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED", "from", "From # x\n NAMED"])
@pytest.mark.parametrize(
    "document", ["http://127.0.0.1:PORT/data.nt", "file:///etc/hostname", "http://localhost:PORT/x"]
)
def test_from_of_a_graph_that_is_not_published_is_empty_and_not_fetched(
    ask: Ask, engine: EmbeddedEngine, listener: Listener, clause: str, document: str
) -> None:
    before = listener.visits
    graph = document.replace("PORT", str(listener.port))
    pattern = "{ { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    count = "SELECT (COUNT(*) AS ?n)"
    assert ask(f"{count} {clause} <{graph}> {pattern}") == "n\r\n0\r\n"
    assert ask(f"PREFIX d: <{graph}> {count} {clause} d: {pattern}") == "n\r\n0\r\n"
    assert ask(f"{count} {pattern}", default_graphs=(graph,), named_graphs=(graph,)) == "n\r\n0\r\n"
    both = Query(f"{count} FROM <{graph}> FROM <{E}g/1> {{ ?s ?p ?o }}", "csv")
    assert whole(engine.answer(both)) == b"n\r\n4\r\n"
    assert listener.visits == before
