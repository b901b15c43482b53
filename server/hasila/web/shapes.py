"""What must hold before anything is published: all shapes and rules, and each by itself, for people and as RDF.

SHACL, as the files of the release hold it. A publication that holds no shapes, such as files served as they are, has these
paths for IRIs of its own. Judges nothing: what was found is in the release's validation report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from flask import Blueprint, Response

from hasila.errors import NotFound
from hasila.rdf.formats import HTML, RDF_FORMATS, Format
from hasila.vocabularies import RULES, SHAPES
from hasila.vocabularies.shapes import Shape
from hasila.web.languages import page_language
from hasila.web.ontology_data import known_terms
from hasila.web.ontology_pages import show_iris
from hasila.web.pages import render
from hasila.web.representations import Body, alternates, negotiate, represent
from hasila.web.resources import OFFERS, dereference, readings
from hasila.web.shape_data import Rule, demands, has_shapes, serialised
from hasila.web.shape_pages import RuleView, rule_view, shape_labels, shape_view
from hasila.web.site import site
from hasila.web.tables import viewer

blueprint = Blueprint("shapes", __name__)

_SECTION = re.compile(r",\s*(?:sections?|chapters?|appendix|§|\d)")


@blueprint.get("/shapes")
def show_shapes() -> Response:
    """Answer with all that must hold: a page, or the shapes and rules as RDF."""
    return _represent_all(negotiate(OFFERS)) if has_shapes() else dereference("shapes", lambda path: path)


@blueprint.get("/shapes.<ending>")
def show_shapes_in(ending: str) -> Response:
    """Answer with all that must hold in the format that a suffix names."""
    if not has_shapes():
        return dereference(f"shapes.{ending}", lambda path: path)
    for form in OFFERS:
        if form.extension == ending:
            return _represent_all(form)
    raise NotFound(f"The shapes are not offered as {ending!r:.40}.")


@blueprint.get("/shapes/<path:name>")
def show_shape(name: str) -> Response:
    """Answer with one shape, with those it lists, or with one rule. Raises NotFound for a name none has."""
    for reading in readings(name) if has_shapes() else ():
        form = reading.suffix
        rule = next((rule for rule in demands().rules if f"{SHAPES}/{reading.path}" == f"{RULES}/{rule.name}"), None)
        if rule is not None:
            return _represent_rule(rule, form or negotiate(OFFERS))
        for shape in demands().shapes:
            for part in shape.every:
                if part.name == reading.path:
                    return _represent_shape(shape, part, form or negotiate(OFFERS))
    return dereference(f"shapes/{name}", lambda path: path)


def _represent_all(form: Format) -> Response:
    links = alternates("/shapes", OFFERS, form)
    make: Callable[[], Body] = _page if form == HTML else (lambda: serialised(form))
    return represent(form, make, (), links, f"/shapes.{form.extension}")


def _represent_shape(owner: Shape, shape: Shape, form: Format) -> Response:
    address = f"/shapes/{shape.name}"
    only = None if shape is owner else {shape.iri}
    if form == HTML:
        return represent(form, lambda: _shape_page(owner, only, address), (), alternates(address, OFFERS, form),
                         f"{address}.html")  # fmt: skip
    names = dict.fromkeys(part.iri for part in shape.every if part.iri)
    return represent(form, lambda: serialised(form, names), (), alternates(address, OFFERS, form),
                     f"{address}.{form.extension}")  # fmt: skip


def _represent_rule(rule: Rule, form: Format) -> Response:
    address = f"/{RULES}/{rule.name}"
    links = alternates(address, OFFERS, form)
    if form == HTML:
        return represent(form, lambda: _rule_page(rule, address), (), links, f"{address}.html")
    return represent(form, lambda: serialised(form, [rule.iri]), (), links, f"{address}.{form.extension}")


def _page() -> str:
    found = demands()
    views = [shape_view(shape) for shape in found.shapes]
    return render(
        "shapes.html", demands=found, shapes=sorted(views, key=lambda view: view.heading.text),
        sources=_by_source(found.rules), formats=RDF_FORMATS, shape_count=sum(1 for s in found.shapes for _ in s.every),
    )  # fmt: skip


def _by_source(rules: Sequence[Rule]) -> list[tuple[str, list[RuleView]]]:
    """Return the rules by the document they come from, those of the most frequent first; single ones together at the end."""
    stems = Counter(_stem(rule) for rule in rules)
    names = [name for name, count in stems.most_common() if count > 1 and name]
    grouped = [(name, [rule_view(rule) for rule in rules if _stem(rule) == name]) for name in names]
    rest = [rule_view(rule) for rule in rules if _stem(rule) not in names]
    return [*grouped, *([("", rest)] if rest else [])]


def _stem(rule: Rule) -> str:
    """Return the document that a rule comes from, without the section."""
    return _SECTION.split(rule.source, maxsplit=1)[0].strip()


def _shape_page(owner: Shape, only: set[str] | None, address: str) -> str:
    view = shape_view(owner, only)
    return render("shape.html", view=view, address=address, iri=_iri(address), demands=demands(), formats=RDF_FORMATS,
                  part=only is not None)  # fmt: skip


def _rule_page(rule: Rule, address: str) -> str:
    shown = viewer(shape_labels())
    known = known_terms()
    named = show_iris(sorted(rule.terms & known.keys()), shown, known, anchors=False)
    return render("rule.html", view=rule_view(rule), address=address, iri=rule.iri, named=named, demands=demands(),
                  formats=RDF_FORMATS, language=page_language())  # fmt: skip


def _iri(address: str) -> str:
    return site().publication.base + address[1:]
