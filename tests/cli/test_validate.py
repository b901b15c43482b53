"""What `hasila validate` says of tables, in the language asked for: file, row, column, cause and cure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hasila.cli import main

TABLE = "data/2024.csv"
SCHEMA = {
    "columns": [
        {"name": "stand", "datatype": {"base": "string", "format": "^[a-z0-9-]+$"}, "required": True},
        {"name": "species", "datatype": "string"},
        {"name": "hectares", "datatype": "decimal"},
        {"name": "label_en", "required": True},
    ]
}


def _run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["validate", "--root", str(folder), *options], catch_exceptions=False)


@pytest.fixture
def described(forestry_sources: Path) -> Path:
    """The small publication, its table with metadata."""
    metadata = {"url": "2024.csv", "tableSchema": SCHEMA}
    (forestry_sources / f"{TABLE}-metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    return forestry_sources


def _saved_by_excel(folder: Path) -> None:
    table = folder / TABLE
    rows = table.read_text(encoding="utf-8").replace('"Oaks, north slope"', "Oaks| north slope").splitlines()
    text = "\r\n".join(row.replace(",", ";").replace(".", ",").replace("|", ",") for row in rows).replace(
        ";30;", ";٣٠ ;"
    )
    table.write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n")


def test_table_saved_by_excel_gives_the_same_publication_and_notes(described: Path, tmp_path: Path) -> None:
    def digest() -> str:
        done = CliRunner().invoke(main, ["build", "--root", str(described), "--out", str(tmp_path / "out")])
        assert done.exit_code == 0, done.output
        return (tmp_path / "out" / "current" / "dumps" / "forests.nq").read_text(encoding="utf-8")

    before = digest()
    _saved_by_excel(described)
    done = _run(described, "--language", "fr")
    assert done.exit_code == 0 and "0 violations, 0 warnings, 4 notes" in done.stderr
    assert f"{TABLE}:2: Remarque: Ligne 2, colonne C (hectares) : « 12,5 » a été lu « 12.5 »." in done.stdout
    assert f"{TABLE}:3: Remarque: Ligne 3, colonne C (hectares) : « ٣٠  » a été lu « 30 »." in done.stdout
    assert digest() == before


@pytest.mark.parametrize(
    ("old", "new", "language", "told"),
    [
        ("12.5", '"1,234"', "fr", "{TABLE}:2: Erreur: Ligne 2, colonne C (hectares) : « 1,234 » peut se lire en milliers"),
        ("12.5", '"1,234"', "en", "{TABLE}:2: Violation: Row 2, column C (hectares): “1,234” may be thousands or decimals."),
        ("pine-2", "PINE", "en", "{TABLE}:4: Violation: Row 4, column A (stand): “PINE” does not have the form"),
        ("30", "-30", "en", "{TABLE}:3: Violation: Row 3, column C (hectares): The area must be a number above zero."),
        ("30", "-30", "fr", "{TABLE}:3: Erreur: Ligne 3, colonne C (hectares) : La surface doit être un nombre positif."),
        ("pine,30", "oack,30", "en", "{TABLE}:3: Warning: Row 3, column B (species): "),
        ("Pines", "", "en", "{TABLE}:3: Violation: Row 3: The stand has no name."),
    ],
)  # fmt: skip
def test_wrong_row_is_told_with_row_column_cause_and_cure(
    described: Path, old: str, new: str, language: str, told: str
) -> None:
    table = described / TABLE
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = _run(described, "--language", language)
    assert done.exit_code == ("Warning" not in told) and told.format(TABLE=TABLE) in done.stdout, done.stdout


def test_wrong_encoding_is_one_violation_and_the_rest_is_still_checked(described: Path) -> None:
    (described / TABLE).write_bytes("stand,species,hectares,label_en\nelm-1,elm,1,Été\n".encode("cp1252"))
    done = _run(described, "--format", "json")
    # That nothing can be derived of a table without rows is said too.
    violations = [f for f in json.loads(done.stdout)["findings"] if f["severity"] == "Violation"]
    (found,) = (f for f in violations if f["file"] == TABLE)
    assert done.exit_code == 1 and "CSV UTF-8" in found["message"] and found["messages"].keys() == {"ar", "fr", "en"}
