"""The files of the next report: from the publication's templates, and the headers of its yearly tables.

TOML 1.0: section [new-report] of the manifest says which file is made of which template. `{year}`, `{previous}` and `{next}`
become years in both, and nothing else is touched. All files are made or none, and none is overwritten. Checks nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from hasila.errors import ManifestInvalid, OptionInvalid
from hasila.publication.files import read_text, relative
from hasila.publication.manifest import FILE_NAME, Manifest
from hasila.publication.mappings import read_mapping
from hasila.rdf.languages import Text

MADE: Text = {"ar": "أُنشئت ملفات سنة {year}:", "fr": "Fichiers créés pour {year} :", "en": "Files made for {year}:"}
"""Said before the list of files."""
STEPS: Text = {"ar": "ما يبقى:", "fr": "Il reste à faire :", "en": "What remains to be done:"}
"""Said before the publication's own steps."""
CHECK: Text = {
    "ar": "«hasila validate» يسمي كل ما ينقص، ملفا وسطرا.",
    "fr": "« hasila validate » nomme tout ce qui manque, fichier et ligne.",
    "en": "“hasila validate” names everything that is missing, with file and line.",
}
"""Said at the end."""


def plan(manifest: Manifest, year: int) -> dict[Path, str]:
    """Return the files of the year's report with their texts, in the order of the manifest, tables last.

    Raises ManifestInvalid when the manifest has no templates, OptionInvalid for a year that has not four digits, and
    SourceInvalid when a template or a mapping cannot be read.
    """
    if not 1000 <= year <= 9998:
        raise OptionInvalid(f"YEAR {year}: a year has four digits.", option="YEAR", value=year)
    if manifest.new_report is None:
        raise ManifestInvalid(
            f"{manifest.root / FILE_NAME}: has no section [new-report] to say which files a report has; add one, with "
            "`files` and `steps`.", file=str(manifest.root / FILE_NAME), key="new-report",
        )  # fmt: skip
    made: dict[Path, str] = {}
    for template in manifest.new_report.files:
        text = read_text(manifest.root / template.template)
        made[manifest.root / _filled(template.file, year)] = _filled(text, year)
    for graph in manifest.graphs:
        for table in graph.tables:
            path = manifest.root / _filled(table.file, year)
            if "{year}" in table.file and path not in made:
                made[path] = ",".join(read_mapping(manifest.root / table.mapping).columns) + "\n"
    return made


def steps(manifest: Manifest, year: int, language: str) -> list[str]:
    """Return what the publication says is to be done next, one step a line of the manifest."""
    text = manifest.new_report.steps[language] if manifest.new_report else ""
    return [_filled(line.strip(), year) for line in text.strip().splitlines()]


def _filled(text: str, year: int) -> str:
    for name, value in (("{year}", year), ("{previous}", year - 1), ("{next}", year + 1)):
        text = text.replace(name, str(value))
    return text


def write(root: Path, made: Mapping[Path, str]) -> None:
    """Write the files, all or none.

    Raises OptionInvalid when one of them is there, OSError when the machine refuses; then nothing has changed.
    """
    there = [relative(root, path) for path in made if path.exists() or path.is_symlink()]
    if there:
        raise OptionInvalid(f"{', '.join(there)} already there; nothing was made. Remove or rename what is there, or go on "
                           "filling it in.", option="YEAR", value=there)  # fmt: skip
    folders: list[Path] = []
    written: list[Path] = []
    try:
        for path, text in made.items():
            _make_folders(path.parent, folders)
            aside = path.with_name(f".{path.name}.new")
            written.append(aside)
            with aside.open("x", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        for path in made:
            # A link, unlike a renaming, fails where somebody has put a file in the meantime.
            path.hardlink_to(path.with_name(f".{path.name}.new"))
            written.append(path)
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, FileExistsError):
            raise OptionInvalid(
                f"{error.filename2 or error.filename} appeared meanwhile; nothing was made.", option="YEAR"
            ) from error
        raise
    for path in made:
        path.with_name(f".{path.name}.new").unlink(missing_ok=True)


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir()
        made.append(parent)
