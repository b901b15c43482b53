"""Pages of classes: read from the manifest, checked against the queries and the data, carried into the release."""

from __future__ import annotations

from pathlib import Path

import pytest

from hasila.errors import BuildError
from hasila.publication.build import build
from hasila.publication.manifest import read_manifest
from hasila.rdf.displays import PageKind
from hasila.rdf.namespaces import RDF, SKOS
from hasila.release import Release

SECTIONS = 'sections = ["list-stands-of-area"]'
CLASS = 'class = "def/SpeciesArea"'
QUERY = "queries/list-stands-of-area.rq"


def test_page_kinds_are_carried_into_the_release(forestry: Release) -> None:
    base = forestry.publication.base
    assert forestry.publication.pages == (PageKind(base + "def/SpeciesArea", ("list-stands-of-area",)),)


@pytest.mark.parametrize(
    ("parameters", "facts", "given"),
    [
        ({"thing": "iri", "other": "iri"}, {}, {"thing": "x:it"}),
        ({"year": "integer", "language": "string"}, {"x:year": ["2024", "2025"]}, {"year": "2024"}),
        ({"kind": "iri", "thing": "iri"}, {"x:kind": ["x:oak"]}, {"kind": "x:oak", "thing": "x:it"}),
        ({"year": "integer", "thing": "iri"}, {"x:kind": ["x:oak"]}, {}),
        ({"language": "string"}, {"x:year": ["2024"]}, {}),
    ],
)
def test_section_takes_the_resource_and_values_said_of_it(
    parameters: dict[str, str], facts: dict[str, list[str]], given: dict[str, str]
) -> None:
    page = PageKind("x:Stand", (), {"year": "x:year", "kind": "x:kind"})
    assert page.given(parameters, "x:it", facts) == given


def test_page_of_a_scheme_is_for_what_is_in_it_alone() -> None:
    page = PageKind("x:Concept", (), scheme="x:themes")
    assert page.fits({RDF + "type": ["x:Concept"], SKOS + "inScheme": ["x:units", "x:themes"]})
    assert not page.fits({RDF + "type": ["x:Concept"], SKOS + "inScheme": ["x:units"]})
    assert not page.fits({SKOS + "inScheme": ["x:themes"]})
    assert PageKind.from_json({**vars(page)}) == page


def test_release_of_an_older_build_has_none(forestry: Release) -> None:
    told = vars(forestry.publication) | {"counts": None, "graphs": ()}
    del told["pages"], told["groups"]
    read = type(forestry.publication).from_json(told)
    assert (read.pages, read.groups) == ((), ())


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("hasila.toml", SECTIONS, 'sections = ["list-stand-of-area"]', "Did you mean 'list-stands-of-area'?"),
        ("hasila.toml", SECTIONS, 'sections = ["list-stands"]', "takes no resource; give it a parameter of type iri"),
        ("hasila.toml", SECTIONS, "sections = []", "must be a list of names of saved queries, at least one"),
        ("hasila.toml", SECTIONS, 'sections = ["list-stands-of-area", "list-stands-of-area"]', "names a query twice"),
        ("hasila.toml", SECTIONS, "", "pages.sections is missing"),
        ("hasila.toml", SECTIONS, SECTIONS + "\nsection = 1", "pages.section is unknown"),
        ("hasila.toml", SECTIONS, SECTIONS + '\nvalues = "def/year"', "must name properties by parameters"),
        ("hasila.toml", SECTIONS, SECTIONS + '\nvalues = { year = "def/year" }', "'year', but no section has such a parameter"),
        ("hasila.toml", SECTIONS, SECTIONS + '\nasks = "list-stands"', "pages.asks of 'def/SpeciesArea' must be a list"),
        ("hasila.toml", SECTIONS, SECTIONS + '\nasks = ["list-stands"]', "takes no resource; give it a parameter"),
        ("hasila.toml", SECTIONS, SECTIONS + '\nasks = ["list-stand-of-area"]', "Did you mean 'list-stands-of-area'?"),
        ("hasila.toml", "front =", 'asks = ["list-stand"]\nfront =', "queries.asks names 'list-stand'"),
        ("hasila.toml", CLASS, 'class = "def/SpecieArea"', "a class that nothing published knows. Did you mean"),
        ("hasila.toml", CLASS, 'class = "def/ a"', "must be the IRI of a class"),
        ("hasila.toml", CLASS, "class = 3", "must be the IRI of a class"),
        ("hasila.toml", "[[pages]]", "[pages]", "must be written as [[pages]]"),
        ("hasila.toml", "[[pages]]", f"[[pages]]\n{CLASS}\n{SECTIONS}\n[[pages]]", "stands twice"),
        ("hasila.toml", CLASS, CLASS + '\nscheme = "id/ a"', "must be the IRI of a concept scheme"),
        ("hasila.toml", CLASS, CLASS + '\nscheme = "id/scheme/x"', "a scheme that no concept is in"),
        (QUERY, "display-y: hectares", "display-y: hectars", "no such column is selected. Did you mean 'hectares'?"),
        (QUERY, "#+ display: cards", "#+ group: trees\n#+ display: cards", "queries.groups has no group 'trees'; it has: none"),
        (QUERY, "display: cards", "display: card", "Did you mean 'cards'?"),
    ],
)  # fmt: skip
def test_what_no_page_can_be_made_of_is_refused_by_the_build(
    forestry_sources: Path, tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    path = forestry_sources / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        build(read_manifest(forestry_sources), tmp_path / "out")
    assert told in caught.value.message
    assert Path(file).name in caught.value.message
