"""What follows from the sources is derived, says that it is, and is checked; what goes wrong is told with file and line."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS, PROV, RDF, RDFS, SH

from hasila.errors import HasilaError, ManifestInvalid, QueryMemoryExceeded, QueryTimedOut, SourceInvalid
from hasila.publication import evaluation
from hasila.publication.checking import check
from hasila.publication.findings import Finding
from hasila.publication.manifest import read_manifest
from hasila.publication.rdflib_graphs import graph_of
from hasila.publication.sources import load
from hasila.publication.store import Dataset
from hasila.release import Release

BASE = "https://data.example/forests/"
FOREST = rdflib.Namespace(BASE + "def/")
ID = rdflib.Namespace(BASE + "id/")
DERIVATION = "data/derived/species-areas.rq"
HEAD = "".join(f"#+ {what}-{language}: t\n" for what in ("title", "description") for language in ("en", "fr"))
PREFIXES = "PREFIX forest: <https://data.example/forests/def/>\nPREFIX prov: <http://www.w3.org/ns/prov#>\n"
LINE = HEAD.count("\n") + PREFIXES.count("\n") + 2
"""The line on which the query of a derivation made by `_write` begins."""


def _write(folder: Path, query: str, order: str = "2", name: str = "further") -> Path:
    path = folder / "data" / "derived" / f"{name}.rq"
    path.write_text(f"{HEAD}#+ order: {order}\n{PREFIXES}{query}\n", encoding="utf-8")
    return path


def _derive(folder: Path) -> tuple[rdflib.Graph, list[Finding]]:
    manifest = read_manifest(folder)
    dataset, found = check(manifest, load(manifest))
    return graph_of(dataset.triples()), found


def _children() -> str:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")


def _refusal(folder: Path) -> HasilaError:
    with pytest.raises(HasilaError) as caught:
        _derive(folder)
    return caught.value


def test_derived_resource_names_its_inputs_and_its_derivation(forestry: Release) -> None:
    derived = rdflib.Dataset()
    derived.parse(forestry.path / "dumps" / "forests.nq", format="nquads")
    graph = derived.graph(BASE + "graph/derived")
    pine, derivation = ID["species-area/pine"], ID["derivation/species-areas"]
    assert [str(area) for area in graph.objects(pine, FOREST.hectares)] == ["30"]
    assert list(graph.objects(pine, PROV.wasDerivedFrom)) == [ID["stand/pine-1"]]
    assert list(graph.objects(pine, PROV.wasGeneratedBy)) == [derivation]
    makers = {s: set(graph.objects(s, PROV.wasGeneratedBy)) for s in graph.subjects(unique=True)}
    assert {s: m for s, m in makers.items() if not m} == {derivation: set()}


def test_derivation_says_what_it_is_in_each_language_and_gives_its_text(forestry: Release, repository: Path) -> None:
    graph = rdflib.Graph().parse(forestry.path / "dumps" / "forests.nt", format="nt")
    derivation = ID["derivation/species-areas"]
    source = repository / "tests" / "publications" / "forestry" / DERIVATION
    assert (derivation, RDF.type, PROV.Activity) in graph
    assert {label.language for label in graph.objects(derivation, RDFS.label)} == {"en", "fr"}
    assert {label.language for label in graph.objects(derivation, DCTERMS.description)} == {"en", "fr"}
    assert str(graph.value(derivation, DCTERMS.identifier)) == DERIVATION
    assert str(graph.value(derivation, SH.construct)) == source.read_text(encoding="utf-8")


def test_authored_resource_is_not_marked_as_derived(forestry_sources: Path) -> None:
    _write(forestry_sources, "CONSTRUCT { ?stand forest:near ?stand } WHERE { ?stand a forest:Stand }")
    graph, found = _derive(forestry_sources)
    assert not found and (ID["stand/oak-1"], FOREST.near, ID["stand/oak-1"]) in graph
    assert not list(graph.objects(ID["stand/oak-1"], PROV.wasGeneratedBy))


def test_derivation_sees_those_of_a_lower_order_and_no_others(forestry_sources: Path) -> None:
    query = """CONSTRUCT {{ ?new a forest:Copy ; forest:of ?area ; prov:wasDerivedFrom ?area }}
    WHERE {{ ?area a ?class FILTER(?class IN (forest:SpeciesArea, forest:Copy) && !STRENDS(STR(?area), "{name}"))
    BIND(IRI(CONCAT(STR(?area), "-{name}")) AS ?new) }}"""
    for name, order in (("b", "2"), ("a", "2"), ("c", "10")):
        _write(forestry_sources, query.format(name=name), order, name)
    graph, found = _derive(forestry_sources)
    assert not found
    copies = {str(s).rpartition("/")[2] for s in graph.subjects(RDF.type, FOREST.Copy)} - {""}
    assert copies == {f"{species}-{end}" for species in ("oak", "pine") for end in ("a", "b", "c", "a-c", "b-c")}


def test_finding_in_a_derived_triple_names_the_derivation(forestry_sources: Path) -> None:
    path = _write(
        forestry_sources,
        "CONSTRUCT { ?new a forest:Stand ; forest:hectares ?less ; prov:wasDerivedFrom ?stand }\n"
        "WHERE { ?stand forest:species 'oak' ; forest:hectares ?area BIND(0 - ?area AS ?less)\n"
        "BIND(IRI(CONCAT(STR(?stand), '-2')) AS ?new) }",
    )
    _, found = _derive(forestry_sources)
    shapes = {(f.source.rpartition("/")[2], f.file, f.line) for f in found}
    file = path.relative_to(forestry_sources).as_posix()
    assert shapes == {("Stand-label", file, LINE), ("Stand-hectares", file, LINE)}


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("CONSTRUCT { ?s forest:near ?s } WHERE { ?s a forest:Nothing }", "gives nothing"),
        ("CONSTRUCT { [] forest:near ?s ; prov:wasDerivedFrom ?s } WHERE { ?s a forest:Stand }", "blank node"),
        (
            "CONSTRUCT { ?n a forest:New } WHERE { ?s a forest:Stand BIND(IRI(CONCAT(STR(?s), 'n')) AS ?n) }",
            "from what",
        ),
    ],
    ids=["empty", "blank node", "no inputs"],
)
def test_result_that_may_not_be_is_a_violation_with_its_line(forestry_sources: Path, query: str, part: str) -> None:
    path = _write(forestry_sources, query)
    _, found = _derive(forestry_sources)
    file = path.relative_to(forestry_sources).as_posix()
    assert {(f.severity, f.file, f.line) for f in found} == {("Violation", file, LINE)}
    assert all(part in f.messages["en"] and set(f.messages) == {"ar", "fr", "en"} for f in found)


@pytest.mark.parametrize(
    ("query", "line", "part"),
    [
        ("CONSTRUCT { ?s ?p ?o }\nWHERE { ?s ?p ?o FILTER(?s = ) }", LINE + 1, "cannot be evaluated"),
        ("SELECT * WHERE { ?s ?p ?o }", 1, "no CONSTRUCT"),
        ("CONSTRUCT { ?s ?p ?o } WHERE {\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", LINE + 1, "SERVICE"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?q\n BIND(NOW() AS ?o) }", LINE + 1, "the same triples"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?q BIND(struuid ( ) AS ?o) }", LINE, "the same triples"),
        ('CONSTRUCT { ?s ?p "x"@en--ltr } WHERE { ?s ?p ?q }', LINE, "RDF 1.2"),
    ],
)
def test_query_that_may_not_run_is_refused_with_its_line(
    forestry_sources: Path, query: str, line: int, part: str
) -> None:
    path = _write(forestry_sources, query)
    error = _refusal(forestry_sources)
    assert isinstance(error, SourceInvalid) and part in error.message
    assert error.message.startswith(f"{path}:{line}: ") and error.facts["line"] == line
    assert "\n" not in error.message and len(error.message) < len(str(path)) + 250


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("#+ order: 2\n", "", "order"),
        ("#+ order: 2", "#+ order: first", "'first'"),
        ("#+ order: 2", "#+ order: 2\n#+ seconds: long", "seconds"),
        ("#+ title-fr: t\n", "", "title-fr"),
        ("#+ description-en: t\n", "", "description-en"),
    ],
)
def test_metadatum_that_is_missing_or_wrong_is_told(forestry_sources: Path, old: str, new: str, part: str) -> None:
    path = _write(forestry_sources, "CONSTRUCT { ?s forest:near ?s } WHERE { ?s a forest:Stand }")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    error = _refusal(forestry_sources)
    assert isinstance(error, SourceInvalid) and part in error.message and str(path) in error.message


def test_name_of_a_derivation_is_kebab_case_and_its_own(forestry_sources: Path) -> None:
    path = _write(forestry_sources, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", name="Sums_of all")
    assert "kebab-case" in _refusal(forestry_sources).message
    path.rename(forestry_sources / "data" / "species-areas.rq")
    manifest = forestry_sources / "hasila.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("derived/*.rq", 'derived/*.rq", "data/species-areas.rq'), encoding="utf-8")
    assert "has this name already" in _refusal(forestry_sources).message


def test_derivation_without_end_is_stopped_in_time(forestry_sources: Path) -> None:
    endless = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(9))
    lengths = ", ".join(f"STR(?o{n})" for n in range(9))
    path = _write(
        forestry_sources, f"CONSTRUCT {{ ?s0 ?p0 ?o1 }} WHERE {{ {endless} FILTER(STRLEN(CONCAT({lengths})) = 7) }}"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("order: 2", "order: 2\n#+ seconds: 0.3"), encoding="utf-8")
    began, before = time.monotonic(), _children()
    error = _refusal(forestry_sources)
    assert time.monotonic() - began < 10
    assert isinstance(error, QueryTimedOut) and error.facts["seconds"] == 0.3
    assert error.message.startswith(f"{path}:{LINE + 1}: was stopped") and error.exit_code == 3
    assert _children() == before


def test_derivation_that_eats_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "MEBIBYTES", 64)
    values = "VALUES ?x { " + " ".join(map(str, range(2000))) + " }"
    query = f"CONSTRUCT {{ ?x ?x ?y }} WHERE {{ {values} {values.replace('?x', '?y')} }} ORDER BY ?y ?x"
    with pytest.raises(QueryMemoryExceeded):
        evaluation.construct(Dataset(), query, 30)


def test_progress_names_each_derivation(forestry_sources: Path) -> None:
    manifest, told = read_manifest(forestry_sources), list[str]()
    check(manifest, load(manifest), told.append)
    assert told.index(f"derived: {DERIVATION}") < next(n for n, text in enumerate(told) if "checking the rules" in text)
    assert "derived: 18 triples" in told


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('["data/derived/*.rq"]', "[]", "graphs.derivations"),
        ('["data/derived/*.rq"]', '["../*.rq"]', "graphs.derivations"),
        ("files = []\nderivations", 'files = ["data/2024.ttl"]\nderivations', "no files"),
        ('["data/derived/*.rq"]', '["data/{year}/*.rq"]', "{year}"),
        ('name = "derived"', 'name = "derived/{year}"', "{year}"),
    ],
)
def test_derivations_that_the_manifest_may_not_name_are_refused(
    forestry_sources: Path, old: str, new: str, part: str
) -> None:
    path = forestry_sources / "hasila.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ManifestInvalid) as caught:
        read_manifest(forestry_sources)
    assert part in caught.value.message


def test_derivations_that_are_not_there_are_told(forestry_sources: Path) -> None:
    (forestry_sources / DERIVATION).unlink()
    assert isinstance(_refusal(forestry_sources), ManifestInvalid)


def test_derived_graph_is_described_and_counted(forestry: Release) -> None:
    found = json.loads((forestry.path / "publication.json").read_text(encoding="utf-8"))["graphs"]
    (derived,) = [graph for graph in found if graph["name"] == "derived"]
    quads = (forestry.path / "dumps" / "forests.nq").read_text(encoding="utf-8")
    assert derived["triples"] == len(re.findall(r"/graph/derived> \.$", quads, re.M)) > 10
