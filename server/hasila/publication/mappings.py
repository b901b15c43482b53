"""Mappings: one readable SPARQL CONSTRUCT that makes triples of the rows of a table, each row by itself.

SPARQL 1.1 Query sections 10.1 (BIND), 10.2 (VALUES) and 16.2 (CONSTRUCT): the cells are put into the mapping's one empty
`VALUES (?column …) { }` block, so a cell can never be read as query text. The patterns after it are matched against what the
publication's RDF files say. Judges no value.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path

from hasila.errors import SourceInvalid
from hasila.publication.files import read_text
from hasila.publication.progress import Progress, counted
from hasila.publication.store import Dataset, Quad, has_blank_node, lexical_form
from hasila.publication.tables import Row, Table
from hasila.publication.terminals import service_line
from hasila.rdf.saved_queries import quote_literal
from hasila.rdf.sparql_tokens import Token, iter_tokens

_TOGETHER = 1000
"""Rows whose keys one query computes."""
_FAULTS = (SyntaxError, ValueError, OSError, RuntimeError)
"""What Oxigraph raises."""
_PAIRS = {"{": "}", "(": ")"}
_NO_BLOCK = (
    "needs one empty block VALUES (?column …) { } among the VALUES and BIND at the beginning of its WHERE clause, where "
    "only the row's own cells count"
)


@dataclass(frozen=True)
class RowMapping:
    """A mapping in its parts, cut where the rows come in.

    `head` ends before CONSTRUCT and `template` before the WHERE group, which consists of `before`, the block for `columns`,
    `after` and `patterns`. Nothing but VALUES and BIND stands in `before` and `after`.
    """

    path: Path
    columns: tuple[str, ...]
    head: str
    template: str
    dataset: str
    before: str
    after: str
    patterns: str

    def keys(self, number: str, rows: str) -> str:
        """Return the SELECT of everything that the cells of some rows alone give, with the number of the row."""
        block = f"VALUES (?{number} {' '.join(f'?{name}' for name in self.columns)}) {{ {rows} }}"
        return f"{self.head}SELECT * {self.dataset}{{ {self.before}{block}{self.after} }}"

    def triples(self, names: Sequence[str], solutions: str) -> str:
        """Return the CONSTRUCT of one row, of which `keys` has bound the variables `names` to `solutions`."""
        block = f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {solutions} }}"
        return f"{self.head}{self.template}{self.dataset}{{ {block} {self.patterns} }}"


def read_mapping(path: Path) -> RowMapping:
    """Return the mapping in a file.

    Raises SourceInvalid when it is no CONSTRUCT, calls another endpoint, has not exactly one empty VALUES block where it
    is looked for, or anything behind the WHERE clause: a LIMIT would count rows that are mapped one by one.
    """
    query = read_text(path)
    line = service_line(query)
    if line is not None:
        raise SourceInvalid(f"{path}:{line}: SERVICE is refused; a build asks nobody.", file=str(path), line=line)
    tokens = list(iter_tokens(query))
    start = next((n for n, token in enumerate(tokens) if _is_word(token, "construct")), len(tokens))
    template = _find(tokens, start, "{")
    group = _find(tokens, _closing(tokens, template) + 1, "{")
    end = _closing(tokens, group)
    if end >= len(tokens):
        raise SourceInvalid(f"{path}: is no CONSTRUCT {{ … }} WHERE {{ … }}.", file=str(path))
    if end + 1 < len(tokens):
        told = f"remove {tokens[end + 1].text!r} after the WHERE clause; rows are mapped one by one"
        raise SourceInvalid(f"{path}: {told}.", file=str(path))
    elements = list(_bindings(tokens, group + 1))
    blocks = [(first, last) for first, last in elements if _is_empty_block(tokens[first : last + 1])]
    if len(blocks) != 1:
        raise SourceInvalid(f"{path}: {_NO_BLOCK}.", file=str(path))
    first, last = blocks[0]
    cuts = [
        0, tokens[start].start, _after(tokens, _closing(tokens, template)), tokens[group].start, _after(tokens, group),
        tokens[first].start, _after(tokens, last), _after(tokens, elements[-1][1]), tokens[end].start,
    ]  # fmt: skip
    head, template_text, dataset, _, before, _, after, patterns = (query[begin:stop] for begin, stop in pairwise(cuts))
    columns = tuple(token.text[1:] for token in tokens[first:last] if token.kind == "variable")
    return RowMapping(path, columns, head, template_text, dataset, before, after, patterns)


def _bindings(tokens: Sequence[Token], begin: int) -> Iterator[tuple[int, int]]:
    """Yield first and last token of each VALUES and BIND that the group beginning there begins with."""
    while begin < len(tokens):
        if _is_word(tokens[begin], "bind"):
            end = _closing(tokens, begin + 1)
        elif _is_word(tokens[begin], "values"):
            end = _closing(tokens, _find(tokens, begin, "{"))
        else:
            return
        if end < len(tokens):
            yield begin, end
        begin = end + 1
        if begin < len(tokens) and tokens[begin].text == ".":
            begin += 1


def _is_empty_block(tokens: Sequence[Token]) -> bool:
    return _is_word(tokens[0], "values") and [token.text for token in tokens[-3:]] == [")", "{", "}"]


def _is_word(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text.casefold() == word


def _find(tokens: Sequence[Token], begin: int, symbol: str) -> int:
    """Return the index of the next token that is the symbol; the number of tokens when there is none."""
    return next((n for n in range(begin, len(tokens)) if tokens[n].text == symbol), len(tokens))


def _closing(tokens: Sequence[Token], begin: int) -> int:
    """Return the index of the bracket that closes the one at `begin`; the number of tokens when there is none."""
    if begin >= len(tokens) or tokens[begin].text not in _PAIRS:
        return len(tokens)
    opening, depth = tokens[begin].text, 0
    for n in range(begin, len(tokens)):
        depth += (tokens[n].text == opening) - (tokens[n].text == _PAIRS[opening])
        if not depth:
            return n
    return len(tokens)


def _after(tokens: Sequence[Token], n: int) -> int:
    return tokens[n].start + len(tokens[n].text)


def map_rows(
    table: Table, mapping: RowMapping, over: Dataset, progress: Progress = lambda _: None
) -> list[tuple[Row, list[Quad]]]:
    """Return for each row with a filled cell the triples that the mapping makes of it, seeing no row but that one.

    `over` is what the patterns are matched against. A cell with several values stands for a solution each. A row may give no
    triple: an IRI cannot be made of an empty cell or one with a space, and without its IRI nothing is said. Raises
    SourceInvalid when the mapping cannot be evaluated or makes a blank node; the table has all columns of the mapping.
    """
    number = "row"
    while number in mapping.head + mapping.before + mapping.after or number in mapping.columns:
        number += "_"
    rows = [row for row in table.rows if any(row.cells.values())]
    _prove(mapping, number)
    keys: list[list[dict[str, str]]] = []
    for begin in range(0, len(rows), _TOGETHER):
        keys += _keys(mapping, number, rows[begin : begin + _TOGETHER], over)
    # Oxigraph lets other threads run while it works.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = [
            pool.submit(_triples, table, mapping, row, solutions, over)
            for row, solutions in zip(rows, keys, strict=True)
        ]
        told = counted(list(zip(rows, made, strict=True)), f"rows of {table.path.name}", progress)
        return [(row, quads.result()) for row, quads in told]


def _prove(mapping: RowMapping, number: str) -> None:
    """Refuse a wrong mapping even when there is no row."""
    try:
        for query in (mapping.keys(number, ""), mapping.triples((), "()")):
            Dataset().prove(query)
    except _FAULTS as error:
        raise _refusal(mapping, error) from error


def _keys(mapping: RowMapping, number: str, rows: Sequence[Row], over: Dataset) -> list[list[dict[str, str]]]:
    """Return for each row what its cells alone give: one solution, or as many as its lists combine to."""
    values = " ".join(
        f'("{n}" {" ".join(_term(cell) for cell in cells)})'
        for n, row in enumerate(rows)
        for cells in product(*(row.cells[name] or ("",) for name in mapping.columns))
    )
    found: list[list[dict[str, str]]] = [[] for _ in rows]
    try:
        for solution in over.select(mapping.keys(number, values)):
            found[int(lexical_form(solution.pop(number)))].append(solution)
    except _FAULTS as error:
        raise _refusal(mapping, error) from error
    return found


def _term(cell: str) -> str:
    # An empty cell is an unbound variable, so the triple that would need it is simply not made.
    return quote_literal(cell) if cell else "UNDEF"


def _triples(
    table: Table, mapping: RowMapping, row: Row, solutions: Sequence[Mapping[str, str]], over: Dataset
) -> list[Quad]:
    # As constants they let Oxigraph look patterns up; it would walk all labels of the publication for a bound variable.
    names = sorted({name for solution in solutions for name in solution})
    values = " ".join(f"({' '.join(solution.get(name, 'UNDEF') for name in names)})" for solution in solutions)
    try:
        quads = over.construct(mapping.triples(names, values))
    except _FAULTS as error:
        raise _refusal(mapping, error) from error
    if any(has_blank_node(quad) for quad in quads):
        raise SourceInvalid(f"{mapping.path}: makes a blank node of {table.path.name}:{row.line}; make an IRI instead.",
                            file=str(mapping.path))  # fmt: skip
    return quads


def _refusal(mapping: RowMapping, error: Exception) -> SourceInvalid:
    return SourceInvalid(f"{mapping.path}: {' '.join(str(error).split())}", file=str(mapping.path))
