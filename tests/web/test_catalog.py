"""The catalogue over HTTP: formats, validators, pages, profiles, addresses that are true, and VoID beside it."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCAT, VOID

from hasila.engine.protocol import Engine
from hasila.rdf.namespaces import HYDRA
from hasila.release import Release
from hasila.settings import Value, resolve
from hasila.web.app import create_app

BASE = "https://data.example/forests/"
HERE = "http://127.0.0.1:8000"
TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
PARSERS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
SPDX = Namespace("http://spdx.org/rdf/terms#")
PATHS = [
    "/catalog",
    "/catalog.ttl?page=1&size=1",
    "/void",
    "/dataset/forests",
    "/dataset/report-2024",
    "/dataset/report",
]


def graph(client: FlaskClient, path: str, ending: str = "ttl", **headers: str) -> Graph:
    response = client.get(path, headers=headers)
    assert response.status_code == 200, path
    assert response.content_type.partition(";")[0] == TYPES[ending]
    return Graph().parse(data=response.data, format=PARSERS[ending])


@pytest.mark.parametrize("path", ["/catalog", "/void", "/dataset/forests", "/dataset/report-2024", "/dataset/report"])
def test_every_format_says_the_same(forest: FlaskClient, path: str) -> None:
    told = {ending: graph(forest, f"{path}.{ending}", ending) for ending in TYPES}
    view = URIRef(HYDRA + "view")
    for ending, found in told.items():
        # Only the address of the page itself differs, since who follows it stays in the format.
        pages = set(found.objects(None, view))
        told[ending] = Graph()
        told[ending] += (t for t in found if t[0] not in pages and t[2] not in pages)
    assert all(set(found) == set(told["nt"]) and len(found) > 20 for found in told.values())
    assert graph(forest, path, "rdf", Accept="application/rdf+xml").isomorphic(graph(forest, f"{path}.rdf", "rdf"))


@pytest.mark.parametrize("path", [*PATHS, "/.well-known/void"])
def test_nothing_is_nameless_and_no_mark_comes_before_the_first_byte(forest: FlaskClient, path: str) -> None:
    assert b"_:" not in forest.get(path, headers={"Accept": "application/n-triples"}).data
    assert not forest.get(path).data.startswith(b"\xef\xbb\xbf")
    assert b"deployment.invalid" not in forest.get(path).data


@pytest.mark.parametrize("path", PATHS)
def test_validator_spares_who_has_it(forest: FlaskClient, path: str) -> None:
    first = forest.get(path)
    again = forest.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "max-age=0" in first.headers["Cache-Control"] or "no-cache" in first.headers["Cache-Control"]
    head = forest.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Type"] == first.headers["Content-Type"]
    assert head.headers["ETag"] == first.headers["ETag"]


def test_pages_together_are_the_whole(forest: FlaskClient) -> None:
    whole = graph(forest, "/catalog.ttl")
    following, address = Graph(), f"{HERE}/catalog.ttl?size=1"
    for _ in range(10):
        page = graph(forest, address.removeprefix(HERE))
        listed = set(page.subjects(RDF.type, DCAT.Dataset))
        assert listed == set(page.objects(URIRef(BASE + "catalog"), DCAT.dataset)) and len(listed) == 1
        following += page
        found = list(page.objects(None, URIRef(HYDRA + "next")))
        if not found:
            break
        address = str(found[0])
    hydra = {t for t in following | whole if HYDRA in str(t)}
    assert set(following) - hydra == set(whole) - hydra


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
@pytest.mark.parametrize(
    ("query", "status"),
    [("page=0", 400), ("page=-1", 400), ("page=abc", 400), ("page=3", 404), ("size=x", 400), ("page=1&page=2", 400)],
)
def test_page_there_is_not_is_told(forest: FlaskClient, query: str, status: int, accept: str) -> None:
    assert forest.get(f"/catalog?{query}", headers={"Accept": accept}).status_code == status


def test_page_names_its_neighbours_in_links(forest: FlaskClient) -> None:
    links = forest.get("/catalog.rdf?page=1&size=1").headers["Link"]
    assert f'<{HERE}/catalog.rdf?page=2&size=1>; rel="next"' in links
    assert 'rel="prev"' not in links and 'rel="license"' in links and 'rel="profile"' in links


def test_profile_is_negotiated_by_header_and_by_address(forest: FlaskClient) -> None:
    usual = forest.get("/catalog.nt")
    assert usual.headers["Content-Profile"] == "<https://semiceu.github.io/DCAT-AP/releases/3.0.1/>"
    assert "Accept-Profile" in usual.headers["Vary"]
    for response in (
        forest.get("/catalog.nt", headers={"Accept-Profile": "<http://www.w3.org/ns/dcat#>"}),
        forest.get("/catalog.nt?_profile=dcat"),
    ):
        assert response.headers["Content-Profile"] == "<http://www.w3.org/ns/dcat#>"
        assert (
            b"https://spdx.org/" not in response.data
            and b"http://spdx.org/rdf/terms#checksumAlgorithm_sha256" in response.data
        )
    assert forest.get("/catalog?_profile=nothing").status_code == 406
    other = forest.get("/catalog.nt", headers={"Accept-Profile": "<https://unknown.example/>"})
    assert other.data == usual.data


def _check_all_named(client: FlaskClient, path: str, base: str) -> None:
    nodes = {str(node) for triple in graph(client, path) for node in triple if isinstance(node, URIRef)}
    named = {node.partition("#")[0] for node in nodes if node.startswith((base, HERE))}
    assert len(named) > 5
    for iri in named:
        local = "/" + iri.removeprefix(base) if iri.startswith(base) else iri.removeprefix(HERE)
        assert client.head(local, follow_redirects=True).status_code == 200, iri


@pytest.mark.parametrize("path", ["/catalog.ttl", "/dataset/report.ttl"])
def test_everything_named_here_answers(forest: FlaskClient, path: str) -> None:
    _check_all_named(forest, path, BASE)


@pytest.mark.parametrize("path", ["/catalog.ttl", "/void.ttl"])
def test_everything_named_in_the_publication_answers(client: FlaskClient, path: str) -> None:
    _check_all_named(client, path, "https://w3id.org/hasila/")


def _parts(found: Graph) -> Iterator[tuple[str, str]]:
    for triple in found:
        for node in triple:
            if isinstance(node, URIRef) and node.startswith(BASE) and "#" in node:
                document, _, fragment = str(node).partition("#")
                yield document.removeprefix(BASE), fragment


def test_every_part_named_is_described_in_its_document(forest: FlaskClient) -> None:
    documents: dict[str, Graph] = {}
    for document, fragment in set(_parts(graph(forest, "/catalog.ttl"))):
        if document not in documents:
            documents[document] = graph(forest, f"/{document}", Accept="text/turtle")
        assert (URIRef(f"{BASE}{document}#{fragment}"), RDF.type, None) in documents[document], fragment


def test_file_is_what_the_catalogue_says(forest: FlaskClient) -> None:
    found = graph(forest, "/catalog.ttl")
    files = list(found.subjects(RDF.type, DCAT.Distribution))
    assert len(files) > 12
    for file in files:
        address = str(found.value(file, DCAT.downloadURL))
        content = forest.get(address.removeprefix(HERE)).data
        assert len(content) == int(found.value(file, DCAT.byteSize)), address
        checksum = found.value(file, SPDX.checksum)
        assert hashlib.sha256(content).hexdigest() == str(found.value(checksum, SPDX.checksumValue)), address
        if str(found.value(file, DCAT.compressFormat)).endswith("/gzip"):
            assert gzip.decompress(content)


@pytest.mark.parametrize(
    ("file", "dataset"),
    [("forests.ttl", "forests"), ("graph/report/2024.nt", "report-2024"), ("graph/ontology.ttl", "forests")],
)
def test_file_leads_to_its_dataset(forest: FlaskClient, file: str, dataset: str) -> None:
    assert f'</dataset/{dataset}>; rel="describedby"' in forest.head(f"/dumps/{file}").headers.getlist("Link")


def test_front_page_leads_to_the_descriptions(forest: FlaskClient) -> None:
    links = forest.get("/").headers["Link"]
    assert '</catalog>; rel="describedby"' in links and '</.well-known/void>; rel="describedby"' in links


def test_counts_of_void_are_those_of_the_endpoint(forest: FlaskClient) -> None:
    found = graph(forest, "/.well-known/void")
    whole = URIRef(BASE + "dataset/forests")

    def count(query: str) -> int:
        response = forest.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
        return int(response.get_data(as_text=True).split()[1])

    assert int(found.value(whole, VOID.triples)) == count("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert int(found.value(whole, VOID.distinctObjects)) == count(
        "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }"
    )
    partitions = list(found.objects(whole, VOID.classPartition))
    assert len(partitions) == int(found.value(whole, VOID.classes)) > 3
    for node in partitions:
        kind = found.value(node, VOID["class"])
        assert int(found.value(node, VOID.entities)) == count(f"SELECT (COUNT(?s) AS ?n) WHERE {{ ?s a <{kind}> }}")
    for node in found.objects(whole, VOID.propertyPartition):
        name = found.value(node, VOID.property)
        assert int(found.value(node, VOID.triples)) == count(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s <{name}> ?o }}")
    for example in found.objects(whole, VOID.exampleResource):
        assert forest.get("/" + example.removeprefix(BASE), follow_redirects=True).status_code == 200


def _with(release: Release, engine: Engine, **settings: Value) -> FlaskClient:
    return create_app(release, engine, resolve(settings, {}, {})).test_client()


HOSTILE = ["evil.example", "evil.example:8000", "127.0.0.1:1", 'evil.example"><script>', "evil.example/catalog"]


@pytest.mark.parametrize("host", HOSTILE)
@pytest.mark.parametrize("listening", ["127.0.0.1", "0.0.0.0"])
def test_hostile_host_never_gets_into_the_catalogue(
    release: Release, engine: Engine, host: str, listening: str
) -> None:
    client = _with(release, engine, host=listening)
    headers = {
        "Host": host,
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "host=evil.example",
        "X-Forwarded-Proto": "https",
    }
    for path in ("/catalog.ttl", "/void.ttl", "/sitemap.xml", "/robots.txt", "/dataset/hasila.jsonld", "/catalog.html",
                 "/dataset/hasila.html", "/dataset/hasila?_profile=schema", "/catalog.rdf?size=1"):  # fmt: skip
        response = client.get(path, headers=headers)
        assert response.status_code == 200
        assert b"evil" not in response.data and b"127.0.0.1:1/" not in response.data, path
        assert "evil" not in response.headers["Link"] if "Link" in response.headers else True


def test_known_address_is_named_and_each_has_a_tag_of_its_own(release: Release, engine: Engine) -> None:
    public = _with(release, engine, public_url="https://open.example/data/")
    proxied = _with(release, engine, trusted_proxies="127.0.0.0/8")
    tags = set()
    for client, headers, origin in (
        (public, {"Host": "other.example"}, "https://open.example/data"),
        (proxied, {"X-Forwarded-Host": "a.example", "X-Forwarded-Proto": "https"}, "https://a.example"),
        (proxied, {"X-Forwarded-Host": "b.example", "X-Forwarded-Proto": "https"}, "https://b.example"),
        (proxied, {"X-Forwarded-Host": "a.example", "X-Forwarded-Proto": "https"}, "https://a.example"),
    ):
        response = client.get("/catalog.ttl", headers=headers)
        found = Graph().parse(data=response.data, format="turtle")
        assert all(str(url).startswith(f"{origin}/dumps/") for url in found.objects(None, DCAT.downloadURL))
        assert (
            str(found.value(URIRef("https://w3id.org/hasila/catalog#service-sparql"), DCAT.endpointURL))
            == f"{origin}/sparql"
        )
        # The identifiers are the same wherever the catalogue is read.
        assert (URIRef("https://w3id.org/hasila/dataset/hasila"), RDF.type, DCAT.Dataset) in found
        tags.add(response.headers["ETag"])
        if client is proxied:
            assert response.headers["Cache-Control"] == "public, no-cache"
    assert len(tags) == 3


def test_files_served_as_they_are_keep_these_paths_for_themselves(hostile: FlaskClient) -> None:
    for path in ("/catalog", "/catalog.ttl", "/void", "/void.ttl", "/.well-known/void", "/sitemap.xml"):
        assert hostile.get(path).status_code == 404
    assert "Sitemap" not in hostile.get("/robots.txt").get_data(as_text=True)
