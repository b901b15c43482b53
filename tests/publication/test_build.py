"""A build makes a whole release or none: reproducible, checked, swapped in atomically."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import rdflib
import zstandard
from click.testing import CliRunner

from hasila.cli import main
from hasila.errors import BuildRunning, ReleaseInvalid, ReleaseNotWritten
from hasila.publication.build import build
from hasila.publication.manifest import read_manifest
from hasila.release import Counts, Release


def _build(folder: Path, out: Path) -> Release:
    return build(read_manifest(folder), out)[0]


def _run(folder: Path, out: Path, seed: str = "0", **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hasila", "build", "--root", str(folder), "--out", str(out)]
    environ = {**os.environ, "PYTHONHASHSEED": seed, **environment}
    return subprocess.run(command, capture_output=True, text=True, env=environ, timeout=120)


def _spoil(folder: Path) -> None:
    table = folder / "data" / "2024.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("12.5", "-1"), encoding="utf-8")


def test_two_builds_give_the_same_bytes_whatever_the_hash_seed_and_time_zone(
    forestry_sources: Path, tmp_path: Path
) -> None:
    assert _run(forestry_sources, tmp_path / "a", "1", TZ="UTC", LC_ALL="C").returncode == 0
    assert _run(forestry_sources, tmp_path / "b", "2", TZ="Asia/Tokyo", LC_ALL="C.UTF-8").returncode == 0
    first, second = Release.open(tmp_path / "a" / "current"), Release.open(tmp_path / "b" / "current")
    assert first.digest == second.digest
    assert "answers/list-stands.json" in first.files
    for name in [*first.files, "manifest.json"]:
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes(), name


def test_every_dump_holds_the_same_triples(forestry: Release) -> None:
    folder = forestry.path / "dumps"
    expected = rdflib.Graph().parse(folder / "forests.nt", format="nt")
    assert len(expected) == forestry.publication.triples
    for name, form in [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")]:
        assert set(rdflib.Graph().parse(folder / f"forests.{name}", format=form)) == set(expected), name
    for name, form in [("nq", "nquads"), ("trig", "trig")]:
        dataset = rdflib.Dataset()
        dataset.parse(folder / f"forests.{name}", format=form)
        assert {(s, p, o) for s, p, o, _ in dataset.quads()} == set(expected), name


def test_graph_counts_are_those_of_the_dump(forestry: Release) -> None:
    quads = (forestry.path / "dumps" / "forests.nq").read_text(encoding="utf-8").splitlines()
    for graph in forestry.publication.graphs:
        assert sum(line.endswith(f" <{graph.iri}> .") for line in quads) == graph.triples


def test_counts_are_those_that_a_query_gives(forestry: Release) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(forestry.path / "dumps" / "forests.nq", format="nquads")
    scopes = [(dataset, forestry.publication.counts)]
    scopes += [(dataset.graph(graph.iri), graph.counts) for graph in forestry.publication.graphs]
    for graph, counts in scopes:
        assert counts == Counts(
            subjects=len(set(graph.subjects())), properties=len(set(graph.predicates())),
            classes=len(set(graph.objects(None, rdflib.RDF.type))), objects=len(set(graph.objects())),
        )  # fmt: skip
        assert counts.subjects > 1 and counts.classes >= 1


def test_turtle_dump_is_readable_and_declares_its_prefixes_in_order(forestry: Release) -> None:
    text = (forestry.path / "dumps" / "forests.ttl").read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix (\w*):", text, re.MULTILINE)
    assert prefixes == sorted(prefixes) and "forest" in prefixes
    assert "\n\n<https://data.example/forests/id/stand/oak-1> a forest:Stand ;" in text


def test_same_sources_keep_the_release_and_a_change_makes_another(forestry_sources: Path, tmp_path: Path) -> None:
    first = _build(forestry_sources, tmp_path / "out")
    assert _build(forestry_sources, tmp_path / "out").path == first.path
    table = forestry_sources / "data" / "2024.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("12.5", "13"), encoding="utf-8")
    second = _build(forestry_sources, tmp_path / "out")
    assert second.path != first.path and first.path.is_dir()
    assert (tmp_path / "out" / "current").resolve() == second.path


def test_data_that_do_not_conform_leave_the_release_in_force(forestry_sources: Path, tmp_path: Path) -> None:
    first = _build(forestry_sources, tmp_path / "out")
    _spoil(forestry_sources)
    done = _run(forestry_sources, tmp_path / "out")
    assert done.returncode == 1
    assert (
        "data/2024.csv:2: Violation: Row 2, column C (hectares): The area must be a number above zero." in done.stdout
    )
    assert Release.open(tmp_path / "out" / "current").digest == first.digest
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".building")] == []


def test_warning_does_not_forbid_a_release_and_stands_in_its_report(forestry_sources: Path, tmp_path: Path) -> None:
    table = forestry_sources / "data" / "2024.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",oak,", ",aok,"), encoding="utf-8")
    release, found = build(read_manifest(forestry_sources), tmp_path / "out")
    assert [(f.severity, f.file, f.line) for f in found] == [("Warning", "data/2024.csv", 2)]
    report = json.loads((release.path / "validation" / "report.json").read_text(encoding="utf-8"))
    assert report["conforms"] is True and len(report["findings"]) == 1


def test_build_killed_half_way_leaves_what_was_and_the_next_one_cleans_up(
    forestry_sources: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = _build(forestry_sources, out)
    table = forestry_sources / "data" / "2024.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("12.5", "14"), encoding="utf-8")
    # The child stops itself at the moment the folder is written but not yet renamed: the worst one to be killed at.
    code = (
        "import os,signal,sys\nfrom pathlib import Path\nfrom hasila.publication import build as b, writing as w\n"
        "from hasila.publication.manifest import read_manifest\n"
        "write=w.write_folder\n"
        "def stop(*a):\n    write(*a); os.kill(os.getpid(), signal.SIGSTOP)\n"
        "w.write_folder=stop\nb.build(read_manifest(Path(sys.argv[1])), Path(sys.argv[2]))\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(forestry_sources), str(out)])
    deadline = time.monotonic() + 60
    while not list(out.glob(".building-*")) or "T" not in _state(child.pid):
        assert time.monotonic() < deadline and child.poll() is None
        time.sleep(0.05)
    with pytest.raises(BuildRunning):
        _build(forestry_sources, out)
    child.send_signal(signal.SIGKILL)
    child.wait(timeout=20)
    assert Release.open(out / "current").digest == first.digest
    second = _build(forestry_sources, out)
    assert Release.open(out / "current").digest == second.digest != first.digest
    assert not list(out.glob(".building-*"))


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]


def test_full_disk_leaves_what_was_and_says_so(forestry_sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = _build(forestry_sources, out)
    table = forestry_sources / "data" / "2024.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("12.5", "15"), encoding="utf-8")
    # RLIMIT_FSIZE makes the kernel refuse to write on, in the middle of a file, as a full disk does.
    script = f"ulimit -f 8; exec {sys.executable} -m hasila build --root {forestry_sources} --out {out}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 3, done.stderr
    assert "could not be written" in done.stderr and "Traceback" not in done.stderr
    assert Release.open(out / "current").digest == first.digest
    assert not list(out.glob(".building-*"))


def test_output_that_cannot_be_written_is_said_in_one_sentence(forestry_sources: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ReleaseNotWritten):
        _build(forestry_sources, tmp_path / "file" / "out")


@pytest.mark.parametrize(
    ("file", "content", "exit_code", "part"),
    [
        ("data/2024.ttl", "@prefix a: <http://a/> .\na:b a:c ;; .\n!", 1, "data/2024.ttl:2:9:"),
        ("data/2024.ttl", "\ufeff@prefix a: <http://a/> .", 1, "byte-order mark"),
        ("data/2024.ttl", "<a> <b> [ <c> <d> ] .", 1, "Blank node"),
        ("shapes/stands.ttl", "@prefix", 1, "shapes/stands.ttl:1:"),
        ("shapes/stands.ttl", "", 1, "no shape"),
        ("shapes/rules/species-spelt.rq", "SELECT", 2, "species-spelt"),
        (
            "shapes/rules/species-spelt.rq",
            "#+ title-en: t\n#+ message-en: m\n#+ severity: Warning\n#+ source: s\nSELECT ?this WHERE {",
            2,
            "species-spelt.rq: error at",
        ),
        ("queries/list-stands.rq", "SELECT * {}", 2, "title"),
        ("hasila.toml", "", 2, "is missing"),
        (
            "data/stands.rq",
            "CONSTRUCT { ?s ?p } WHERE { VALUES (?stand ?species ?hectares ?label_en) { } }",
            1,
            "stands.rq",
        ),
    ],
)
def test_malformed_source_is_one_clear_sentence(
    forestry_sources: Path, tmp_path: Path, file: str, content: str, exit_code: int, part: str
) -> None:
    (forestry_sources / file).write_text(content, encoding="utf-8")
    command = ["build", "--root", str(forestry_sources), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    assert done.exit_code == exit_code, done.output
    assert part in done.output
    assert not (tmp_path / "out" / "current").exists()


def test_altered_release_is_not_opened(forestry_sources: Path, tmp_path: Path) -> None:
    release = _build(forestry_sources, tmp_path / "out")
    dump = release.path / "dumps" / "forests.nt"
    content = dump.read_bytes()
    dump.write_bytes(content + b"\n")
    with pytest.raises(ReleaseInvalid, match=r"forests\.nt"):
        Release.open(release.path)
    dump.write_bytes(content.replace(b"Pines", b"Wines"))
    with pytest.raises(ReleaseInvalid, match="altered"):
        Release.open(release.path).verify()
    (release.path / "manifest.json").unlink()
    with pytest.raises(ReleaseInvalid, match="holds no release"):
        Release.open(release.path)


def test_release_describes_every_file_that_can_be_fetched(forestry: Release) -> None:
    described = {d.name: d for d in forestry.distributions}
    complete = {f"forests.{ending}" for ending in ("ttl", "nt", "nq", "trig", "jsonld", "rdf")}
    years = {f"graph/report/2024.{ending}" for ending in ("ttl", "nt", "nq", "trig", "jsonld", "rdf")}
    others = {f"graph/{name}.{ending}" for name in ("ontology", "derived", "catalog") for ending in ("ttl", "nt")}
    tables = {"2024.csv", "2024.en.excel.csv", "2024.fr.excel.csv", "list-stands.csv", "list-stands.csv-metadata.json",
              "list-stands.en.excel.csv", "list-stands.fr.excel.csv", "list-stands.xlsx"}  # fmt: skip
    assert described.keys() == complete | years | others | {f"table/{name}" for name in tables}
    assert set(forestry.dumps) == complete
    files = {name.removeprefix("dumps/") for name in forestry.files if name.startswith("dumps/")}
    assert files == {n for d in forestry.distributions for n in (d.name, *(c.name for c in d.compressed))}
    graphs = {graph.iri: graph for graph in forestry.publication.graphs}
    for distribution in forestry.distributions:
        content = (forestry.path / "dumps" / distribution.name).read_bytes()
        assert distribution.modified == "2025-03-01" and distribution.path == f"/dumps/{distribution.name}"
        if distribution.graph is not None:
            assert distribution.triples == graphs[distribution.graph].triples
            assert distribution.year == graphs[distribution.graph].year
        if distribution.name.endswith((".nt", ".nq")):
            assert content.count(b"\n") == distribution.triples
        if distribution.format == "xlsx":
            assert distribution.compressed == ()
            continue
        gzipped, zstandardised = distribution.compressed
        assert (gzipped.coding, zstandardised.coding) == ("gzip", "zstd")
        assert gzip.decompress((forestry.path / "dumps" / gzipped.name).read_bytes()) == content
        packed = (forestry.path / "dumps" / zstandardised.name).read_bytes()
        assert zstandard.ZstdDecompressor().decompress(packed) == content
    assert graphs["https://data.example/forests/graph/report/2024"].year == 2024


def test_dump_of_a_year_holds_its_graph_in_each_format(forestry: Release) -> None:
    folder = forestry.path / "dumps" / "graph" / "report"
    expected = set(rdflib.Graph().parse(folder / "2024.nt", format="nt"))
    for ending, form in [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")]:
        assert set(rdflib.Graph().parse(folder / f"2024.{ending}", format=form)) == expected, ending
    for ending, form in [("nq", "nquads"), ("trig", "trig")]:
        dataset = rdflib.Dataset()
        dataset.parse(folder / f"2024.{ending}", format=form)
        graph = rdflib.URIRef("https://data.example/forests/graph/report/2024")
        assert {q[3] for q in dataset.quads()} == {graph} and set(dataset.graph(graph)) == expected
