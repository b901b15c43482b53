"""Geometries as data write them, and as GeoJSON has them: well-known text, and pairs of latitude and longitude.

OGC Simple Features (WKT) as GeoSPARQL 1.1 section 8.5.1 uses it, RFC 7946 section 3.1. Converts no coordinates: what is
neither in CRS 84 (longitude first) nor in EPSG 4326 (latitude first), or is outside of the globe, is no geometry here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Geometry = dict[str, Any]
_LITERAL = re.compile(r"\s*(?:<([^<>]*)>\s*)?([A-Za-z]+)(?:\s+Z(?=[\s(]))?\s*(\(.*\))\s*\Z", re.DOTALL)
_PAIR = re.compile(r"\s*(-?[0-9]+(?:\.[0-9]+)?)[\s,]+(-?[0-9]+(?:\.[0-9]+)?)\s*\Z")
_TOKEN = re.compile(r"\s*([(),]|[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")


@dataclass(frozen=True)
class _Kind:
    """A kind of geometry: its name in GeoJSON, how deep positions are nested, and how many of them a line has at least."""

    name: str
    depth: int
    least: int = 1
    is_ring: bool = False


_KINDS = {
    "POINT": _Kind("Point", 0),
    "MULTIPOINT": _Kind("MultiPoint", 1),
    "LINESTRING": _Kind("LineString", 1, 2),
    "MULTILINESTRING": _Kind("MultiLineString", 2, 2),
    "POLYGON": _Kind("Polygon", 2, 4, is_ring=True),
    "MULTIPOLYGON": _Kind("MultiPolygon", 3, 4, is_ring=True),
}
"""By their names in WKT."""
_LONGITUDE_FIRST = ("", "http://www.opengis.net/def/crs/OGC/1.3/CRS84")
_LATITUDE_FIRST = ("http://www.opengis.net/def/crs/EPSG/0/4326",)
_MOST_DEEP = 6


def read_geometry(text: str) -> Geometry | None:
    """Return the geometry that a text says: WKT, or latitude and longitude; None when it says none that GeoJSON has."""
    pair = _PAIR.match(text)
    if pair:
        return _checked({"type": "Point", "coordinates": [float(pair[2]), float(pair[1])]})
    found = _LITERAL.match(text)
    kind = _KINDS.get(found[2].upper()) if found else None
    if found is None or kind is None:
        return None
    reference = found[1] or ""
    if reference not in (*_LONGITUDE_FIRST, *_LATITUDE_FIRST):
        return None
    try:
        nested = _shaped(_parse(found[3]), kind, kind.depth, swapped=reference in _LATITUDE_FIRST)
    except ValueError:
        return None
    return _checked({"type": kind.name, "coordinates": nested})


def _parse(text: str) -> Any:
    """Return what stands in brackets as nested lists; a position is a tuple of numbers."""
    tokens = _tokens(text)
    found = _group(tokens, next(tokens, ""), 0)
    if next(tokens, "") != "":
        raise ValueError("more than one geometry")
    return found


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ValueError(text[at : at + 10])
        yield found[1]
        at = found.end()


def _group(tokens: Iterator[str], mark: str, depth: int) -> list[Any]:
    if mark != "(" or depth > _MOST_DEEP:
        raise ValueError(mark)
    items: list[Any] = []
    numbers: list[float] = []
    for mark in tokens:
        if mark == "(":
            items.append(_group(tokens, mark, depth + 1))
        elif mark in (",", ")"):
            if numbers:
                items.append(tuple(numbers))
                numbers = []
            if mark == ")":
                return items
        else:
            numbers.append(float(mark))
    raise ValueError("a bracket is not closed")


def _shaped(found: list[Any], kind: _Kind, depth: int, *, swapped: bool) -> Any:
    """Return the positions nested as GeoJSON nests them, longitude first. Raises ValueError for another shape."""
    if depth > 1:
        if not all(isinstance(part, list) for part in found):
            raise ValueError("a position where a line is wanted")
        return [_shaped(part, kind, depth - 1, swapped=swapped) for part in found]
    if kind.name == "MultiPoint":
        # Its points may have brackets of their own.
        found = [part[0] if isinstance(part, list) and len(part) == 1 else part for part in found]
    line = [_position(part, swapped=swapped) for part in found]
    if depth == 0:
        (position,) = line
        return position
    if len(line) < kind.least or (kind.is_ring and line[0] != line[-1]):
        raise ValueError("too short, or not closed")
    return line


def _position(numbers: Any, *, swapped: bool) -> list[float]:
    if not isinstance(numbers, tuple) or len(numbers) not in (2, 3):
        raise ValueError(numbers)
    first, second, *height = numbers
    return [second, first, *height] if swapped else [first, second, *height]


def _checked(geometry: Geometry) -> Geometry | None:
    return geometry if all(abs(x) <= 180 and abs(y) <= 90 for x, y, *_ in _positions(geometry["coordinates"])) else None


def _positions(nested: Any) -> Iterator[list[float]]:
    if nested and isinstance(nested[0], float):
        yield nested
    else:
        for part in nested:
            yield from _positions(part)
