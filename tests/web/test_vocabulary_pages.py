"""The pages about the ontology and about what must hold: everything is on them, in each language, for any publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.rdf.saved_queries import read_metadata
from hasila.release import Release
from hasila.settings import resolve
from hasila.web.app import create_app

LANGUAGES = ("ar", "fr", "en")
HTML = {"Accept": "text/html"}
DEF = "https://w3id.org/hasila/def/"
FOREST = "https://data.example/forests/"
ROOT = Path(__file__).parents[2]
ONTOLOGY = Graph().parse(ROOT / "ontology" / "hasila.ttl")
TERMS = sorted(s for s in ONTOLOGY.subjects(RDFS.isDefinedBy, URIRef(DEF)) if isinstance(s, URIRef))
SHAPES = Graph()
for file in sorted((ROOT / "shapes").glob("*.ttl")):
    SHAPES.parse(file)
RULES = sorted((ROOT / "shapes" / "rules").glob("*.rq"))


def page(client: FlaskClient, path: str, language: str) -> str:
    response = client.get(f"{path}?lang={language}", headers=HTML)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    return unescape(re.sub("\u00a0", " ", response.get_data(as_text=True)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_on_the_page_with_its_words(client: FlaskClient, language: str) -> None:
    text = page(client, "/def/", language)
    assert len(TERMS) > 60
    for term in TERMS:
        name = str(term).removeprefix(DEF)
        assert f'id="{name}"' in text and f'href="#{name}"' in text and f'href="/def/{name}?lang={language}"' in text
        words = [o for p in (RDFS.label, SKOS.definition, SKOS.example) for o in ONTOLOGY.objects(term, p)]
        for word in words:
            if word.language == language:  # type: ignore[union-attr]
                assert re.sub("\u00a0", " ", str(word)) in text, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shape_and_every_rule_is_on_the_page(client: FlaskClient, language: str) -> None:
    text = page(client, "/shapes", language)
    base = "https://w3id.org/hasila/shapes/"
    shapes = {str(s).removeprefix(base) for s in SHAPES.subjects() if isinstance(s, URIRef)}
    assert len(shapes) > 300 and not {name for name in shapes if f'id="{name}"' not in text}
    for message in SHAPES.objects(None, SH.message):
        if message.language == language:  # type: ignore[union-attr]
            assert str(message) in text
    assert len(RULES) > 100
    for rule in RULES:
        facts = read_metadata(rule.read_text(encoding="utf-8"))
        assert f'id="rule-{rule.stem}"' in text
        assert facts[f"title-{language}"] in text and facts[f"message-{language}"] in text


def test_no_shape_is_told_without_a_sentence(client: FlaskClient) -> None:
    text = page(client, "/shapes", "en")
    items = re.findall(r'<li id="([^"]+)">(.*?)</li>', text, re.DOTALL)
    assert len(items) > 270
    assert not [name for name, item in items if not re.sub(r"<[^>]+>|\s", "", item)]


def test_ids_of_each_page_are_unique(client: FlaskClient) -> None:
    for path in ("/def/", "/def/Figure", "/def/1.0.0", "/shapes", "/shapes/Figure"):
        ids = re.findall(r'\sid="([^"]+)"', page(client, path, "ar"))
        assert len(ids) == len(set(ids)), path


def test_links_of_the_page_lead_to_its_anchors(client: FlaskClient) -> None:
    for path in ("/def/", "/def/1.0.0", "/shapes"):
        text = page(client, path, "ar")
        wanted = set(re.findall(r'href="#([^"]+)"', text))
        assert wanted and wanted <= set(re.findall(r'\sid="([^"]+)"', text)), path


def test_pages_hold_no_style_and_no_script_of_their_own(client: FlaskClient) -> None:
    for path in ("/def/", "/def/Figure", "/shapes", "/shapes/rules/bounds-hold-the-value"):
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=", page(client, path, "ar"))


def test_diagram_runs_with_the_direction_of_the_page_and_is_told_in_words(client: FlaskClient) -> None:
    places = {}
    for language in ("ar", "en"):
        text = page(client, "/def/", language)
        svg = text[text.index("<svg") : text.index("</svg>")]
        places[language] = [float(x) for x in re.findall(r'<rect class="head" x="([\d.]+)"', svg)]
        table = text[text.index('<table class="classes-table">') :]
        table = table[: table.index("</table>")]
        names = {t.removeprefix(DEF) for t in TERMS if (t, RDF.type, None) in ONTOLOGY} - {"IccsNotation"}
        assert not {name for name in names if f'href="#{name}"' not in table.replace(f"?lang={language}", "")}
    rank = {tag: sorted(range(len(xs)), key=lambda i, xs=xs: xs[i]) for tag, xs in places.items()}  # type: ignore[misc]
    assert rank["ar"] != rank["en"] and len(rank["ar"]) == len(rank["en"])


def test_term_page_shows_use_shapes_rules_and_queries(client: FlaskClient) -> None:
    text = page(client, "/def/qualifier", "en")
    for expected in ("hasila:qualifier", "Statements with it:", 'href="/shapes/Figure?lang=en"', "/shapes/rules/",
                     'href="/queries/list-figures?lang=en"', 'href="/doc/', 'href="/def/Figure?lang=en"'):  # fmt: skip
        assert expected in text


def test_counts_are_those_of_the_data(client: FlaskClient) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {{ ?s <{DEF}qualifier> ?o }}"
    count = client.get("/sparql", query_string={"query": query, "format": "csv"}).get_data(as_text=True).split()[1]
    shown = re.search(r"Statements with it: ([\d\u202f,]+)", page(client, "/def/qualifier", "en"))
    assert shown and re.sub("[^0-9]", "", shown[1]) == count


def test_frozen_version_has_a_page_of_what_it_was(client: FlaskClient) -> None:
    old = page(client, "/def/1.0.0", "fr")
    assert 'id="Statement"' in old and 'id="ChangeCheck"' not in old
    assert "Version 1.0.0, figée" in old and 'href="/def/?lang=fr"' in old
    assert 'id="ChangeCheck"' in page(client, "/def/1.1.0", "fr")
    versions = page(client, "/def/", "fr")
    for version in ("1.0.0", "1.1.0"):
        assert f'href="/def/{version}?lang=fr"' in versions and f'href="/def/{version}.ttl"' in versions


def test_ontology_leads_to_shapes_and_so_does_the_quality(client: FlaskClient) -> None:
    for path in ("/def/", "/quality"):
        assert 'href="/shapes?lang=ar"' in page(client, path, "ar")


@pytest.mark.parametrize(("ending", "syntax"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml")])
def test_shapes_are_given_as_rdf_whole_and_one_by_one(client: FlaskClient, ending: str, syntax: str) -> None:
    whole = Graph().parse(data=client.get(f"/shapes.{ending}").data, format=syntax)
    assert set(SHAPES) <= set(whole)
    rule = URIRef("https://w3id.org/hasila/shapes/rules/bounds-hold-the-value")
    assert len(list(whole.objects(rule, SH.message))) == 3
    one = Graph().parse(data=client.get(f"/shapes/rules/bounds-hold-the-value.{ending}").data, format=syntax)
    assert set(one) == set(whole.triples((rule, None, None)))
    shape = URIRef("https://w3id.org/hasila/shapes/Figure-year-missing")
    one = Graph().parse(data=client.get(f"/shapes/Figure-year-missing.{ending}").data, format=syntax)
    assert set(one) == set(SHAPES.triples((shape, None, None)))


def test_shapes_negotiate_and_misspelt_ones_are_404(client: FlaskClient) -> None:
    assert client.get("/shapes", headers={"Accept": "text/turtle"}).content_type.startswith("text/turtle")
    assert client.get("/shapes", headers={"Accept": "image/png"}).status_code == 406
    for path in ("/shapes/Figur", "/shapes/rules/no-such", "/shapes.exe", "/shapes/rules"):
        assert client.get(path, headers=HTML).status_code == 404


def test_another_publication_is_documented_as_well(forest: FlaskClient) -> None:
    for language, stand, above in (
        ("en", "Stand", "Every value is greater than"),
        ("fr", "Peuplement", "est supérieure à"),
    ):
        ontology = page(forest, "/def/", language)
        assert f">{stand}<" in ontology and "forest:hectares" in ontology and 'id="SpeciesArea"' in ontology
        shapes = page(forest, "/shapes", language)
        assert above in shapes and 'id="Stand-hectares"' in shapes and 'id="rule-species-spelt"' in shapes
    assert "The area must be a number above zero." in page(forest, "/shapes/Stand-hectares", "en")
    assert 'href="/doc/stand/oak-1' in page(forest, "/def/hectares", "en")
    assert 'id="Stand"' in page(forest, "/def/1.0.0", "en")
    graph = Graph().parse(data=forest.get("/shapes/Stand.ttl").data, format="turtle")
    assert (URIRef(f"{FOREST}shapes/Stand-label"), SH.minCount, None) in graph


def test_ontology_that_says_nothing_still_has_a_page(hostile: FlaskClient) -> None:
    for path in ("/def/", "/def/1.0.0"):
        assert 'id="section-about"' in page(hostile, path, "en")
    assert hostile.get("/shapes", headers=HTML).status_code == 404


def test_changed_words_change_the_page(
    forestry_sources: Path, tmp_path: Path, build_whole: Callable[..., Release]
) -> None:
    ontology = forestry_sources / "ontology" / "forest.ttl"
    text = ontology.read_text(encoding="utf-8").replace('"Stand"@en', '"Woodlot"@en')
    ontology.write_text(text + """
forest:copse a owl:Class ; rdfs:label "Copse"@en ; owl:deprecated true ; rdfs:isDefinedBy <https://data.example/forests/def/> .
""", encoding="utf-8")  # fmt: skip
    shapes = forestry_sources / "shapes" / "stands.ttl"
    more = shapes.read_text(encoding="utf-8").replace("sh:minCount 1", "sh:minCount 1 ; sh:maxCount 4")
    shapes.write_text(more, encoding="utf-8")
    release = build_whole(forestry_sources, tmp_path / "out")
    limits = Limits(seconds=2.0, mebibytes=512, workers=1, queue_seconds=5.0, result_mebibytes=1, nesting=128)
    with EmbeddedEngine.of_release(release, limits) as engine:
        changed = create_app(release, engine, resolve({}, {}, {})).test_client()
        page_of_terms = page(changed, "/def/", "en")
        headings = "".join(re.findall(r'<h3 id="heading-[^"]+">.*?<code', page_of_terms, re.DOTALL))
        assert ">Woodlot<" in headings and ">Stand<" not in headings
        assert re.search(r'class="term deprecated" id="copse"', page_of_terms)
        assert "There are 4 values at most." in page(changed, "/shapes", "en")
