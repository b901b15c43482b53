"""Tables of the sources as tables for downloading.

Metadata Vocabulary for Tabular Data, sections 5.6 and 6.1 (what a source table says of its columns). Writes nothing (see
`spreadsheets` and `table_dumps`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hasila.grids import Grid, GridColumn
from hasila.publication import csvw
from hasila.publication.files import read_text
from hasila.publication.tables import Table


def grid_of_table(name: str, table: Table, metadata: Mapping[str, Any]) -> Grid:
    """Return a table of the sources as one for downloading, as it was read: cells of spreadsheet programs made plain.

    Headings, texts, datatypes and order of the columns are those of its metadata.
    """
    entries = {entry["name"]: entry for entry in metadata.get("tableSchema", {}).get("columns", ())}
    names = [entry for entry in entries if entry in table.header] or list(table.header)
    columns = []
    for column in names:
        entry = entries.get(column, {})
        # A cell with several values is a number to nobody.
        datatype = "string" if "separator" in entry else _base(entry.get("datatype", "string"))
        columns.append(GridColumn(column, _titles(entry.get("titles")), _texts(entry.get("dc:description")), datatype))
    marks = {column: entries.get(column, {}).get("separator", "") for column in names}
    rows = [[marks[column].join(row.cells[column]) for column in names] for row in table.rows]
    return Grid(
        name, _texts(metadata.get("dc:title")), _texts(metadata.get("dc:description")), tuple(columns), {"": rows}
    )


def _base(datatype: Any) -> str:
    return str(datatype.get("base", "string")) if isinstance(datatype, dict) else str(datatype)


def metadata_of(path: Path) -> dict[str, Any]:
    """Return the metadata beside a table with the schema in place, wherever they have it from; empty without any."""
    file = csvw.metadata_path(path)
    if not file.exists():
        return {}
    metadata: dict[str, Any] = json.loads(read_text(file))
    if isinstance(metadata.get("tableSchema"), str):
        metadata["tableSchema"] = json.loads(read_text(file.parent / metadata["tableSchema"]))
    return metadata


def _titles(said: object) -> dict[str, str]:
    """Return the last title in each language: the first may be the name of the column, which the header must have."""
    found = said.items() if isinstance(said, dict) else ()
    every = {language: title if isinstance(title, list) else [title] for language, title in found}
    return {language: str(titles[-1]) for language, titles in every.items() if titles}


def _texts(said: object) -> dict[str, str]:
    values = said if isinstance(said, list) else [said]
    return {value["@language"]: str(value["@value"]) for value in values if isinstance(value, dict) and len(value) == 2}
