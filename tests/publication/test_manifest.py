"""The manifest is read strictly: what is unknown, missing or of another type is refused with a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from hasila.errors import ManifestInvalid
from hasila.publication.manifest import read_manifest


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('base = "https://data.example/forests/"', 'bas = "https://data.example/forests/"', "Did you mean 'base'"),
        ('base = "https://data.example/forests/"', 'base = "https://data.example/forests"', "slash"),
        ('base = "https://data.example/forests/"', 'base = "not an iri/"', "IRI"),
        ("[evidence]", "[evidences]", "Did you mean 'evidence'"),
        ('languages = ["en", "fr"]', 'languages = "en"', "list"),
        ('languages = ["en", "fr"]', "languages = []", "no language"),
        ("issued = 2025-03-01", 'issued = "yesterday"', "date"),
        ('rules = "shapes/rules"', "", "validation.rules is missing"),
        ("[publication]", "[publication", "cannot be read"),
        ('mapping = "data/stands.rq"', 'maping = "data/stands.rq"', "file and mapping"),
    ],
)
def test_wrong_manifest_is_refused(forestry_sources: Path, old: str, new: str, part: str) -> None:
    path = forestry_sources / "hasila.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ManifestInvalid) as caught:
        read_manifest(forestry_sources)
    assert part in caught.value.message
    assert str(path) in caught.value.message


def test_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid, match=r"hasila\.toml is missing"):
        read_manifest(tmp_path)
