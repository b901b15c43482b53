"""Passages are checked against the source text to the character, beyond the basic plane too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from hasila.cli import main
from hasila.publication import evidence, sources
from hasila.publication.manifest import read_manifest
from hasila.publication.store import Dataset


def _check(folder: Path, text: str) -> list[str]:
    manifest = read_manifest(folder)
    dataset = Dataset(sources.load(manifest).quads())
    found, incomplete = evidence.passages(dataset, manifest.evidence, None)
    assert len(found) == 1 and not incomplete
    misfits = evidence.compare_source(text, dataset, manifest.evidence, {found[0].source})
    return [misfit.resource.rsplit("/", 2)[1] for misfit in [*misfits, *evidence.compare(text, found)]]


def test_text_as_received_fits(forestry_sources: Path) -> None:
    assert _check(forestry_sources, evidence.read_source(forestry_sources / "source.txt")) == []


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
    text = evidence.read_source(forestry_sources / "source.txt")
    assert callable(change)
    assert _check(forestry_sources, change(text)) == named


def test_digest_that_is_told_of_other_characters_makes_them_the_passage(forestry_sources: Path) -> None:
    text = evidence.read_source(forestry_sources / "source.txt").replace("Oaks", "oaks")
    manifest = read_manifest(forestry_sources)
    found = evidence.passages(Dataset(sources.load(manifest).quads()), manifest.evidence, None)[0]
    told = evidence.compare(text, found)[0].reason.rpartition(" ")[2]
    assert evidence.compare(text, [replace(found[0], sha256=told)]) == []


def test_other_year_has_no_passages(forestry_sources: Path) -> None:
    manifest = read_manifest(forestry_sources)
    dataset = Dataset(sources.load(manifest).quads())
    assert evidence.passages(dataset, manifest.evidence, 1999) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    oa:end 4 ;\n", "", "has no end"),
        ("    oa:start 0 ;\n", "", "has no start"),
        ("oa:end 4", 'oa:end "25x"', "not a number"),
        ('    oa:end 4 ;\n    forest:sha256 "36f', '    oa:end 4 ;\n    forest:sha255 "36f', "has no SHA-256"),
        ('forest:sha256 "36f1', 'forest:sha256 "XYZ', "64 hexadecimal"),
        ("oa:hasSource", "oa:hasSauce", "has no source"),
        ("oa:hasSelector", "oa:hasSelecter", "has no start"),
        ("forest:statedIn", "forest:stated", "no report names"),
    ],
)
def test_evidence_that_cannot_be_checked_is_not_verified(
    forestry_sources: Path, old: str, new: str, reason: str
) -> None:
    path = forestry_sources / "data" / "2024.ttl"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    options = ["verify", "--root", str(forestry_sources), "--source", str(forestry_sources / "source.txt")]
    done = CliRunner().invoke(main, options, catch_exceptions=False)
    assert done.exit_code == 1
    assert reason in done.stdout and "0 of 1 passages verified" in done.stdout


@pytest.mark.parametrize(
    ("old", "reason"), [("forest:characters 24 ;", "no number"), ('forest:sha256 "f724', "no SHA")]
)
def test_source_without_its_facts_is_a_misfit(forestry_sources: Path, old: str, reason: str) -> None:
    path = forestry_sources / "data" / "2024.ttl"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, old.replace("forest:", "forest:other-")), encoding="utf-8")
    options = ["verify", "--root", str(forestry_sources), "--source", str(forestry_sources / "source.txt")]
    done = CliRunner().invoke(main, options, catch_exceptions=False)
    assert done.exit_code == 1 and reason in done.stdout
