"""A release made of RDF files as they are: what it holds, what it counts, and how files are named and refused."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from hasila.errors import OptionInvalid, SourceInvalid
from hasila.publication.loaded import ENDINGS, read_argument, require_base, write_release
from hasila.release import Release

BASE = "http://base.example/"
TURTLE = """@prefix ex: <http://ex.example/> .
ex:a ex:label "ألف"@ar , 'Alif'@en ; ex:knows _:x , [ ex:n 007 ] .
<rel> ex:p ex:a .
"""
SAME = {
    "ttl": "<http://x/s> <http://x/p> 'é' .",
    "nt": '<http://x/s> <http://x/p> "é" .',
    "nq": '<http://x/s> <http://x/p> "é" .',
    "trig": "{ <http://x/s> <http://x/p> 'é' }",
    "jsonld": '{"@id": "http://x/s", "http://x/p": "é"}',
    "json": '{"@id": "http://x/s", "http://x/p": "é"}',
    **dict.fromkeys(
        ("rdf", "owl", "xml"),
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
        '<rdf:Description rdf:about="http://x/s"><x:p>é</x:p></rdf:Description></rdf:RDF>',
    ),
}


def _written(folder: Path, **files: str) -> list[Path]:
    paths = []
    for name, text in files.items():
        path = folder / name.replace("_", ".")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def _loaded(folder: Path, *arguments: object, base: str = BASE) -> Release:
    out = folder / "out"
    out.mkdir()
    return write_release([read_argument(str(argument)) for argument in arguments], base, out)


def _quads(release: Release) -> list[ox.Quad]:
    [dump] = release.dumps
    return list(ox.parse(path=release.path / "dumps" / dump, format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize("ending", [*SAME, "TTL"])
def test_every_syntax_gives_the_same_triple(tmp_path: Path, ending: str) -> None:
    [path] = _written(tmp_path, **{f"data_{ending}": SAME[ending.lower()]})
    release = _loaded(tmp_path, path)
    assert [str(quad) for quad in _quads(release)] == ['<http://x/s> <http://x/p> "é"']
    assert set(SAME) == set(ENDINGS)


def test_release_is_whole_and_says_what_it_holds(tmp_path: Path) -> None:
    [path] = _written(tmp_path, **{"My people_ttl": TURTLE})
    release = _loaded(tmp_path, path)
    release.verify()
    publication = release.publication
    assert publication.title == {"en": "My people.ttl"}
    assert (publication.name, publication.base, publication.languages) == ("my-people", BASE, ("en",))
    assert (publication.triples, publication.graphs, publication.licence) == (6, (), "")
    assert publication.prefixes["ex"] == "http://ex.example/"
    assert release.query_files == [] and release.dumps == ["my-people.nq"]
    # As written: the dump is no worse than the file.
    assert '"007"' in (release.path / "dumps" / "my-people.nq").read_text(encoding="utf-8")


def test_same_files_give_the_same_release(tmp_path: Path) -> None:
    [path] = _written(tmp_path, people_ttl=TURTLE)
    digests = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        digests.append(_loaded(tmp_path / name, path).digest)
    assert digests[0] == digests[1]


def test_relative_iri_is_below_the_base_or_beside_its_graph(tmp_path: Path) -> None:
    [path] = _written(tmp_path, a_ttl="<x> <y> <> .")
    found = [str(quad) for quad in _quads(_loaded(tmp_path, path, f"http://g.example/d/g={path}"))]
    assert found == [f"<{BASE}x> <{BASE}y> <{BASE}>",
                     "<http://g.example/d/x> <http://g.example/d/y> <http://g.example/d/g> <http://g.example/d/g>"]  # fmt: skip


def test_blank_nodes_of_two_files_are_two_and_those_of_one_file_are_one(tmp_path: Path) -> None:
    paths = _written(tmp_path, a_trig="_:x <http://p/> 1 . <http://g/> { _:x <http://p/> 2 } _:x { _:x <http://p/> 3 }",
                     b_ttl="_:x <http://p/> 1 . [] <http://p/> 1 .")  # fmt: skip
    release = _loaded(tmp_path, *paths)
    first, second, third, *others = _quads(release)
    assert first.subject == second.subject == third.subject == third.graph_name
    assert len({first.subject, *(quad.subject for quad in others)}) == 3
    # What a blank node names is in the store, but nothing can be asked for by it.
    assert [graph.iri for graph in release.publication.graphs] == ["http://g/"]
    assert release.publication.triples == 5


def test_triples_are_counted_once_in_a_graph_and_once_in_all(tmp_path: Path) -> None:
    paths = _written(tmp_path, a_ttl="<http://s/> <http://p/> 1, 2 .", b_ttl="<http://s/> <http://p/> 2, 3 .",
                     c_nq="<http://s/> <http://p/> <http://o/> <http://other/> .\n" * 2, empty_ttl="")  # fmt: skip
    release = _loaded(tmp_path, f"http://g/={paths[0]}", f"http://g/={paths[1]}", paths[1], paths[2],
                      f"http://void/={paths[3]}")  # fmt: skip
    counts = {graph.iri: graph.triples for graph in release.publication.graphs}
    assert counts == {"http://g/": 3, "http://other/": 1, "http://void/": 0}
    assert release.publication.triples == 4


def test_graphs_have_names_that_lead_to_them(tmp_path: Path) -> None:
    iris = [f"{BASE}graph/report/2025", f"{BASE}graph/a?b", "http://x/places.ttl", "http://y/places#", "http://z/موقع",
            "urn:isbn:42", "http://other/"]  # fmt: skip
    paths = _written(
        tmp_path, a_ttl="<http://s/> <http://p/> 1 .", q_nq=f"<http://s/> <http://p/> <http://o/> <{iris[-1]}> ."
    )
    release = _loaded(tmp_path, *(f"{iri}={paths[0]}" for iri in iris[:-1]), paths[1])
    names = {graph.iri: graph.name for graph in release.publication.graphs}
    assert names == dict(zip(iris, ["report/2025", "b", "places", "places-2", "موقع", "42", "other"], strict=True))
    titles = {graph.iri: graph.title["en"] for graph in release.publication.graphs}
    assert titles[iris[0]] == "a.ttl" and titles[iris[-1]] == "other"


def test_title_names_the_first_files(tmp_path: Path) -> None:
    paths = _written(tmp_path, a_ttl="", b_ttl="", c_ttl="", d_ttl="", e_ttl="")
    publication = _loaded(tmp_path, *paths).publication
    assert publication.title == {"en": "a.ttl, b.ttl, c.ttl and 2 more"}
    assert publication.name == "files"


def test_prefixes_that_writers_cannot_use_are_left_out(tmp_path: Path) -> None:
    text = """@prefix : <http://none.example/> . @prefix skos: <http://mine.example/> . @prefix ex: <http://ex.example/> .
              @prefix longer: <http://ex.example/longer/> . @prefix good: <http://good.example/> ."""
    prefixes = _loaded(tmp_path, *_written(tmp_path, a_ttl=text)).publication.prefixes
    assert "good" in prefixes and len({"ex", "longer"} & set(prefixes)) == 1 and "" not in prefixes
    assert prefixes["skos"] == "http://www.w3.org/2004/02/skos/core#"


@pytest.mark.parametrize(
    ("name", "text", "place", "part"),
    [
        ("a.ttl", "<http://s/> <http://p/> 1 .\n<http://s/> ex:p 1 .", "2:", "prefix ex:"),
        ("a.nt", "<http://s/> <http://p/> .", "1:", ""),
        ("a.nq", "\n\nnonsense", "3:", ""),
        ("a.trig", "<http://g/> { <http://s/> ", "1:", "end"),
        ("a.jsonld", '{"@id": "http://s/",\n x}', "2:", ""),
        ("a.jsonld", '{"@context": "https://schema.example/", "name": "x"}', "", "@context"),
        ("a.rdf", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<a></b></rdf:RDF>', "2:", ""),
        ("a.rdf", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:li/></rdf:RDF>', "", ""),
        ("a.ttl", "\ufeff<http://s/> <http://p/> 1 .", "1:1:", "byte-order mark"),
        ("a.ttl", '<http://s/> <http://p/> "x"@ar--rtl .', "", "RDF 1.2"),
        ("a.ttl", "<http://s/> <http://p/> <<( <http://s/> <http://p/> _:b )>> .", "", "RDF 1.2"),
    ],
)
def test_malformed_file_is_told_with_its_place(tmp_path: Path, name: str, text: str, place: str, part: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceInvalid) as told:
        _loaded(tmp_path, path)
    assert told.value.message.startswith(f"{path}:{place}") and part in told.value.message
    assert told.value.facts.get("line") == (int(place.split(":")[0]) if place else None)


def test_bytes_that_are_not_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes('<http://s/> <http://p/> 1 .\n<http://s/> <http://p/> "é" .'.encode("latin-1"))
    with pytest.raises(SourceInvalid, match=r"a\.ttl:2:.*UTF-8"):
        _loaded(tmp_path, tmp_path / "a.ttl")


def test_file_with_graphs_of_its_own_does_not_go_into_another(tmp_path: Path) -> None:
    paths = _written(
        tmp_path, a_trig="<http://own/> { <http://s/> <http://p/> 1 }", b_trig="<http://s/> <http://p/> 1 ."
    )
    with pytest.raises(SourceInvalid, match="named graphs of its own"):
        _loaded(tmp_path, f"http://g/={paths[0]}")
    other = tmp_path / "other"
    other.mkdir()
    assert _loaded(other, f"http://g/={paths[1]}").publication.graphs[0].triples == 1


def test_argument_may_hold_equals_signs_on_both_sides(tmp_path: Path) -> None:
    paths = _written(tmp_path, **{"a=b_ttl": "", "c_ttl": ""})
    assert read_argument(str(paths[0])).graph is None
    assert read_argument(f"http://g/?x=1&y=2={paths[1]}").graph == "http://g/?x=1&y=2"
    both = read_argument(f"http://g/?x=1={paths[0]}")
    assert (both.graph, both.path) == ("http://g/?x=1", paths[0])


@pytest.mark.parametrize(
    ("argument", "part"),
    [
        ("{0}/none.ttl", "no such file"),
        ("{0}", "not a regular file"),
        ("{0}/data.csv", "'.csv'; known are .ttl"),
        ("{0}/data", "no RDF format"),
        ("graph/x={0}/a.ttl", "not an absolute IRI"),
        ("={0}/a.ttl", "not an absolute IRI"),
        ("http://g/ h={0}/a.ttl", "not an absolute IRI"),
        ("http://[g/={0}/a.ttl", "not an absolute IRI"),
        ("http://g/={0}/none.ttl", "no such file"),
        ("http://g/=", "not a regular file"),
    ],
)
def test_argument_that_names_no_rdf_file_is_refused(tmp_path: Path, argument: str, part: str) -> None:
    for name in ("data.csv", "data", "a.ttl"):
        (tmp_path / name).touch()
    with pytest.raises(OptionInvalid) as told:
        read_argument(argument.format(tmp_path))
    assert part in told.value.message and told.value.exit_code == 2


@pytest.mark.parametrize(
    "base", ["", "base", "/", "http://base.example", "http://base.example/ x/", "http://[x/", "http://x/%zz/"]
)
def test_base_must_be_an_iri_that_ends_with_a_slash(base: str) -> None:
    with pytest.raises(OptionInvalid, match="--base"):
        require_base(base)
