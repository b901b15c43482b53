"""`hasila new-report YEAR`: all files of a report or none, whatever body's publication it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hasila.cli import main
from hasila.errors import OptionInvalid
from hasila.publication import new_report
from hasila.publication.manifest import read_manifest


def _run(folder: Path, *options: str, year: str = "2025") -> Result:
    return CliRunner().invoke(main, ["new-report", year, "--root", str(folder), *options], catch_exceptions=False)


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_are_made_of_templates_and_tables_get_their_header(forestry_sources: Path) -> None:
    before = _tree(forestry_sources)
    done = _run(forestry_sources)
    made = {name: content.decode() for name, content in _tree(forestry_sources).items() if name not in before}
    assert done.exit_code == 0 and made.keys() == {"data/2025.ttl", "data/2025.csv"}
    assert made["data/2025.csv"] == "stand,species,hectares,label_en\n"
    assert "/id/report/2025>" in made["data/2025.ttl"] and "{" not in made["data/2025.ttl"]
    assert {name: content for name, content in _tree(forestry_sources).items() if name in before} == before


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["Files made for 2025:", "data/2025.ttl", "1. Fill in data/2025.csv after that of 2024.", "“hasila validate”"]),
        ("fr", ["Fichiers créés pour 2025 :", "data/2025.csv", "1. Remplir data/2025.csv comme celle de 2024.", "nomme tout"]),
    ],
)  # fmt: skip
def test_next_steps_are_told_in_the_language_asked_for(forestry_sources: Path, language: str, lines: list[str]) -> None:
    said = _run(forestry_sources, "--language", language).stdout
    assert all(line in said for line in lines), said


def test_begun_report_is_warned_of_and_conforms_once_filled_in(forestry_sources: Path) -> None:
    def validated() -> Result:
        options = ["validate", "--root", str(forestry_sources), "--language", "en"]
        return CliRunner().invoke(main, options, catch_exceptions=False)

    _run(forestry_sources)
    assert "data/2025.csv:1: Warning: The table has nothing but its header" in validated().stdout
    with (forestry_sources / "data/2025.csv").open("a", encoding="utf-8") as file:
        file.write("elm-1,oak,2,Elms\n")
    assert "0 violations, 0 warnings" in validated().stderr


@pytest.mark.parametrize("there", ["data/2025.ttl", "data/2025.csv"])
def test_nothing_is_made_or_overwritten_when_a_file_is_there(forestry_sources: Path, there: str) -> None:
    (forestry_sources / there).write_text("mine", encoding="utf-8")
    before = _tree(forestry_sources)
    done = _run(forestry_sources)
    assert done.exit_code == 2 and there in done.stderr and "nothing was made" in done.stderr
    assert _tree(forestry_sources) == before


def test_all_or_none_when_the_machine_refuses_half_way(forestry_sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _tree(forestry_sources)
    link, links = Path.hardlink_to, []

    def fails_at_the_second(self: Path, target: Path) -> None:
        links.append(self)
        if len(links) == 2:
            raise OSError(28, os.strerror(28), str(self))
        link(self, target)

    monkeypatch.setattr(Path, "hardlink_to", fails_at_the_second)
    with pytest.raises(OSError, match="No space left"):
        new_report.write(forestry_sources, new_report.plan(read_manifest(forestry_sources), 2025))
    assert len(links) == 2 and _tree(forestry_sources) == before


def test_file_that_appears_meanwhile_is_left_alone_and_folders_are_taken_away(tmp_path: Path) -> None:
    made = {tmp_path / "a" / "b" / "1.ttl": "x", tmp_path / "2.ttl": "y"}
    plain = Path.exists

    def appears(self: Path, **options: bool) -> bool:
        found = plain(self, **options)
        if self.name == "2.ttl":
            self.write_text("theirs", encoding="utf-8")
        return found

    with pytest.MonkeyPatch.context() as patch, pytest.raises(OptionInvalid, match="meanwhile"):
        patch.setattr(Path, "exists", appears)
        new_report.write(tmp_path, made)
    assert _tree(tmp_path) == {"2.ttl": b"theirs"} and not (tmp_path / "a").exists()


@pytest.mark.parametrize("year", ["26", "99999", "-5"])
def test_year_of_other_than_four_digits_is_refused(forestry_sources: Path, year: str) -> None:
    done = CliRunner().invoke(main, ["new-report", "--root", str(forestry_sources), "--", year])
    assert done.exit_code == 2 and "four digits" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("[new-report]", "[new-raport]", "Did you mean 'new-report'?"),
        ('file = "data/{year}.ttl", template', 'file = "data/next.ttl", template', "{year} in its name"),
        ('template = "templates/report.ttl"', 'template = "../report.ttl"', "below the publication's folder"),
        ('template = "templates/report.ttl"', 'template = "templates/none.ttl"', "there is no such file"),
        (', fr = "Remplir data/{year}.csv comme celle de {previous}."', "", "languages of the publication"),
    ],
)
def test_section_that_is_wrong_is_told(forestry_sources: Path, old: str, new: str, part: str) -> None:
    manifest = forestry_sources / "hasila.toml"
    text = manifest.read_text(encoding="utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new), encoding="utf-8")
    done = _run(forestry_sources)
    assert done.exit_code != 0 and part in done.stderr, done.stderr


def test_publication_without_templates_is_told_what_is_missing(forestry_sources: Path) -> None:
    manifest = forestry_sources / "hasila.toml"
    before, _, after = manifest.read_text(encoding="utf-8").partition("[new-report]")
    manifest.write_text(before + after[after.index("[server]") :], encoding="utf-8")
    assert read_manifest(forestry_sources).new_report is None
    done = _run(forestry_sources)
    assert done.exit_code == 2 and "[new-report]" in done.stderr
