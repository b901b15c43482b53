"""The ontology for people and programs: the whole, each term, each frozen version; and the JSON-LD context.

OWL 2 section 3.1 (ontology IRI and version IRI); Cool URIs for the Semantic Web. What the pages hold is put together in
`ontology_pages` and `term_pages`.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from flask import Blueprint, Response

from hasila.errors import NotFound
from hasila.rdf.formats import HTML, JSONLD, RDF_FORMATS, Format
from hasila.vocabularies.lettering import shortened, text_width
from hasila.vocabularies.ontology import Ontology
from hasila.web import citations
from hasila.web.ontology_data import known_terms, ontology, ontology_data, summaries, version_ontology
from hasila.web.ontology_diagram import class_lines, drawn, views_by_key
from hasila.web.ontology_pages import citation, groups, header
from hasila.web.pages import render, text
from hasila.web.representations import negotiate, represent
from hasila.web.resource_pages import resource_context
from hasila.web.resources import OFFERS, SUFFIXES, dereference, readings, represent_resource
from hasila.web.shape_data import has_shapes
from hasila.web.site import site
from hasila.web.term_pages import term_page
from hasila.web.terms import TermView
from hasila.web.versions import OntologyVersion, version_data, versions

blueprint = Blueprint("ontology", __name__)

CONTEXT = "ontology/context.jsonld"


@blueprint.get("/def/")
def show_ontology() -> Response:
    """Answer with the ontology: its documentation, or its whole graph."""
    return _represent_ontology(negotiate((*OFFERS, *citations.formats())))


@blueprint.get("/def.<ending>")
def show_ontology_in(ending: str) -> Response:
    """Answer with the ontology in the format that a suffix names: `/def.ttl`."""
    for form in SUFFIXES:
        if form.extension == ending:
            return _represent_ontology(form)
    raise NotFound(f"The ontology is not offered as {ending!r:.40}.")


def _represent_ontology(form: Format) -> Response:
    iri = site().publication.ontology
    if not iri:
        return dereference("def/", lambda path: path)
    return represent_resource(iri, "def", form, _ontology_page, lambda: ontology_data(form))


def _ontology_page() -> str:
    known = ontology()
    return render("ontology.html", version="", **_context(known, counted=True), **resource_context(known.iri, "/def"))


def _context(known: Ontology, *, counted: bool) -> dict[str, object]:
    lines = class_lines(known, shapes=counted)
    return {
        "known": known,
        "facts": header(known),
        "citation": citation(known),
        "groups": groups(known, counted=counted),
        "class_lines": lines,
        "diagram": drawn(lines, known),
        "diagram_names": views_by_key(lines),
        "versions": summaries(versions()),
        "fit": shortened,
        "measure": text_width,
        "context_file": CONTEXT in site().release.files,
        "has_shapes": has_shapes(),
    }


@blueprint.get("/def/context.jsonld")
def show_context() -> Response:
    """Answer with the JSON-LD context of the terms (JSON-LD 1.1 section 3.1). Raises NotFound where there is none."""
    if CONTEXT not in site().release.files:
        raise NotFound("This publication has no JSON-LD context.")
    return represent(JSONLD, lambda: site().release.file(CONTEXT).read_bytes())


@blueprint.get("/def/<path:name>")
def show_term(name: str) -> Response:
    """Answer with a term of the ontology, or a frozen version of the whole; a misspelt one is NotFound."""
    for reading in readings(name):
        for version in versions():
            if version.version == reading.path:
                return _represent_version(version, reading.suffix or negotiate(OFFERS))
    for reading in readings(name):
        iri, path = site().iris.iri(f"def/{reading.path}") or "", f"def/{reading.path}"
        if (reading.suffix or negotiate((*OFFERS, *citations.formats()))) == HTML and iri in known_terms():
            return represent_resource(iri, path, HTML, partial(term_page, iri, f"/{quote(path)}"))
    return dereference(f"def/{name}", lambda path: path)


def _represent_version(version: OntologyVersion, form: Format) -> Response:
    iri = f"{site().publication.ontology}{version.version}"
    path = f"def/{version.version}"
    return represent_resource(iri, path, form, lambda: _version_page(version, iri), lambda: version_data(version, form))


def _version_page(version: OntologyVersion, iri: str) -> str:
    known = version_ontology(version)
    heading = TermView(text(known.title or {"": iri}), title=iri)
    summary = TermView(text(known.description)) if known.description else None
    return render(
        "ontology.html", version=version.version, iri=iri, address=f"/def/{version.version}", heading=heading,
        summary=summary, formats=RDF_FORMATS, **_context(known, counted=False),
    )  # fmt: skip
