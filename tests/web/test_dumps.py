"""Dumps: whole files with their checksums, parts of them, and conditions (RFC 9110 sections 13 and 14)."""

from __future__ import annotations

import base64
import hashlib

import pytest
from flask.testing import FlaskClient

from hasila.release import Release

PATH = "/dumps/forests.nq"
TYPES = {
    "forests.ttl": "text/turtle; charset=utf-8",
    "forests.nt": "application/n-triples",
    "forests.nq": "application/n-quads",
    "forests.trig": "application/trig",
    "forests.jsonld": "application/ld+json",
    "forests.rdf": "application/rdf+xml",
}


def test_list_gives_size_checksum_and_type_of_every_file(forest: FlaskClient, forestry: Release) -> None:
    listed = {entry["name"]: entry for entry in forest.get("/dumps/").json}
    assert listed.keys() == TYPES.keys() == set(forestry.dumps)
    for name, entry in listed.items():
        response = forest.get(entry["href"])
        assert len(response.data) == entry["bytes"]
        assert hashlib.sha256(response.data).hexdigest() == entry["sha256"]
        assert response.content_type == entry["media_type"] == TYPES[name]
        assert response.headers["ETag"] == f'"{entry["sha256"]}"'
        digest = base64.b64encode(bytes.fromhex(entry["sha256"])).decode()
        assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    page = forest.get("/dumps/", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert all(entry["sha256"] in page for entry in listed.values())


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=5-999999999", 206, slice(5, None)),
        ("bytes=999999999-", 416, None),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("lines=0-1", 200, slice(None)),
        ("nonsense", 200, slice(None)),
        ("bytes=5-2", 200, slice(None)),
        ("bytes=abc", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("bytes=" + "9" * 5000 + "-", 200, slice(None)),
        ("Bytes=0-0", 206, slice(0, 1)),
    ],
)
def test_part_is_sent_when_one_is_asked_for(forest: FlaskClient, wanted: str, status: int, part: slice | None) -> None:
    whole = forest.get(PATH).data
    response = forest.get(PATH, headers={"Range": wanted})
    assert response.status_code == status
    if part is None:
        assert response.headers["Content-Range"] == f"bytes */{len(whole)}"
        assert response.json["type"] == "/problems/range-not-satisfiable"
    else:
        assert response.data == whole[part]
        assert int(response.headers["Content-Length"]) == len(whole[part])
        assert response.headers["Accept-Ranges"] == "bytes"


def test_part_of_another_version_is_not_mixed_in(forest: FlaskClient) -> None:
    whole = forest.get(PATH)
    same = forest.get(PATH, headers={"Range": "bytes=0-4", "If-Range": whole.headers["ETag"]})
    other = forest.get(PATH, headers={"Range": "bytes=0-4", "If-Range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)
    assert other.data == whole.data


def test_conditions_are_kept(forest: FlaskClient) -> None:
    whole = forest.get(PATH)
    assert whole.headers["Last-Modified"] == "Sat, 01 Mar 2025 00:00:00 GMT"
    assert "Expires" not in whole.headers
    for headers in (
        {"If-None-Match": whole.headers["ETag"]},
        {"If-None-Match": "*"},
        {"If-Modified-Since": whole.headers["Last-Modified"]},
    ):
        response = forest.get(PATH, headers=headers)
        assert (response.status_code, response.data) == (304, b"")
        assert response.headers["ETag"] == whole.headers["ETag"]
    assert forest.get(PATH, headers={"If-Modified-Since": "Sat, 01 Feb 2025 00:00:00 GMT"}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-Match": "*"}, 200),
        ({"If-Match": "ETAG"}, 200),
        ({"If-Match": '"other", ETAG'}, 200),
        ({"If-Match": "*", "Range": "bytes=0-3"}, 206),
        ({"If-Match": '"other"'}, 412),
        ({"If-Match": "W/ETAG"}, 412),
        ({"If-Unmodified-Since": "Sat, 01 Mar 2025 00:00:00 GMT"}, 200),
        ({"If-Unmodified-Since": "Fri, 28 Feb 2025 00:00:00 GMT"}, 412),
        ({"If-Unmodified-Since": "nonsense"}, 200),
        ({"If-Match": "ETAG", "If-Unmodified-Since": "Fri, 28 Feb 2025 00:00:00 GMT"}, 200),
    ],
)
def test_precondition_is_kept(forest: FlaskClient, headers: dict[str, str], status: int) -> None:
    tag = forest.get(PATH).headers["ETag"]
    response = forest.get(PATH, headers={name: value.replace("ETAG", tag) for name, value in headers.items()})
    assert response.status_code == status
    if status == 412:
        assert response.content_type == "application/problem+json"
        assert response.json["type"] == "/problems/precondition-failed"
