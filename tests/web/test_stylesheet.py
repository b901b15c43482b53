"""The style sheet: at an address with its hash, kept for ever, and coded as other answers are."""

from __future__ import annotations

import gzip
import re

from flask.testing import FlaskClient

HTML = {"Accept": "text/html"}


def _address(client: FlaskClient) -> str:
    found = re.search(r'<link rel="stylesheet" href="(/static/style-[0-9a-f]{16}\.css)">', client.get("/").text)
    assert found
    return found[1]


def test_pages_name_the_style_sheet_by_its_hash_and_it_is_kept_for_ever(forest: FlaskClient) -> None:
    answer = forest.get(_address(forest))
    assert (answer.status_code, answer.content_type) == (200, "text/css; charset=utf-8")
    assert answer.data == forest.get("/static/style.css").data
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = forest.get(_address(forest), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_style_sheet_is_coded_for_who_takes_it(forest: FlaskClient) -> None:
    plain = forest.get(_address(forest))
    coded = forest.get(_address(forest), headers={"Accept-Encoding": "gzip"})
    assert coded.headers["Content-Encoding"] == "gzip" and gzip.decompress(coded.data) == plain.data
    assert plain.headers["Vary"] == coded.headers["Vary"] == "Accept-Encoding"
    head = forest.head(_address(forest), headers={"Accept-Encoding": "gzip"})
    assert head.status_code == 200 and head.data == b""


def test_hash_of_another_style_sheet_is_not_found(forest: FlaskClient) -> None:
    assert forest.get("/static/style-0123456789abcdef.css").status_code == 404
