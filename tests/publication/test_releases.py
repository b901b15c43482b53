"""Releases: sealed once and for all, compared with the one before, told with their reasons."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from hasila.errors import ManifestInvalid, NotConforming, ReleaseInvalid, SourceInvalid
from hasila.publication.build import build
from hasila.publication.manifest import read_manifest
from hasila.release import Release
from hasila.releases import is_kept, kept_releases

BASE = "https://data.example/forests/"
OAK, FIR, PINE, YOUNG = (f"{BASE}id/stand/{key}" for key in ("oak-1", "fir-1", "pine-1", "pine-2"))
AS = rdflib.Namespace("https://www.w3.org/ns/activitystreams#")


def _build(sources: Path, out: Path, *, seal: bool = False) -> Release:
    return build(read_manifest(sources), out, seal=seal)[0]


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _kept(out: Path) -> list[Release]:
    return kept_releases(out / "releases", strict=True)


def test_sealed_release_is_kept_under_its_version_and_is_the_current_one(forestry_history: Path) -> None:
    first, second = _kept(forestry_history)
    assert [r.publication.version for r in (first, second)] == ["2024.1.0", "2024.1.1"]
    assert (forestry_history / "current").resolve() == second.path == forestry_history / "releases" / "2024.1.1"
    for release in (first, second):
        release.verify()
        assert is_kept(release)


def test_release_says_what_it_added_corrected_and_withdrew_and_why(forestry_history: Path) -> None:
    first, second = (release.changes() for release in _kept(forestry_history))
    assert first is not None and second is not None
    assert (first.before, second.before) == ("", "2024.1.0")
    assert first.counts["added"] == len(first.changes) > 10
    changes = {change.resource: change for change in second.changes}
    assert changes[FIR].kind == "added" and changes[FIR].label == {"en": "Firs"}
    oak = changes[OAK]
    assert (oak.kind, oak.reason["en"]) == ("corrected", "The northern edge was left out.")
    number = '<{}def/hectares> "{}"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert (oak.removed, oak.added) == ((number.format(BASE, "12.5"),), (number.format(BASE, "13.5"),))
    young = changes[YOUNG]
    assert (young.kind, young.reason["fr"], young.replaced_by) == ("withdrawn", "Compté deux fois.", (PINE,))
    assert PINE not in changes
    assert second.what == {"en": "A correction.", "fr": "Une correction."}


def test_releases_of_one_day_are_dated_one_after_the_other(forestry_history: Path) -> None:
    moments = [release.publication.released for release in _kept(forestry_history)]
    assert moments == ["2025-03-01T00:00:00Z", "2025-03-01T00:00:01Z"]


def test_manifest_has_what_checks_a_release(forestry_history: Path) -> None:
    release = _kept(forestry_history)[1]
    manifest = json.loads((release.path / "manifest.json").read_text(encoding="utf-8"))
    lines = (release.path / "dumps" / "forests.nq").read_bytes().splitlines(keepends=True)
    # RDFC-1.0 section 5: without blank nodes, the canonical form is the sorted lines.
    assert lines == sorted(lines)
    assert manifest["rdfc10"] == hashlib.sha256(b"".join(lines)).hexdigest() == release.canonical_digest
    graphs = {graph: sum(line.endswith(f" <{graph}> .\n".encode()) for line in lines) for graph in manifest["triples"]}
    assert graphs == manifest["triples"] and sum(graphs.values()) == len(lines)
    assert hashlib.sha256(release.sums.encode()).hexdigest() == release.digest == manifest["digest"]
    done = subprocess.run(["sha256sum", "--check", "--quiet", "-"], input=release.sums, cwd=release.path, text=True)
    assert done.returncode == 0


def test_version_may_be_built_again_and_again_until_it_is_sealed(forestry_sources: Path, tmp_path: Path) -> None:
    drafts = [_build(forestry_sources, tmp_path / "out")]
    _edit(forestry_sources / "data" / "2024.csv", "12.5", "12.75")
    drafts.append(_build(forestry_sources, tmp_path / "out"))
    assert drafts[0].digest != drafts[1].digest and not any(map(is_kept, drafts))
    sealed = _build(forestry_sources, tmp_path / "out", seal=True)
    assert sealed.canonical_digest == drafts[1].canonical_digest and is_kept(sealed)
    assert _build(forestry_sources, tmp_path / "out").path == sealed.path
    assert _build(forestry_sources, tmp_path / "out", seal=True).path == sealed.path


def test_other_content_under_a_released_version_is_refused_with_the_cure(
    forestry_sources: Path, tmp_path: Path
) -> None:
    sealed = _build(forestry_sources, tmp_path / "out", seal=True)
    _edit(forestry_sources / "data" / "2024.csv", "12.5", "12.75")
    for seal in (False, True):
        with pytest.raises(ManifestInvalid, match=r"Raise publication\.version"):
            _build(forestry_sources, tmp_path / "out", seal=seal)
    assert (tmp_path / "out" / "current").resolve() == sealed.path
    _edit(forestry_sources / "hasila.toml", '"2024.1.0"', '"2024.1.1"')
    assert not is_kept(_build(forestry_sources, tmp_path / "out"))


def test_what_only_the_software_makes_differs_and_the_sealed_release_stands(
    forestry_sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = _build(forestry_sources, tmp_path / "out", seal=True)
    monkeypatch.setattr("hasila.publication.distributing._GZIP_LEVEL", 1)
    assert _build(forestry_sources, tmp_path / "out").path == sealed.path


def test_older_sealed_release_is_made_current_again_by_its_sources(
    forestry_sources: Path, tmp_path: Path, revise: Callable[[Path], None]
) -> None:
    first = _build(forestry_sources, tmp_path / "out", seal=True)
    sources = {p: p.read_bytes() for p in forestry_sources.rglob("*") if p.is_file()}
    revise(forestry_sources)
    second = _build(forestry_sources, tmp_path / "out", seal=True)
    for path, content in sources.items():
        path.write_bytes(content)
    assert _build(forestry_sources, tmp_path / "out").path == first.path != second.path
    assert (tmp_path / "out" / "current").resolve() == first.path


def test_history_built_twice_is_the_same_to_the_byte(
    forestry_history: Path,
    forestry_sources: Path,
    tmp_path: Path,
    revise: Callable[[Path], None],
    build_whole: Callable[..., Release],
) -> None:
    build_whole(forestry_sources, tmp_path / "out", seal=True)
    revise(forestry_sources)
    again = build_whole(forestry_sources, tmp_path / "out", seal=True)
    assert again.sums == _kept(forestry_history)[1].sums


def _without_note(sources: Path) -> None:
    _edit(sources / "data" / "releases.toml", "2024.1.0", "2023.1.0")


def _on_another_day(sources: Path) -> None:
    _edit(sources / "data" / "releases.toml", "2025-03-01", "2025-03-02")


@pytest.mark.parametrize(("spoil", "part"), [(_without_note, "has no note"), (_on_another_day, "is dated 2025-03-02")])
def test_release_is_not_sealed_without_its_note(
    forestry_sources: Path, tmp_path: Path, spoil: Callable[[Path], None], part: str
) -> None:
    spoil(forestry_sources)
    with pytest.raises(SourceInvalid, match=part):
        _build(forestry_sources, tmp_path / "out", seal=True)
    assert not (tmp_path / "out" / "releases" / "2024.1.0").exists()
    _build(forestry_sources, tmp_path / "out")


def test_resource_that_vanishes_without_a_word_stops_the_seal_and_is_told_by_the_build(
    forestry_sources: Path, tmp_path: Path, revise: Callable[[Path], None]
) -> None:
    _build(forestry_sources, tmp_path / "out", seal=True)
    revise(forestry_sources)
    (forestry_sources / "data" / "withdrawn.toml").write_text("", encoding="utf-8")
    with pytest.raises(NotConforming, match=re.escape(f"1 resources of forests 2024.1.0 are gone: <{YOUNG}>")):
        _build(forestry_sources, tmp_path / "out", seal=True)
    words: list[str] = []
    build(read_manifest(forestry_sources), tmp_path / "out", words.append)
    assert any(YOUNG in word for word in words)


WHY = 'why = {en="x", fr="x"}'
TOMBSTONE = f'[[withdrawn]]\nversion = "1"\n{WHY}\nresource = '


@pytest.mark.parametrize(
    ("file", "text", "part"),
    [
        ("withdrawn.toml", TOMBSTONE + '"id/stand/oak-1"', "is in the data"),
        ("withdrawn.toml", '[[withdrawn]]\nresource = "id/a"\nversion = "1"\nwhy = {en="x"}', "each of en, fr"),
        ("withdrawn.toml", TOMBSTONE + '"https://a.example/"', "follows the base"),
        ("withdrawn.toml", f'[[withdrawn]]\nresource = "id/a"\n{WHY}', "no version"),
        ("withdrawn.toml", TOMBSTONE + '"id/a"\nreplaced_by = ["id/b"]', "not published"),
        ("withdrawn.toml", 2 * (TOMBSTONE + '"id/a"\n'), "stands twice"),
        ("withdrawn.toml", "withdrawn = 1", r"write the entries as [[…]]"),
        ("withdrawn.toml", "[withdrawn", "cannot be read"),
        ("releases.toml", '[[release]]\nversion = "1"\ndate = "2025-01-01"', "date must be a date"),
        (
            "releases.toml",
            '[[release]]\nversion = "1"\ndate = 2025-01-01\nwhat = {en="x", fr="x"}',
            "why must be a text",
        ),
        ("releases.toml", '[[releases]]\nversion = "1"', "unknown key 'releases'"),
    ],
)
def test_wrong_note_or_tombstone_is_one_clear_sentence(
    forestry_sources: Path, tmp_path: Path, file: str, text: str, part: str
) -> None:
    (forestry_sources / "data" / file).write_text(text, encoding="utf-8")
    with pytest.raises(SourceInvalid, match=re.escape(part)):
        _build(forestry_sources, tmp_path / "out")


def test_release_is_not_dated_before_the_last(
    forestry_sources: Path, tmp_path: Path, revise: Callable[[Path], None]
) -> None:
    _build(forestry_sources, tmp_path / "out", seal=True)
    revise(forestry_sources)
    _edit(forestry_sources / "hasila.toml", "modified = 2025-03-01", "modified = 2025-02-01")
    with pytest.raises(ManifestInvalid, match="before the release of 2025-03-01"):
        _build(forestry_sources, tmp_path / "out")


def test_damaged_kept_release_stops_a_build(
    forestry_sources: Path, tmp_path: Path, revise: Callable[[Path], None]
) -> None:
    sealed = _build(forestry_sources, tmp_path / "out", seal=True)
    revise(forestry_sources)
    dump = sealed.path / "dumps" / "forests.nq"
    content = dump.read_bytes().replace(b"Pines", b"Wines")
    dump.unlink()
    dump.write_bytes(content)
    with pytest.raises(ReleaseInvalid, match="altered"):
        _build(forestry_sources, tmp_path / "out")


def _diff(*arguments: str, root: Path) -> str:
    command = [sys.executable, "-m", "hasila", "diff", "--root", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def root(forestry_history: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose `build` holds the two releases."""
    folder = tmp_path_factory.mktemp("root")
    (folder / "build").symlink_to(forestry_history)
    return folder


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Added: 2", "Withdrawn: 1", "Firs", '− forest:hectares "12.5"^^', "The northern edge was left out."]),
        ("fr", ["Ajouté: 2", "Retiré: 1", "Compté deux fois.", "La lisière nord manquait."]),
    ],
)
def test_difference_as_text_is_in_the_readers_language(root: Path, language: str, words: list[str]) -> None:
    told = _diff("2024.1.0", "2024.1.1", "--language", language, root=root)
    assert told.startswith("2024.1.0 → 2024.1.1\n")
    for word in words:
        assert word in told


def test_difference_as_json_and_turtle_says_the_same(root: Path) -> None:
    told = json.loads(_diff("2024.1.0", "current", "--format", "json", root=root))
    kinds = {change["resource"]: change["kind"] for change in told["changes"]}
    assert kinds[OAK] == "corrected" and kinds[FIR] == "added" and kinds[YOUNG] == "withdrawn"
    graph = rdflib.Graph().parse(data=_diff("2024.1.0", "2024.1.1", "--format", "turtle", root=root), format="turtle")
    types = {"added": AS.Create, "corrected": AS.Update, "withdrawn": AS.Delete}
    assert {(str(o), graph.value(s, rdflib.RDF.type)) for s, o in graph.subject_objects(AS.object)} == {
        (resource, types[kind]) for resource, kind in kinds.items()
    }
    assert any("13.5" in statement for statement in graph.objects(None, AS.result))


def test_releases_that_say_the_same_and_the_other_way_round(root: Path, forestry_history: Path) -> None:
    assert _diff("2024.1.0", "2024.1.0", "--language", "fr", root=root) == "Les deux versions disent la même chose.\n"
    back = _diff("current", str(forestry_history / "releases" / "2024.1.0"), "--language", "en", root=root)
    assert back.startswith("2024.1.1 → 2024.1.0\n") and "Withdrawn: 2\n" in back and "id/stand/fir-1" in back


def test_difference_from_what_is_not_kept_says_what_is(root: Path) -> None:
    command = [sys.executable, "-m", "hasila", "diff", "--root", str(root), "2023.1.0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "no kept release '2023.1.0'; kept: 2024.1.0, 2024.1.1" in done.stderr
