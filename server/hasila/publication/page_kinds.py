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
from hasila.rdf.namespaces import OWL, RDFS, SKOS
from hasila.rdf.saved_queries import SavedQuery

SECTION = "pages"
_NEEDED = ("class", "sections")
_KEYS = (*_NEEDED, "values", "scheme", "asks", "sought")
_CLASSES = f"""SELECT DISTINCT ?class WHERE {{
  {{ ?thing a ?class }} UNION {{ ?class a <{OWL}Class> }} UNION {{ ?class a <{RDFS}Class> }}
}}"""
_SCHEMES = f"SELECT DISTINCT ?scheme WHERE {{ ?concept <{SKOS}inScheme> ?scheme }}"


def page_kinds(path: Path, data: Mapping[str, Any]) -> tuple[PageKind, ...]:
    """Return the page kinds of the manifest in file `path`, none where it has none.

    Raises ManifestInvalid, naming the key, when one is not written well or two are of the same class and scheme.
    """
    for key, told in _faults(data):
        raise ManifestInvalid(f"{path}: {told}.", file=str(path), key=key)
    base = data["publication"]["base"]
    return tuple(_page_kind(entry, base) for entry in data.get(SECTION, ()))


def _page_kind(entry: Mapping[str, Any], base: str) -> PageKind:
    values = {parameter: _absolute(name, base) for parameter, name in entry.get("values", {}).items()}
    scheme = _absolute(entry["scheme"], base) if "scheme" in entry else ""
    asks, sections = tuple(entry.get("asks", ())), tuple(entry["sections"])
    return PageKind(_absolute(entry["class"], base), sections, values, scheme, asks, entry.get("sought", False))


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
    known: list[list[str]] = []
    for entry in entries:
        wrong = next((key for key in (*_NEEDED, *entry) if key not in _KEYS or key not in entry), None)
        if wrong:
            told = "is missing" if wrong in _KEYS else f"is unknown; known are {', '.join(_KEYS)}"
            yield wrong, f"pages.{wrong} {told}"
            return
        name, sections = entry["class"], entry["sections"]
        yield from _faults_of_class(entry, known, data["publication"]["base"])
        if not (isinstance(sections, list) and sections and all(isinstance(query, str) for query in sections)):
            yield "sections", f"pages.sections of {name!r} must be a list of names of saved queries, at least one"
        elif len(set(sections)) < len(sections):
            yield "sections", f"pages.sections of {name!r} names a query twice"
        asks = entry.get("asks", [])
        if not (isinstance(asks, list) and all(isinstance(query, str) for query in asks)):
            yield "asks", f"pages.asks of {name!r} must be a list of names of saved queries"
        if not isinstance(entry.get("sought", False), bool):
            yield "sought", f"pages.sought of {name!r} must be true or false"
        values = entry.get("values", {})
        if not (isinstance(values, dict) and all(map(_is_named, values.values()))):
            yield "values", f'pages.values of {name!r} must name properties by parameters, such as year = "def/year"'


def _faults_of_class(entry: Mapping[str, Any], known: list[list[str]], base: str) -> Iterator[tuple[str, str]]:
    name, scheme = entry["class"], entry.get("scheme", entry["class"])
    if not _is_named(name):
        yield "class", "pages.class must be the IRI of a class, or what follows the base in it, such as def/Report"
    elif not _is_named(scheme):
        yield "scheme", f"pages.scheme of {name!r} must be the IRI of a concept scheme, or what follows the base in it"
    else:
        known.append([_absolute(name, base), _absolute(scheme, base)])
        if known.count(known[-1]) > 1:
            yield "class", f"pages.class {name!r} stands twice, of one scheme"


def require_sections(pages: Sequence[PageKind], queries: Mapping[str, SavedQuery]) -> None:
    """Raise ManifestInvalid for a section or form that is no saved query or takes nothing, and for a value that none takes."""
    for page in pages:
        named = [*(("sections", name) for name in page.sections), *(("asks", name) for name in page.asks)]
        for key, name in named:
            if name not in queries:
                raise _wrong(page, key, f"{name!r}, but there is no such query. {_hint(name, list(queries))}")
            if not page.taken(queries[name].types):
                raise _wrong(
                    page, key,
                    f"{name!r}, but that query takes no resource; give it a parameter of type iri (`#+ parameter: thing iri`).",
                )  # fmt: skip
        for parameter in page.values:
            if not any(parameter in queries[name].types for _, name in named):
                raise _wrong(page, "values", f"{parameter!r}, but no section has such a parameter.")


def require_classes(pages: Sequence[PageKind], dataset: Dataset) -> None:
    """Raise ManifestInvalid for a page of a class that is declared nowhere and that nothing published is a member of.

    So too for a scheme that no concept is in.
    """
    if not pages:
        return
    known = [row["class"].strip("<>") for row in dataset.select(_CLASSES)]
    schemes = [row["scheme"].strip("<>") for row in dataset.select(_SCHEMES)]
    for page in pages:
        if page.of not in known:
            raise _wrong(page, "class", f"a class that nothing published knows. {_hint(page.of, known)}")
        if page.scheme and page.scheme not in schemes:
            raise _wrong(
                page, "scheme", f"<{page.scheme}>, a scheme that no concept is in. {_hint(page.scheme, schemes)}"
            )


def _wrong(page: PageKind, key: str, told: str) -> ManifestInvalid:
    return ManifestInvalid(f"hasila.toml: pages.{key} of <{page.of}> names {told}", key=key)


def _hint(word: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {close[0]!r}?" if close else "Look at how it is spelt."
