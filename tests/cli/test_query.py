"""`hasila query` runs saved queries and files on a release, in every format, and says what is wrong in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hasila.cli import main
from hasila.release import Release


def _query(forestry: Release, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["query", "--release", str(forestry.path), *arguments], catch_exceptions=False)


def test_saved_query_answers_with_its_default(forestry: Release) -> None:
    done = _query(forestry, "list-stands", "--format", "csv")
    assert done.exit_code == 0, done.stderr
    assert [line.split(",")[1] for line in done.stdout.splitlines()] == ["label", "Pines", "Young pines"]


def test_parameter_is_bound_as_a_term(forestry: Release) -> None:
    done = _query(forestry, "list-stands", "-p", "species=oak", "--format", "tsv")
    assert '"Oaks, north slope"@en' in done.stdout and "Pines" not in done.stdout
    assert _query(forestry, "list-stands", "-p", 'species=" } #', "--format", "csv").stdout.count("\n") == 1


def test_table_lines_up(forestry: Release) -> None:
    lines = _query(forestry, "list-stands").stdout.splitlines()
    assert lines[0].split() == ["stand", "label", "hectares"]
    assert lines[0].index("label") == lines[2].index("Pines")


@pytest.mark.parametrize(
    ("form", "start"), [("json", "{"), ("xml", "<?xml"), ("csv", "n\n"), ("tsv", "?n\n"), ("table", "n\n")]
)
def test_file_answers_in_every_format(forestry: Release, tmp_path: Path, form: str, start: str) -> None:
    path = tmp_path / "count.rq"
    path.write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", encoding="utf-8")
    done = _query(forestry, str(path), "--format", form)
    assert done.stdout.startswith(start) and str(forestry.publication.triples) in done.stdout


def test_boolean_and_graph_are_shown_too(forestry: Release, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert _query(forestry, str(path)).stdout == "true\n"
    assert json.loads(_query(forestry, str(path), "--format", "json").stdout)["boolean"] is True
    path.write_text("CONSTRUCT WHERE { ?s a <https://data.example/forests/def/Stand> }", encoding="utf-8")
    assert "a forest:Stand" in _query(forestry, str(path), "--format", "ttl").stdout


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("SELECT * WHERE {", 2, "line 1"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 2, "SERVICE"),
        ("DROP ALL", 2, "update"),
        ("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY ?a", 3, "0.3 s|MiB"),
    ],
)
def test_query_that_cannot_be_answered_is_one_sentence(
    forestry: Release, tmp_path: Path, text: str, code: int, part: str
) -> None:
    path = tmp_path / "q.rq"
    path.write_text(text, encoding="utf-8")
    done = _query(forestry, str(path), "--query-seconds", "0.3")
    assert done.exit_code == code
    assert done.stderr.count("\n") == 1 and any(p in done.stderr for p in part.split("|"))


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["list-nothing"], "list-stands"),
        (["list-stands", "-p", "colour=green"], "colour"),
        (["list-stands", "-p", "species"], "NAME=VALUE"),
        (["/nowhere/q.rq"], "cannot be read"),
        (["list-stands", "--format", "ttl"], "cannot carry"),
        (["list-stands-of-area", "-p", "area=x"], "area"),
    ],
)
def test_wrong_use_is_told(forestry: Release, arguments: list[str], part: str) -> None:
    done = _query(forestry, *arguments)
    assert done.exit_code == 2 and part in done.stderr


def test_missing_release_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["query", "--release", str(tmp_path), "list-stands"])
    assert done.exit_code == 2 and "holds no release" in done.stderr
