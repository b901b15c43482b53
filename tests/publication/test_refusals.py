"""What would have passed in silence is refused: bad literals, checks that are not there, files that are none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from click.testing import CliRunner, Result

from hasila.cli import main
from hasila.publication.build import build
from hasila.publication.findings import Finding
from hasila.publication.manifest import read_manifest
from hasila.publication.reports import as_junit, as_sarif, as_turtle
from hasila.publication.terminals import line_of, service_line

PLACE = "<https://data.example/forests/id/source/2024> rdfs:seeAlso "
XSD = "http://www.w3.org/2001/XMLSchema#"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
RULE = "#+ title-en: t\n#+ message-en: m\n#+ severity: Warning\n#+ source: s\n"
QUERY = "".join(f"#+ title-{language}: t\n#+ description-{language}: d\n" for language in ("en", "fr"))
SHAPE = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:s> a sh:PropertyShape ; sh:targetSubjectsOf <urn:p> ; "


def _run(folder: Path, command: str = "build", *options: str) -> Result:
    arguments = [command, "--root", str(folder), *options]
    if command == "build":
        arguments += ["--out", str(folder.parent / "out")]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def _append(folder: Path, file: str, text: str) -> int:
    """Append text to a file and return the line it begins on."""
    path = folder / file
    before = path.read_text(encoding="utf-8")
    path.write_bytes((before + text).encode())
    return before.count("\n") + 1


@pytest.mark.parametrize(
    ("literal", "rule"),
    [
        (f'"x12"^^<{XSD}integer>', "literals-well-typed"),
        (f'"2025-13-45"^^<{XSD}date>', "literals-well-typed"),
        (f'"x"^^<{XSD}intger>', "literals-well-typed"),
        ('"a\\u0001b"', "literals-fit-xml"),
        ('"a\\u0000b"@en', "literals-fit-xml"),
        ('"a\\rb"', "literals-fit-xml"),
        ('"a\\uFFFFb"', "literals-fit-xml"),
    ],
)
def test_literal_that_readers_cannot_take_is_a_violation_with_its_line(
    forestry_sources: Path, literal: str, rule: str, capfd: pytest.CaptureFixture[str]
) -> None:
    line = _append(forestry_sources, "data/2024.ttl", f"{PLACE}{literal} .\n")
    done = _run(forestry_sources)
    assert done.exit_code == 1 and rule in done.stdout
    assert f"data/2024.ttl:{line}: Violation" in done.stdout
    assert "Traceback" not in capfd.readouterr().err + done.stderr


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('rules = "shapes/rules"', 'rules = "shapes/rulez"', "validation.rules"),
        ('rules = "shapes/rules"', 'rules = "data"', "validation"),
        ('shapes = ["shapes/*.ttl"]', 'shapes = ["shapes/*.ttl", "shapes/nope.ttl"]', "validation.shapes"),
        ('folder = "queries"', 'folder = "querys"', "queries.folder"),
    ],
)
def test_check_that_is_not_there_is_told(forestry_sources: Path, old: str, new: str, key: str) -> None:
    path = forestry_sources / "hasila.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(old, new).replace('["list-stands"]', "[]"), encoding="utf-8"
    )
    if new == 'rules = "data"':
        (forestry_sources / "data" / "stands.rq").rename(forestry_sources / "stands.rq")
        path.write_text(path.read_text(encoding="utf-8").replace("data/stands.rq", "stands.rq"), encoding="utf-8")
    done = _run(forestry_sources)
    assert done.exit_code == 2 and key in done.stderr
    assert not (forestry_sources.parent / "out" / "current").exists()


@pytest.mark.parametrize(
    ("file", "content", "code", "part"),
    [
        ("queries/zz.rq", QUERY + "SELECT * {", 2, "zz.rq: is no query"),
        ("queries/zz.rq", QUERY + "DELETE WHERE { ?s ?p ?o }", 2, "zz.rq: is no query"),
        ("queries/zz.rq", QUERY + "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 2, "zz.rq:5: SERVICE"),
        ("queries/Zz z.rq", QUERY + "SELECT * {}", 2, "kebab-case"),
        ("queries/zz.rq", QUERY + "#+ parameter: y integer\nSELECT * { VALUES ?y { } }", 2, "default"),
        ("queries/zz.rq", QUERY + '#+ parameter: y integer\nSELECT * { VALUES ?y { "abc" } }', 2, "default"),
        ("queries/zz.rq", QUERY + "#+ parameter: y integer\nSELECT * { VALUES ?y { abc } }", 2, "default"),
        ("queries/zz.rq", QUERY + "#+ parameter: y iri\nSELECT * { VALUES ?y { a:b } }", 2, "default"),
        ("queries/zz.rq", QUERY + '#+ parameter: y string\nSELECT * { VALUES ?y { "a" "b" } }', 2, "default"),
        ("queries/zz.rq", b"# \xff\n", 2, "zz.rq:1: is not UTF-8"),
        ("shapes/rules/zz.rq", b"# \xff\n", 2, "zz.rq:1: is not UTF-8"),
        ("shapes/rules/zz.rq", RULE + "SELECT ?this {\n ?this ?a", 2, "rules/zz.rq: error at"),
        ("shapes/rules/zz.rq", RULE + "SELECT ?this { SERVICE <http://127.0.0.1:9/> { ?this ?a ?b } }", 2, "zz.rq:5: SERVICE"),
        ("shapes/rules/zz.rq", RULE + "SELECT ?this ?path { ?this <http://www.w3.org/2000/01/rdf-schema#label> ?path }", 2,
         "?path must be an IRI"),
        ("ontology/context.jsonld", "{", 1, "is no JSON"),
        ("ontology/context.jsonld", "{}", 1, "@context"),
        ("ontology/context.jsonld", None, 1, "not a regular file"),
        ("ontology/versions/zz.ttl", b"# \xff\n", 1, "is not UTF-8"),
        ("data/2024.ttl", b"# \xff\n", 1, "2024.ttl:1: is not UTF-8"),
        ("data/2024.ttl", '<a:a> <a:b> "x"@en--ltr .', 1, "RDF 1.2"),
        ("data/2024.ttl", "\n<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .", 1, "2024.ttl:2: triple terms"),
        ("data/2024.ttl", "<a:a> <a:b> <a:c> {| <a:d> <a:e> |} .", 1, "RDF 1.2"),
        ("data/2024.csv", None, 1, "not a regular file"),
        ("hasila.toml", None, 2, "not a regular file"),
        ("shapes/rules/zz.rq", None, 2, "not a regular file"),
        ("shapes/zz.ttl", None, 1, "not a regular file"),
        ("shapes/zz.ttl", SHAPE + "sh:path <urn:p> ; sh:maxCuont 1 .", 1, "sh:maxCuont"),
        ("shapes/zz.ttl", SHAPE + 'sh:path <urn:p> ; sh:pattern "(" .', 1, "urn:s"),
        ("shapes/zz.ttl", SHAPE + "sh:minCount 1 .", 1, "shapes cannot be evaluated"),
        ("shapes/zz.ttl", SHAPE + 'sh:path <urn:p> ; sh:maxCount "one" .', 1, "urn:s has the count one"),
    ],
)  # fmt: skip
def test_broken_file_is_one_clear_sentence(
    forestry_sources: Path, file: str, content: str | bytes | None, code: int, part: str
) -> None:
    path = forestry_sources / file
    path.unlink(missing_ok=True)
    if content is None:
        os.mkfifo(path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = _run(forestry_sources)
    assert done.exit_code == code and part in done.stderr, done.stderr
    assert len([line for line in done.stderr.splitlines() if not line.startswith("…")]) == 1


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("SELECT * {\n SERVICE <x:> {} }", 2),
        ("select * { ?s ?p ?o.service ?v {} }", 1),
        ("?a<?b &&\n SERVICE<x:>", 2),
        ("# SERVICE <x:>\n?service ex:service 'SERVICE' <x:/SERVICE> service:a", None),
        ('"a\\" SERVICE " """ "SERVICE" """', None),
    ],
)
def test_service_is_seen_wherever_it_is_one(query: str, line: int | None) -> None:
    assert service_line(query) == line
    assert line_of('a "[" <b[> # [\n [ ]', r"\[") == 2


def test_damaged_release_is_written_anew(forestry_sources: Path, tmp_path: Path) -> None:
    release = build(read_manifest(forestry_sources), tmp_path / "out")[0]
    for name in ("dumps/forests.nt", "manifest.json"):
        (release.path / name).write_bytes(b"damaged")
        again = build(read_manifest(forestry_sources), tmp_path / "out")[0]
        again.verify()
        assert again.path == release.path and again.digest == release.digest
    assert not list((tmp_path / "out").glob(".building-*"))


def test_every_folder_of_a_release_is_synced(
    forestry_sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hasila.publication import writing

    synced: list[str] = []
    sync = writing.sync
    monkeypatch.setattr(writing, "sync", lambda folder: (synced.append(folder.name), sync(folder)))
    build(read_manifest(forestry_sources), tmp_path / "out")
    assert {"dumps", "ontology", "versions", "queries", "validation", "out"} <= set(synced)


def test_output_that_cannot_be_written_to_is_the_machines_refusal(forestry_sources: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "hasila",
        "build",
        "--root",
        str(forestry_sources),
        "--out",
        "/dev/shm/../../tmp/x",
    ]
    command[-1] = str(forestry_sources.parent / "out")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    assert done.returncode == 3 and "No space left" in done.stderr and "Traceback" not in done.stderr


def _finding(focus: str = "urn:x", **facts: str) -> Finding:
    return Finding("urn:rule", None, "Warning", focus, None, facts.get("value"), {"en": facts.get("text", "m")},
                   facts.get("file"), 1)  # fmt: skip


def test_report_with_a_warning_does_not_conform_and_names_the_component_of_rules() -> None:
    graph = rdflib.Graph().parse(data=as_turtle([_finding()], "en", "https://a.example/", {}), format="turtle")
    assert [str(value) for value in graph.objects(None, SH.conforms)] == ["false"]
    assert list(graph.objects(None, SH.sourceConstraintComponent)) == [SH.SPARQLConstraintComponent]
    empty = rdflib.Graph().parse(data=as_turtle([], "en", "https://a.example/", {}), format="turtle")
    assert [str(value) for value in empty.objects(None, SH.conforms)] == ["true"]


@pytest.mark.parametrize("focus", ['"text"@en', "_:b0", "not an iri"])
def test_focus_that_is_no_iri_does_not_break_a_report(focus: str) -> None:
    graph = rdflib.Graph().parse(data=as_turtle([_finding(focus)], "en", "https://a.example/", {}), format="turtle")
    nodes = list(graph.objects(None, SH.focusNode))
    assert nodes == ([rdflib.Literal("text", lang="en")] if focus.startswith('"') else [])


def test_anonymous_shape_is_named_after_the_one_it_is_part_of(forestry_sources: Path) -> None:
    text = SHAPE.replace(
        "a sh:PropertyShape ; sh:targetSubjectsOf <urn:p>", "a sh:NodeShape ; sh:targetObjectsOf <urn:p>"
    )
    text += "sh:property [ sh:path <urn:q> ; sh:minCount 1 ; sh:severity sh:Warning ] ; sh:nodeKind sh:IRI ."
    (forestry_sources / "shapes" / "zz.ttl").write_text(text, encoding="utf-8")
    _append(forestry_sources, "data/2024.ttl", '<urn:a> <urn:p> "literal" .\n')
    done = _run(forestry_sources, "validate", "--format", "turtle")
    graph = rdflib.Graph().parse(data=done.stdout, format="turtle")
    assert set(graph.objects(None, SH.sourceShape)) == {rdflib.URIRef("urn:s")}
    assert set(graph.objects(None, SH.focusNode)) == {rdflib.Literal("literal")}


def test_reports_are_well_formed_whatever_they_are_about() -> None:
    found = [_finding(text="a\x01b\ufffe", file="data/été 1.ttl")]
    suite = ElementTree.fromstring(as_junit(found, "en", "urn:", {}).encode())
    assert suite[0][0].text == "data/été 1.ttl:1: a\ufffdb\ufffd"
    assert re.search(r'"uri": "data/%C3%A9t%C3%A9%201\.ttl"', as_sarif(found, "en", "urn:", {}))
