"""What a release takes over as it stands: frozen ontology versions, saved queries, the JSON-LD context, shapes and rules.

Each is proven first, shapes and rules by the check. Reads; writes nothing. Queries are parsed on an empty store, so they
find nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from hasila.errors import BadRequest, ManifestInvalid, QueryFileInvalid, SourceInvalid
from hasila.publication import store
from hasila.publication.files import read_text, relative
from hasila.publication.manifest import Manifest
from hasila.publication.page_kinds import require_sections
from hasila.publication.terminals import service_line
from hasila.rdf import saved_queries
from hasila.rdf.displays import require_columns
from hasila.vocabularies import RULES, SHAPES

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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


def context_file(manifest: Manifest) -> bytes:
    """Return the JSON-LD context. Raises SourceInvalid when it cannot be read or is no JSON object with an @context."""
    path = manifest.root / manifest.ontology["context"]
    text = read_text(path)
    try:
        data = json.loads(text)
    except ValueError as error:
        raise SourceInvalid(f"{path}: is no JSON ({error}).", file=str(path)) from error
    if not isinstance(data, dict) or "@context" not in data:
        raise SourceInvalid(f"{path}: has no @context; it must be a JSON object with one.", file=str(path))
    return text.encode()


def shape_files(manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Yield path in the release and content of each file of shapes and of each rule, as they were read."""
    for pattern in manifest.shapes:
        for path in sorted(manifest.root.glob(pattern)):
            yield f"{SHAPES}/{relative(manifest.root, path).removeprefix(f'{SHAPES}/')}", path.read_bytes()
    for path in sorted((manifest.root / manifest.rules).glob("*.rq")):
        yield f"{RULES}/{path.name}", path.read_bytes()


def query_files(manifest: Manifest) -> list[tuple[str, bytes]]:
    """Return (file name, content) of each saved query, sorted by name.

    Raises QueryFileInvalid for a query that cannot be read or parsed, calls another endpoint, is not named in kebab-case
    lacks a title or description in a language of the publication, or is to be displayed by columns it does not select;
    ManifestInvalid when their folder does not exist, or the front page or [[pages]] name a query that does not or cannot.
    """
    folder = manifest.root / manifest.queries
    if not folder.is_dir():
        raise ManifestInvalid(f"{folder}: queries.folder names it, but there is no such folder.", key="folder")
    empty = store.Dataset()
    found = [(path.name, _proven(path, manifest, empty)) for path in sorted(folder.glob("*.rq"))]
    names = {name.removesuffix(".rq") for name, _ in found}
    for key, named in (("front", manifest.front), ("asks", manifest.asks)):
        unknown = [name for name in named if name not in names]
        if unknown:
            raise ManifestInvalid(
                f"hasila.toml: queries.{key} names {unknown[0]!r}, but there is no such query.", key=key
            )
    if manifest.pages:
        read = (saved_queries.read(Path(name).stem, content.decode()) for name, content in found)
        require_sections(manifest.pages, {query.name: query for query in read})
    return found


def _proven(path: Path, manifest: Manifest, empty: store.Dataset) -> bytes:
    text = read_text(path, QueryFileInvalid)
    if not _NAME.fullmatch(path.stem):
        raise QueryFileInvalid(f"{path}: the name of a query is kebab-case, such as list-events.rq.", file=str(path))
    query = saved_queries.read(path.stem, text)
    groups = [name for name, _ in manifest.groups]
    if query.group and query.group not in groups:
        known = ", ".join(groups) or "none"
        raise QueryFileInvalid(f"{path}: queries.groups has no group {query.group!r}; it has: {known}.", file=str(path))
    for what, words in (("title", query.title), ("description", query.description)):
        missing = [language for language in manifest.languages if not words.get(language)]
        if missing:
            raise QueryFileInvalid(f"{path}: the line `#+ {what}-{missing[0]}: …` is missing.", file=str(path))
    line = service_line(text)
    if line is not None:
        raise QueryFileInvalid(f"{path}:{line}: SERVICE is refused; it would call others.", file=str(path), line=line)
    try:
        empty.prove(query.bind({parameter.name: parameter.default for parameter in query.parameters}))
        require_columns(query.name, query.display, empty.prove(text))
    except SyntaxError as error:
        raise QueryFileInvalid(f"{path}: is no query: {' '.join(str(error).split())}", file=str(path)) from error
    except BadRequest as error:
        raise QueryFileInvalid(f"{path}: the default does not fit. {error.message}", file=str(path)) from error
    return text.encode()
