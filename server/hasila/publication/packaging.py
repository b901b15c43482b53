"""The datasets of the catalogue as CKAN's package_create takes them, as files of a release, one for each language.

For portals that do not harvest; see `rehearsal.packages`. Addresses stand below `catalog.DEPLOYMENT`, for who serves
the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from rdflib import Graph

from hasila.catalog import FOLDER
from hasila.publication.manifest import Manifest
from hasila.rehearsal.packages import packages


def package_files(manifest: Manifest, catalog: Graph) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of the file of each language."""
    for language in manifest.languages:
        content = json.dumps(packages(catalog, manifest.name, language), ensure_ascii=False, indent=1)
        yield f"{FOLDER}/ckan.{language}.json", (content + "\n").encode()
