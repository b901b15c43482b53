"""A diagram of classes: a box for each with a line for each property, and a curve from a line to the class it leads to.

Layers as Sugiyama, Tagawa and Toda (1981) draw them: boxes in columns so that curves run one way, ordered by the mean place of
what they lead to, with room left for the curves that pass. Gives numbers; draws nothing. One unit is a CSS pixel.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hasila.vocabularies.lettering import text_width

ROW, HEAD, PAD, GAP, LANE, BETWEEN = 22.0, 30.0, 10.0, 22.0, 10.0, 56.0
"""Heights of a line, of a title and of a passing curve; the margin in a box; the distances between boxes and columns."""
COLUMNS = 4
"""How many columns are aimed at; classes that lead to one another in a chain may need more."""
_WIDEST, _NARROWEST = 270.0, 120.0
_SWEEPS = 6


@dataclass(frozen=True)
class Row:
    """One line in a box: a property, what its values are, and the key of the box that it leads to, if there is one."""

    label: str
    note: str = ""
    target: str = ""


@dataclass(frozen=True)
class Node:
    """One class: its key, its title, and its lines; `own` tells whether the ontology defines it."""

    key: str
    title: str
    rows: tuple[Row, ...] = ()
    own: bool = True

    @property
    def height(self) -> float:
        """The height of its box."""
        return HEAD + ROW * len(self.rows) + (PAD if self.rows else 0)

    @property
    def width(self) -> float:
        """The width that its texts want, within what is allowed."""
        lines = [text_width(self.title, 14)]
        lines += [text_width(row.label, 12.5) + text_width(row.note, 12.5) + 18 for row in self.rows]
        return min(_WIDEST, max(_NARROWEST, max(lines) + 2 * PAD))


@dataclass(frozen=True)
class Box:
    """A node in its place."""

    node: Node
    x: float
    y: float
    width: float

    def middle(self, row: int) -> float:
        """Return the height at which the middle of a line lies, counted from zero; -1 is the title."""
        return self.y + (HEAD / 2 if row < 0 else HEAD + ROW * (row + 0.5))


@dataclass(frozen=True)
class Diagram:
    """Boxes in their places, and curves as the data of SVG paths (SVG 2, section 9.3)."""

    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    curves: tuple[str, ...] = ()


def lay_out(nodes: Sequence[Node], *, mirrored: bool = False) -> Diagram:
    """Return the diagram of the nodes; `mirrored` lets it run from right to left. Without nodes it has no size."""
    if not nodes:
        return Diagram(0, 0)
    layout = _Layout({node.key: node for node in nodes})
    layout.order()
    return layout.placed(mirrored)


@dataclass
class _Layout:
    nodes: Mapping[str, Node]
    column: dict[str, int] = field(default_factory=dict)
    lanes: dict[str, int] = field(default_factory=dict)
    columns: list[list[str]] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._choose_columns()
        for source, _, target in self._edges():
            stops = [source, *self._lanes_between(source, target), target]
            for one, other in pairwise(stops):
                self.links.setdefault(one, []).append(other)
                self.links.setdefault(other, []).append(one)
        count = max(self.column.values()) + 1
        self.columns = [[] for _ in range(count)]
        for key, place in [*self.column.items(), *self.lanes.items()]:
            self.columns[place].append(key)

    def _edges(self) -> list[tuple[str, int, str]]:
        return [
            (node.key, number, row.target)
            for node in self.nodes.values()
            for number, row in enumerate(node.rows)
            if row.target in self.nodes
        ]

    def _choose_columns(self) -> None:
        """Put each box left of those it leads to, no column much higher than its share; then the lone ones where room is."""
        leads = {key: {t for s, _, t in self._edges() if s == key and t != key} for key in self.nodes}
        met = {target for targets in leads.values() for target in targets}
        lone = [key for key in self.nodes if not leads[key] and key not in met]
        share = max(
            sum(n.height + GAP for n in self.nodes.values()) / COLUMNS, *(n.height for n in self.nodes.values())
        )
        heights: dict[int, float] = {}
        ranks: dict[str, int] = {}
        for key in self._from_the_end(leads, set(lone)):
            rank = max((ranks[t] + 1 for t in leads[key] if t in ranks), default=0)
            while heights.get(rank, 0) and heights[rank] + self.nodes[key].height > share * 1.15:
                rank += 1
            ranks[key] = rank
            heights[rank] = heights.get(rank, 0) + self.nodes[key].height + GAP
        width = max(max(ranks.values(), default=0) + 1, min(COLUMNS, len(self.nodes)))
        for key in lone:
            rank = min(range(width), key=lambda r: heights.get(r, 0))
            ranks[key] = rank
            heights[rank] = heights.get(rank, 0) + self.nodes[key].height + GAP
        last = max(ranks.values())
        self.column = {key: last - ranks[key] for key in self.nodes}

    def _from_the_end(self, leads: Mapping[str, set[str]], without: set[str]) -> Iterable[str]:
        """Return the keys so that each stands after those it leads to, as far as there are no circles."""
        done: dict[str, None] = {}
        open_: set[str] = set()

        def visit(key: str) -> None:
            if key in done or key in open_:
                return
            open_.add(key)
            for target in sorted(leads[key]):
                visit(target)
            done[key] = None

        for key in self.nodes:
            if key not in without:
                visit(key)
        return done

    def _lanes_between(self, source: str, target: str) -> list[str]:
        """Return the lanes that a curve passes through; all that lead to one box the same way share them."""
        start, end = self.column[source], self.column[target]
        step = 1 if end > start else -1
        lanes = [f"{target}\0{place}\0{step}" for place in range(start + step, end, step)] if start != end else []
        for lane, place in zip(lanes, range(start + step, end, step), strict=False):
            self.lanes[lane] = place
        return lanes

    def order(self) -> None:
        """Order each column by the mean place of what its boxes are linked to, forth and back some times."""
        for sweep in range(_SWEEPS):
            places = self._places()
            for column in self.columns if sweep % 2 else reversed(self.columns):
                means = {key: self._mean(key, places) for key in column}
                column.sort(key=lambda key: means[key])
                places = self._places()

    def _mean(self, key: str, places: Mapping[str, float]) -> float:
        linked = [places[other] for other in self.links.get(key, ()) if other != key]
        # What is linked to nothing goes to the end, where it parts no curves.
        return sum(linked) / len(linked) if linked else 1e9

    def _height(self, key: str) -> float:
        return self.nodes[key].height if key in self.nodes else LANE

    def _places(self) -> dict[str, float]:
        places = {}
        for column in self.columns:
            y = 0.0
            for key in column:
                places[key] = y + self._height(key) / 2
                y += self._height(key) + GAP
        return places

    def placed(self, mirrored: bool) -> Diagram:
        """Return the diagram with every box in its place and every curve drawn between them."""
        whole = max(sum(self._height(key) + GAP for key in column) for column in self.columns)
        boxes: dict[str, Box] = {}
        lanes: dict[str, tuple[float, float, float]] = {}
        x = PAD
        for column in self.columns:
            width = max((self.nodes[key].width for key in column if key in self.nodes), default=0.0)
            y = PAD
            for key in column:
                if key in self.nodes:
                    boxes[key] = Box(self.nodes[key], x, y, width)
                else:
                    lanes[key] = (x, x + width, y + LANE / 2)
                y += self._height(key) + GAP
            x += width + BETWEEN
        wide = x - BETWEEN + PAD + BETWEEN / 2
        curves = [self._curve(boxes, lanes, *edge, mirror=wide if mirrored else 0) for edge in self._edges()]
        if mirrored:
            boxes = {key: Box(box.node, wide - box.x - box.width, box.y, box.width) for key, box in boxes.items()}
        return Diagram(wide, whole + PAD, tuple(boxes[key] for key in self.nodes), tuple(dict.fromkeys(curves)))

    def _curve(
        self, boxes: Mapping[str, Box], lanes: Mapping[str, tuple[float, float, float]],
        source: str, row: int, target: str, mirror: float,
    ) -> str:  # fmt: skip
        """Return the path from a line of one box to the title of another, by the lanes between them."""
        begin, end = boxes[source], boxes[target]
        forth = self.column[target] > self.column[source]
        same = self.column[target] == self.column[source]
        points = [(begin.x + (begin.width if forth or same else 0), begin.middle(row))]
        for lane in self._lanes_between(source, target):
            left, right, y = lanes[lane]
            points += [(left, y), (right, y)] if forth else [(right, y), (left, y)]
        points.append((end.x + (0 if forth else end.width), end.middle(-1)))
        bend = BETWEEN / 2 if forth or same else -BETWEEN / 2

        def at(x: float, y: float) -> str:
            return f"{mirror - x if mirror else x:.1f} {y:.1f}"

        path = f"M{at(*points[0])}"
        for (x1, y1), (x2, y2) in pairwise(points):
            arrives = x2 + bend if same else x2 - bend
            path += (
                f" L{at(x2, y2)}" if y1 == y2 and not same else f" C{at(x1 + bend, y1)} {at(arrives, y2)} {at(x2, y2)}"
            )
        return path
