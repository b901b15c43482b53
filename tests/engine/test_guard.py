"""What the guard lets pass and what it refuses, whatever the query is disguised as."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from hasila.engine.guard import read_query
from hasila.engine.protocol import QueryForm
from hasila.engine.syntax_errors import from_exception, from_message
from hasila.errors import EngineFault, HasilaError, MalformedQuery, ServiceRefused, UpdateRefused

from .listening import Listener

ALLOWED = [
    ("SELECT * { ?s ?p ?o }", "select"),
    ("select*{?s?p?o}", "select"),
    ("# SERVICE\nASK {}", "ask"),
    ("ASK { ?s ?p ?o # SERVICE <http://x/> {}\n}", "ask"),
    ("ASK { ?s ?p 'SERVICE <x> {}' }", "ask"),
    ('ASK { ?s ?p "a\\" SERVICE <x> {}" }', "ask"),
    ("ASK { ?s ?p '''a' SERVICE '' <x> {}''' }", "ask"),
    ('ASK { ?s ?p """a" SERVICE ""\n <x> {}""" }', "ask"),
    ("ASK { ?s ?p <http://x/SERVICE> }", "ask"),
    ("ASK { ?service ?p $SERVICE }", "ask"),
    ("PREFIX service: <x:> ASK { ?s ?p service:x }", "ask"),
    ("PREFIX service: <x:> ASK { GRAPH service:x { ?s ?p service:x { ?a ?b ?c } } }", "ask"),
    ("PREFIX ex: <x:> ASK { ?s ex:service ex:a.SERVICE }", "ask"),
    ("PREFIX ex: <x:> ASK { ?s ex:a.SERVICE.SERVICE:x ?o { ?s ?p ?o } }", "ask"),
    ("PREFIX ex: <x:> ASK { ?s ex:a%20SERVICE ex:a\\-SERVICE }", "ask"),
    ("ASK { ?s ?p 'x'@en-service }", "ask"),
    ("ASK { _:service ?p _:servicE.a }", "ask"),
    ("ASK { ?s ?p ?o FILTER(?o<?s&&?o>1) }", "ask"),
    ("ASK { ?s ?p ?o FILTER(?o<<http://x/service>) }", "ask"),
    ("BASE <x:> PREFIX : <y:> PREFIX a.b: <z:> DESCRIBE :insert", "describe"),
    ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ", "construct"),
    ("PREFIX delete: <x:> SELECT ?insert { ?insert delete:load 'DROP' }", "select"),
    ("SELECT ?s { ?s ?p 'a' ; <x:with> ?o }", "select"),
    ("ASK { ?s ?p '\\u0041' }", "ask"),
]
SERVICES = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { sErViCe SILENT <http://x/> { ?s ?p ?o } }",
    "SELECT*{SERVICE<http://x/>{?s?p?o}}",
    "SELECT * { SERVICE?x{} }",
    "SELECT * { SERVICESILENT<x:>{} }",
    "PREFIX ex: <x:> SELECT * { ?s ?p true.SERVICE ex:x {} }",
    "PREFIX ex: <x:> SELECT * { ?s ?p trueSERVICE ex:x {} }",
    "PREFIX ex: <x:> SELECT * { ?s ?p 1e1SERVICE ex:x {} }",
    "PREFIX ex: <x:> SELECT * { ?s ?p ''SERVICE ex:x {} }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE <x:> {} }",
    "SELECT * { ?s ?p ?o # x\rSERVICE <x:> {}\n}",
    "SELECT * { ?s ?p '\\u0027 SERVICE <x:> {} #' }",
    "ASK { { SELECT * { OPTIONAL { SERVICE <x:> {} } } } }",
    "ASK { ?s ?p _:a.b.SERVICE }",
    "SELECT * { ?s ?p ?o. \u017fervice <x:> {} }",
]
UPDATES = [
    "INSERT DATA { <a:> <a:> <a:> }",
    "PREFIX x: <x:> delete where { ?s ?p ?o }",
    "LOAD <http://x/>",
    "# SELECT\nCLEAR ALL",
    "DROP ALL",
    "CREATE GRAPH <x:>",
    "ADD <a:> TO <b:>",
    "MOVE <a:> TO <b:>",
    "COPY <a:> TO <b:>",
    "WITH <x:> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "ASK {} ; DROP ALL",
]
MALFORMED = [
    "",
    "   # nothing",
    "HELLO",
    "{ }",
    "PREFIX x <y:> ASK {}",
    "ASK { ?s ?p 'open }",
    "ASK { ?s ?p '''open'' }",
    "ASK { ?s ex\\u003Ap ?o }",
    "SELECT * { SERV\\u0049CE <x:> {} }",
    "ASK " + "{" * 101 + "}" * 101,
    "ASK { ?s ?p ?o \ud800 }",
]


@pytest.mark.parametrize(("text", "form"), ALLOWED)
def test_query_is_allowed_with_its_form(text: str, form: str) -> None:
    assert read_query(text).form is QueryForm(form)


@pytest.mark.parametrize("text", SERVICES)
def test_service_keyword_is_refused(text: str) -> None:
    with pytest.raises(ServiceRefused):
        read_query(text)


@pytest.mark.parametrize("text", UPDATES)
def test_update_is_refused(text: str) -> None:
    with pytest.raises(UpdateRefused):
        read_query(text)


@pytest.mark.parametrize("text", MALFORMED)
def test_text_without_query_is_malformed(text: str) -> None:
    with pytest.raises(MalformedQuery):
        read_query(text)


def test_malformed_text_is_located() -> None:
    with pytest.raises(MalformedQuery) as caught:
        read_query("ASK {\n  ?s ?p 'open }")
    assert caught.value.facts == {"line": 2, "column": 9}


@pytest.mark.parametrize(
    "piece",
    [
        "{",
        "(",
        "[",
        "<<",
        "'",
        '"""a',
        "a.",
        "a..",
        ".",
        "<a",
        "<",
        "\\",
        "?",
        "_:",
        "%",
        "#",
        "a:%",
        "service:",
        "@a-",
    ],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(HasilaError):
        read_query("ASK { " + piece * (300_000 // len(piece)) + " ' ")
    assert time.process_time() - begun < 3


def test_reading_keeps_offsets_and_names() -> None:
    reading = read_query(
        "PREFIX Service: <x:> SELECT REDUCED * FROM <x:a> FROM NAMED Service:b { ?z Service:c ?a . ?z ?b 1 }"
    )
    assert reading.text[reading.star or 0] == "*" and "ervice:b" in reading.text and "Service" not in reading.text
    assert reading.variables == ("z", "a", "b")
    assert (reading.default_graphs, reading.named_graphs) == (("x:a",), ("x:b",))


def test_renamed_prefix_label_collides_with_none() -> None:
    text = "PREFIX service: <x:s> PREFIX qervice: <x:q> SELECT (service:a AS ?a) (qervice:a AS ?b) {}"
    (row,) = Store().query(read_query(text).text)  # type: ignore[misc]
    assert [term.value for term in row] == ["x:sa", "x:qa"]


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("service:a.SERVICE", "x:sa.SERVICE"),
        ("ex:a.b.SERVICE:x\\-y%20", "x:ea.b.SERVICE:x-y%20"),
        ("SERVICE:", "x:S"),
        ("ex:a", "x:ea"),
    ],
)
def test_rewritten_name_means_the_same(name: str, iri: str) -> None:
    prologue = "PREFIX service: <x:s> PREFIX SERVICE: <x:S> PREFIX ex: <x:e> "
    text = f"{prologue}ASK {{ VALUES ?x {{ {name} }} FILTER(STR(?x) = '{iri}') }}"
    assert bool(Store().query(read_query(text).text))


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Return a listener on a free port."""
    with Listener() as one:
        yield one


PIECES = [
    *[
        "SERVICE",
        "service",
        "SILENT",
        ":x",
        "ex:x",
        "service:x",
        "SERVICE:x",
        "ex:a.SERVICE",
        "true",
        ".",
        "1",
        "1.",
        "1e1",
        "?s",
        "?p",
        "?o",
        "'x'",
        "'''x'''",
        "@en",
    ],
    *[
        "{",
        "}",
        "(",
        ")",
        "<",
        ">",
        "FILTER",
        "OPTIONAL",
        "GRAPH",
        "#",
        "\\",
        "_:b",
        "a",
        ";",
        ",",
        "-",
        "\\u0053ERVICE",
        "''",
        "'",
        "<x:y>",
        "UNION",
        "[]",
    ],
    *("{ ?s ?p ?o }", "BIND(1 AS ?z)", "\n", " ", '"', '"x"'),
]
_GLUE = st.lists(st.sampled_from(PIECES), max_size=9).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda space: space.join(pieces))
)


@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(head=_GLUE, tail=_GLUE)
def test_no_allowed_text_makes_oxigraph_call_out(listener: Listener, head: str, tail: str) -> None:
    here = f"<http://127.0.0.1:{listener.port}/>"
    prologue = f"PREFIX : {here} PREFIX ex: {here} PREFIX service: <x:> PREFIX SERVICE: {here} "
    text = f"{prologue}SELECT * {{ {head} SERVICE:x {{ ?s ?p ?o }} {tail} }}"
    try:
        allowed = read_query(text).text
    except HasilaError:
        return
    before = listener.visits
    try:
        list(Store().query(allowed))  # type: ignore[arg-type]
    except (SyntaxError, RuntimeError):
        return
    assert listener.visits == before, allowed
    # It parses. If it still does with the word spoilt wherever it is left, then it is nowhere read as the keyword.
    Store().query(re.sub("(?i)service", "sxrvicz", allowed))


def test_oxigraph_itself_does_call_out(listener: Listener) -> None:
    # Without this the test above would prove nothing; it also shows why prefix labels are renamed.
    before = listener.visits
    with pytest.raises(OSError):
        list(Store().query(f"PREFIX : <http://127.0.0.1:{listener.port}/> ASK {{ SERVICE:x {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert listener.visits > before


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(max_size=60), _GLUE.map(lambda text: "ASK { " + text)))
def test_guard_raises_nothing_but_its_own_errors(text: str) -> None:
    try:
        reading = read_query(text)
    except HasilaError:
        return
    assert reading.text.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("message", "line", "column", "words"),
    [
        ("error at 2:11: expected one of A, B", 2, 11, "grammar"),
        ("error at 1:41: expected [_]", 1, 41, "grammar"),
        ("error at 2:17: expected one of OPTIONAL, Prefix not found, ['%'], ['.']", 2, 17, "Prefix not found"),
        ("error at 1:21: expected IRI parsing failed", 1, 21, "IRI parsing failed"),
        (
            "error at 1:45: expected one of The SELECT contains a variable that is unbound, [_]",
            1,
            45,
            "The SELECT contains a variable that is unbound",
        ),
        (
            "error at 1:32: expected one of \"$\", IF, SELECT * is not authorized with GROUP BY, TZ, ['0' ..= '9']",
            1,
            32,
            "SELECT * is not authorized with GROUP BY",
        ),
        ("something else", None, None, "something else"),
    ],
)
def test_syntax_error_text_is_read(message: str, line: int | None, column: int | None, words: str) -> None:
    error = from_message(message)
    assert words in error.message
    assert (error.facts.get("line"), error.facts.get("column")) == (line, column)


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (SyntaxError("error at 1:1: expected [_]"), MalformedQuery),
        (RuntimeError("The custom function <x:y> is not supported"), MalformedQuery),
        (RuntimeError("broken"), EngineFault),
        (ValueError("broken"), EngineFault),
    ],
)
def test_exception_is_blamed_on_whom_it_concerns(raised: Exception, expected: type[HasilaError]) -> None:
    assert type(from_exception(raised)) is expected
