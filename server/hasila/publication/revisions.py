"""That a dataset whose data changed says so: the manifest's revision of a year against the release before.

DCAT 3 section 11 (versioning); W3C Data on the Web Best Practices 7. Portals read anew what has another version or date, and
nothing else, so a correction under the old ones would never reach them. Compares checksums only.
"""

from __future__ import annotations

from collections.abc import Iterable

from hasila.catalog import Catalog
from hasila.distributions import Distribution
from hasila.errors import ManifestInvalid
from hasila.publication.manifest import FILE_NAME
from hasila.rdf.formats import NTRIPLES
from hasila.release import Release


def require_revised(listed: Catalog, distributions: Iterable[Distribution], before: Release | None) -> None:
    """Raise ManifestInvalid, naming the dataset, for one whose data differ from those of the same revision `before`.

    N-Triples in canonical order have the same checksum exactly when the triples are the same.
    """
    if before is None or before.catalog is None:
        return
    old, new = _checksums(before.distributions), _checksums(distributions)
    for dataset in listed.datasets:
        earlier = before.catalog.dataset(dataset.key)
        year = dataset.first_year
        if dataset.series is None or earlier is None or year not in old or old[year] == new.get(year):
            continue
        if (dataset.version, dataset.modified) == (earlier.version, earlier.modified):
            raise ManifestInvalid(
                f"{FILE_NAME}: the data of {year} changed since release {before.publication.version}, but "
                f"catalog.revisions still tells version {dataset.version} of {dataset.modified}; raise both.",
                key="revisions",
            )  # fmt: skip


def _checksums(distributions: Iterable[Distribution]) -> dict[int | None, str]:
    """Return the checksum of the named graph of each year."""
    return {
        file.year: file.sha256 for file in distributions if file.graph and file.year and file.format == NTRIPLES.name
    }
