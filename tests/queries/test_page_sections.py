"""Pages of resources: every section of [[pages]] has something to tell, and takes what it is asked about from its resource.

Only on the repository's own release; how pages are made of sections is tested in tests/web.
"""

from __future__ import annotations

import csv
import io

import pytest
from tests.queries.test_queries import ID, QUERIES, ROOT

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.protocol import Query
from hasila.publication.manifest import read_manifest
from hasila.rdf.displays import PageKind
from hasila.rdf.namespaces import RDF

PAGES = read_manifest(ROOT).pages
EXAMPLES = {
    "Indicator": ("indicator/criminal-cases", "indicator/drug-seizures", "indicator/corruption-cases"),
    "Report": ("report/2025", "report/2017"),
    "Figure": ("figure/2024.criminal-cases", "figure/2025.eid-cards-issued.at-least-3600000"),
    "Event": (
        "event/2025-africa-cup-of-nations", "event/2025-accident-services", "event/2025-interpol-general-assembly-93",
    ),
    "Statement": ("statement/2025-S20",),
    "Source": ("source/2025-sawt-al-adala",),
    "Series": ("series/criminal-cases",),
    "FormalOrganization": ("organization/dgsn", "organization/interpol"),
    "OrganizationalUnit": ("organization/bcij", "unit-group/2025-commissariats-upgraded"),
    "Post": ("post/director-general-dgsn-dgst",),
    "Location": ("place/MA", "place/marrakesh-medina"),
    "Trend": ("trend/2025-violent-crime",),
    "Commitment": ("commitment/2025-transparency",),
    "Programme": ("programme/2025-social-and-health-care",),
    "Silence": ("silence/2025-video-surveillance-places",),
    "Infrastructure": ("infrastructure/equipment-and-logistics",),
    "PublicService": ("service/identity-card-issuing",),
    "themes": ("theme/crime", "theme/drugs"),
    "breakdowns": ("breakdown/drug-cocaine", "breakdown/drug", "breakdown/crime-homicide"),
    "Concept": ("qualifier/at-least", "beneficiary/orphans", "event-type/promotion"),
}  # fmt: skip
"""Resources by the last part of their class or scheme; each section answers for one of them at least."""


def name_of(page: PageKind) -> str:
    """Return the last part of the scheme, or else of the class, of a kind of pages."""
    return (page.scheme or page.of).replace("#", "/").rsplit("/", 1)[-1]


def answered(engine: EmbeddedEngine, page: PageKind, section: str, iri: str) -> list[dict[str, str]]:
    """Return the rows of a section on the page of `iri`, in Arabic; none when it takes a value that is not said."""
    facts: dict[str, list[str]] = {}
    for predicate, term in engine.describe_resource(iri, 25).out:
        facts.setdefault(predicate, []).append(str(term["value"]))
    assert page.of in facts[RDF + "type"], iri
    given = page.given(QUERIES[section].types, iri, facts)
    if not given:
        return []
    with engine.answer(Query(QUERIES[section].bind({**given, "language": "ar"}), "csv")) as answer:
        return list(csv.DictReader(io.StringIO(answer.read().decode("utf-8"), newline="")))


def test_pages_all_have_examples() -> None:
    assert {name_of(page) for page in PAGES} == set(EXAMPLES)


@pytest.mark.parametrize(
    ("page", "section"),
    [(page, section) for page in PAGES for section in page.sections],
    ids=lambda value: value if isinstance(value, str) else name_of(value),
)
def test_section_tells_something_of_an_example(engine: EmbeddedEngine, page: PageKind, section: str) -> None:
    assert any(answered(engine, page, section, ID + example) for example in EXAMPLES[name_of(page)])


def test_competing_figures_stand_in_the_series_beside_the_preferred_one(engine: EmbeddedEngine) -> None:
    page = next(page for page in PAGES if page.of.endswith("/Indicator"))
    rows = answered(engine, page, "show-whole-of-indicator", ID + "indicator/criminal-cases")
    of_2023 = [row for row in rows if row["year"] == "2023"]
    assert of_2023[0]["status"].endswith("/preferred")
    assert len(of_2023) > 1 and not any(row["status"].endswith("/preferred") for row in of_2023[1:])


def test_bound_is_drawn_as_a_bound(engine: EmbeddedEngine) -> None:
    page = next(page for page in PAGES if page.of.endswith("/Figure"))
    iri = ID + "figure/2025.eid-cards-issued.at-least-3600000"
    (row,) = answered(engine, page, "show-figure", iri)
    assert row["lower"] == "3600000" and row["upper"] == "" and row["printed"] == "3.6"
    assert iri in [row["figure"] for row in answered(engine, page, "show-series-of-figure", iri) if row["lower"]]


def test_report_asks_for_its_own_year(engine: EmbeddedEngine) -> None:
    page = next(page for page in PAGES if page.of.endswith("/Report"))
    rows = answered(engine, page, "show-key-figures", ID + "report/2017")
    assert rows and all(row["figure"].startswith(ID + "figure/2017.") for row in rows)
