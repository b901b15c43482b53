"""What a release takes over as it stands: frozen ontology versions and saved queries, each proven readable first.

Reads; writes nothing and evaluates nothing.
"""

from __future__ import annotations

from hasila.errors import ManifestInvalid, QueryFileInvalid, SourceInvalid
from hasila.publication import store
from hasila.publication.manifest import Manifest
from hasila.rdf import saved_queries


def frozen_versions(manifest: Manifest) -> list[tuple[str, bytes]]:
    """Return (version, Turtle) of each frozen copy of the ontology, sorted by version. Raises SourceInvalid."""
    folder = manifest.root / manifest.ontology["versions"]
    found = []
    for path in sorted(folder.glob("*.ttl")):
        store.read_quads(path, manifest.base)
        found.append((path.stem, path.read_bytes()))
    if not found:
        raise SourceInvalid(
            f"{folder}: holds no version of the ontology; freeze one as {{version}}.ttl.", file=str(folder)
        )
    return found


def query_files(manifest: Manifest) -> list[tuple[str, bytes]]:
    """Return (file name, content) of each saved query, sorted by name.

    Raises QueryFileInvalid for a query that is not readable or lacks a title or description in a language of the
    publication, ManifestInvalid when the front page names a query that does not exist.
    """
    found = []
    for path in sorted((manifest.root / manifest.queries).glob("*.rq")):
        content = path.read_bytes()
        query = saved_queries.read(path.stem, content.decode("utf-8"))
        for what, text in (("title", query.title), ("description", query.description)):
            missing = [language for language in manifest.languages if not text.get(language)]
            if missing:
                raise QueryFileInvalid(f"{path}: the line `#+ {what}-{missing[0]}: …` is missing.", file=str(path))
        found.append((path.name, content))
    names = {name.removesuffix(".rq") for name, _ in found}
    unknown = [name for name in manifest.front if name not in names]
    if unknown:
        raise ManifestInvalid(
            f"hasila.toml: queries.front names {unknown[0]!r}, but there is no such query.", key="front"
        )
    return found
