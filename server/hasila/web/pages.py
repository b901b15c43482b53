"""Rendering pages: what every template has at hand.

Templates escape everything (Jinja autoescape); they hold no text of their own. Decides nothing about data.
"""

from __future__ import annotations

from flask import Flask, render_template, request

from hasila.rdf.languages import Text, autonym, direction, pick
from hasila.web import displays, stylesheet
from hasila.web.dates import period
from hasila.web.languages import local, page_language, requested_language, switch, translate
from hasila.web.markup import term_markup, text_markup
from hasila.web.search_results import name_of
from hasila.web.site import Site, site
from hasila.web.tables import viewer
from hasila.web.terms import TermView, TextView, group_digits, text_view

_SHORT = 24
EXAMPLE = """SELECT ?class (COUNT(?thing) AS ?things)
WHERE { ?thing a ?class }
GROUP BY ?class
ORDER BY DESC(?things)
"""
"""What the box for a query holds at first: it answers on any publication."""


SERVICE_LINKS = ('</openapi.json>; rel="service-desc"; type="application/json"',)
"""Where the interface is described for programs (RFC 8631)."""


def install(app: Flask, served: Site) -> None:
    """Tell Jinja to leave no blank lines where its tags stood, and give its macros what they ask for."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        t=_translated, text=text, local=local, switch=switch, direction=direction, digits=_digits, period=period,
        text_markup=text_markup, term_markup=term_markup, assets=served.assets, style=stylesheet.address(),
        drawn_kinds=displays.DRAWN, cards_of=displays.cards_of, moments_of=displays.moments_of, named=named,
        grid_of=displays.grid_of, ties_of=displays.ties_of,
        places_of=displays.places_of,
    )  # fmt: skip


def render(template: str, **context: object) -> str:
    """Return a page in the language of the current request."""
    language = page_language()
    publication = site().publication
    return render_template(
        template,
        lang=language,
        dir=direction(language),
        chosen_language=requested_language(),
        publication=publication,
        release=site().release,
        path=request.path,
        brand=brand(),
        names={tag: autonym(tag) for tag in publication.languages},
        **context,
    )


def _translated(key: str, **values: object) -> str:
    return translate(key, page_language(), **values)


def _digits(number: object) -> str:
    return group_digits(number, page_language())


def text(texts: Text) -> TextView:
    """Return one text of several languages as the page shows it."""
    return text_view(*pick(texts, page_language(), site().publication.languages), page_language())


def named(iri: str) -> TermView:
    """Return an IRI as the page shows it: by its name in the index of labels, where it has one there."""
    finder = site().search
    number = finder.number_of(iri) if finder else None
    if finder is None or number is None:
        return viewer().iri(iri)
    name = name_of(finder.index.thing(number))
    return viewer({iri: {name.language: name.text}}).iri(iri)


def brand() -> str:
    """Return the short name of the publication: what its title says before a colon, else its name."""
    short, colon, _ = text(site().publication.title).text.partition(":")
    return short.strip() if colon and len(short) <= _SHORT else site().publication.name
