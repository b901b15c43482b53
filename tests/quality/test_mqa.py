"""The assessment of data.europa.eu: all 405 points, and each indicator lost by what it measures alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from hasila.quality import mqa

ROOT = "https://forests.example/"
GOOD = (Path(__file__).parents[1] / "rehearsal" / "good.ttl").read_text(encoding="utf-8").replace("{root}", ROOT)
STANDS = URIRef(ROOT + "dataset/stands-2024")


def _assess(text: str, gone: str = "") -> mqa.Assessment:
    graph = Graph().parse(data=text, format="turtle")
    return mqa.assess(graph, STANDS, lambda url: url != gone)


def test_methodology_has_23_indicators_in_five_dimensions_worth_405_points() -> None:
    by_dimension = dict.fromkeys(mqa.dimensions(), 0)
    for indicator in mqa.indicators().values():
        by_dimension[indicator.dimension] += indicator.points
        assert set(indicator.label) == set(indicator.cure) == {"ar", "fr", "en"}
    assert by_dimension == {
        "findability": 100, "accessibility": 100, "interoperability": 110, "reusability": 75, "contextuality": 20,
    }  # fmt: skip
    assert len(mqa.indicators()) == 23 and sum(by_dimension.values()) == mqa.MOST


def test_complete_metadata_score_everything() -> None:
    found = _assess(GOOD)
    assert (found.score, found.rating, dict(found.faults)) == (405, "excellent", {})


SPOILT = {
    'dcat:keyword "forest"@en, "forêt"@fr, "غابة"@ar ;': {"keyword"},
    "dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> ;": {"theme"},
    f"dct:spatial <{ROOT}country> ;": {"spatial"},
    f"dct:temporal <{ROOT}period/2024> ;": {"temporal"},
    "dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;": {
        "access-rights", "access-rights-vocabulary"
    },
    f"dcat:contactPoint <{ROOT}desk> ;": {"contact"},
    f"dct:publisher <{ROOT}office> ;\n    dct:issued": {"publisher"},
    f"dcat:accessURL <{ROOT}stands.csv> ;": {"access-url-answers", "conformance"},
    f"dcat:downloadURL <{ROOT}stands.csv> ;": {"download-url", "download-url-answers"},
    "dct:format file:CSV ;": {"format", "vocabulary", "non-proprietary", "machine-readable"},
    "dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ;": {"media-type", "vocabulary"},
    "dct:license <http://publications.europa.eu/resource/authority/licence/CC_BY_4_0> ;": {"licence", "licence-vocabulary"},
    f"dct:rights <{ROOT}rights> ;": {"rights"},
    'dcat:byteSize "120"^^xsd:nonNegativeInteger ;': {"byte-size"},
    'dct:issued "2025-03-01"^^xsd:date ;': {"issued"},
    'dct:modified "2025-04-01"^^xsd:date ;': {"modified"},
}  # fmt: skip


@pytest.mark.parametrize("without", SPOILT)
def test_what_is_not_said_costs_its_indicators_and_no_other(without: str) -> None:
    kept = "dct:issued" if without.endswith("dct:issued") else ""
    assert without in GOOD
    found = _assess(GOOD.replace(without, kept, 1))
    assert set(found.faults) == SPOILT[without]
    assert found.score == 405 - sum(mqa.indicators()[key].points for key in SPOILT[without])


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("access-right/PUBLIC", "access-right/OPEN", {"access-rights-vocabulary"}),
        ("licence/CC_BY_4_0> ;", "licences/mine> ;", {"licence-vocabulary"}),
        ("file:CSV", "file:XLSX", {"non-proprietary"}),
        ("file:CSV", "file:TSV", {"machine-readable"}),
        ("file:CSV", "file:PDF", {"machine-readable", "non-proprietary"}),
        ("media-types/text/csv> ;", "media-types/csv> ;", {"vocabulary"}),
        ('"120"^^xsd:nonNegativeInteger', '"120"^^xsd:decimal', {"conformance"}),
        ('foaf:name "Forest office"@en, "Office des forêts"@fr, "مكتب الغابات"@ar', 'dct:title "x"', {"conformance"}),
    ],
)
def test_what_is_said_otherwise_than_the_vocabularies_have_it_costs_too(old: str, new: str, lost: set[str]) -> None:
    assert old in GOOD
    assert set(_assess(GOOD.replace(old, new)).faults) == lost


def test_address_that_does_not_answer_costs_its_points() -> None:
    found = _assess(GOOD, gone=ROOT + "stands.csv")
    assert set(found.faults) == {"access-url-answers", "download-url-answers"} and found.score == 325
    assert found.rating == "good"


def test_best_distribution_counts_for_formats_and_the_worst_for_everything_else() -> None:
    second = f"""<{STANDS}> dcat:distribution <{ROOT}second> .
    <{ROOT}second> a dcat:Distribution ; dcat:accessURL <{ROOT}x> ; dct:format file:PDF ."""
    found = _assess(GOOD + second)
    assert not set(found.faults) & {"format", "media-type", "vocabulary", "machine-readable", "non-proprietary"}
    assert set(found.faults) == {"download-url", "download-url-answers", "licence", "licence-vocabulary", "rights", "byte-size",
                                 "issued", "modified"}  # fmt: skip
    assert all(faults == [ROOT + "second"] for faults in found.faults.values())


def test_dataset_without_distributions_has_the_points_of_the_dataset_alone() -> None:
    found = _assess(GOOD.replace(f"dcat:distribution <{STANDS}/csv>", 'dct:description "x"'))
    assert found.score == 100 + 30 + 45 and found.rating == "sufficient"
