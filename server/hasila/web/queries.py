"""Saved queries as a web interface: a list, a page with a form for each, and its answer in every result format.

SPARQL 1.1 Query section 10.2 (VALUES): parameters are bound as terms, never spliced into text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, g

from hasila.errors import NotFound
from hasila.rdf.formats import CITATION_FORMATS, CSV, EVENT_FORMATS, HTML, RDF_FORMATS, XLSX, Format, split_suffix
from hasila.rdf.languages import Text
from hasila.rdf.saved_queries import SavedQuery
from hasila.web import answers, citations, events, excel
from hasila.web.endpoint import offers_for
from hasila.web.forms import fields_of
from hasila.web.languages import local, requested_language
from hasila.web.pages import SERVICE_LINKS, render
from hasila.web.representations import JSON, Body, alternates, negotiate, represent, see
from hasila.web.site import site, url_parameters
from hasila.web.tables import evaluate, with_language

blueprint = Blueprint("queries", __name__)

TEXT = Format("rq", "application/sparql-query", "rq", "SPARQL")
"""The query itself."""
_RESERVED = ("lang", "format", excel.PARAMETER)


@blueprint.get("/queries")
def list_queries() -> Response:
    """List the saved queries, as a page or as JSON; in RDF the catalogue tells of them, as a data service."""
    form = negotiate((JSON, HTML, *(RDF_FORMATS if site().release.catalog else ())))
    if form in RDF_FORMATS:
        return see(f"/catalog.{form.extension}")
    if form == HTML:
        return represent(form, lambda: render("queries.html", groups=grouped()), links=SERVICE_LINKS)
    entries = [_entry(query) for query in site().queries.values()]
    make = lambda: json.dumps(entries, ensure_ascii=False, indent=2) + "\n"  # noqa: E731
    return represent(form, make, links=SERVICE_LINKS)


def grouped() -> list[tuple[str, Text, list[SavedQuery]]]:
    """Return name, title and queries of each group, in the manifest's order; last, without a title, what is in no group."""
    found = [
        (name, title, [query for query in site().queries.values() if query.group == name])
        for name, title in (*site().publication.groups, ("", {}))
    ]
    return [group for group in found if group[2]]


def _entry(query: SavedQuery) -> dict[str, object]:
    parameters = [{"name": p.name, "type": p.type, "default": p.default, "label": p.label} for p in query.parameters]
    return {
        "name": query.name,
        "href": f"/queries/{query.name}",
        "title": query.title,
        "description": query.description,
        "group": query.group,
        "parameters": parameters,
        "formats": [form.media_type for form in _answered_in(query)],
    }


def _answered_in(query: SavedQuery) -> tuple[Format, ...]:
    return (*offers_for(site(), query.text), *events.formats_for(query), *excel.formats_for(query))


@blueprint.get("/queries/<name>")
def show_query(name: str) -> Response:
    """Show a saved query: its page, its answer, or its text. Raises NotFound, or BadRequest for a wrong parameter."""
    query = site().queries.get(name) or site().queries.get(name.partition(".")[0])
    if query is None:
        raise NotFound(f"There is no saved query {name!r:.120}; see /queries.")
    offers = (*_answered_in(query), TEXT, *citations.formats())
    form = negotiate(offers) if name == query.name else _suffixed(offers, query.name, name)
    given = _values(query)
    # A page answers in the reader's language; a table only in one that its address names, since caches know it by that.
    spoken = form in (HTML, *EVENT_FORMATS) or requested_language()
    values = with_language(query, given) if spoken else given
    # Binding now, so that a wrong parameter is told whatever the format and the cache.
    g.sparql = text = query.bind(values)
    address = f"/queries/{query.name}"
    answers_only = [offer for offer in offers if offer not in CITATION_FORMATS]
    links = [
        *alternates(address, answers_only, form),
        *citations.links(f"{site().publication.base}{address[1:]}", address),
    ]
    location = f"{address}.{form.extension}"
    if form not in (HTML, *EVENT_FORMATS, *CITATION_FORMATS, TEXT):
        location = local(location)
    repeatable = not site().engine.read(text).volatile
    if form == XLSX or (form == CSV and excel.is_asked()):
        language = excel.language_of(query, values)
        key = (text, excel.PARAMETER, language)
        response = represent(form, lambda: excel.written(query, values, form), key, links, repeatable=repeatable)
        return excel.label(response, query, language, form)
    make = _maker(form, query, given, values, text)
    return represent(form, make, (text,), links, None if given else location, repeatable=repeatable)


def _suffixed(offers: tuple[Format, ...], query: str, name: str) -> Format:
    found = split_suffix(name, offers)
    if found and found[0] == query:
        return found[1]
    raise NotFound(f"/queries/{name[:120]} is not offered; try one of {', '.join('.' + o.extension for o in offers)}.")


def _values(query: SavedQuery) -> dict[str, str]:
    """Return the parameters given; a field that a reader left empty is not given, unless it is a string."""
    strings = {parameter.name for parameter in query.parameters if parameter.type == "string"}
    given = url_parameters().without(_RESERVED)
    known = {parameter.name for parameter in query.parameters}
    return {name: value for name, value in given.items() if value or name in strings or name not in known}


def _maker(
    form: Format, query: SavedQuery, given: Mapping[str, str], values: Mapping[str, str], text: str
) -> Callable[[], Body]:
    if form == TEXT:
        return lambda: text
    if form in CITATION_FORMATS:
        return lambda: citations.written(citations.of_query(query, values), form)
    if form in EVENT_FORMATS:
        return lambda: events.answer(query, values, form)
    if form != HTML:
        return lambda: answers.answer(query, values, form)
    downloads = [offer for offer in _answered_in(query) if offer != HTML]
    tail = "?" + urlencode(values) if values else ""
    cited = citations.shown(citations.of_query(query, given), f"/queries/{query.name}", given)
    return lambda: render("query.html", query=query, fields=fields_of(query, values), sparql=_without_metadata(text),
                          downloads=downloads, table=evaluate(query, values), cited=cited,
                          answer_link=lambda offer: f"/queries/{query.name}.{offer.extension}{tail}")  # fmt: skip


def _without_metadata(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))
