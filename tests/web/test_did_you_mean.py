"""A path that leads nowhere is answered with what may have been meant: links that lead somewhere, and nothing of the path."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/doc/stand/oka-1", "/doc/stand/oak-1"),
        ("/doc/stand/oak-1x.ttl", "/doc/stand/oak-1"),
        ("/doc/Oak-1", "/doc/stand/oak-1"),
        ("/def/stand", "/def/Stand"),
        ("/def/Stnad", "/def/Stand"),
        ("/queries/list-stand", "/queries/list-stands"),
        ("/queries/stands.csv", "/queries/list-stands"),
        ("/graph/repotr/2024", "/graph/report/2024"),
        ("/graph/report/224", "/graph/report/2024"),
        ("/querys", "/queries"),
        ("/dumps/forest.nq", "/dumps/forests.nq"),
        ("/doc/stand/OAK-l", "/doc/stand/oak-1"),
        ("/dataset/report-2034", "/dataset/report-2024"),
        ("/graph/xx", "/"),
        ("/queries/xx", "/queries"),
        ("/dumps/xx", "/dumps/"),
    ],
)
def test_misspelt_path_is_answered_with_what_was_meant(forest: FlaskClient, path: str, meant: str) -> None:
    response = forest.get(path)
    assert response.status_code == 404
    links = [suggestion["href"] for suggestion in response.json["suggestions"]]
    assert meant in links and len(links) <= 5
    page = forest.get(path, headers=HTML).get_data(as_text=True)
    assert not any("#" in link for link in links)
    for link in links:
        assert f'href="{link}' in page
        assert forest.get(link).status_code == 200, link


@pytest.mark.parametrize("path", ["/doc/zzzzzz", "/static/nothing.css", "/doc/" + "%20" * 50, "/doc/" + "x/" * 5000])
def test_where_nothing_is_near_nothing_is_suggested(forest: FlaskClient, path: str) -> None:
    response = forest.get(path)
    assert response.status_code == 404 and "suggestions" not in response.json


def test_path_is_never_given_back_unescaped(hostile: FlaskClient, forest: FlaskClient) -> None:
    for client in (hostile, forest):
        page = client.get("/doc/stand/oak<script>alert(1)</script>", headers=HTML)
        assert page.status_code == 404 and b"<script" not in page.data


def test_other_problems_suggest_nothing(forest: FlaskClient) -> None:
    assert "suggestions" not in forest.post("/doc/stand/oak-1").json
