"""The findings in the five formats that people and continuous integration read."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from click.testing import CliRunner

from hasila.cli import main

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


@pytest.fixture
def spoilt(forestry_sources: Path) -> Path:
    table = forestry_sources / "data" / "2024.csv"
    text = table.read_text(encoding="utf-8").replace("12.5", "-1").replace("pine,30", "fir,30")
    table.write_text(text, encoding="utf-8")
    return forestry_sources


def _validate(folder: Path, *options: str, exit_code: int = 1) -> str:
    done = CliRunner().invoke(main, ["validate", "--root", str(folder), *options], catch_exceptions=False)
    assert done.exit_code == exit_code, done.stderr
    return done.stdout


def test_text_names_place_cause_and_resource(spoilt: Path) -> None:
    text = _validate(spoilt, "--language", "fr")
    assert "data/2024.csv:2: Erreur: Ligne 2, colonne C (hectares) : La surface doit être un nombre positif." in text
    assert "data/2024.csv:3: Avertissement: Ligne 3, colonne B (species) : L'essence n'est pas dans la liste" in text
    assert "https://data.example/forests/id/stand/oak-1 · forest:hectares" in text


def test_json_has_every_fact(spoilt: Path) -> None:
    report = json.loads(_validate(spoilt, "--format", "json"))
    assert report["conforms"] is False
    first = report["findings"][0]
    assert (first["file"], first["line"], first["severity"]) == ("data/2024.csv", 2, "Violation")
    assert first["path"].endswith("def/hectares") and set(first["messages"]) == {"en", "fr"}


def test_turtle_is_a_validation_report_without_blank_nodes(spoilt: Path) -> None:
    graph = rdflib.Graph().parse(data=_validate(spoilt, "--format", "turtle"), format="turtle")
    report = graph.value(predicate=rdflib.RDF.type, object=SH.ValidationReport)
    assert graph.value(report, SH.conforms) == rdflib.Literal(False)
    results = list(graph.objects(report, SH.result))
    assert len(results) == 2
    assert all(isinstance(node, rdflib.URIRef) for node in graph.subjects())
    assert {graph.value(result, SH.resultSeverity) for result in results} == {SH.Violation, SH.Warning}


def test_junit_counts_violations_as_failures(spoilt: Path) -> None:
    suite = ElementTree.fromstring(_validate(spoilt, "--format", "junit"))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failed = [case for case in suite if case.find("failure") is not None]
    assert [(case.get("file"), case.get("line")) for case in failed] == [("data/2024.csv", "2")]


def test_sarif_locates_each_result(spoilt: Path) -> None:
    log = json.loads(_validate(spoilt, "--format", "sarif"))
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    assert [result["level"] for result in run["results"]] == ["error", "warning"]
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": "data/2024.csv"}, "region": {"startLine": 2}}
    assert {result["ruleId"] for result in run["results"]} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}


def test_paths_narrow_what_is_shown(spoilt: Path) -> None:
    assert _validate(spoilt, str(spoilt / "data" / "2024.ttl"), exit_code=0) == ""
    assert "2024.csv:2" in _validate(spoilt, str(spoilt / "data"))


@pytest.mark.parametrize("form", ["text", "turtle", "json", "junit", "sarif"])
def test_conforming_sources_give_an_empty_report(forestry_sources: Path, form: str) -> None:
    text = _validate(forestry_sources, "--format", form, exit_code=0)
    assert ("Violation" in text) is False
    assert (text == "") is (form == "text")


def test_language_that_is_not_published_is_refused(forestry_sources: Path) -> None:
    done = CliRunner().invoke(main, ["validate", "--root", str(forestry_sources), "--language", "de"])
    assert done.exit_code == 2 and "en, fr" in done.stderr
