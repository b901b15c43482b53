"""The next report begins as a scaffold that validation describes, and ends as a report that conforms."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from hasila.cli import main
from hasila.publication import sources
from hasila.publication.manifest import read_manifest

YEAR = 2026
SOURCE = f"source:{YEAR}-sawt-al-adala"
STATED = f"""dcterms:issued "{YEAR}-12-17"^^xsd:date ;
    dcterms:language <http://publications.europa.eu/resource/authority/language/ARA> ;
    hasila:statedIn {SOURCE} ;"""
GIST = ['"بلغ معدل الزجر 95 في المائة في سنة 2026."@ar', '"Le taux d\'élucidation est de 95 % en 2026."@fr',
        '"The clearance rate is 95 percent in 2026."@en']  # fmt: skip


@pytest.fixture
def publication(repository: Path, tmp_path: Path) -> Path:
    """A copy of the last year's publication in which the report of the next year has been begun.

    The years before are left out to save time: nothing is asked of them here.
    """
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(repository / name, tmp_path / "publication" / name)
    shutil.copy(repository / "hasila.toml", tmp_path / "publication")
    for path in (tmp_path / "publication" / "data").rglob("20*"):
        if not path.name.startswith(str(YEAR - 1)):
            path.unlink()
    done = CliRunner().invoke(main, ["new-report", str(YEAR), "--root", str(tmp_path / "publication")])
    assert done.exit_code == 0, done.output
    return tmp_path / "publication"


def _findings(folder: Path) -> list[dict[str, str]]:
    """Return what is found in the year's files and of its resources; the other years have tests of their own."""
    done = CliRunner().invoke(main, ["validate", "--root", str(folder), "--format", "json"], catch_exceptions=False)
    return [f for f in json.loads(done.stdout)["findings"] if str(YEAR) in f"{f['file']} {f['focus']}"]


def _next_year(text: str) -> str:
    return re.sub(r"202[45]", lambda year: str(int(year[0]) + 1), text)


def _fill_in(folder: Path) -> None:
    """Write one statement with its passage and one figure, as of last year's."""
    said = sources.load(read_manifest(folder)).quads()
    described = [str(quad) for quad in said if str(quad.subject).endswith("/source/2025-sawt-al-adala>")]
    kept = [_next_year(line.rsplit(" <", 1)[0]) + " ." for line in described if "time#hasTime" not in line]
    report = folder / f"data/reports/{YEAR}.ttl"
    text = re.sub(
        r"# dcterms:issued .*?;\n.*?# hasila:statedIn .*?;", lambda _: STATED, report.read_text("utf-8"), flags=re.S
    )
    before, blocks = text.split("#\n# statement:", 1)
    block = re.sub(r"^# ?", "", "# statement:" + blocks, flags=re.MULTILINE).replace(f"source:{YEAR}-outlet", SOURCE)
    block = re.sub(r'description "…"@ar.*?"…"@en', lambda _: f"description {' , '.join(GIST)}", block, flags=re.S)
    report.write_text(before + block.replace('"…"', f'"{"0" * 64}"') + "\n".join(kept) + "\n", encoding="utf-8")
    with (folder / "data/figures/2025.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["figure"] == "2025.clearance-rate")
    given = {"statement": f"{YEAR}-S01", "sources": f"{YEAR}-sawt-al-adala", "publishers": "1"}
    cells = {name: given.get(name, _next_year(cell)) for name, cell in row.items()}
    with (folder / f"data/figures/{YEAR}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(row), lineterminator="\n").writerow(cells)
    manifest = folder / "hasila.toml"
    manifest.write_text(re.sub(r"modified = \S+", f"modified = {YEAR}-12-31", manifest.read_text("utf-8")), "utf-8")


def test_scaffold_is_told_to_lack_what_only_its_author_knows(publication: Path) -> None:
    found = {(f["file"], f["source"].rsplit("/", 1)[1]) for f in _findings(publication)}
    report = f"data/reports/{YEAR}.ttl"
    asked = {name for file, name in found if file == report}
    assert {"Report-issued-missing", "Report-statedIn-missing"} <= asked
    assert all(re.match(r"Report-|report-", name) for name in asked)
    assert found - {(report, name) for name in asked} == {(f"data/figures/{YEAR}.csv", "table-file")}


def test_filled_in_it_conforms(publication: Path) -> None:
    _fill_in(publication)
    assert [(f["file"], f["line"], f["message"], f["focus"], f["value"]) for f in _findings(publication)] == []
