"""The next report begins as a scaffold that validation describes, and ends as a report that conforms."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hasila.cli import main

YEAR = 2026
SOURCE = f"{YEAR}-outlet"
FIGURE = f"{YEAR}.clearance-rate"
STATEMENTS = {
    "S01": ("observation", "crime", f"figure:{FIGURE} , indicator:clearance-rate"),
    "S02": ("event", "training", f"event:{YEAR}-opening"),
    "S03": ("trend", "crime", f"trend:{YEAR}-criminal-cases"),
}
"""Of each statement its kind, its theme and what it is about."""
DAY = f"period:{YEAR}-05-17"
MISTAKES: list[tuple[dict[str, str], str, str, str]] = [
    ({"figure": f"{YEAR}.arrests", "indicator": "arrests", "value": "1,234"}, "value", "1,234", "table-cells"),
    ({"figure": f"{YEAR}.no-source", "sources": ""}, "sources", "", "figure-has-source"),
    ({"figure": f"{YEAR}.clearence-rate", "indicator": "clearence-rate"}, "indicator", "clearence-rate", "reference-resolves"),
    ({"figure": f"{YEAR}.dated", "period": f"17/12/{YEAR}"}, "period", f"17/12/{YEAR}", "table-cells"),
    ({"figure": "2062.clearance-rate", "period": "2062"}, "period", "2062", "reference-resolves"),
    ({"figure": f"{YEAR}.criminal-cases", "period": "2025"}, "figure", f"{YEAR}.criminal-cases", "figure-key-is-its-series"),
]  # fmt: skip
"""The likeliest mistakes in a row: the cells, the column that is told of, what stands there, and who tells it."""


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


def _findings(folder: Path) -> list[dict[str, Any]]:
    """Return what is found in the year's files and of its resources; the other years have tests of their own."""
    done = CliRunner().invoke(main, ["validate", "--root", str(folder), "--format", "json"], catch_exceptions=False)
    return [f for f in json.loads(done.stdout)["findings"] if str(YEAR) in f"{f['file']} {f['focus']}"]


def _blocks(path: Path) -> list[str]:
    """Return the blocks that a scaffold holds ready, with the signs of a comment taken away."""
    found = re.findall(r"^# [a-z-]+:\S+ a .*\n(?:#     .*\n)+", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [re.sub("^# ", "", block, flags=re.MULTILINE) for block in found]


def _said(block: str, of: str) -> str:
    """Return the block with words of its own in each language."""
    words = {"ar": "ما قيل في سنة", "fr": "Ce qui est dit de", "en": "What is said of"}
    for language, text in words.items():
        block = block.replace(f'"…"@{language}', f'"{text} {YEAR} ({of})."@{language}')
    return block


def _fill_in(folder: Path) -> None:
    """Write one statement with its passage for each of a figure, an event and a trend, by the blocks that are held ready."""
    report, events = (folder / f"data/{kind}/{YEAR}.ttl" for kind in ("reports", "events"))
    periods = folder / f"data/concepts/periods-{YEAR}.ttl"
    source, *said = _blocks(report)
    text = re.sub(r"^    # (?=dcterms:|hasila:)", "    ", report.read_text(encoding="utf-8"), flags=re.MULTILINE)
    source = _said(source, "0").replace('publisher "…"', 'publisher "Outlet"').replace('"…"', f'"{"f" * 64}"')
    text += "\n" + source.replace("characters 1 ", "characters 9 ")
    for number, (key, (kind, theme, about)) in enumerate(STATEMENTS.items()):
        block = _said("\n".join(said), str(number + 1)).replace("S01", key).replace('"…"', f'"{number:064}"')
        block = block.replace("statement-kind:observation", f"statement-kind:{kind}").replace(
            "theme:crime", f"theme:{theme}"
        )
        block = re.sub(r"schema:about .* ;", f"schema:about {about} ;", block)
        text += "\n" + block.replace("oa:start 0", f"oa:start {number}").replace("oa:end 1", f"oa:end {number + 1}")
    report.write_text(text, encoding="utf-8")
    told = [_said(block, name) for block, name in zip(_blocks(events), ("4", "5"), strict=True)]
    on_a_day = told[0].replace(f"period:{YEAR}", DAY).replace("date-precision:year", "date-precision:day")
    _append(events, on_a_day, told[1])
    _append(periods, *_blocks(periods))
    _append(folder / f"data/figures/{YEAR}.csv", _row(folder))
    manifest = folder / "hasila.toml"
    manifest.write_text(re.sub(r"modified = \S+", f"modified = {YEAR}-12-31", manifest.read_text("utf-8")), "utf-8")


def _append(path: Path, *texts: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(f"\n{text}" if path.suffix == ".ttl" else text for text in texts))


def _row(folder: Path, **changed: str) -> str:
    """Return a row of the year's table, made of one of last year's, with some cells changed."""
    with (folder / "data/figures/2025.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["figure"] == "2025.clearance-rate")
    given = {"statement": f"{YEAR}-S01", "sources": SOURCE, "publishers": "1", **changed}
    cells = [given.get(name, re.sub("202[45]", lambda year: str(int(year[0]) + 1), cell)) for name, cell in row.items()]
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerow(cells)
    return made.getvalue()


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


def test_likeliest_mistakes_are_told_with_row_and_column_in_each_language(publication: Path) -> None:
    _fill_in(publication)
    table = f"data/figures/{YEAR}.csv"
    _append(publication / table, *(_row(publication, **cells) for cells, *_ in MISTAKES))
    found = [f for f in _findings(publication) if f["file"] == table and f["severity"] == "Violation"]
    for row, (_, column, cell, rule) in enumerate(MISTAKES, start=3):
        told = [
            f
            for f in found
            if f["line"] == row and f["source"].endswith(f"/{rule}") and cell in f"{f['value']} {f['focus']}"
        ]
        assert told, (row, column, [(f["line"], f["source"], f["value"]) for f in found])
        for language, place in {"ar": "السطر", "fr": "Ligne", "en": "Row"}.items():
            said = told[0]["messages"][language]
            assert said.startswith(f"{place} {row}") and column in said, said
            assert "^[" not in said, "a form is told in words, not as a regular expression"
