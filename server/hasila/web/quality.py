"""The quality of the release: what was measured when it was built, as a page and as RDF.

W3C DQV, SHACL section 3.6 and EARL 1.0, as files of the release. A publication that was not measured, such as files served as
they are, has these paths for IRIs of its own. Measures nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response

from hasila.errors import NotFound
from hasila.measures import FOLDER, QUALITY, Family, Measurement, Metric, Quality
from hasila.rdf.formats import HTML, RDF_FORMATS, TURTLE, Format
from hasila.rdf.languages import Text
from hasila.web.languages import local
from hasila.web.pages import render
from hasila.web.representations import JSON, alternates, negotiate, represent, see
from hasila.web.resources import dereference
from hasila.web.shape_data import has_shapes
from hasila.web.site import site

blueprint = Blueprint("quality", __name__)

OFFERS = (*RDF_FORMATS, HTML)
_REPORT = "validation/report"
_RESULT = "validation/result-"
_DATASETS = "mqa"
"""The family that is shown as one row for each dataset, with a column for each dimension."""


@dataclass(frozen=True)
class Row:
    """One metric as the page shows it: `state` is best, worse or unmade."""

    metric: Metric
    state: str
    measurement: Measurement | None


@dataclass(frozen=True)
class DatasetRow:
    """One dataset: its IRI and title, what it scores in each dimension, in all, and at best, and what is missing."""

    iri: str
    title: Text
    dimensions: Sequence[tuple[int, int]]
    score: int
    best: int
    missing: Sequence[tuple[Metric, Measurement]]


@dataclass(frozen=True)
class Section:
    """One family: its rows, how many of those that were made are best."""

    family: Family
    rows: Sequence[Row]

    @property
    def made(self) -> int:
        """How many were measured."""
        return sum(row.state != "unmade" for row in self.rows)

    @property
    def best(self) -> int:
        """How many leave nothing to be mended."""
        return sum(row.state == "best" for row in self.rows)


@blueprint.get("/quality")
def show_quality() -> Response:
    """Answer with what was measured, as a page or as RDF."""
    return _measured("quality") if _is_measured() else dereference("quality", lambda path: path)


@blueprint.get("/quality.<ending>")
def show_quality_in(ending: str) -> Response:
    """Answer with what was measured in the format that a suffix names."""
    if not _is_measured():
        return dereference(f"quality.{ending}", lambda path: path)
    return _measured("quality", _named(ending, OFFERS))


@blueprint.get("/quality/conformance")
def show_conformance() -> Response:
    """Answer with the outcomes of the W3C's tests of the software (EARL); readers are pointed to the page that sums them up."""
    if not _is_measured():
        return dereference("quality/conformance", lambda path: path)
    form = negotiate(OFFERS)
    return see(local("/quality")) if form == HTML else _measured("conformance", form)


@blueprint.get("/quality/conformance.<ending>")
def show_conformance_in(ending: str) -> Response:
    """Answer with the outcomes of the W3C's tests in the format that a suffix names."""
    if not _is_measured():
        return dereference(f"quality/conformance.{ending}", lambda path: path)
    return _measured("conformance", _named(ending, RDF_FORMATS))


@blueprint.get("/quality/report.<ending>")
def show_report(ending: str) -> Response:
    """Answer with the SHACL validation report, as Turtle or as JSON with files and lines. Raises NotFound."""
    form = _named(ending, (TURTLE, JSON))
    name = f"{_REPORT}.{form.extension}"
    if name not in site().release.files:
        raise NotFound("This publication was not validated.")
    return represent(form, lambda: site().release.file(name).read_bytes())


@blueprint.get("/validation/<path:name>")
def show_validation(name: str) -> Response:
    """Point to the document that holds the validation report and each of its results. Raises NotFound for another name."""
    path = f"validation/{name}"
    if not _is_measured():
        return dereference(path, lambda read: read)
    number = path.removeprefix(_RESULT)
    if path != _REPORT and not (number != path and number in map(str, range(1, _found() + 1))):
        raise NotFound(f"The validation report has no {name!r:.60}; see /quality.")
    form = negotiate(OFFERS)
    return see(local("/quality") if form == HTML else f"/quality.{form.extension}")


def _found() -> int:
    """Return how many results the validation report has."""
    report = f"{_REPORT}.{JSON.extension}"
    return len(json.loads(site().release.file(report).read_bytes())["findings"])


def _is_measured() -> bool:
    return QUALITY in site().release.files


def _named(ending: str, offers: Sequence[Format]) -> Format:
    for form in offers:
        if form.extension == ending:
            return form
    raise NotFound(f"The quality is not offered as {ending!r:.40}.")


def _measured(name: str, form: Format | None = None) -> Response:
    """Return a document about the quality; the outcomes of tests have no page of their own."""
    offers = OFFERS if name == "quality" else RDF_FORMATS
    path = "/quality" if name == "quality" else f"/quality/{name}"
    chosen = form or negotiate(offers)
    file = f"{FOLDER}/{name}.{chosen.extension}"
    make: Callable[[], str | bytes] = _page if chosen == HTML else (lambda: site().release.file(file).read_bytes())
    return represent(chosen, make, (), alternates(path, offers, chosen), f"{path}.{chosen.extension}")


def _page() -> str:
    quality = Quality.from_json(json.loads(site().release.file(QUALITY).read_bytes()))
    families = {family.key: family for family in quality.families}
    return render(
        "quality.html",
        quality=quality,
        assessed=families[_DATASETS],
        dimensions=_dimensions(quality),
        datasets=_datasets(quality),
        sections=[_section(quality, family) for key, family in families.items() if key != _DATASETS],
        formats=RDF_FORMATS,
        has_shapes=has_shapes(),
    )


def _dimensions(quality: Quality) -> list[Text]:
    keys = dict.fromkeys(metric.dimension for metric, _ in quality.of_family(_DATASETS))
    return [quality.dimensions[key] for key in keys]


def _datasets(quality: Quality) -> list[DatasetRow]:
    catalog = site().release.catalog
    titles = {dataset.iri: dataset.title for dataset in catalog.datasets} if catalog else {}
    measured = quality.of_family(_DATASETS)
    keys = list(dict.fromkeys(metric.dimension for metric, _ in measured))
    rows = []
    for iri, (score, best) in quality.scores(_DATASETS).items():
        own = [(metric, found) for metric, every in measured for found in every if found.on == iri]
        sums = [
            (sum(f.value for m, f in own if m.dimension == key), sum(f.best for m, f in own if m.dimension == key))
            for key in keys
        ]
        missing = [(metric, found) for metric, found in own if not found.is_best]
        rows.append(DatasetRow(iri, titles.get(iri, {"": iri}), sums, score, best, missing))
    return rows


def _section(quality: Quality, family: Family) -> Section:
    rows = []
    for metric, measurements in quality.of_family(family.key):
        found = measurements[0] if measurements else None
        rows.append(Row(metric, "unmade" if found is None else "best" if found.is_best else "worse", found))
    return Section(family, rows)
