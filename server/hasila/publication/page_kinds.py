"""The tables [[pages]] of the manifest: which saved queries tell of resources of a class, and that they can.

TOML 1.0; IRIs are resolved against the base. Their order is that in which they are tried. Draws no page.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hasila.errors import ManifestInvalid
from hasila.publication.store import Dataset
from hasila.rdf.displays import PageKind
from hasila.rdf.iris import is_iri
from hasila.rdf.namespaces import OWL, RDFS
from hasila.rdf.saved_queries import SavedQuery

SECTION = "pages"
_NEEDED = ("class", "sections")
_KEYS = (*_NEEDED, "values", "sought")
_CLASSES = f"""SELECT DISTINCT ?class WHERE {{
  {{ ?thing a ?class }} UNION {{ ?class a <{OWL}Class> }} UNION {{ ?class a <{RDFS}Class> }}
}}"""


def page_kinds(path: Path, data: Mapping[str, Any]) -> tuple[PageKind, ...]:
    """Return the page kinds of the manifest in file `path`, none where it has none.

    Raises ManifestInvalid, naming the key, when one is not written well or two are of the same class.
    """
    for key, told in _faults(data):
        raise ManifestInvalid(f"{path}: {told}.", file=str(path), key=key)
    base = data["publication"]["base"]
    return tuple(_page_kind(entry, base) for entry in data.get(SECTION, ()))


def _page_kind(entry: Mapping[str, Any], base: str) -> PageKind:
    values = {parameter: _absolute(name, base) for parameter, name in entry.get("values", {}).items()}
    return PageKind(_absolute(entry["class"], base), tuple(entry["sections"]), values, entry.get("sought", False))


def _absolute(name: str, base: str) -> str:
    return name if is_iri(name) else base + name


def _is_named(name: object) -> bool:
    """Tell whether this is an IRI, or what follows the base in one."""
    return isinstance(name, str) and bool(name) and (is_iri(name) or is_iri("x:/" + name))


def _faults(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    entries = data.get(SECTION, [])
    if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
        yield SECTION, "pages must be written as [[pages]]"
        return
    known = set()
    for entry in entries:
        wrong = next((key for key in (*_NEEDED, *entry) if key not in _KEYS or key not in entry), None)
        if wrong:
            told = "is missing" if wrong in _KEYS else f"is unknown; known are {', '.join(_KEYS)}"
            yield wrong, f"pages.{wrong} {told}"
            return
        name, sections = entry["class"], entry["sections"]
        if not _is_named(name):
            yield "class", "pages.class must be the IRI of a class, or what follows the base in it, such as def/Report"
        elif _absolute(name, data["publication"]["base"]) in known:
            yield "class", f"pages.class {name!r} stands twice"
        else:
            known.add(_absolute(name, data["publication"]["base"]))
        if not (isinstance(sections, list) and sections and all(isinstance(query, str) for query in sections)):
            yield "sections", f"pages.sections of {name!r} must be a list of names of saved queries, at least one"
        elif len(set(sections)) < len(sections):
            yield "sections", f"pages.sections of {name!r} names a query twice"
        if not isinstance(entry.get("sought", False), bool):
            yield "sought", f"pages.sought of {name!r} must be true or false"
        values = entry.get("values", {})
        if not (isinstance(values, dict) and all(map(_is_named, values.values()))):
            yield "values", f'pages.values of {name!r} must name properties by parameters, such as year = "def/year"'


def require_sections(pages: Sequence[PageKind], queries: Mapping[str, SavedQuery]) -> None:
    """Raise ManifestInvalid for a section that is no saved query or takes nothing, and for a value that no section takes."""
    for page in pages:
        for name in page.sections:
            if name not in queries:
                raise _wrong(page, "sections", f"{name!r}, but there is no such query. {_hint(name, list(queries))}")
            if not page.taken(queries[name].types):
                raise _wrong(
                    page, "sections",
                    f"{name!r}, but that query takes no resource; give it a parameter of type iri (`#+ parameter: thing iri`).",
                )  # fmt: skip
        for parameter in page.values:
            if not any(parameter in queries[name].types for name in page.sections):
                raise _wrong(page, "values", f"{parameter!r}, but no section has such a parameter.")


def require_classes(pages: Sequence[PageKind], dataset: Dataset) -> None:
    """Raise ManifestInvalid for a page of a class that is declared nowhere and that nothing published is a member of."""
    known = [row["class"].strip("<>") for row in dataset.select(_CLASSES)] if pages else []
    for page in pages:
        if page.of not in known:
            raise _wrong(page, "class", f"a class that nothing published knows. {_hint(page.of, known)}")


def _wrong(page: PageKind, key: str, told: str) -> ManifestInvalid:
    return ManifestInvalid(f"hasila.toml: pages.{key} of <{page.of}> names {told}", key=key)


def _hint(word: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {close[0]!r}?" if close else "Look at how it is spelt."
