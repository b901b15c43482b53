"""The diagram of classes: nothing lies on anything else, curves begin and end where they should, and it can be mirrored."""

from __future__ import annotations

import itertools
import random
import re

import pytest

from hasila.vocabularies.diagram import Box, Diagram, Node, Row, lay_out
from hasila.vocabularies.lettering import shortened, text_width


def drawn(links: dict[str, list[str]], *, mirrored: bool = False) -> Diagram:
    nodes = [Node(key, key.title(), tuple(Row(f"to {t}", t, t) for t in targets)) for key, targets in links.items()]
    return lay_out(nodes, mirrored=mirrored)


def some_links(seed: int) -> dict[str, list[str]]:
    chance = random.Random(seed)
    keys = [f"class{number}" for number in range(chance.randint(2, 25))]
    return {key: chance.sample(keys, chance.randint(0, min(5, len(keys)))) for key in keys}


def overlap(one: Box, other: Box) -> bool:
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.y + one.node.height <= other.y or other.y + other.node.height <= one.y)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("mirrored", [False, True])
def test_boxes_lie_apart_within_the_drawing(seed: int, mirrored: bool) -> None:
    diagram = drawn(some_links(seed), mirrored=mirrored)
    assert not [pair for pair in itertools.combinations(diagram.boxes, 2) if overlap(*pair)]
    for box in diagram.boxes:
        assert box.x >= 0 and box.x + box.width <= diagram.width
        assert box.y >= 0 and box.y + box.node.height <= diagram.height


@pytest.mark.parametrize("seed", range(20))
def test_curves_run_from_a_line_to_the_title_of_its_class(seed: int) -> None:
    links = some_links(seed)
    diagram = drawn(links)
    boxes = {box.node.key: box for box in diagram.boxes}
    ends = {(path[0], path[-1]) for path in ([(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", curve)]
                                             for curve in diagram.curves)}  # fmt: skip
    assert len(diagram.curves) == sum(map(len, links.values()))
    for key, targets in links.items():
        for number, target in enumerate(targets):
            begin, end = boxes[key], boxes[target]
            sides = {(round(x, 1), begin.middle(number)) for x in (begin.x, begin.x + begin.width)}
            goals = {(round(x, 1), end.middle(-1)) for x in (end.x, end.x + end.width)}
            assert any((round(b[0], 1), b[1]) in sides and (round(e[0], 1), e[1]) in goals for b, e in ends), (
                key,
                target,
            )


def test_mirrored_diagram_is_the_same_from_the_other_side() -> None:
    links = some_links(3)
    plain, mirrored = drawn(links), drawn(links, mirrored=True)
    for one, other in zip(plain.boxes, mirrored.boxes, strict=True):
        assert (one.y, one.width) == (other.y, other.width)
        assert one.x == pytest.approx(plain.width - other.x - other.width)


def test_chain_runs_one_way() -> None:
    boxes = {box.node.key: box.x for box in drawn({"a": ["b"], "b": ["c"], "c": []}).boxes}
    assert boxes["a"] < boxes["b"] < boxes["c"]


def test_nothing_to_draw_has_no_size() -> None:
    assert lay_out([]) == Diagram(0, 0)


def test_link_to_a_class_that_is_not_there_is_no_curve() -> None:
    assert lay_out([Node("a", "A", (Row("p", "Elsewhere", "https://elsewhere.example/"),))]).curves == ()


@pytest.mark.parametrize("text", ["a rather long name of a property", "اسم طويل لخاصية من الخصائص المذكورة"])
def test_text_is_cut_to_the_room_there_is(text: str) -> None:
    cut = shortened(text, 80, 12)
    assert cut.endswith("…") and text_width(cut, 12) <= 80 and text.startswith(cut[:-1])
    assert shortened(text, 800, 12) == text
