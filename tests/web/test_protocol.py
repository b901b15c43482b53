"""SPARQL 1.1 Protocol, section 2.1: what is answered, and what is refused with which status."""

from __future__ import annotations

import gzip
from urllib.parse import quote, urlencode

import pytest
import zstandard
from flask.testing import FlaskClient

ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?s WHERE { ?s a <https://data.example/forests/def/Stand> } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT WHERE { ?s a <https://data.example/forests/def/Stand> }"
DESCRIBE = "DESCRIBE <https://data.example/forests/def/Stand>"
DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
PROBLEM = "application/problem+json"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


@pytest.mark.parametrize("method", ["POST", "QUERY"])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (DIRECT, ASK),
        (DIRECT + "; charset=UTF-8", ASK),
        (FORM, urlencode({"query": ASK})),
        (FORM + ";charset=utf-8", urlencode({"query": ASK, "unknown": "x"})),
    ],
)
def test_query_with_body_is_answered(forest: FlaskClient, method: str, content_type: str, body: str) -> None:
    response = forest.open("/sparql", method=method, data=body, content_type=content_type)
    assert response.status_code == 200
    assert response.json["boolean"] is True


def test_query_by_get_is_answered_and_form_is_decoded_once(forest: FlaskClient) -> None:
    text = 'SELECT ("%2541+b" AS ?x) {}'
    for response in (
        forest.get("/sparql?" + urlencode({"query": text})),
        forest.post("/sparql", data=urlencode({"query": text}), content_type=FORM),
        forest.post("/sparql", data=text, content_type=DIRECT),
    ):
        assert response.json["results"]["bindings"] == [{"x": {"type": "literal", "value": "%2541+b"}}]


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (SELECT, None, "application/sparql-results+json"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "", "application/sparql-results+json"),
        (SELECT, "application/json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "application/xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        (SELECT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        (ASK, "text/csv", "text/csv; charset=utf-8"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, None, "text/turtle; charset=utf-8"),
        (CONSTRUCT, "text/turtle;charset=utf-8", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, 'application/ld+json;profile="http://www.w3.org/ns/json-ld#flattened"', "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "text/html", "text/html; charset=utf-8"),
        (DESCRIBE, "application/rdf+xml", "application/rdf+xml"),
        (DESCRIBE, None, "text/turtle; charset=utf-8"),
    ],
)
def test_accept_is_negotiated_by_query_form(forest: FlaskClient, query: str, accept: str | None, expected: str) -> None:
    headers = {} if accept is None else {"Accept": accept}
    response = forest.get("/sparql", query_string={"query": query}, headers=headers)
    assert (response.status_code, response.headers["Content-Type"]) == (200, expected)
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("query", "token", "expected"),
    [
        (SELECT, "csv", "text/csv; charset=utf-8"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "html", "text/html; charset=utf-8"),
        (CONSTRUCT, "ttl", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "jsonld", "application/ld+json"),
        (CONSTRUCT, "ntriples", "application/n-triples"),
    ],
)
def test_format_parameter_wins_over_accept(forest: FlaskClient, query: str, token: str, expected: str) -> None:
    response = forest.get("/sparql", query_string={"query": query, "format": token}, headers={"Accept": "image/png"})
    assert response.headers["Content-Type"] == expected


@pytest.mark.parametrize(
    ("query", "accept", "token"),
    [(SELECT, "image/png", ""), (SELECT, "text/turtle", ""), (CONSTRUCT, "text/csv", ""), (SELECT, "*/*;q=0", ""),
     (SELECT, "*/*", "ttl"), (CONSTRUCT, "*/*", "nonsense")],
)  # fmt: skip
def test_what_no_format_fits_is_406_with_offers(forest: FlaskClient, query: str, accept: str, token: str) -> None:
    response = forest.get("/sparql", query_string={"query": query, "format": token}, headers={"Accept": accept})
    assert response.status_code == 406
    assert response.json["offers"]


@pytest.mark.parametrize(
    ("query_string", "status", "slug"),
    [
        ("query=", 400, "bad-request"),
        ("query=%20%0A", 400, "bad-request"),
        (f"query={quote(ASK)}&query={quote(ASK)}", 400, "bad-request"),
        ("query=%ff", 400, "bad-request"),
        ("query=%00", 400, "malformed-query"),
        ("query=SELECT%20*%20WHERE", 400, "malformed-query"),
        (f"query={quote(ASK)}&default-graph-uri=relative", 400, "bad-request"),
        (f"query={quote(ASK)}&format=csv&format=xml", 400, "bad-request"),
        ("&".join(["x=1"] * 501), 400, "bad-request"),
        ("update=" + quote("CLEAR ALL"), 403, "update-refused"),
        ("query=" + quote("INSERT DATA { <a:b> <a:c> <a:d> }"), 403, "update-refused"),
        ("query=" + quote("ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"), 403, "service-refused"),
    ],
)
def test_wrong_get_is_refused(forest: FlaskClient, query_string: str, status: int, slug: str) -> None:
    response = forest.get("/sparql", query_string=query_string)
    assert (response.status_code, response.json["type"]) == (status, f"/problems/{slug}")


@pytest.mark.parametrize(
    ("content_type", "body", "status", "slug"),
    [
        (None, ASK.encode(), 415, "unsupported-media-type"),
        ("text/plain", ASK.encode(), 415, "unsupported-media-type"),
        ("multipart/form-data; boundary=x", b"--x--", 415, "unsupported-media-type"),
        (DIRECT + "; charset=UTF-16", ASK.encode("utf-16"), 415, "unsupported-media-type"),
        (FORM + "; charset=latin-1", b"query=ASK%7B%7D", 415, "unsupported-media-type"),
        (DIRECT, ASK.encode("utf-16"), 400, "bad-request"),
        (DIRECT, b"\xff\xfe", 400, "bad-request"),
        (DIRECT, b"", 400, "bad-request"),
        (DIRECT, b"SELECT nonsense", 400, "malformed-query"),
        (FORM, b"other=1", 400, "bad-request"),
        (FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", 400, "bad-request"),
        (FORM, b"query=%ff", 400, "bad-request"),
        (FORM, b"update=CLEAR+ALL", 403, "update-refused"),
        ("application/sparql-update", b"CLEAR ALL", 403, "update-refused"),
        (DIRECT, b"CLEAR ALL", 403, "update-refused"),
        (DIRECT, b"#" * 70_000, 413, "request-too-large"),
        (FORM, b"query=" + b"a" * 70_000, 413, "request-too-large"),
    ],
)
def test_wrong_post_is_refused(forest: FlaskClient, content_type: str, body: bytes, status: int, slug: str) -> None:
    response = forest.post("/sparql", data=body, content_type=content_type)
    assert (response.status_code, response.json["type"]) == (status, f"/problems/{slug}")


def test_query_in_both_url_and_body_is_refused(forest: FlaskClient) -> None:
    response = forest.post("/sparql?query=ASK%7B%7D", data=ASK, content_type=DIRECT)
    assert response.status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "BREW"])
def test_other_method_is_405_with_allow(forest: FlaskClient, method: str) -> None:
    response = forest.open("/sparql", method=method)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST, QUERY"


def test_syntax_error_tells_line_and_column(forest: FlaskClient) -> None:
    response = forest.get("/sparql", query_string={"query": "SELECT ?s\nWHERE { ?s ?p }"})
    assert response.json["line"] == 2
    assert isinstance(response.json["column"], int)


def test_dataset_of_the_protocol_replaces_that_of_the_query(forest: FlaskClient) -> None:
    base = "https://data.example/forests/graph/"
    text = f"SELECT (COUNT(*) AS ?n) FROM <{base}ontology> {{ ?s ?p ?o }}"

    def count(*pairs: tuple[str, str]) -> int:
        response = forest.get("/sparql?" + urlencode([("query", text), *pairs]))
        return int(response.json["results"]["bindings"][0]["n"]["value"])

    ontology, report, both = count(), count(("default-graph-uri", base + "report/2024")), count(
        ("default-graph-uri", base + "report/2024"), ("default-graph-uri", base + "ontology")
    )  # fmt: skip
    assert ontology > 0
    assert report > 0
    assert both == ontology + report
    assert count(("named-graph-uri", base + "ontology")) == 0
    assert count(("default-graph-uri", "http://127.0.0.1:9/nothing")) == 0


@pytest.mark.runaway
def test_runaway_query_is_503_and_names_the_limit_and_the_dump(forest: FlaskClient) -> None:
    response = forest.get("/sparql", query_string={"query": RUNAWAY})
    assert response.status_code == 503
    assert response.json["type"] == "/problems/query-timed-out"
    assert response.json["seconds"] == 1.0
    assert "1 s" in response.json["detail"]
    assert forest.get(response.json["dump"]).status_code == 200 and response.json["dump"].startswith("/dumps/")
    assert forest.get("/sparql", query_string={"query": ASK}).status_code == 200


@pytest.mark.runaway
def test_too_large_result_is_413(forest: FlaskClient, kind: str) -> None:
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 50000"
    response = forest.get("/sparql", query_string={"query": text})
    told = [(413, "/problems/result-too-large")]
    if kind == "virtuoso":
        # It sends nothing before its whole answer is written, so the limit of time may be met before that of size.
        told.append((503, "/problems/query-timed-out"))
    assert (response.status_code, response.json["type"]) in told


def test_head_has_the_headers_of_get_and_no_body(forest: FlaskClient) -> None:
    got, head = (forest.open("/sparql", method=m, query_string={"query": SELECT}) for m in ("GET", "HEAD"))
    assert head.data == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.data))
    assert head.headers["ETag"] == got.headers["ETag"]


def test_unchanged_answer_is_304_and_another_format_is_not(forest: FlaskClient) -> None:
    first = forest.get("/sparql", query_string={"query": SELECT})
    known = {"If-None-Match": first.headers["ETag"]}
    again = forest.get("/sparql", query_string={"query": SELECT}, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Vary"] == first.headers["Vary"]
    assert forest.get("/sparql", query_string={"query": SELECT, "format": "csv"}, headers=known).status_code == 200
    assert forest.get("/sparql", query_string={"query": ASK}, headers=known).status_code == 200


def test_html_answer_is_a_page_with_downloads(forest: FlaskClient) -> None:
    response = forest.get("/sparql", query_string={"query": SELECT}, headers={"Accept": "text/html"})
    page = response.get_data(as_text=True)
    assert '<a href="/doc/stand/oak-1"' in page
    assert "format=csv" in page
    graph = forest.get("/sparql", query_string={"query": CONSTRUCT}, headers={"Accept": "text/html"})
    assert "<pre" in graph.get_data(as_text=True)


def test_html_error_keeps_the_query_for_mending(forest: FlaskClient) -> None:
    query = "SELECT <script>alert(1)</script> </textarea>"
    response = forest.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"})
    page = response.get_data(as_text=True)
    assert response.status_code == 400
    assert "<textarea" in page
    assert "<script" not in page
    assert "&lt;/textarea&gt;" in page


@pytest.mark.parametrize(("coding", "status"), [("gzip", 415), ("br, gzip", 415), ("identity", 200), ("", 200)])
def test_coded_body_is_415(forest: FlaskClient, coding: str, status: int) -> None:
    response = forest.post("/sparql", data=ASK, content_type=DIRECT, headers={"Content-Encoding": coding})
    assert response.status_code == status


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_dataset_without_a_query_is_400(forest: FlaskClient, name: str) -> None:
    assert forest.get("/sparql?" + urlencode({name: "https://data.example/g"})).status_code == 400


@pytest.mark.parametrize("method", ["get", "Get", "post"])
def test_method_in_small_letters_is_405(forest: FlaskClient, method: str) -> None:
    response = forest.get("/sparql?query=ASK{}", environ_overrides={"REQUEST_METHOD": method})
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("accept", ["text/csv", "text/html"])
@pytest.mark.parametrize(("text", "kept"), [("SELECT (NOW() AS ?n) {}", False), ('SELECT ("NOW()" AS ?n) {}', True)])
def test_answer_that_is_new_each_time_is_not_kept(forest: FlaskClient, accept: str, text: str, kept: bool) -> None:
    response = forest.get("/sparql", query_string={"query": text}, headers={"Accept": accept, "If-None-Match": "*"})
    assert response.status_code == 200
    assert ("ETag" in response.headers) is kept
    assert (response.headers["Cache-Control"] == "no-store") is not kept


@pytest.mark.parametrize(("text", "form"), [
    ("CONSTRUCT { <a:a> <a:b> <<(<a:a> <a:b> <a:c>)>> } {}", "jsonld"), ("CONSTRUCT { <a:a> <http://a/1> 1 } {}", "rdf"),
    ('SELECT ("\\u0001" AS ?x) {}', "xml"),
])  # fmt: skip
def test_format_that_cannot_carry_the_answer_is_406(forest: FlaskClient, text: str, form: str) -> None:
    response = forest.get("/sparql", query_string={"query": text, "format": form})
    assert response.status_code == 406
    assert response.json["offers"]


@pytest.mark.runaway
@pytest.mark.parametrize(("language", "word"), [("ar", "ث"), ("fr", "duré"), ("en", "longer")])
def test_limit_is_told_in_the_language_asked_for(client: FlaskClient, language: str, word: str) -> None:
    response = client.get(
        "/sparql", query_string={"query": RUNAWAY, "timeout": "0.2"}, headers={"Accept-Language": language}
    )
    assert response.status_code == 503
    assert response.headers["Content-Language"] == language
    assert "0.2" in response.json["detail"] and (word in response.json["detail"] or word in response.json["title"])


@pytest.mark.parametrize("timeout", ["0", "-1", "x", "1e3", "nan", "1 2", "٣"])
def test_timeout_that_is_no_time_is_400(forest: FlaskClient, timeout: str) -> None:
    assert forest.get("/sparql", query_string={"query": ASK, "timeout": timeout}).status_code == 400


@pytest.mark.runaway
def test_timeout_may_only_lower_the_limit(forest: FlaskClient) -> None:
    raised = forest.get("/sparql", query_string={"query": RUNAWAY, "timeout": "1000"})
    lowered = forest.get("/sparql", query_string={"query": RUNAWAY, "timeout": "0.3"})
    assert (raised.status_code, raised.json["seconds"]) == (503, 1.0)
    assert (lowered.status_code, lowered.json["seconds"]) == (503, 0.3)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_answer_is_coded_as_the_client_takes_it(client: FlaskClient, coding: str) -> None:
    address = "/sparql?query=SELECT*%7B?s%20?p%20?o%7DLIMIT%20200"
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    for _ in range(2):
        coded = client.get(address, headers={"Accept-Encoding": f"{coding}, br"})
        assert coded.headers["Content-Encoding"] == coding and "Accept-Encoding" in coded.headers["Vary"]
        assert int(coded.headers["Content-Length"]) == len(coded.data) < len(plain.data) / 4
        assert _decoded(coded.data, coding) == plain.data
    for refused in ("", "br", f"{coding};q=0", "identity, *;q=0"):
        assert "Content-Encoding" not in client.get(address, headers={"Accept-Encoding": refused}).headers


def _decoded(data: bytes, coding: str) -> bytes:
    return gzip.decompress(data) if coding == "gzip" else zstandard.ZstdDecompressor().decompressobj().decompress(data)
