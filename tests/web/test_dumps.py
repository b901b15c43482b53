"""Dumps: whole files with their checksums, parts of them, and conditions (RFC 9110 sections 13 and 14)."""

from __future__ import annotations

import base64
import gzip
import hashlib
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PATH = "/dumps/forests.nq"
TYPES = {
    "forests.ttl": "text/turtle; charset=utf-8",
    "forests.nt": "application/n-triples",
    "forests.nq": "application/n-quads",
    "forests.trig": "application/trig",
    "forests.jsonld": "application/ld+json",
    "forests.rdf": "application/rdf+xml",
}


def _assert_sent(response: TestResponse, told: dict[str, Any], media_type: str) -> None:
    """The bytes are those that were told, and so are the headers about them."""
    assert response.status_code == 200
    assert len(response.data) == told["bytes"] == int(response.headers["Content-Length"])
    assert hashlib.sha256(response.data).hexdigest() == told["sha256"]
    assert response.content_type == media_type
    assert response.headers["ETag"] == f'"{told["sha256"]}"'
    digest = base64.b64encode(bytes.fromhex(told["sha256"])).decode()
    assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_every_file_and_each_of_its_forms_is_sent_with_the_size_and_checksum_told(forest: FlaskClient) -> None:
    listed = {entry["name"]: entry for entry in forest.get("/dumps/").json}
    assert TYPES.keys() <= listed.keys() and len(listed) > 20
    for name, entry in listed.items():
        plain = forest.get(entry["href"], headers={"Accept-Encoding": "identity"})
        _assert_sent(plain, entry, TYPES.get(name, entry["media_type"]))
        assert "Content-Encoding" not in plain.headers
        for form in entry["compressed"]:
            _assert_sent(forest.get(f"/dumps/{form['name']}"), form, form["media_type"])
            coded = forest.get(entry["href"], headers={"Accept-Encoding": form["coding"]})
            _assert_sent(coded, form, entry["media_type"])
            assert coded.headers["Content-Encoding"] == form["coding"]
            assert coded.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
            head = forest.head(entry["href"], headers={"Accept-Encoding": form["coding"]})
            assert (head.data, dict(head.headers)) == (b"", dict(coded.headers))


def test_page_lists_the_files_with_their_checksums(forest: FlaskClient) -> None:
    page = forest.get("/dumps/?lang=fr", headers={"Accept": "text/html"}).get_data(as_text=True)
    for entry in forest.get("/dumps/").json:
        if entry["format"] != "csvm" and not entry.get("excel"):
            assert entry["sha256"] in page and f'href="{entry["href"]}"' in page
    for heading in ("Toutes les données", "Tableaux", "Rapport de 2024", "Ontologie"):
        assert heading in page


def test_part_of_a_coded_file_is_a_part_of_its_coded_bytes(forest: FlaskClient) -> None:
    headers = {"Accept-Encoding": "gzip"}
    whole = forest.get(PATH, headers=headers)
    first = forest.get(PATH, headers={**headers, "Range": "bytes=0-99"})
    rest = forest.get(PATH, headers={**headers, "Range": "bytes=100-", "If-Range": first.headers["ETag"]})
    assert (first.status_code, rest.status_code) == (206, 206)
    assert gzip.decompress(first.data + rest.data) == forest.get(PATH).data
    assert first.headers["ETag"] == whole.headers["ETag"] != forest.get(PATH).headers["ETag"]
    # Who changes the coding in between gets the whole, not bytes of another form.
    other = forest.get(PATH, headers={"Range": "bytes=100-", "If-Range": first.headers["ETag"]})
    assert (other.status_code, other.data) == (200, forest.get(PATH).data)


def test_date_does_not_join_parts(forest: FlaskClient) -> None:
    whole = forest.get(PATH)
    dated = forest.get(PATH, headers={"Range": "bytes=1-", "If-Range": whole.headers["Last-Modified"]})
    assert (dated.status_code, dated.data) == (200, whole.data)


def test_head_tells_the_whole_and_knows_no_parts(forest: FlaskClient) -> None:
    head = forest.head(PATH, headers={"Range": "bytes=0-3"})
    assert (head.status_code, head.data) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(forest.get(PATH).data)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "table/2024.csv"),
        ("?excel=0", "table/2024.csv"),
        ("?excel=1", "table/2024.en.excel.csv"),
        ("?excel=1&lang=fr", "table/2024.fr.excel.csv"),
        ("?lang=fr", "table/2024.csv"),
    ],
)
def test_table_is_sent_for_spreadsheets_when_asked(forest: FlaskClient, query: str, name: str) -> None:
    response = forest.get(f"/dumps/table/2024.csv{query}")
    assert response.data == forest.get(f"/dumps/{name}").data
    assert response.headers["Content-Location"] == f"/dumps/{name}"
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.data.startswith(b"\xef\xbb\xbf") == ("excel=1" in query)
    assert ("Content-Disposition" in response.headers) == ("excel=1" in query)


@pytest.mark.parametrize(
    ("path", "accepted", "language", "varies"),
    [
        ("2024.csv?excel=1", "fr-FR,fr;q=0.9", "fr", True),
        ("2024.csv?excel=1", "en;q=0.5, fr;q=0.4", "en", True),
        ("2024.csv?excel=1", "", "en", True),
        ("2024.csv?excel=1&lang=fr", "en", "fr", False),
        ("2024.fr.excel.csv", "en", "fr", False),
    ],
)
def test_table_for_spreadsheets_is_in_the_reader_s_language_and_says_so(
    forest: FlaskClient, path: str, accepted: str, language: str, varies: bool
) -> None:
    response = forest.get(f"/dumps/table/{path}", headers={"Accept-Language": accepted})
    assert response.headers["Content-Language"] == language
    assert response.headers["Content-Location"] == f"/dumps/table/2024.{language}.excel.csv"
    assert ("Accept-Language" in response.headers.get("Vary", "")) == varies
    again = forest.get(
        f"/dumps/table/{path}", headers={"Accept-Language": accepted, "If-None-Match": response.headers["ETag"]}
    )
    assert again.status_code == 304 and again.headers.get("Vary") == response.headers.get("Vary")


@pytest.mark.parametrize(("query", "status"), [("?excel=2", 400), ("?excel=1&lang=de", 404), ("?excel=1&excel=1", 400)])
def test_wrong_form_of_a_table_is_refused(forest: FlaskClient, query: str, status: int) -> None:
    response = forest.get(f"/dumps/table/2024.csv{query}")
    assert (response.status_code, response.content_type) == (status, "application/problem+json")


def test_labels_of_a_table_are_in_the_language_asked(client: FlaskClient) -> None:
    plain = client.get("/dumps/table/list-figures.csv").data
    french = client.get("/dumps/table/list-figures.csv?lang=fr").data
    assert plain.partition(b"\r\n")[0] == french.partition(b"\r\n")[0]
    assert "مستوى".encode() in client.get("/dumps/table/list-figures.csv?lang=ar").data
    assert french != plain == client.get("/dumps/table/list-figures.csv?lang=en").data


def test_metadata_of_a_table_are_linked(client: FlaskClient) -> None:
    response = client.get("/dumps/table/list-figures.csv")
    (link,) = [value for value in response.headers.getlist("Link") if "describedby" in value and "csvm" in value]
    assert link == '</dumps/table/list-figures.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    assert client.get("/dumps/table/list-figures.csv-metadata.json").content_type == "application/csvm+json"


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
        ("bytes=" + "9" * 5000 + "-", 416, None),
        ("bytes=5-" + "9" * 29, 206, slice(5, None)),
        ("bytes=5-" + "0" * 29 + "9", 206, slice(5, 10)),
        ("bytes=-" + "9" * 29, 206, slice(None)),
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
