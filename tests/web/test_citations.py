"""Citations: what parsers read of them is what was said, each thing has its own, and pages show them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
import rispy
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from hasila.citations import Citation, as_bibtex, as_csl, as_ris, citation_key
from hasila.rdf.formats import CITATION_FORMATS
from hasila.release import Release

HTML = {"Accept": "text/html"}
BASE = "https://data.example/forests/"
OAKS = Citation(
    key="forests-stand-oak", iri=f"{BASE}id/stand/بلوط", title="Oaks", language="en", author="Forest office",
    publisher="Press of the office", within="Forests", version="2024.1.0", issued="2025-03-01",
    licence="https://creativecommons.org/publicdomain/zero/1.0/",
)  # fmt: skip
NASTY = (
    "100 % of $5 & #1: a_b ~ c^d \\textbf{x} «نص»",
    "one { brace",
    "one } brace",
    "} and {",
    "a\nline, @misc{x, and\ttabs\u2028",
    'quotes " and ends \\',
)
_NAMES = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
# csl-data of CSL 1.0.2: what an item may hold, of which these are the ones in use.
_CSL = {"id", "type", "title", "container-title", "author", "publisher", "version", "issued", "language", "URL", "note"}


def one_line(text: str) -> str:
    """Return a text as it stands in one line."""
    return re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", text).strip(" ")


def read_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """Return key, author and fields of the only entry, LaTeX read as what it prints."""
    entries = parse_string(text, "bibtex").entries
    ((key, entry),) = entries.items()
    (author,) = [str(person) for person in entry.persons.get("author", [""])]
    fields = {name: printed(value) for name, value in entry.fields.items() if name != "url"}
    return key, printed(author), {**fields, "url": entry.fields["url"]}


def printed(latex: str) -> str:
    """Return what LaTeX prints for the commands that are needed in a text."""
    bare = latex[1:-1] if latex.startswith("{") and latex.endswith("}") else latex
    read = re.sub(r"\\text(\w+)\{\}|\\(.)", lambda match: _NAMES[match[1]] if match[1] else match[2], bare)
    # Nothing of LaTeX is left that would print otherwise.
    assert not re.search(r"(?<!\\)[{}~^$&#_%]", re.sub(r"\\text\w+\{\}", "", bare)), latex
    return read


def read_csl(text: str) -> dict[str, Any]:
    """Return the only item, which is as the schema asks."""
    (item,) = json.loads(text)
    assert item.keys() <= _CSL and {"id", "type", "title"} <= item.keys()
    assert item["type"] == "dataset"
    assert all(set(name) == {"literal"} for name in item.get("author", ()))
    assert [len(item["issued"]["date-parts"]), len(item["issued"]["date-parts"][0])] == [1, 3]
    assert all(isinstance(part, int) for part in item["issued"]["date-parts"][0])
    return dict(item)


@pytest.mark.parametrize("title", NASTY)
@pytest.mark.parametrize("author", ["Office of Forests, Ruritania and {Sons}", "المديرية & الشركاء"])
def test_parsers_read_what_was_said(title: str, author: str) -> None:
    citation = replace(OAKS, title=title, author=author, within=title, publisher=title)
    key, made_by, fields = read_bibtex(as_bibtex(citation))
    assert (key, made_by) == (OAKS.key, one_line(author))
    assert [fields[name] for name in ("title", "howpublished", "publisher")] == [one_line(title)] * 3
    assert (fields["year"], fields["month"], fields["date"]) == ("2025", "March", "2025-03-01")
    assert fields["note"] == f"Licence: {OAKS.licence}"
    (record,) = rispy.loads(as_ris(citation))
    assert (record["title"], record["authors"], record["date"]) == (one_line(title), [one_line(author)], "2025/03/01")
    assert record["secondary_title"] == record["publisher"] == one_line(title)
    item = read_csl(as_csl(citation))
    assert (item["title"], item["author"]) == (one_line(title), [{"literal": one_line(author)}])
    for address in (fields["url"], *record["urls"], item["URL"]):
        assert address == f"{BASE}id/stand/%D8%A8%D9%84%D9%88%D8%B7"


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(lambda text: one_line(text).strip()))
def test_any_title_stays_in_its_field(title: str) -> None:
    _, _, fields = read_bibtex(as_bibtex(replace(OAKS, title=title)))
    assert "".join(fields["title"].split()) == "".join(one_line(title).split())
    assert len(rispy.loads(as_ris(replace(OAKS, title=title)))) == 1


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(OAKS, within="", licence="", author="", publisher="")
    _, author, fields = read_bibtex(as_bibtex(bare))
    assert not author and not {"howpublished", "note", "publisher"} & set(fields)
    (record,) = rispy.loads(as_ris(bare))
    assert not {"authors", "secondary_title", "publisher", "notes"} & set(record)
    assert not {"author", "container-title", "publisher", "note"} & set(read_csl(as_csl(bare)))
    for text in (as_bibtex(OAKS), as_ris(OAKS), as_csl(OAKS)):
        assert not re.search("access|urldate|Y2  -", text, re.IGNORECASE)


def test_keys_are_plain_and_told_apart() -> None:
    paths = [
        "id/stand/oak-1",
        "id/stand/oak/1",
        "id/stand/oak_1",
        "id/stand/شرطة",
        "id/stand/غابة",
        "",
        "queries/q?year=1",
        "def/",
    ]
    keys = [citation_key("forests", BASE + path, BASE) for path in paths]
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", key) for key in keys)
    assert keys[0] == "forests-id-stand-oak-1"
    assert (
        len({key for path, key in zip(paths, keys, strict=True) if not re.search(r"oak[/_]", path)}) == len(paths) - 2
    )


THINGS = ["/doc/stand/oak-1", "/def/Stand", "/def/", "/graph/report/2024", "/dataset/forests", "/dataset/report-2024",
          "/dataset/report", "/queries/list-stands", "/releases/2024.1.0/"]  # fmt: skip


def by_suffix(path: str, ending: str) -> str:
    """Return the address of a citation by itself."""
    return f"{path}citation.{ending}" if path.startswith("/releases/") else f"{path.rstrip('/')}.{ending}"


@pytest.mark.parametrize("form", CITATION_FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("path", THINGS)
def test_each_thing_is_cited_by_suffix_parameter_and_accept(forest: FlaskClient, path: str, form: Any) -> None:
    answers = [
        forest.get(by_suffix(path, form.extension), headers=HTML),
        forest.get(f"{path}?format={form.name}", headers=HTML),
        forest.get(path, headers={"Accept": f"{form.media_type}, text/html;q=0.5"}),
    ]
    for response in answers:
        assert response.status_code == 200
        assert response.content_type.partition(";")[0] == form.media_type
        assert response.headers["Content-Location"] == by_suffix(path, form.extension)
        assert {"Accept", "Accept-Language"} <= set(response.headers["Vary"].split(", "))
        assert response.headers["Content-Language"] == "en"
    assert len({response.data for response in answers}) == 1
    again = forest.get(path, headers={"Accept": form.media_type, "If-None-Match": answers[2].headers["ETag"]})
    assert again.status_code == 304
    assert forest.head(by_suffix(path, form.extension)).status_code == 200


def test_citation_says_what_the_release_says_of_itself(forest: FlaskClient, forestry: Release) -> None:
    item = read_csl(forest.get("/doc/stand/oak-1.csl.json?lang=fr").get_data(as_text=True))
    publication = forestry.publication
    assert item["title"] == "Oaks, north slope" and item["language"] == "en"
    assert item["container-title"] == publication.title["fr"]
    assert item["publisher"] == "Office des forêts" and item["author"] == [{"literal": "Office des forêts"}]
    assert item["version"] == publication.version
    assert "-".join(f"{part:02}" for part in item["issued"]["date-parts"][0]) == publication.modified
    assert item["URL"] == f"{publication.base}id/stand/oak-1"
    assert publication.licence in item["note"]


@pytest.mark.parametrize(
    ("path", "author"),
    [
        ("/doc/figure/2025.clearance-rate", "creator"),  # taken from a source
        ("/doc/statement/2025-S20", "creator"),
        ("/doc/report/2025", "creator"),
        ("/dataset/report-2025", "creator"),
        ("/def/Figure", "publisher"),  # written here
        ("/doc/series/arrests", "publisher"),  # computed here from figures
    ],
)
def test_author_is_who_made_what_is_cited(client: FlaskClient, release: Release, path: str, author: str) -> None:
    assert release.catalog is not None
    item = read_csl(client.get(f"{path}.csl.json?lang=ar").get_data(as_text=True))
    assert item["publisher"] == release.catalog.publisher.name["ar"]
    assert item["author"] == [{"literal": getattr(release.catalog, author).name["ar"]}]


def test_answer_is_cited_with_its_parameters_but_not_its_language(client: FlaskClient, release: Release) -> None:
    address = "/queries/list-events-of-year.bib?year=2024&language=fr&lang=fr"
    _, _, fields = read_bibtex(client.get(address).get_data(as_text=True))
    assert fields["url"] == f"{release.publication.base}queries/list-events-of-year?year=2024"
    assert client.get("/queries/list-events-of-year.bib?year=nought").status_code == 400


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize(
    "path", ["/doc/figure/2025.clearance-rate", "/dataset/report-2025", "/queries/list-events", "/def/Figure"]
)
def test_page_shows_how_to_cite_it(client: FlaskClient, release: Release, path: str, language: str) -> None:
    page = client.get(f"{path}?lang={language}", headers=HTML).get_data(as_text=True)
    (block,) = re.findall(r'<section class="cite".*?</section>', page, re.DOTALL)
    sentence = re.sub("<[^>]*>", "", re.findall(r'<p class="citation">(.*?)</p>', block, re.DOTALL)[0])
    files = [unescape(link) for link in re.findall(r'href="([^"]*)"', block)]
    assert len(files) == 3 and all(f"lang={language}" in link for link in files)
    texts = [client.get(link).get_data(as_text=True) for link in files]
    # The page holds the very texts that the links give.
    assert [unescape(text) for text in re.findall(r"<pre[^>]*>(.*?)</pre>", block, re.DOTALL)] == texts
    item = read_csl(texts[2])
    for said in (
        item["title"],
        item["publisher"],
        item["version"],
        release.publication.modified,
        release.publication.licence,
    ):
        assert said in unescape(sentence)
    assert item["language"] == language


def test_links_lead_to_the_citation(forest: FlaskClient) -> None:
    links = forest.get("/doc/stand/oak-1", headers={"Accept": "text/turtle"}).headers["Link"]
    assert f'<{BASE}id/stand/oak-1>; rel="cite-as"' in links
    for form in CITATION_FORMATS:
        assert f'</doc/stand/oak-1.{form.extension}>; rel="describedby"; type="{form.media_type}"' in links


def test_nothing_is_cited_where_it_is_not_known_who_publishes(hostile: FlaskClient) -> None:
    assert hostile.get("/doc/thing/hub.bib").status_code == 404
    assert hostile.get("/doc/thing/hub", headers={"Accept": "application/x-bibtex"}).status_code == 406
    response = hostile.get("/doc/thing/hub", headers=HTML)
    assert "cite" not in response.headers["Link"] and 'class="cite"' not in response.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/doc/stand/nowhere.bib", "/queries/none.bib", "/queries/list-stands.x.bib",
                                  "/releases/2024.1.0/citation.txt", "/dataset/none.ris", "/def/None.csl.json"])  # fmt: skip
def test_what_is_not_there_is_not_cited(forest: FlaskClient, path: str) -> None:
    assert forest.get(path).status_code == 404
