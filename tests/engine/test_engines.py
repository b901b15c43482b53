"""The settings choose the engine, in one place, and what there is not is refused."""

from __future__ import annotations

import pytest

from hasila.engine.engines import engine_of
from hasila.engine.limits import Limits
from hasila.errors import SettingInvalid
from hasila.release import Release
from hasila.settings import resolve


@pytest.mark.parametrize(
    ("engine", "endpoints", "name"),
    [
        ("embeded", "", "engine"),
        ("", "", "engine"),
        ("remote", "", "endpoints"),
        ("remote", "   ", "endpoints"),
        ("remote", "localhost:8890/sparql", "endpoints"),
        ("remote", "http://127.0.0.1:8890/sparql, http://127.0.0.1:8891/sparql", "endpoints"),
        ("remote", "http:///sparql", "endpoints"),
        ("remote", "http://[::1/sparql", "endpoints"),
        ("remote", "http://127.0.0.1:99999/sparql", "endpoints"),
        ("remote", "file:///etc/passwd", "endpoints"),
        ("remote", "http://user:secret@127.0.0.1/sparql", "endpoints"),
    ],
)
def test_engine_that_is_not_there_is_refused_with_a_hint(
    forestry: Release, engine: str, endpoints: str, name: str
) -> None:
    settings = resolve({"engine": engine, "endpoints": endpoints}, {}, {})
    with pytest.raises(SettingInvalid) as caught:
        engine_of(forestry, settings, Limits())
    assert caught.value.facts["name"] == name and caught.value.facts["hint"]


def test_engine_is_the_one_that_the_settings_name(forestry: Release) -> None:
    with engine_of(forestry, resolve({}, {}, {}), Limits(workers=1)) as engine:
        assert engine.health()["source"] == "files"
    settings = resolve({"engine": "remote", "endpoints": "http://127.0.0.1:9/ http://127.0.0.1:9/b"}, {}, {})
    with engine_of(forestry, settings, Limits(workers=1)) as engine:
        assert engine.loaded["graphs"] == [graph.iri for graph in forestry.publication.graphs]
