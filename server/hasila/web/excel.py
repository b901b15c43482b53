"""Answers of saved queries for spreadsheet programs: a workbook, or CSV as such programs read it, in one language.

RFC 4180; Office Open XML (ISO/IEC 29500). Written as the tables for downloading are (see `spreadsheets`): what would be taken
for a formula is text. A larger answer is refused, since all of it is held in memory; the plain CSV has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from flask import Response

from hasila.distributions import Separators
from hasila.engine.protocol import QueryForm
from hasila.errors import ResultTooLarge, TooManyRows
from hasila.grids import Grid, grid_of_answers
from hasila.rdf.formats import SPARQL_JSON, XLSX, Format
from hasila.rdf.saved_queries import LANGUAGE_PARAMETER, SavedQuery
from hasila.spreadsheets import LONGEST, excel_csv, facts_of, workbook
from hasila.web import answers
from hasila.web.languages import requested_language
from hasila.web.site import site, url_parameters

PARAMETER = "excel"
MOST_ROWS = 10_000
MOST_BYTES = 16 * 1024 * 1024
"""Of the answer as JSON, which a table takes several times of in memory."""


def formats_for(query: SavedQuery) -> tuple[Format, ...]:
    """Return what a query is offered in for spreadsheet programs: a workbook, if it answers with a table."""
    return (XLSX,) if site().engine.read(query.text).form == QueryForm.SELECT else ()


def is_asked() -> bool:
    """Tell whether the request asks for CSV as spreadsheet programs read it. Raises BadRequest for a wrong `excel=`."""
    return url_parameters().is_on(PARAMETER)


def language_of(query: SavedQuery, values: Mapping[str, str]) -> str:
    """Return the language of labels and headings: that the query is asked in, else that the address names, else the first."""
    languages = site().publication.languages
    defaults = [parameter.default for parameter in query.parameters if parameter.name == LANGUAGE_PARAMETER]
    wanted = (values.get(LANGUAGE_PARAMETER), requested_language(), *defaults)
    return next((language for language in wanted if language in languages), languages[0])


def written(query: SavedQuery, values: Mapping[str, str], form: Format) -> bytes:
    """Return the answer as a workbook or as CSV. Raises TooManyRows or ResultTooLarge, and what stops the engine."""
    publication, language = site().publication, language_of(query, values)
    grid = _grid(query, values, language)
    if form == XLSX:
        return workbook(grid, (language,), facts_of(publication, grid), publication.modified)
    return excel_csv(grid, language, Separators(*publication.separators.get(language, ",.")))


def _grid(query: SavedQuery, values: Mapping[str, str], language: str) -> Grid:
    with answers.answer(query, values, SPARQL_JSON) as answer:
        if answer.length > MOST_BYTES:
            raise ResultTooLarge(
                "The answer is larger than a spreadsheet is made of here; take it as CSV.", bytes=MOST_BYTES
            )
        grid = grid_of_answers(query, {language: answer.read()})
    rows = grid.rows_in(language)
    if len(rows) > MOST_ROWS:
        raise TooManyRows(
            "The answer has more rows than a spreadsheet is made of here; take it as CSV.", rows=MOST_ROWS
        )
    if any(len(cell) > LONGEST for row in rows for cell in row):
        raise ResultTooLarge("A cell of the answer is longer than spreadsheets hold; take it as CSV.", bytes=LONGEST)
    return grid


def label(response: Response, query: SavedQuery, language: str, form: Format) -> Response:
    """Return the response saying that it is a file to be kept, its name, and the language of its labels."""
    response.headers["Content-Language"] = language
    name = quote(f"{query.name}.{language}.{form.extension}")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
