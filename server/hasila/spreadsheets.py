"""Tables for spreadsheet programs: CSV that opens with its letters right, and a workbook.

RFC 4180 (CSV), with a byte-order mark, without which Excel takes UTF-8 for a code page; Office Open XML (ISO/IEC 29500)
written by XlsxWriter. A cell that such a program would take for a formula is made text. The plain CSV is left as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from hasila.distributions import Separators
from hasila.errors import QueryFileInvalid
from hasila.grids import Grid, GridColumn, Rows
from hasila.rdf.datatypes import NUMBERS
from hasila.rdf.languages import Text, autonym, direction, pick
from hasila.release import Masthead

_MARK = "\ufeff"
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_FORMULA = re.compile(r"[=+\-@\t\r]")
# A double holds so many digits; a longer number is kept as text rather than changed.
_DIGITS = 15
_MOST_ROWS = 1_048_575
LONGEST = 32_767
"""A cell holds so many characters."""
_LONGEST_NAME = 31
_WIDEST = 60
_COLUMNS: Text = {"ar": "الأعمدة", "fr": "Colonnes", "en": "Columns"}
"""Name of the sheet that tells what the columns mean."""

_FACTS: Mapping[str, Text] = {
    "title": {"ar": "العنوان", "fr": "Titre", "en": "Title"},
    "description": {"ar": "الوصف", "fr": "Description", "en": "Description"},
    "notice": {"ar": "تنبيه", "fr": "Avertissement", "en": "Notice"},
    "version": {"ar": "النسخة", "fr": "Version", "en": "Version"},
    "modified": {"ar": "تاريخ التحديث", "fr": "Mise à jour", "en": "Modified"},
    "licence": {"ar": "الرخصة", "fr": "Licence", "en": "Licence"},
}


def plain_csv(columns: Sequence[GridColumn], rows: Rows) -> bytes:
    """Return a table as the CSV of SPARQL 1.1 results (section 3): names of columns, then values as they are."""
    return _written([[column.name for column in columns], *rows], ",")


def excel_csv(grid: Grid, language: str, separators: Separators) -> bytes:
    """Return a table as CSV for spreadsheet programs, its headings and labels in `language`."""
    header = [_safe(heading_of(column, language)) for column in grid.columns]
    numeric = [column.datatype in NUMBERS for column in grid.columns]

    def shown(cell: str, number: bool) -> str:
        return cell.replace(".", separators.decimals) if number and _NUMBER.fullmatch(cell) else _safe(cell)

    rows = ([shown(*pair) for pair in zip(row, numeric, strict=True)] for row in grid.rows_in(language))
    return _MARK.encode() + _written([header, *rows], separators.cells)


def _written(rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula: an apostrophe before it makes it text."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def heading_of(column: GridColumn, language: str) -> str:
    """Return the heading of a column in a language, else its name."""
    return column.headings.get(language) or column.name


def workbook(grid: Grid, languages: Sequence[str], facts: Sequence[tuple[Text, Text]], modified: str) -> bytes:
    """Return a workbook: the table in each language, right to left where it is written so; then what its columns mean.

    `facts` are lines for the last sheet, heading and text, such as the licence. The same table gives the same bytes.
    Raises QueryFileInvalid when a spreadsheet cannot hold the table.
    """
    _require_fitting(grid)
    out = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(out, options)
    title, _ = pick(grid.title, languages[0], languages)
    book.set_properties({"title": title, "created": datetime.fromisoformat(modified).replace(tzinfo=UTC)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for language in languages:
        sheet = _sheet(book, autonym(language), language)
        _write_rows(sheet, grid, language, bold)
    name = " · ".join(_COLUMNS.get(language, _COLUMNS["en"]) for language in languages)[:_LONGEST_NAME]
    _write_meanings(_sheet(book, name, languages[0]), grid, languages, facts, bold)
    book.close()
    return out.getvalue()


def _require_fitting(grid: Grid) -> None:
    for rows in grid.rows.values():
        if len(rows) > _MOST_ROWS or any(len(cell) > LONGEST for row in rows for cell in row):
            raise QueryFileInvalid(
                f"{grid.name}.rq: what it answers does not fit a spreadsheet ({_MOST_ROWS} rows, {LONGEST} characters in a "
                "cell). Take it out of tables.queries, or make it answer less.", file=f"{grid.name}.rq",
            )  # fmt: skip


def _sheet(book: xlsxwriter.Workbook, name: str, language: str) -> Worksheet:
    sheet = book.add_worksheet(name)
    if direction(language) == "rtl":
        sheet.right_to_left()
    return sheet


def _write_rows(sheet: Worksheet, grid: Grid, language: str, bold: Format) -> None:
    rows = grid.rows_in(language)
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(grid.columns):
        heading = heading_of(column, language)
        cells = [row[index] for row in rows]
        widest = max((len(cell) for cell in (heading, *cells)), default=0)
        sheet.set_column(index, index, min(_WIDEST, widest + 2))
        sheet.write_string(0, index, heading, bold)
        for number, cell in enumerate(cells, 1):
            _write_cell(sheet, number, index, cell, column.datatype)
    sheet.autofilter(0, 0, len(rows), len(grid.columns) - 1)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: str, datatype: str) -> None:
    if not cell:
        return
    if datatype in NUMBERS and _NUMBER.fullmatch(cell) and sum(map(str.isdigit, cell)) <= _DIGITS:
        sheet.write_number(row, column, float(cell))
    else:
        sheet.write_string(row, column, cell)


def _write_meanings(
    sheet: Worksheet, grid: Grid, languages: Sequence[str], facts: Sequence[tuple[Text, Text]], bold: Format
) -> None:
    """Write a row for each column, its name, then heading and meaning in each language; then the facts."""
    sheet.set_column(0, 2 * len(languages), 30)
    sheet.freeze_panes(1, 1)
    for place, language in enumerate(languages):
        sheet.write_string(0, 1 + 2 * place, autonym(language), bold)
    row = 1
    for column in grid.columns:
        sheet.write_string(row, 0, column.name, bold)
        for place, language in enumerate(languages):
            sheet.write_string(row, 1 + 2 * place, column.headings.get(language, ""))
            sheet.write_string(row, 2 + 2 * place, column.meanings.get(language, ""))
        row += 1
    for heading, text in facts:
        row += 1
        sheet.write_string(row, 0, pick(heading, languages[0], languages)[0], bold)
        for place, language in enumerate(languages):
            sheet.write_string(row, 1 + 2 * place, pick(text, language, languages)[0])


def facts_of(publication: Masthead, grid: Grid) -> list[tuple[Text, Text]]:
    """Return what the last sheet of a workbook says of the table: heading and text."""
    first = publication.languages[0]
    said: Mapping[str, Text] = {
        "title": grid.title,
        "description": grid.description,
        "notice": publication.notice,
        "version": {first: publication.version},
        "modified": {first: publication.modified},
        "licence": {first: publication.licence},
    }
    return [(_FACTS[key], text) for key, text in said.items()]
