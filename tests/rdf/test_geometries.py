"""Geometries: longitude first, whatever was first in the data, and nothing outside of the globe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.rdf.geometries import read_geometry

EPSG = "<http://www.opengis.net/def/crs/EPSG/0/4326>"
CRS84 = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
SQUARE = [[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 0.0]]]


@pytest.mark.parametrize(
    ("text", "kind", "coordinates"),
    [
        ("POINT(-6.85 33.97)", "Point", [-6.85, 33.97]),
        ("point (-6.85 33.97)", "Point", [-6.85, 33.97]),
        ("POINT Z(-6.85 33.97 75)", "Point", [-6.85, 33.97, 75.0]),
        (f"{CRS84} POINT(-6.85 33.97)", "Point", [-6.85, 33.97]),
        (f"{EPSG} POINT(33.97 -6.85)", "Point", [-6.85, 33.97]),
        ("33.97 -6.85", "Point", [-6.85, 33.97]),
        ("33.97, -6.85", "Point", [-6.85, 33.97]),
        ("LINESTRING(0 1, 2 3)", "LineString", [[0.0, 1.0], [2.0, 3.0]]),
        ("MULTIPOINT((0 1), (2 3))", "MultiPoint", [[0.0, 1.0], [2.0, 3.0]]),
        ("MULTIPOINT(0 1, 2 3)", "MultiPoint", [[0.0, 1.0], [2.0, 3.0]]),
        ("POLYGON((0 0,4 0,4 4,0 0))", "Polygon", SQUARE),
        ("MULTIPOLYGON(((0 0,4 0,4 4,0 0)),((0 0,4 0,4 4,0 0)))", "MultiPolygon", [SQUARE[0:1], SQUARE[0:1]]),
        ("MULTILINESTRING((0 1,2 3),(4 5,6 7.5e0))", "MultiLineString", [[[0.0, 1.0], [2.0, 3.0]], [[4.0, 5.0], [6.0, 7.5]]]),
    ],
)  # fmt: skip
def test_geometry_is_read(text: str, kind: str, coordinates: object) -> None:
    assert read_geometry(text) == {"type": kind, "coordinates": coordinates}


@pytest.mark.parametrize(
    "text",
    ["", "Rabat", "POINT EMPTY", "POINT()", "POINT(1)", "POINT(1 2", "POINT(1 2))", "POINT(1 2) POINT(3 4)", "POINT(a b)",
     "POINT(200 10)", "91 0", "1 2 3", "<http://www.opengis.net/def/crs/EPSG/0/3857> POINT(1 2)", "CIRCULARSTRING(0 0,1 1,2 0)",
     "POLYGON(0 0,1 1)", "POLYGON((0 0,1 1,2 2,3 3))", "LINESTRING((0 0))", "LINESTRING(0 0)",
     "POINT(0 0,1 1)", "POINT(nan nan)", "POINT" + "(" * 50],
)  # fmt: skip
def test_what_is_no_geometry_gives_none(text: str) -> None:
    assert read_geometry(text) is None


@given(st.text("POINTLYGMU()<>,. -+eE0123456789", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    found = read_geometry(text)
    assert found is None or found["coordinates"]
