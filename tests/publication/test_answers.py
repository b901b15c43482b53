"""The answers of the saved queries in a release: those of the endpoint to the byte, the same in every build."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from hasila.cli import main
from hasila.cli.answering import EngineAnswering
from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.engine.protocol import Query
from hasila.errors import QueryFileInvalid
from hasila.publication.build import build
from hasila.publication.manifest import read_manifest
from hasila.rdf import saved_queries
from hasila.rdf.formats import RDF_FORMATS, RESULT_FORMATS, by_extension
from hasila.release import Release

from ..conftest import build_release

HEAD = "".join(f"#+ title-{language}: t\n#+ description-{language}: d\n" for language in ("en", "fr"))
PREFIXES = """PREFIX forest: <https://data.example/forests/def/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
LABELLED = "?s rdfs:label ?label"
RESULTS = {form.extension for form in RESULT_FORMATS}
GRAPHS = {form.extension for form in RDF_FORMATS}


def _add_query(folder: Path, name: str, text: str, head: str = HEAD) -> None:
    (folder / "queries" / f"{name}.rq").write_text(head + PREFIXES + text + "\n", encoding="utf-8")


def _held(release: Release, name: str) -> set[str]:
    """Return what follows the query's name in the names of its answers."""
    start = f"answers/{name}."
    return {file.removeprefix(start) for file in release.files if file.startswith(start)}


def _answering(**limits: float) -> EngineAnswering:
    return EngineAnswering(Limits(**{"seconds": 10.0, "mebibytes": 256, "workers": 1, **limits}))  # type: ignore[arg-type]


def test_every_query_of_the_repository_is_answered_in_every_format_and_language(release: Release) -> None:
    languages = {f"{language}.json" for language in release.publication.languages if language != "en"}
    assert release.query_files
    for file in release.query_files:
        assert _held(release, file.stem) == RESULTS | languages, file.stem


def test_answers_are_those_of_the_endpoint_to_the_byte(release: Release, engine: EmbeddedEngine) -> None:
    queries = {
        file.stem: saved_queries.read(file.stem, file.read_text(encoding="utf-8")) for file in release.query_files
    }
    names = [name for name in release.files if name.startswith("answers/")]
    assert len(names) > 200
    for name in names:
        stem, *language, extension = name.removeprefix("answers/").split(".")
        text = queries[stem].bind({"language": language[0]} if language else {})
        form = by_extension(extension)
        assert form is not None
        with engine.answer(Query(text, form.name, base_iri=release.publication.base)) as answer:
            same = answer.read() == (release.path / name).read_bytes()
        assert same, name


def test_answers_are_listed_with_size_and_checksum(release: Release) -> None:
    listed = json.loads((release.path / "manifest.json").read_text(encoding="utf-8"))["files"]
    found = sorted((release.path / "answers").iterdir())
    assert {f"answers/{file.name}" for file in found} == {name for name in listed if name.startswith("answers/")}
    for file in found:
        content = file.read_bytes()
        entry = listed[f"answers/{file.name}"]
        assert (entry["bytes"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


HELD = [
    (f"SELECT * WHERE {{ {LABELLED} }} ORDER BY ?label ?s", RESULTS),
    (f"ASK {{ {LABELLED} }}", RESULTS),
    ("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", RESULTS),
    (f"CONSTRUCT WHERE {{ {LABELLED} }} ORDER BY ?label ?s", GRAPHS),
    # RDF/XML has no element for this predicate; the endpoint answers 406 there.
    ('CONSTRUCT { ?s <https://data.example/1> "x" } WHERE { ?s a forest:Stand } ORDER BY ?s', GRAPHS - {"rdf"}),
    # Rows that tie, or no order at all.
    (f"SELECT * WHERE {{ {LABELLED} }}", set()),
    ("SELECT ?type ?s WHERE { ?s a ?type } ORDER BY ?type", set()),
    ("SELECT ?s WHERE { ?s a forest:Stand } OFFSET 1 LIMIT 1", set()),
    ("SELECT (SAMPLE(?s) AS ?one) WHERE { ?s a forest:Stand }", set()),
    ('SELECT (GROUP_CONCAT(?label; SEPARATOR=", ") AS ?all) WHERE { ?s rdfs:label ?label }', set()),
    (f"CONSTRUCT WHERE {{ {LABELLED} }}", set()),
    ("DESCRIBE <https://data.example/forests/id/stand/oak-1>", set()),
    # Another answer each time.
    ("SELECT (NOW() AS ?now) WHERE { }", set()),
    ("SELECT (RAND() AS ?n) WHERE { }", set()),
    ("SELECT (UUID() AS ?u) (STRUUID() AS ?v) WHERE { }", set()),
    ("SELECT (BNODE() AS ?b) WHERE { }", set()),
    ("CONSTRUCT { ?s rdfs:seeAlso [] } WHERE { ?s a forest:Stand } ORDER BY ?s", set()),
]  # fmt: skip
"""Queries, and the formats in which their answers are held."""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> tuple[Release, list[str]]:
    """A release with all those queries, and what was said while it was built."""
    folder = tmp_path_factory.mktemp("held")
    sources = Path(shutil.copytree(repository / "tests" / "publications" / "forestry", folder / "sources"))
    for number, (text, _) in enumerate(HELD):
        _add_query(sources, f"ask-something-{number}", text)
    said: list[str] = []
    return build(read_manifest(sources), folder / "out", said.append, _answering())[0], said


@pytest.mark.parametrize("number", range(len(HELD)))
def test_answer_is_held_when_it_is_always_the_same(held: tuple[Release, list[str]], number: int) -> None:
    (release, said), (text, extensions) = held, HELD[number]
    assert _held(release, f"ask-something-{number}") == extensions
    assert _held(release, "list-stands") == RESULTS
    assert any(f"ask-something-{number}.rq: its answer hangs on the order" in line for line in said) == (
        not extensions and not any(word in text for word in ("NOW", "RAND", "UUID", "BNODE"))
    )


@pytest.mark.parametrize(
    ("text", "extensions"),
    [
        ("SELECT ?l WHERE { VALUES ?language { %s } ?s rdfs:label ?l FILTER(LANG(?l) = ?language) } ORDER BY ?l ?s",
         RESULTS | {"fr.json"}),
        ("CONSTRUCT { ?s rdfs:label ?l } WHERE { VALUES ?language { %s } ?s rdfs:label ?l FILTER(LANG(?l) = ?language) } "
         "ORDER BY ?l ?s", GRAPHS | {"fr.ttl"}),
    ],
)  # fmt: skip
def test_answer_is_held_in_the_languages_of_pages(
    forestry_sources: Path, tmp_path: Path, text: str, extensions: set[str]
) -> None:
    head = HEAD + "#+ parameter: language string\n"
    _add_query(forestry_sources, "list-labels", text % '"en"', head)
    release = build_release(forestry_sources, tmp_path / "out")
    assert _held(release, "list-labels") == extensions
    (page,) = (name for name in extensions if name.startswith("fr."))
    assert "Office des" in (release.path / f"answers/list-labels.{page}").read_text(encoding="utf-8")
    # Where the default is no language of the publication, each of them is another answer.
    _add_query(forestry_sources, "list-labels", text % '"de"', head)
    release = build_release(forestry_sources, tmp_path / "out")
    assert _held(release, "list-labels") == extensions | {page.replace("fr", "en")}


RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n_ ?o FILTER(?a != ?o) }"


@pytest.mark.parametrize(
    ("text", "limits", "part"),
    [
        (RUNAWAY, {"seconds": 0.3}, r"longer than 0\.3 s"),
        ("SELECT ?a ?b WHERE { ?a ?p ?x . ?b ?q ?y . ?z ?r ?w }", {"result_mebibytes": 1}, "larger than"),
        ("SELECT * WHERE {{{{{ ?s ?p ?o }}}}}", {"nesting": 3}, "nest deeper"),
    ],
)  # fmt: skip
def test_query_beyond_a_limit_stops_the_build_and_is_named(
    forestry_sources: Path, tmp_path: Path, text: str, limits: dict[str, float], part: str
) -> None:
    _add_query(forestry_sources, "list-too-much", text)
    out = tmp_path / "out"
    with pytest.raises(QueryFileInvalid, match=rf"queries/list-too-much\.rq: cannot be answered.*{part}"):
        build(read_manifest(forestry_sources), out, answering=_answering(**limits))
    assert {path.name for path in out.iterdir()} == {".lock"}


def test_command_names_a_query_that_cannot_be_answered(forestry_sources: Path, tmp_path: Path) -> None:
    _add_query(forestry_sources, "list-too-much", "SELECT * WHERE " + "{" * 200 + "?s ?p ?o" + "}" * 200)
    arguments = ["build", "--root", str(forestry_sources), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 2
    assert "queries/list-too-much.rq: cannot be answered for the release." in done.stderr


def test_release_built_without_an_engine_holds_no_answers(forestry_sources: Path, tmp_path: Path) -> None:
    release, _ = build(read_manifest(forestry_sources), tmp_path / "out")
    assert not [name for name in release.files if name.startswith("answers/")]
