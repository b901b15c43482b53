"""Pages of a catalogue: each dataset on one page, the same each time, and links that harvesters follow to the end."""

from __future__ import annotations

import json

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from hasila.errors import BadRequest, NotFound
from hasila.rdf.namespaces import HYDRA
from hasila.web.paging import LARGEST, USUAL, page_of, put_together

CATALOG = "https://data.example/catalog"
ADDRESS = "http://127.0.0.1:8000/catalog.ttl"
PARSERS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}


@pytest.mark.parametrize("size", ["1", "2", "3", "7", "100"])
def test_pages_hold_everything_once_in_order(size: str) -> None:
    things = [f"thing-{number}" for number in range(7)]
    last = page_of(None, size, len(things), ADDRESS).last
    pages = [page_of(str(number), size, len(things), ADDRESS).part(things) for number in range(1, last + 1)]
    assert [thing for page in pages for thing in page] == things


def _follow(predicate: str) -> list[str]:
    """Return the addresses that a harvester visits which follows `predicate` only."""
    visited, page = [], page_of("1", "2", 5, ADDRESS)
    while True:
        visited.append(page.url(page.number))
        found = [value for _, p, value in page.statements(CATALOG) if p == HYDRA + predicate]
        if not found:
            return visited
        number = str(found[0]).partition("page=")[2].partition("&")[0]
        page = page_of(number, "2", 5, ADDRESS)
        assert page.url(page.number) == found[0]


def test_both_forms_lead_to_the_last_page_and_end_there() -> None:
    assert _follow("next") == _follow("nextPage") == [f"{ADDRESS}?page={n}&size=2" for n in (1, 2, 3)]


def test_whole_catalogue_is_one_page_without_a_next() -> None:
    page = page_of(None, None, 5, ADDRESS)
    stated = {p.removeprefix(HYDRA): o for s, p, o in page.statements(CATALOG) if s == ADDRESS}
    assert page.is_whole and page.size == USUAL
    assert "next" not in stated and "nextPage" not in stated and stated["first"] == stated["last"] == ADDRESS


@pytest.mark.parametrize(
    ("page", "size"), [("0", None), ("-1", None), ("x", None), ("", None), ("1", "0"), ("1", "many"), ("9" * 12, None)]
)
def test_number_that_is_none_is_refused(page: str, size: str | None) -> None:
    with pytest.raises(BadRequest):
        page_of(page, size, 5, ADDRESS)


def test_page_past_the_last_is_not_found() -> None:
    with pytest.raises(NotFound):
        page_of("4", "2", 5, ADDRESS)


def test_size_is_bounded() -> None:
    assert page_of(None, "999999999", 5000, ADDRESS).size == LARGEST


@pytest.mark.parametrize("ending", PARSERS)
def test_pieces_and_statements_become_one_document(ending: str) -> None:
    pieces = []
    expected = Graph()
    for number in (1, 2):
        piece = Graph()
        piece.bind("dcat", "http://www.w3.org/ns/dcat#")
        subject = URIRef(f"https://data.example/dataset/{number}?a&b")
        piece.add(
            (subject, URIRef("http://purl.org/dc/terms/title"), Literal('@prefix <شرطة> & "x"\n@prefix', lang="ar"))
        )
        pieces.append(piece.serialize(format=PARSERS[ending], encoding="utf-8"))
        expected += piece
    page = page_of("2", "1", 3, ADDRESS)
    statements = list(page.statements(CATALOG))
    for s, p, o in statements:
        expected.add((URIRef(s), URIRef(p), URIRef(o) if isinstance(o, str) else Literal(o)))
    document = put_together(ending, pieces, statements)
    assert isomorphic(Graph().parse(data=document, format=PARSERS[ending]), expected)
    assert (URIRef(page.url(2)), RDF.type, URIRef(HYDRA + "PagedCollection")) in expected


def test_json_document_stays_one_array() -> None:
    assert json.loads(put_together("jsonld", [b"[]\n", b'[{"@id":"x:a"}]'], [])) == [{"@id": "x:a"}]
