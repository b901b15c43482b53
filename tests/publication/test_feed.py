"""The change feed: an event stream whose every member is reached, and Atom documents that lead from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pyshacl
import pytest
import rdflib
from rdflib import RDF, XSD, Literal, Namespace, URIRef

from hasila.publication import feed
from hasila.release import Release
from hasila.releases import kept_releases

BASE = "https://data.example/forests/"
HOST = "http://elsewhere.example"
AS = Namespace("https://www.w3.org/ns/activitystreams#")
LDES = Namespace("https://w3id.org/ldes#")
TREE = Namespace("https://w3id.org/tree#")
DCT = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")
ATOM = "{http://www.w3.org/2005/Atom}"
STREAM = URIRef(f"{BASE}feed#stream")
FORMATS = {"ttl": "turtle", "jsonld": "json-ld"}


def _kept(out: Path) -> list[Release]:
    return kept_releases(out / "releases", strict=True)


def _parse(path: Path, address: str, ending: str) -> rdflib.Graph:
    dataset = rdflib.Graph()
    return dataset.parse(data=path.read_bytes(), format=FORMATS[ending], publicID=address)


def _root(out: Path, ending: str) -> tuple[rdflib.Graph, URIRef]:
    address = f"{HOST}/feed"
    return _parse(_kept(out)[-1].path / "feed" / f"root.{ending}", address, ending), URIRef(address)


def _pages(out: Path, ending: str) -> dict[URIRef, rdflib.Graph]:
    """Follow the relations of the root page, as a client does, to the files that stand for their nodes."""
    root, node = _root(out, ending)
    found = {}
    for relation in root.objects(node, TREE.relation):
        address = str(root.value(relation, TREE.node))
        _, version, number = address.removeprefix(f"{HOST}/").split("/")
        found[URIRef(address)] = _parse(out / "releases" / version / "feed" / number, address, ending)
    return found


@pytest.mark.parametrize("ending", FORMATS)
def test_root_describes_the_stream_and_its_view_is_the_page_itself(forestry_history: Path, ending: str) -> None:
    root, node = _root(forestry_history, ending)
    assert (STREAM, RDF.type, LDES.EventStream) in root
    assert list(root.objects(STREAM, TREE.view)) == [node]
    assert root.value(STREAM, LDES.timestampPath) == PROV.generatedAtTime
    assert root.value(STREAM, LDES.versionOfPath) == DCT.isVersionOf
    assert root.value(STREAM, LDES.versionDeleteObject) == AS.Delete
    (policy,) = root.objects(node, LDES.retentionPolicy)
    assert isinstance(policy, URIRef)
    assert root.value(policy, LDES.startingFrom) == Literal("2025-03-01T00:00:00Z", datatype=XSD.dateTime)
    assert not any(isinstance(term, rdflib.BNode) for triple in root for term in triple)


@pytest.mark.parametrize("ending", FORMATS)
def test_relations_bound_each_page_from_both_sides_and_pages_keep_to_them(forestry_history: Path, ending: str) -> None:
    root, node = _root(forestry_history, ending)
    pages = _pages(forestry_history, ending)
    assert len(pages) == 2
    for address, page in pages.items():
        bounds = {root.value(r, RDF.type): root.value(r, TREE.value) for r in root.subjects(TREE.node, address)}
        assert set(bounds) == {TREE.GreaterThanOrEqualToRelation, TREE.LessThanOrEqualToRelation}
        for relation in root.subjects(TREE.node, address):
            assert root.value(relation, TREE.path) == root.value(STREAM, LDES.timestampPath)
        members = list(page.objects(STREAM, TREE.member))
        assert members and {page.value(m, PROV.generatedAtTime) for m in members} == set(bounds.values())
        assert (address, LDES.immutable, Literal(True)) in page
    assert set(root.objects(node, TREE.relation)) == set(root.subjects(RDF.type, None)) & set(root.subjects(TREE.node))


@pytest.mark.parametrize("ending", FORMATS)
def test_whoever_replays_the_stream_has_the_newest_release(forestry_history: Path, ending: str) -> None:
    state: dict[URIRef, set[tuple[URIRef, object]]] = {}
    envelope = {DCT.isVersionOf, PROV.generatedAtTime, AS.context}
    pages = sorted(_pages(forestry_history, ending).items())
    for _, page in pages:
        for member in page.objects(STREAM, TREE.member):
            (entity,) = page.objects(member, DCT.isVersionOf)
            kinds = set(page.objects(member, RDF.type)) & {AS.Create, AS.Update, AS.Delete}
            assert len(kinds) == 1
            if kinds == {AS.Delete}:
                del state[entity]
                continue
            assert (entity in state) == (kinds == {AS.Update})
            said = {(p, o) for p, o in page.predicate_objects(member) if p not in envelope and o not in kinds}
            state[entity] = {pair for pair in said if "versionNotes" not in pair[0]}
    newest = rdflib.Graph().parse(_kept(forestry_history)[-1].path / "dumps" / "forests.nt", format="nt")
    assert {(s, p, o) for s, pairs in state.items() for p, o in pairs} == set(newest)


def test_members_fit_the_shape_that_the_stream_states(forestry_history: Path) -> None:
    root, _ = _root(forestry_history, "ttl")
    (shape,) = root.objects(STREAM, TREE.shape)
    for page in _pages(forestry_history, "ttl").values():
        shapes = rdflib.Graph() + root
        for member in page.objects(STREAM, TREE.member):
            shapes.add((shape, rdflib.SH.targetNode, member))
        conforms, _, text = pyshacl.validate(page, shacl_graph=shapes)
        assert conforms, text


def test_withdrawn_member_says_why_and_what_replaces_it(forestry_history: Path) -> None:
    page = _pages(forestry_history, "ttl")[URIRef(f"{HOST}/feed/2024.1.1/1.ttl")]
    (member,) = page.subjects(RDF.type, AS.Delete)
    assert member == URIRef(f"{BASE}feed/2024.1.1/1#id/stand/pine-2")
    assert page.value(member, DCT.isVersionOf) == URIRef(f"{BASE}id/stand/pine-2")
    assert page.value(member, DCT.isReplacedBy) == URIRef(f"{BASE}id/stand/pine-1")
    notes = URIRef("http://www.w3.org/ns/adms#versionNotes")
    assert set(page.objects(member, notes)) == {
        Literal("It was counted twice.", lang="en"), Literal("Compté deux fois.", lang="fr"),
    }  # fmt: skip


def test_pages_of_a_release_do_not_change_when_the_next_one_comes(
    forestry_history: Path, forestry_sources: Path, tmp_path: Path, build_whole: Callable[..., Release]
) -> None:
    first = build_whole(forestry_sources, tmp_path / "out", seal=True)
    for name in ("feed/1.ttl", "feed/1.jsonld", "feed/en.atom"):
        assert _kept(forestry_history)[0].files[name] == first.files[name]


@pytest.mark.parametrize("ending", FORMATS)
def test_pages_of_a_release_that_may_be_built_again_do_not_claim_to_be_immutable(
    forestry: Release, ending: str
) -> None:
    address = f"{HOST}/feed/2024.1.0/1"
    page = _parse(forestry.path / "feed" / f"1.{ending}", address, ending)
    assert (URIRef(address), RDF.type, TREE.Node) in page and list(page.objects(STREAM, TREE.member))
    assert not list(page.triples((None, LDES.immutable, None)))


def test_many_changes_are_spread_over_pages(
    forestry_sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build_whole: Callable[..., Release]
) -> None:
    monkeypatch.setattr(feed, "MEMBERS", 7)
    release = build_whole(forestry_sources, tmp_path / "out", seal=True)
    changes = release.changes()
    assert changes is not None and changes.pages == -(-len(changes.changes) // 7) > 2
    pages = _pages(tmp_path / "out", "ttl")
    members = [member for page in pages.values() for member in page.objects(STREAM, TREE.member)]
    assert len(pages) == changes.pages and len(members) == len(set(members)) == len(changes.changes)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_atom_has_an_entry_for_the_release_and_one_for_each_change(forestry_history: Path, language: str) -> None:
    first, second = _kept(forestry_history)
    document = ElementTree.fromstring((second.path / "feed" / f"{language}.atom").read_bytes())
    assert document.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
    identities = [element.text for element in document.iter(f"{ATOM}id")]
    assert len(identities) == len(set(identities))
    changes = second.changes()
    entries = document.findall(f"{ATOM}entry")
    assert changes is not None and len(entries) == 1 + len(changes.changes)
    for part in (document, *entries):
        assert part.findtext(f"{ATOM}title") and part.findtext(f"{ATOM}updated") == "2025-03-01T00:00:01Z"
    texts = {e.findtext(f"{ATOM}title"): e.findtext(f"{ATOM}content") for e in entries}
    withdrawn = {"en": "Withdrawn: Young pines", "fr": "Retrait: Young pines"}[language]
    assert {"en": "It was counted twice.", "fr": "Compté deux fois."}[language] in str(texts[withdrawn])
    links = {link.attrib["rel"]: link.attrib["href"] for link in document.findall(f"{ATOM}link")}
    assert links["self"] == f"/feed.{language}.atom"
    assert urljoin("/", links["prev-archive"]) == f"/feed/2024.1.0.{language}.atom"
    oldest = ElementTree.fromstring((first.path / "feed" / f"{language}.atom").read_bytes())
    # A first release adds everything, and that is one entry.
    assert len(oldest.findall(f"{ATOM}entry")) == 1
    assert "prev-archive" not in {link.attrib["rel"] for link in oldest.findall(f"{ATOM}link")}
