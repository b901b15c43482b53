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


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "forests"', 'name = "../forests"', "publication.name"),
        ('name = "forests"', 'name = ""', "publication.name"),
        ('version = "2024.1.0"', 'version = "../../evil"', "publication.version"),
        ('version = "2024.1.0"', 'version = "2024 1"', "publication.version"),
        ("issued = 2025-03-01", "issued = 2025-03-01T10:00:00", "publication.issued"),
        ('languages = ["en", "fr"]', "languages = [1]", "publication.languages"),
        ('languages = ["en", "fr"]', 'languages = ["en", "en"]', "publication.languages"),
        ('languages = ["en", "fr"]', 'languages = ["en", "fr", "es"]', "'es'"),
        ('licence = "https://creativecommons.org/publicdomain/zero/1.0/"', 'licence = "CC 0"', "publication.licence"),
        ('publisher = "id/organization/office"', 'publisher = "id/the office"', "publication.publisher"),
        ('title = { en = "Forests of Ruritania"', "title = { en = 3", "publication.title"),
        ('title = { en = "Forests of Ruritania"', 'title = { xx = "F"', "publication.title"),
        ('title = { en = "Ontology"', "title = { en = 3", "graphs.title"),
        ("[publication]", "[[publication]]", "[publication] must be one table"),
        ("[server]", "[[server]]", "[server] must be one table"),
        ('checksum = "def/sha256"', "checksum = 1", "evidence.checksum"),
        ('checksum = "def/sha256"', 'checksum = "def/sha 256>"', "evidence.checksum"),
        ('shapes = ["shapes/*.ttl"]', "shapes = [1]", "validation.shapes"),
        ('shapes = ["shapes/*.ttl"]', "shapes = []", "validation.shapes"),
        ('front = ["list-stands"]', "front = [[]]", "queries.front"),
        ('folder = "queries"', 'folder = "../queries"', "queries.folder"),
        ('front = ["list-stands"]', "front = []\ngroups = 1", "queries.groups"),
        ('front = ["list-stands"]', 'front = []\ngroups = { trees = "Trees" }', "queries.groups"),
        ('front = ["list-stands"]', 'front = []\ngroups = { "Old trees" = { en = "T", fr = "A" } }', "queries.groups"),
        ('front = ["list-stands"]', 'front = []\ngroups = { trees = { en = "Trees" } }', "queries.groups"),
        ('files = ["ontology/forest.ttl"]', "files = [1]", "graphs.files"),
        ('files = ["ontology/forest.ttl"]', 'files = [""]', "graphs.files"),
        ('files = ["ontology/forest.ttl"]', 'files = ["/etc/*.ttl"]', "graphs.files"),
        ('files = ["ontology/forest.ttl"]', 'files = ["../x.ttl"]', "graphs.files"),
        ('files = ["ontology/forest.ttl"]', 'files = ["a/**x/b.ttl"]', "graphs.files"),
        ('files = ["ontology/forest.ttl"]', 'files = ["a/{year}.ttl"]', "not in its name"),
        ('[{ file = "data/{year}.csv", mapping = "data/stands.rq" }]', "[1]", "graphs.tables"),
        ('file = "data/{year}.csv"', "file = 1", "graphs.tables"),
        ('name = "ontology"', 'name = ""', "graphs.name"),
        ('name = "ontology"', 'name = "../x"', "graphs.name"),
        ('name = "ontology"', 'name = "on tology"', "graphs.name"),
        ('name = "ontology"', 'name = "catalog"', "stands twice"),
        ('name = "ontology"', 'name = "ontology/{year}"', "none of its files"),
        ('name = "catalog"', 'name = "catalogue"', "'catalog'"),
        ("forest = ", '"1 <x>" = ', "prefixes"),
        ("forest = ", 'rdf = "http://other.example/"\nforest = ', "prefixes.rdf"),
        ("forest = ", 'wide = "https://data.example/forests/"\nforest = ', "prefixes.forest"),
        ('forest = "https://data.example/forests/def/"', "forest = 3", "prefixes.forest"),
        ('forest = "https://data.example/forests/def/"', 'forest = "no iri"', "prefixes.forest"),
    ],
)
def test_value_of_another_form_is_refused_with_its_key(forestry_sources: Path, old: str, new: str, key: str) -> None:
    path = forestry_sources / "hasila.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ManifestInvalid) as caught:
        read_manifest(forestry_sources)
    assert key in caught.value.message and str(path) in caught.value.message


def test_graphs_written_as_one_table_are_refused(forestry_sources: Path) -> None:
    path = forestry_sources / "hasila.toml"
    text = path.read_text(encoding="utf-8").split("[[graphs]]")
    path.write_text(text[0] + "[graphs]" + text[1], encoding="utf-8")
    with pytest.raises(ManifestInvalid, match=r"\[\[graphs\]\]"):
        read_manifest(forestry_sources)
