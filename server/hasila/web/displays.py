"""Answers of saved queries as they are displayed: cards, moments on a timeline, a grid, ties of a network, places on a map.

What each display needs stands in `hasila.rdf.displays`; that an answer has its columns was proven when the release was
built. Only rearranges the cells of a table; the templates named `display-…` draw them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from hasila.rdf.languages import Text
from hasila.web.sparklines import Sparkline, sparkline
from hasila.web.tables import Table
from hasila.web.terms import TermView

_POINT = re.compile(r"POINT\s*\(\s*(-?[0-9.]+)\s+(-?[0-9.]+)\s*\)\Z", re.IGNORECASE)
_PAIR = re.compile(r"\s*(-?[0-9.]+)[\s,]+(-?[0-9.]+)\s*\Z")
DRAWN = ("chart", "timeline", "network", "map")
"""Displays that a script draws from the table, where the bundle is installed."""
MOST_STATES = 8
"""So many states of cells are told apart by colour and sign; further ones look like the last."""

Note = tuple[Text, str, TermView]
"""Something more that is told: heading and name of its column, and the cell."""
Cell = TermView | None


@dataclass(frozen=True)
class Card:
    """One card: its name, the number with what it counts, how sure it is and where it leads, what went before, and more."""

    label: Cell
    number: Cell
    mark: Cell
    unit: Cell
    link: Cell
    trend: Sparkline | None
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Moment:
    """Something that took place from the day `begin` to the day `end`, in ISO 8601 (both alike: on one day)."""

    begin: str
    end: str
    label: Cell
    mark: Cell
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class State:
    """What a cell of a grid can be: its view, its number from 1, the best, to 8, which is hardly drawn, and how often it is."""

    view: TermView
    number: int
    count: int


@dataclass(frozen=True)
class GridCell:
    """One cell of a grid: its state, or None where nothing is said, and what else is told of it."""

    state: State | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Grid:
    """Columns, rows (each with as many cells as there are columns) and the states of the cells, the best first."""

    across: tuple[TermView, ...]
    rows: tuple[tuple[TermView, tuple[GridCell, ...]], ...]
    states: tuple[State, ...]


@dataclass(frozen=True)
class Tie:
    """One tie of a network: where it leads and what it is."""

    to: Cell
    label: Cell


@dataclass(frozen=True)
class Place:
    """One place of a map: latitude and longitude in degrees (WGS 84), its name, its number and what else is told."""

    latitude: float
    longitude: float
    label: Cell
    number: Cell
    notes: tuple[Note, ...]


def cards_of(table: Table) -> list[Card]:
    """Return a card for each row, in their order."""
    return [
        Card(
            row["label"],
            row["y"],
            row["mark"],
            row["unit"],
            row["link"],
            sparkline(trend.lexical if trend else ""),
            notes,
        )
        for row, notes in _rows(table)
        for trend in [row["trend"]]
    ]


def moments_of(table: Table) -> list[tuple[str, list[Moment]]]:
    """Return the moments by the year they begin in, in the order of the rows; a row that does not say when is left out."""
    moments = [
        Moment(begin.lexical, (row["end"] or begin).lexical, row["label"], row["mark"], notes)
        for row, notes in _rows(table)
        if (begin := row["begin"]) is not None
    ]
    return [(year, list(found)) for year, found in groupby(moments, key=lambda moment: moment.begin[:4])]


def grid_of(table: Table) -> Grid:
    """Return the grid: columns in ascending order, rows in the order in which they come first.

    Of several answers for one cell the one in the best state counts; the notes of all are told.
    """
    states = _states(table)
    across: dict[str, TermView] = {}
    down: dict[str, TermView] = {}
    cells: dict[tuple[str, str], GridCell] = {}
    for row, notes in _rows(table):
        x, y = row["x"], row["y"]
        if x is None or y is None:
            continue
        across.setdefault(x.machine, x)
        down.setdefault(y.machine, y)
        state = states[row["cell"].machine] if row["cell"] else None
        before = cells.get((y.machine, x.machine), GridCell(None))
        found = [s for s in (before.state, state) if s is not None]
        best = min(found, key=lambda s: s.number) if found else None
        cells[y.machine, x.machine] = GridCell(best, (*before.notes, *(n for n in notes if n not in before.notes)))
    columns = sorted(across.values(), key=lambda view: _in_order(view.machine))
    rows = tuple(
        (view, tuple(cells.get((key, column.machine), GridCell(None)) for column in columns))
        for key, view in down.items()
    )
    return Grid(tuple(columns), rows, tuple(sorted(states.values(), key=lambda state: state.number)))


def _states(table: Table) -> dict[str, State]:
    """Return the states by what stands in the cells.

    The numbers of those that the display lists are their places there, and the last of them is the least; others come after
    them as they come in the answer.
    """
    seen = [row["cell"] for row, _ in _rows(table) if row["cell"] is not None]
    counts = Counter(view.machine for view in seen)
    listed = list(table.display.columns("states"))
    numbers = {name: number for number, name in enumerate(listed, start=1)}
    if len(listed) > 1:
        numbers[listed[-1]] = MOST_STATES
    found: dict[str, State] = {}
    for view in seen:
        if view.machine not in found:
            number = numbers.setdefault(_last(view.machine), len(numbers) + 1)
            found[view.machine] = State(view, min(number, MOST_STATES), counts[view.machine])
    return found


def _last(value: str) -> str:
    return re.split(r"[/#]", value)[-1]


def _in_order(value: str) -> tuple[int, float, str]:
    try:
        return 0, float(value), value
    except ValueError:
        return 1, 0.0, value


def ties_of(table: Table) -> list[tuple[TermView, list[Tie]]]:
    """Return the ties by where they come from, in the order of the rows."""
    ties: dict[str, tuple[TermView, list[Tie]]] = {}
    for row, _ in _rows(table):
        origin = row["from"]
        if origin is not None and row["to"] is not None:
            ties.setdefault(origin.machine, (origin, []))[1].append(Tie(row["to"], row["label"]))
    return list(ties.values())


def places_of(table: Table) -> list[Place]:
    """Return the places, in the order of the rows; a row without a point is left out."""
    found = []
    for row, notes in _rows(table):
        point = _coordinates(row["point"].lexical) if row["point"] else None
        if point is not None:
            found.append(Place(*point, row["label"], row["y"], notes))
    return found


def _coordinates(text: str) -> tuple[float, float] | None:
    """Return latitude and longitude of a point: GeoSPARQL's WKT has the longitude first, a bare pair the latitude."""
    wkt = _POINT.search(text)
    try:
        if wkt:
            return float(wkt[2]), float(wkt[1])
        pair = _PAIR.match(text)
        return (float(pair[1]), float(pair[2])) if pair else None
    except ValueError:
        return None


class _Row(dict[str, Cell]):
    """The cells of one row by the part they play; a part that is not given plays as an empty cell."""

    def __missing__(self, part: str) -> Cell:
        return None


def _rows(table: Table) -> Iterator[tuple[_Row, tuple[Note, ...]]]:
    """Yield for each row its cells by part, and the notes that are not empty."""
    index = {column.name: number for number, column in enumerate(table.columns)}
    single = [
        (part, index[name]) for part, name in table.display.named if part not in ("note", "series") and name in index
    ]
    notes = [index[name] for name in table.display.columns("note") if name in index]
    for row in table.rows:
        told = ((table.columns[i].heading, table.columns[i].name, cell) for i in notes if (cell := row[i]) is not None)
        yield _Row((part, row[number]) for part, number in single), tuple(told)
