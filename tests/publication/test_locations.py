"""Findings lead to the line on which the fact was written."""

from __future__ import annotations

from pathlib import Path

from hasila.publication import sources
from hasila.publication.locations import Locator
from hasila.publication.manifest import read_manifest

BASE = "https://data.example/forests/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def _locator(folder: Path) -> Locator:
    return Locator(sources.load(read_manifest(folder)))


def _line(path: Path, text: str) -> int:
    return next(number for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if text in line)


def test_value_in_turtle_is_found_on_its_own_line(forestry_sources: Path) -> None:
    path = forestry_sources / "data" / "2024.ttl"
    place = _locator(forestry_sources).locate(BASE + "id/report/2024", BASE + "def/year", "2024")
    assert place == (path, _line(path, "forest:year 2024"))


def test_second_of_two_values_is_told_from_the_first(forestry_sources: Path) -> None:
    path = forestry_sources / "data" / "2024.ttl"
    text = path.read_text(encoding="utf-8").replace('"Forest office"@en , ', '"Forest office"@en ,\n        ')
    path.write_text(text, encoding="utf-8")
    place = _locator(forestry_sources).locate(BASE + "id/organization/office", LABEL, "Office des forêts")
    assert place == (path, _line(path, "Office des forêts"))


def test_missing_property_leads_to_the_first_line_of_its_subject(forestry_sources: Path) -> None:
    path = forestry_sources / "data" / "2024.ttl"
    place = _locator(forestry_sources).locate(BASE + "id/source/2024", BASE + "def/nothing", None)
    assert place == (path, _line(path, "id/source/2024> rdfs:label"))


def test_table_row_is_found(forestry_sources: Path) -> None:
    place = _locator(forestry_sources).locate(BASE + "id/stand/pine-1", BASE + "def/hectares", "30")
    assert place == (forestry_sources / "data" / "2024.csv", 3)


def test_unknown_resource_has_no_place(forestry_sources: Path) -> None:
    assert _locator(forestry_sources).locate(BASE + "id/nobody", None, None) is None
