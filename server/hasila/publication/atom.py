"""The change feed for people and feed readers: one document for each release and language.

The Atom Syndication Format (RFC 4287), Feed Paging and Archiving (RFC 5005, section 4: archived feeds). One entry for the
release, and one for each change against the release before; links lead to paths of the server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from hasila.changes import Change, Kind, ReleaseChanges
from hasila.publication.manifest import Manifest
from hasila.rdf.iris import IriSpace
from hasila.rdf.languages import Text, pick

_ATOM = "http://www.w3.org/2005/Atom"
_KINDS: Mapping[Kind, Text] = {
    "added": {"ar": "أُضيف", "fr": "Ajout", "en": "Added"},
    "corrected": {"ar": "صُحح", "fr": "Correction", "en": "Corrected"},
    "withdrawn": {"ar": "سُحب", "fr": "Retrait", "en": "Withdrawn"},
}
_COUNTS: Text = {
    "ar": "أُضيف: {added}. صُحح: {corrected}. سُحب: {withdrawn}.",
    "fr": "Ajouts : {added}. Corrections : {corrected}. Retraits : {withdrawn}.",
    "en": "Added: {added}. Corrected: {corrected}. Withdrawn: {withdrawn}.",
}
_REPLACED: Text = {"ar": "حل محله: ", "fr": "Remplacé par : ", "en": "Replaced by: "}


def atom_name(language: str, version: str = "") -> str:
    """Return the path, below the server's address, of the feed in a language: that of a version, else the newest."""
    return f"feed/{version}.{language}.atom" if version else f"feed.{language}.atom"


def atom(manifest: Manifest, released: str, changes: ReleaseChanges, language: str) -> bytes:
    """Return the feed document of a release in one language, the same bytes each time."""
    said = _Said(manifest, language)
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    said.add(feed, "id", f"{manifest.base}feed#{language}")
    said.add(feed, "title", said.of(manifest.title))
    said.add(feed, "updated", released)
    SubElement(SubElement(feed, "author"), "name").text = said.of(manifest.title).partition(":")[0].strip()
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"/{atom_name(language)}"})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"/feed?lang={language}"})
    SubElement(feed, "link", {"rel": "license", "href": manifest.licence})
    if changes.before:
        SubElement(feed, "link", {"rel": "prev-archive", "href": f"/{atom_name(language, changes.before)}"})
    for entry in _entries(said, changes):
        said.add(entry, "updated", released)
        feed.append(entry)
    ElementTree.indent(feed)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


class _Said:
    """What a document in one language says."""

    def __init__(self, manifest: Manifest, language: str) -> None:
        self.manifest = manifest
        self.language = language

    def of(self, text: Text) -> str:
        return pick(text, self.language, (*self.manifest.languages, "en"))[0]

    def add(self, parent: Element, name: str, text: str, **attributes: str) -> None:
        SubElement(parent, name, attributes).text = text

    def link(self, iri: str) -> str:
        return IriSpace(self.manifest.base).document_path(iri) or iri


def _entries(said: _Said, changes: ReleaseChanges) -> Iterator[Element]:
    manifest, path = said.manifest, f"/releases/{said.manifest.version}/"
    counts = said.of(_COUNTS).format(**changes.counts)
    content = " ".join(part for part in (said.of(changes.what), said.of(changes.why), counts) if part)
    yield _entry(said, manifest.base + path[1:], f"{manifest.name} {manifest.version}", content, path)
    for change in changes.changes if changes.before else ():
        yield _change(said, change, path)


def _change(said: _Said, change: Change, path: str) -> Element:
    name = said.of(change.label) or change.resource
    content = [said.of(change.reason)]
    content += [f"− {statement}" for statement in change.removed] + [f"+ {statement}" for statement in change.added]
    content += [said.of(_REPLACED) + iri for iri in change.replaced_by]
    identity = f"{said.manifest.base}{path[1:]}#{change.resource.removeprefix(said.manifest.base)}"
    entry = _entry(said, identity, f"{said.of(_KINDS[change.kind])}: {name}", "\n".join(filter(None, content)),
                   said.link(change.resource))  # fmt: skip
    SubElement(entry, "category", {"term": change.kind})
    return entry


def _entry(said: _Said, identity: str, title: str, content: str, href: str) -> Element:
    entry = Element("entry")
    said.add(entry, "id", identity)
    said.add(entry, "title", title)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": href})
    said.add(entry, "content", content or title, type="text")
    return entry
