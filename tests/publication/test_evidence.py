"""Passages are checked against the source text to the character, beyond the basic plane too."""

from __future__ import annotations

from pathlib import Path

import pytest

from hasila.publication import evidence, sources
from hasila.publication.manifest import read_manifest
from hasila.publication.store import Dataset


def _check(folder: Path, text: str) -> list[str]:
    manifest = read_manifest(folder)
    dataset = Dataset(sources.load(manifest).quads())
    found = evidence.passages(dataset, manifest.evidence, None)
    assert len(found) == 1
    misfits = evidence.compare_source(text, dataset, manifest.evidence, {found[0].source})
    return [misfit.resource.rsplit("/", 2)[1] for misfit in [*misfits, *evidence.compare(text, found)]]


def test_text_as_received_fits(forestry_sources: Path) -> None:
    assert _check(forestry_sources, evidence.read_text(forestry_sources / "source.txt")) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda text: text.replace("𝄞", "♪"), ["source"]),
        (lambda text: text.replace("Oaks", "oaks"), ["source", "said"]),
        (lambda text: " " + text, ["source", "source", "said"]),
        (lambda text: text[:3], ["source", "source", "said"]),
        (lambda text: "", ["source", "source", "said"]),
    ],
)
def test_changed_text_names_what_no_longer_fits(forestry_sources: Path, change: object, named: list[str]) -> None:
    text = evidence.read_text(forestry_sources / "source.txt")
    assert callable(change)
    assert _check(forestry_sources, change(text)) == named


def test_other_year_has_no_passages(forestry_sources: Path) -> None:
    manifest = read_manifest(forestry_sources)
    dataset = Dataset(sources.load(manifest).quads())
    assert evidence.passages(dataset, manifest.evidence, 1999) == []
