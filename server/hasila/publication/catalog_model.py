"""The catalogue of a publication: which datasets there are, what each is called, covers and holds.

DCAT 3 sections 6.3 (Catalog), 6.6 (Dataset), 6.7 (Dataset Series). One dataset for everything and, where the manifest tells of
a series, one for each year. Identifiers come from names of the manifest and years alone. Writes no RDF; `dcat` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hasila.catalog import Catalog, Contact, Dataset, Series, Term
from hasila.distributions import Distribution
from hasila.publication.authorities import authorities, concept
from hasila.publication.catalog_table import Revision, SeriesTable
from hasila.publication.manifest import Manifest
from hasila.rdf.languages import Text

_YEAR = "{year}"
Years = Mapping[int, str]
"""The short name of the graph of each year."""


def catalog(
    manifest: Manifest, graphs: Sequence[tuple[str, int | None]], agents: Mapping[str, Text],
    distributions: Sequence[Distribution] = (),
) -> Catalog:  # fmt: skip
    """Return the catalogue of a publication with the named graphs `graphs` (short name, year) and the files described.

    `agents` are the names of publisher and creator by IRI. A file belongs to the dataset of its year, else to the whole.
    """
    table = manifest.catalog
    pattern = table.series.graph if table.series else None
    years = {year: name for name, year in graphs if year is not None and name.replace(str(year), _YEAR) == pattern}
    datasets = [_whole(manifest, years, distributions), *_members(manifest, years, distributions)]
    return Catalog(
        iri=manifest.iri("catalog"),
        datasets=tuple(datasets),
        series=(_series(manifest, table.series, datasets),) if table.series else (),
        publisher=Term(manifest.publisher, agents.get(manifest.publisher, {})),
        creator=Term(manifest.creator, agents.get(manifest.creator, {})),
        contact=Contact(table.contact.name, table.contact.url, table.contact.email),
        place=table.place,
        themes=tuple(_term("theme", code) for code in table.themes),
        licence=Term(manifest.licence, authorities()["licence"].codes[table.licence]),
        provenance=table.provenance,
    )


def _whole(manifest: Manifest, years: Years, distributions: Sequence[Distribution]) -> Dataset:
    key = manifest.name
    return Dataset(
        key=key,
        iri=manifest.iri(f"dataset/{key}"),
        title=manifest.title,
        description=manifest.description,
        keywords=manifest.catalog.keywords,
        version=manifest.version,
        issued=manifest.issued,
        modified=manifest.modified,
        frequency=_term("frequency", manifest.catalog.frequency),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        files=tuple(file.name for file in distributions if file.year not in years),
    )


def _members(manifest: Manifest, years: Years, distributions: Sequence[Distribution]) -> list[Dataset]:
    found: list[Dataset] = []
    series = manifest.catalog.series
    if series is None:
        return found
    for year in sorted(years):
        key = _key(years[year])
        revision = _revision(manifest, years[year])
        found.append(
            Dataset(
                key=key,
                iri=manifest.iri(f"dataset/{key}"),
                title=_filled(series.member_title, year),
                description=_filled(series.member_description, year),
                keywords=manifest.catalog.keywords,
                version=revision.version,
                issued=revision.issued,
                modified=revision.modified,
                frequency=_term("frequency", manifest.catalog.member_frequency),
                first_year=year,
                last_year=year,
                series=_key(series.graph),
                previous=found[-1].key if found else None,
                files=tuple(file.name for file in distributions if file.year == year),
            )
        )
    return found


def _series(manifest: Manifest, table: SeriesTable, datasets: Sequence[Dataset]) -> Series:
    key = _key(table.graph)
    return Series(
        key=key,
        iri=manifest.iri(f"dataset/{key}"),
        title=table.title,
        description=table.description,
        frequency=_term("frequency", manifest.catalog.frequency),
        members=tuple(dataset.key for dataset in datasets if dataset.series == key),
    )


def _revision(manifest: Manifest, graph: str) -> Revision:
    # What the manifest does not tell apart has changed with the release, for all that is known.
    every = Revision(manifest.version, manifest.issued, manifest.modified)
    return manifest.catalog.revisions.get(graph, every)


def _key(graph: str) -> str:
    return "-".join(part for part in graph.replace(_YEAR, "").split("/") if part)


def _term(vocabulary: str, code: str) -> Term:
    return Term(concept(vocabulary, code), authorities()[vocabulary].codes[code])


def _filled(text: Text, year: int) -> Text:
    return {language: value.replace(_YEAR, str(year)) for language, value in text.items()}
