"""A publication made of files as they are: what its pages and routes do without manifest, ontology, licence and queries."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from hasila.engine.protocol import Engine
from hasila.publication.loaded import read_argument, write_release
from hasila.settings import resolve
from hasila.web.app import create_app

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> FlaskClient:
    """A client of a publication of 130 graphs, some with awkward names; the engine behind it holds other data."""
    folder = tmp_path_factory.mktemp("many")
    lines = [f"<http://s/> <http://p/> <http://o/> <http://g.example/g{n}> .\n" for n in range(128)]
    lines += [f"<http://s/> <http://p/> <http://o/> <http://b.example/graph/{name}> .\n" for name in ("a%20b", "١")]
    (folder / "many.nq").write_text("".join(lines), encoding="utf-8")
    (folder / "out").mkdir()
    release = write_release([read_argument(str(folder / "many.nq"))], "http://b.example/", folder / "out")
    return create_app(release, engine, resolve({}, {}, {})).test_client()


def test_front_page_shows_the_first_hundred_graphs_and_says_how_many_more(many: FlaskClient) -> None:
    page = many.get("/", headers=HTML).get_data(as_text=True)
    assert page.count('href="/graph/') == 100
    assert "and 30 more" in page
    assert "many.nq" in page


def test_graph_with_an_awkward_name_is_found_by_its_link(many: FlaskClient) -> None:
    page = many.get("/", headers=HTML).get_data(as_text=True)
    assert 'href="/graph/a%2520b"' in page
    for path in ("/graph/a%2520b", "/graph/%D9%A1", "/graph/g1"):
        response = many.get(path, headers=HTML)
        assert response.status_code == 200, path
    assert "<h1>" in many.get("/graph/g1", headers=HTML).get_data(as_text=True)


def test_lists_that_are_empty_say_so(many: FlaskClient) -> None:
    assert many.get("/queries", headers=HTML).status_code == 200
    assert json.loads(many.get("/queries?format=json").data) == []
    assert many.get("/def/", headers=HTML).status_code == 404
    assert many.get("/def/context.jsonld").status_code == 404


def test_what_is_served_as_it_is_can_be_searched(many: FlaskClient) -> None:
    assert "results" in many.get("/search?q=thing").json


def test_any_path_is_looked_up_and_writing_to_it_is_405(many: FlaskClient) -> None:
    assert many.get("/any/thing.ttl").status_code == 404
    assert many.get("/any/").status_code == 404
    assert many.put("/any/thing").status_code == 405


def test_publication_with_patterns_looks_up_no_other_path(client: FlaskClient) -> None:
    assert client.put("/any/thing").status_code == 404
