"""Pages: language and direction, texts in every language, and links that lead somewhere."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from zlib import crc32

import pytest
from flask.testing import FlaskClient

from hasila.publication.authorities import authorities
from hasila.rdf.iris import IriSpace
from hasila.release import Release
from hasila.web.languages import INTERFACE_LANGUAGES, translate, translations
from hasila.web.terms import Viewer, group_digits, text_view
from hasila.web.vocabulary import vocabulary

HTML = {"Accept": "text/html"}
XSD = "http://www.w3.org/2001/XMLSchema#"
FOLLOWED: set[tuple[str, str]] = set()
"""Kind of engine and link, or sort of link, that were followed already: most pages share most of theirs."""
FROM_FILES = re.compile(r"/(?:dumps|static|assets)/.*|/queries/[^?]*(?:\?lang(?:uage)?=\w*)?")
"""What is answered from files, saved queries by their defaults too (tests/web/test_queries.py): no engine is asked."""


class _Page(HTMLParser):
    """What a page links to, its ids, and whether its elements are nested as they should be."""

    VOID = frozenset({"meta", "link", "img", "input", "br", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.links += [value for name, value in attrs if name in ("href", "src", "action") and value]
        self.ids += [str(found["id"])] if "id" in found else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _sort(link: str) -> str:
    """Return what a link has in common with those that ask the same of other resources: folder and names of parameters."""
    path, _, parameters = link.partition("?")
    return path.rpartition("/")[0] + re.sub("=[^&]*", "", parameters)


def _is_followed(kind: str, link: str, language: str) -> bool:
    """Tell whether a link is to be followed, and was not yet.

    On the embedded engine each one is, a third of them in each language; before a store one of each sort of those that ask it.
    """
    plain = re.sub(r"\blang=\w*", "", link)
    known = (kind, plain if kind == "embedded" else _sort(plain))
    elsewhere = crc32(plain.encode()) % len(INTERFACE_LANGUAGES) != INTERFACE_LANGUAGES.index(language)
    if known in FOLLOWED or (elsewhere if kind == "embedded" else FROM_FILES.fullmatch(link)):
        return False
    FOLLOWED.add(known)
    return True


@pytest.mark.parametrize(
    ("path", "accept_language", "language"),
    [
        ("/", "", "ar"),
        ("/", "fr-MA,fr;q=0.9,en;q=0.5", "fr"),
        ("/", "en", "en"),
        ("/", "de, *;q=0.1", "ar"),
        ("/?lang=en", "ar", "en"),
        ("/?lang=xx", "fr", "fr"),
        ("/?lang=", "fr", "fr"),
    ],
)
def test_language_is_the_readers(client: FlaskClient, path: str, accept_language: str, language: str) -> None:
    response = client.get(path, headers={"Accept-Language": accept_language} if accept_language else {})
    way = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{way}">' in response.get_data(as_text=True)
    assert response.headers["Content-Language"] == language


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("path", ["/", "/sparql", "/queries", "/dumps/", "/def/", "/problems/", "/doc/organization/dgsn",
                                  "/doc/statement/2025-S20", "/graph/report/2025", "/nothing"])  # fmt: skip
def test_page_is_sound_and_its_links_lead_somewhere(client: FlaskClient, kind: str, path: str, language: str) -> None:
    text = client.get(f"{path}?lang={language}", headers=HTML).get_data(as_text=True)
    page = _Page(text)
    assert not page.open
    assert len(page.ids) == len(set(page.ids))
    assert "<h1" in text
    assert "Traceback" not in text
    for link in sorted({link.partition("#")[0] for link in page.links if link.startswith("/")}):
        if _is_followed(kind, link, language):
            assert client.get(link, headers={"Accept": "text/html, */*;q=0.5"}).status_code == 200, link


def test_front_page_shows_answers_graphs_dumps_notice_and_licence(client: FlaskClient, release: Release) -> None:
    publication = release.publication
    page = client.get("/?lang=en").get_data(as_text=True)
    for name in publication.front:
        assert f'href="/queries/{name}?lang=en"' in page
    for graph in publication.graphs:
        assert graph.title["en"] in page
        assert f"{graph.triples} triples" in page
    for dump in release.dumps:
        assert f"/dumps/{dump}" in page
    assert publication.licence in page
    assert publication.notice["en"].split(":")[0] in page


def test_language_chosen_is_kept_by_links_and_switch_keeps_the_parameters(client: FlaskClient) -> None:
    page = client.get("/sparql?query=ASK%7B%7D&lang=fr", headers=HTML).get_data(as_text=True)
    assert 'href="/queries?lang=fr"' in page
    assert 'href="?query=ASK%7B%7D&amp;lang=ar"' in page
    assert "lang=fr" not in client.get("/queries", headers={**HTML, "Accept-Language": "fr"}).get_data(as_text=True).split(
        "</header>")[1]  # fmt: skip


def test_link_to_a_query_in_a_chosen_language_keeps_the_query_whole(client: FlaskClient) -> None:
    page = client.get("/def/Figure?lang=fr", headers=HTML).get_data(as_text=True)
    links = [unescape(link) for link in re.findall(r'href="(/sparql\?query=[^"]*)"', page)]
    assert links
    for link in links:
        assert link.endswith("&lang=fr")
        assert client.get(link, headers=HTML).status_code == 200


def test_label_in_another_language_is_marked(forest: FlaskClient) -> None:
    page = forest.get("/doc/stand/oak-1?lang=fr", headers=HTML).get_data(as_text=True)
    assert re.search(r'<bdi lang="en" dir="ltr">[^<]+</bdi> <span class="tag" lang="en">en</span>', page)


def test_every_string_is_in_every_language_and_used() -> None:
    web = files("hasila.web")
    texts = [path.read_text(encoding="utf-8") for path in web.joinpath("templates").iterdir()]
    used = set(re.findall(r"""\bt\(["']([a-z0-9-]+)["']""", "".join(texts)))
    used |= set(re.findall(r'\("(nav-[a-z]+)"', "".join(texts)))
    used |= {"event-interval", "months", "vocab-anything"}
    used -= {"search-kind-"}
    used |= {f"search-kind-{kind}" for kind in ("preferred", "alternative", "hidden", "notation", "key")}
    used |= {f"column-{name}" for name in ("class", "things", "term", "type", "definition")}
    assert used == set(translations())
    for key, strings in translations().items():
        assert set(strings) == set(INTERFACE_LANGUAGES), key
        fields = {language: set(re.findall(r"{(\w+)}", text)) for language, text in strings.items()}
        assert len({frozenset(names) for names in fields.values()}) == 1, key
        assert all(text.strip() for text in strings.values()), key


def test_every_name_of_a_standard_term_is_in_every_language() -> None:
    assert len(vocabulary()) > 100
    for iri, names in vocabulary().items():
        assert set(names) == set(INTERFACE_LANGUAGES), iri
        assert re.search("[\u0621-\u064a]", names["ar"]), iri
        assert not re.search("[\u0621-\u064a]", names["fr"] + names["en"]), iri


def test_languages_are_named_as_the_authority_table_names_them() -> None:
    table = authorities()["language"]
    assert {iri: names for iri, names in vocabulary().items() if iri.startswith(table.namespace)} == {
        table.iri(code): names for code, names in table.codes.items()
    }


def test_unknown_language_of_the_publication_falls_back_to_english() -> None:
    assert translate("run", "de") == translate("run", "en")


@pytest.mark.parametrize(
    ("number", "shown"),
    [("3600000", "3\u202f600\u202f000"), ("2025", "2025"), ("6718", "6\u202f718"), ("1899", "1\u202f899"),
      ("2101.5", "2\u202f101.5"), ("2025.5", "2\u202f025.5"), ("007", "007"), ("-99", "-99"),
      ("-12345.60", "-12\u202f345.60"), ("0001", "0001"), ("00012345", "12\u202f345"), ("1e9", "1e9")],
)  # fmt: skip
def test_digits_are_grouped_unless_they_may_be_a_year(number: str, shown: str) -> None:
    assert group_digits(number) == group_digits(number, "ar") == shown


def test_digits_are_written_as_the_language_writes_them() -> None:
    assert group_digits("1731558.5", "en") == "1,731,558.5"
    assert group_digits("1731558.5", "fr") == "1\u202f731\u202f558,5"
    assert (group_digits("-99.5", "fr"), group_digits("2025", "en")) == ("-99,5", "2025")


@pytest.mark.parametrize(
    ("term", "text", "href", "external"),
    [
        ({"type": "uri", "value": "https://p.example/id/a/b c"}, "https://p.example/id/a/b c", "/doc/a/b%20c", False),
        ({"type": "uri", "value": "https://p.example/def/Term"}, "p:Term", "/def/Term", False),
        (
            {"type": "uri", "value": "https://p.example.evil/x"},
            "https://p.example.evil/x",
            "https://p.example.evil/x",
            True,
        ),
        ({"type": "uri", "value": "mailto:a@b.example"}, "mailto:a@b.example", "mailto:a@b.example", True),
        ({"type": "uri", "value": "javascript:alert(1)"}, "javascript:alert(1)", None, True),
        ({"type": "uri", "value": "JaVaScRiPt:alert(1)"}, "JaVaScRiPt:alert(1)", None, True),
        ({"type": "uri", "value": "data:text/html,x"}, "data:text/html,x", None, True),
        ({"type": "uri", "value": "vbscript:x"}, "vbscript:x", None, True),
        ({"type": "uri", "value": "urn:x:y"}, "urn:x:y", None, True),
        ({"type": "bnode", "value": "b0"}, "_:b0", None, False),
    ],
)
def test_term_becomes_a_link_only_where_that_is_safe(
    term: dict[str, str], text: str, href: str | None, external: bool
) -> None:
    viewer = Viewer("en", ("en",), IriSpace("https://p.example/"), {"p": "https://p.example/def/"})
    assert IriSpace("https://p.example/").path("https://p.example//evil.example/x") is None
    view = viewer.term(term)
    assert (view.text.text, view.href, view.external) == (text, href, external)


def test_literal_shows_language_direction_and_datatype() -> None:
    viewer = Viewer("en", ("en", "ar"), IriSpace("https://p.example/"), {"xsd": XSD})
    arabic = viewer.literal({"type": "literal", "value": "نص", "xml:lang": "ar"})
    assert (arabic.text.dir, arabic.text.fallback) == ("rtl", True)
    plain = viewer.literal({"type": "literal", "value": "x", "datatype": XSD + "string"})
    assert (plain.text.dir, plain.datatype) == ("auto", "")
    date = viewer.literal({"type": "literal", "value": "2025-01-01", "datatype": XSD + "date"})
    assert date.datatype == "xsd:date"


def test_french_marks_do_not_begin_a_line() -> None:
    assert (
        text_view("oui ; non : « peut-être » 95 %", "fr", "fr").text
        == "oui\u00a0; non\u00a0: «\u00a0peut-être\u00a0» 95\u00a0%"
    )
    assert text_view("a ; b", "en", "fr").text == "a ; b"
