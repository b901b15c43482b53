"""Findings lead to the line on which the fact was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from hasila.publication import locations, sources
from hasila.publication.locations import Locator
from hasila.publication.manifest import read_manifest

BASE = "https://data.example/forests/"
XSD = "http://www.w3.org/2001/XMLSchema#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def _locator(folder: Path) -> Locator:
    return Locator(sources.load(read_manifest(folder)))


def _line(path: Path, text: str) -> int:
    return next(number for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if text in line)


def test_value_in_turtle_is_found_on_its_own_line(forestry_sources: Path) -> None:
    path = forestry_sources / "data" / "2024.ttl"
    place = _locator(forestry_sources).locate(BASE + "id/report/2024", BASE + "def/year", f'"2024"^^<{XSD}integer>')
    assert place == (path, _line(path, "forest:year 2024"))


def test_second_of_two_values_is_told_from_the_first(forestry_sources: Path) -> None:
    path = forestry_sources / "data" / "2024.ttl"
    text = path.read_text(encoding="utf-8").replace('"Forest office"@en , ', '"Forest office"@en ,\n        ')
    path.write_text(text, encoding="utf-8")
    place = _locator(forestry_sources).locate(BASE + "id/organization/office", LABEL, '"Office des forêts"@fr')
    assert place == (path, _line(path, "Office des forêts"))


def test_missing_property_leads_to_the_first_line_of_its_subject(forestry_sources: Path) -> None:
    path = forestry_sources / "data" / "2024.ttl"
    place = _locator(forestry_sources).locate(BASE + "id/source/2024", BASE + "def/nothing", None)
    assert place == (path, _line(path, "id/source/2024> rdfs:label"))


def test_table_row_is_found(forestry_sources: Path) -> None:
    place = _locator(forestry_sources).locate(BASE + "id/stand/pine-1", BASE + "def/hectares", f'"30"^^<{XSD}decimal>')
    assert place == (forestry_sources / "data" / "2024.csv", 3)


def test_unknown_resource_has_no_place(forestry_sources: Path) -> None:
    assert _locator(forestry_sources).locate(BASE + "id/nobody", None, None) is None


def test_equal_texts_of_two_languages_are_told_apart(forestry_sources: Path) -> None:
    path = forestry_sources / "data" / "2024.ttl"
    text = path.read_text(encoding="utf-8").replace('"Forest office"@en , ', '"Office des forêts"@en ,\n        ')
    path.write_text(text, encoding="utf-8")
    french, english = (
        _locator(forestry_sources).locate(BASE + "id/organization/office", LABEL, f'"Office des forêts"@{language}')
        for language in ("fr", "en")
    )
    assert english == (path, _line(path, "@en ,")) and french == (path, _line(path, '"Office des forêts"@fr'))
    assert english != french


def test_relative_iri_is_found_under_the_base(forestry_sources: Path) -> None:
    path = forestry_sources / "data" / "2024.ttl"
    path.write_text(path.read_text(encoding="utf-8") + f"<id/new> <{LABEL}> <id/x> .\n", encoding="utf-8")
    place = _locator(forestry_sources).locate(BASE + "id/new", LABEL, f"<{BASE}id/x>")
    assert place == (path, _line(path, "<id/new>"))


def test_parser_that_fails_costs_the_line_and_not_the_file(
    forestry_sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise RecursionError

    monkeypatch.setattr(locations._LineParser, "loadBuf", fail)
    place = _locator(forestry_sources).locate(BASE + "id/report/2024", None, None)
    assert place == (forestry_sources / "data" / "2024.ttl", None)
