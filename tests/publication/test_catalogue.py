"""The catalogue as the build makes it: identifiers that stay, datasets that change only when their data do, every language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS

from hasila.distributions import Compressed, Distribution
from hasila.errors import ManifestInvalid
from hasila.publication import sources as reading
from hasila.publication import store
from hasila.publication.catalog_table import Revision
from hasila.publication.catalog_texts import said
from hasila.publication.cataloguing import catalogue
from hasila.publication.description import describe
from hasila.publication.manifest import Manifest, read_manifest
from hasila.release import Release

FORESTRY = Path(__file__).parents[1] / "publications" / "forestry"
BASE = "https://data.example/forests/"
ADMS = "http://www.w3.org/ns/adms#"
MEMBER = "catalog/dataset/report-2024.nt"


def _file(name: str, year: int | None, sha256: str) -> Distribution:
    form = Compressed("gzip", f"{name}.gz", "application/gzip", 5, sha256)
    return Distribution(name, "turtle", "text/turtle; charset=utf-8", 9, sha256, "2025-03-01", year=year, triples=3,
                        graph=None if year is None else f"{BASE}graph/report/{year}", compressed=(form,))  # fmt: skip


FILES = (_file("forests.ttl", None, "a" * 64), _file("graph/report/2024.ttl", 2024, "b" * 64))


def made(manifest: Manifest, files: Sequence[Distribution] = FILES) -> dict[str, bytes]:
    """Return the files of the catalogue of a publication."""
    sources = reading.load(manifest)
    dataset = store.Dataset([*sources.quads(), *describe(manifest, sources)])
    return dict(catalogue(manifest, dataset, sources.graphs, files))


def with_revisions(manifest: Manifest, **revisions: Revision) -> Manifest:
    named = {name.replace("_", "/"): revision for name, revision in revisions.items()}
    return replace(manifest, catalog=replace(manifest.catalog, revisions=named))


def test_year_changes_only_when_its_own_data_do() -> None:
    """A portal that harvests after a correction elsewhere finds this dataset as it was, to the byte."""
    revision = Revision("2024.1.0", "2025-03-01", "2025-03-01")
    before = with_revisions(read_manifest(FORESTRY), report_2024=revision)
    after = replace(before, version="2025.3.1", issued="2026-03-01", modified="2026-07-01")
    old, new = made(before), made(after, [_file("forests.ttl", None, "c" * 64), FILES[1]])
    kept = {name for name in old if name.startswith("catalog/dataset/report-2024.")}
    assert len(kept) == 6
    assert all(old[name] == new[name] for name in kept)
    assert all(old[name] != new[name] for name in ("catalog/dataset/forests.nt", "catalog/catalog.nt"))
    corrected = with_revisions(after, report_2024=replace(revision, version="2024.1.1", modified="2026-07-01"))
    changed = made(corrected, [FILES[0], _file("graph/report/2024.ttl", 2024, "d" * 64)])
    assert all(changed[name] != new[name] for name in kept)


def test_identifiers_come_from_names_alone() -> None:
    manifest = read_manifest(FORESTRY)
    other = replace(
        manifest, version="9", issued="2030-01-01", modified="2030-01-02", title={"en": "New", "fr": "Neuf"}
    )
    subjects = [
        {node for node in Graph().parse(data=made(m)["catalog/catalog.nt"], format="nt").subjects() if BASE in node}
        for m in (manifest, other)
    ]
    assert subjects[0] == subjects[1]
    assert {BASE + "dataset/forests", BASE + "dataset/report-2024", BASE + "dataset/report", BASE + "catalog"} <= {
        str(node) for node in subjects[0]
    }


def test_identifier_is_told_in_both_ways() -> None:
    found = Graph().parse(data=made(read_manifest(FORESTRY))["catalog/catalog.nt"], format="nt")
    for kind in (
        URIRef(f"{DCAT}{name}") for name in ("Dataset", "Distribution", "DataService", "DatasetSeries", "Catalog")
    ):
        things = list(found.subjects(RDF.type, kind))
        assert things
        for thing in things:
            assert (thing, DCTERMS.identifier, Literal(str(thing))) in found
            assert kind != DCAT.Dataset or found.value(thing, URIRef(ADMS + "identifier"))


def test_same_sources_give_the_same_bytes() -> None:
    assert made(read_manifest(FORESTRY)) == made(read_manifest(FORESTRY))


@pytest.mark.parametrize("folder", ["release", "forestry"])
def test_every_text_is_there_in_every_language(folder: str, request: pytest.FixtureRequest) -> None:
    release: Release = request.getfixturevalue(folder)
    found = Graph().parse(release.path / "catalog" / "catalog.nt", format="nt")
    wanted = set(release.publication.languages)
    for predicate in (DCTERMS.title, DCTERMS.description, DCAT.keyword, URIRef("http://xmlns.com/foaf/0.1/name")):
        for subject in set(found.subjects(predicate)):
            if (subject, RDF.type, DCTERMS.Standard) not in found:  # names of standards, which are not translated
                assert {text.language for text in found.objects(subject, predicate)} == wanted, (subject, predicate)


def test_years_make_a_series_in_order(release: Release) -> None:
    catalog = release.catalog
    assert catalog is not None
    (series,) = catalog.series
    members = [catalog.dataset(key) for key in series.members]
    years = [member.first_year for member in members if member]
    assert years == sorted(set(years), key=lambda year: year or 0)
    graphs = {graph.year for graph in release.publication.graphs if graph.year}
    assert set(years) == graphs
    assert [member.previous for member in members if member] == [None, *series.members[:-1]]


def test_every_year_has_its_revision(release: Release) -> None:
    """Without one a year would change with every release, and portals would read all years anew."""
    manifest = read_manifest(Path(__file__).parents[2])
    graphs = {graph.name for graph in release.publication.graphs if graph.year is not None}
    assert set(manifest.catalog.revisions) == graphs
    assert all(revision.modified <= manifest.modified for revision in manifest.catalog.revisions.values())


def test_data_tell_of_no_contact(release: Release) -> None:
    """Whom to write to is no data: the graph of the catalogue, which is data, leaves it to the catalogue's file."""
    graph = (release.path / "dumps" / "graph" / "catalog.nt").read_text(encoding="utf-8")
    assert "vcard" not in graph and "spdx" not in graph and "DatasetSeries" in graph


def test_media_type_has_one_label_for_portals_that_read_labels(forestry: Release) -> None:
    found = Graph().parse(forestry.path / "catalog" / "catalog.nt", format="nt")
    media = set(found.objects(None, DCAT.mediaType)) | set(found.objects(None, DCAT.compressFormat))
    for kind in media:
        assert [str(label) for label in found.objects(kind, RDFS.label)] == [kind.partition("/media-types/")[2]]


def test_text_in_a_language_the_software_does_not_speak_is_english() -> None:
    assert said("sparql", ["de"]) == {"en": "SPARQL endpoint"}
    assert set(said("graph", ["de", "fr"], graph={"de": "Orte", "fr": "Lieux"}, format="Turtle")) == {"fr"}
    assert said("graph", ["de"], graph={"de": "Orte"}, format="Turtle") == {"en": "Orte, Turtle"}


def test_search_engines_are_told_the_same_as_portals() -> None:
    files = made(read_manifest(FORESTRY))
    told = json.loads(files["catalog/dataset/report-2024.schema.en.jsonld"])
    found = Graph().parse(data=files[MEMBER], format="nt")
    dataset = URIRef(BASE + "dataset/report-2024")
    assert told["@id"] == str(dataset)
    assert told["name"] in {str(title) for title in found.objects(dataset, DCTERMS.title)}
    assert told["version"] == str(found.value(dataset, URIRef(f"{DCAT}version")))
    assert {file["contentUrl"] for file in told["distribution"]} == {
        str(url) for url in found.objects(None, DCAT.downloadURL)
    }


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("[catalog]", "[catalogue]", "Did you mean 'catalog'"),
        ('frequency = "ANNUAL"', 'frequency = "YEARLY"', "catalog.frequency must be a code of"),
        ('frequency = "ANNUAL"', "", "catalog.frequency must be there"),
        ('frequency = "ANNUAL"', 'frequence = "ANNUAL"', "catalog.frequence must be one of: frequency"),
        ('themes = ["AGRI", "ENVI"]', "themes = []", "catalog.themes"),
        ('themes = ["AGRI", "ENVI"]', 'themes = ["TREES"]', "AGRI"),
        ('en = ["forests", "timber"]', 'en = ["forests, timber"]', "without commas"),
        ('en = ["forests", "timber"]', "en = []", "catalog.keywords"),
        ('en = ["forests", "timber"]', 'en = ["forest\'s"]', "catalog.keywords"),
        ('en = "Counted by the foresters.", fr', 'en = " ", fr', "catalog.provenance"),
        ('provenance = { en = "Counted by the foresters.", fr', 'provenance = { es = "x", fr', "en, fr"),
        ('email = "office@data.example"', 'email = "the office"', "catalog.contact must be a table whose email"),
        ('email = "office@data.example"', 'mail = "office@data.example"', "catalog.contact"),
        ("box = [10.0, 50.0, 12.5, 52.0]", "box = [10.0, 50.0]", "list of 4 numbers"),
        ("box = [10.0, 50.0, 12.5, 52.0]", "box = [10.0, 50.0, 12.5, 520]", "list of 4 numbers"),
        ('iri = "https://sws.geonames.org/0/"', 'iri = "Ruritania"', "whose iri is an IRI"),
        ('graph = "report/{year}"', 'graph = "ontology"', "catalog.series"),
        ('languages = ["en", "fr"]', 'languages = ["en", "fr", "tlh"]', "'tlh'"),
        ("[server]", "[catalog.revisions]\nx = 3\n[server]", "catalog.revisions"),
        ("[server]", '[catalog.revisions]\nx = { version = "1", issued = 1, modified = 2 }\n[server]', "'x'"),
        ("[server]", "[[catalog.revisions]]\nx = 3\n[server]", "catalog.revisions"),
    ],
)  # fmt: skip
def test_wrong_catalog_is_refused(forestry_sources: Path, old: str, new: str, part: str) -> None:
    path = forestry_sources / "hasila.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ManifestInvalid) as caught:
        read_manifest(forestry_sources)
    assert part in caught.value.message and str(path) in caught.value.message
