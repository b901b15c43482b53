"""What must hold, for people: shapes and rules as sentences with their terms linked, and what was found of each.

SHACL sections 2 to 4. The sentences are those of `hasila.vocabularies.sentences`; here their gaps are filled, and property
shapes of one path put together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hasila.rdf.languages import Text
from hasila.vocabularies.sentences import Sentence, name_of, sentences_of, tell_path, tell_target
from hasila.vocabularies.shapes import Constraint, Path, Shape, Term
from hasila.web.asking import labels_of, once
from hasila.web.languages import page_language
from hasila.web.ontology_data import known_terms
from hasila.web.ontology_pages import as_code, show_iris
from hasila.web.pages import text
from hasila.web.shape_data import Rule, demands
from hasila.web.site import site
from hasila.web.tables import viewer
from hasila.web.terms import TermView, TextView
from hasila.web.vocabulary import vocabulary

_CODE = ("pattern", "languageIn")
"""Constraints whose values are written as they stand."""
_FIRST = ("exactCount", "minCount", "maxCount")


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: words, a term, or a value as it is written."""

    words: str = ""
    term: TermView | None = None
    code: str = ""


Pieces = Sequence[Piece]


@dataclass(frozen=True)
class Asked:
    """One sentence, and the shapes that it speaks of where it has any."""

    pieces: Pieces
    inner: Sequence[ShapeView] = ()


@dataclass(frozen=True)
class Demand:
    """A shape's sentences with what is told where they do not hold; `name` is empty for a shape without a name."""

    name: str
    severity: str
    sentences: Sequence[Asked]
    message: TextView | None
    description: TextView | None
    findings: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class PathView:
    """A property, or a path, with all that is asked of its values, and of the values of these."""

    label: TextView | None
    path: Pieces
    demands: Sequence[Demand]
    inner: Sequence[ShapeView] = ()


@dataclass(frozen=True)
class ShapeView:
    """A shape that stands by itself or within another: whom it is for, what is asked of these and of their properties."""

    name: str
    heading: TextView
    description: TextView | None
    targets: Sequence[Pieces]
    itself: Demand | None
    paths: Sequence[PathView]
    found: int
    deactivated: bool


@dataclass(frozen=True)
class RuleView:
    """A rule with its words in the language of the page and what it found."""

    rule: Rule
    title: TextView
    message: TextView
    findings: Sequence[Mapping[str, Any]]


@once
def shape_labels() -> Mapping[str, Text]:
    """Return the names of all that the shapes speak of: our terms, standard terms, and resources of the data."""
    own = {iri: term.label for iri, term in known_terms().items() if term.label}
    iris = {str(node) for triple in demands().graph for node in triple} - own.keys() - vocabulary().keys()
    asked = {iri for iri in iris if iri.startswith(site().publication.base)}
    return {**vocabulary(), **labels_of(asked), **own}


def shape_view(shape: Shape, only: Collection[str] | None = None, depth: int = 0) -> ShapeView:
    """Return the view of a shape; `only` keeps the property shapes of these IRIs."""
    chosen = [part for part in shape.properties if only is None or part.iri in only]
    own = _demand(shape) if shape.path is None and only is None and shape.constraints else None
    heads = shape.label or shape.description or {"": shape.name}
    paths = _paths([*([shape] if shape.path is not None and only is None else []), *chosen], shape)
    findings = demands().findings
    return ShapeView(
        name=shape.name,
        heading=text(heads),
        description=text(shape.description) if shape.description else None,
        targets=_targets(shape),
        itself=own,
        paths=paths,
        found=sum(len(findings.get(part.iri, ())) for part in shape.every if part.iri),
        deactivated=shape.deactivated,
    )


def _targets(shape: Shape) -> list[Pieces]:
    """Return whom a shape is for: a sentence for each kind of target, with all that is named by it."""
    named: dict[str, list[Pieces]] = {}
    for kind, term in shape.targets or [("none", {})]:
        named.setdefault(kind, []).extend([[Piece(term=_view(term))]] if term else [])
    told = {kind: tell_target(kind, page_language()) for kind in named}
    return [_filled(told[kind], {"value": _joined(pieces)}) for kind, pieces in named.items()]


def rule_view(rule: Rule) -> RuleView:
    """Return the view of a rule."""
    return RuleView(rule, text(rule.title), text(rule.message), demands().findings.get(rule.iri, ()))


def _paths(shapes: Iterable[Shape], owner: Shape) -> list[PathView]:
    grouped: dict[Path, list[Shape]] = {}
    for shape in shapes:
        if shape.path is not None:
            grouped.setdefault(shape.path, []).append(shape)
    views = []
    for path, found in grouped.items():
        members = sorted(found, key=_rank)
        label = next((member.label for member in members if member.label and member is not owner), {})
        # A shape with a path of its own lists its inner property shapes as those of each value.
        inner = [shape_view(part) for member in members if member is not owner for part in member.properties]
        way = _path(path)
        if label and path.iri:
            way = [Piece(term=as_code(path.iri, viewer(shape_labels())))]
        views.append(PathView(text(label) if label else None, way, [_demand(m) for m in members], inner))
    return views


def _rank(shape: Shape) -> int:
    """Return where a shape stands among those of one path: how many values there are is told first."""
    keys = [constraint.key for constraint in shape.constraints]
    return min((_FIRST.index(key) for key in keys if key in _FIRST), default=len(_FIRST))


def _demand(shape: Shape) -> Demand:
    sentences = []
    for constraint, sentence in sentences_of(shape, page_language()):
        inner = [shape_view(part) for part in constraint.shapes]
        sentences.append(Asked(_fill_of(constraint, sentence), inner))
    return Demand(
        name=shape.name,
        severity=shape.severity,
        sentences=sentences,
        message=text(shape.messages) if shape.messages else None,
        description=text(shape.description) if shape.description else None,
        findings=demands().findings.get(shape.iri, ()) if shape.iri else (),
    )


def _fill_of(constraint: Constraint, sentence: Sentence) -> Pieces:
    if constraint.key in _CODE:
        written = [str(term["value"]) for term in constraint.values]
        pieces = [Piece(code=word + (f" ({constraint.flag})" if constraint.flag else "")) for word in written]
        return _filled(sentence, {"value": pieces, "values": _joined([[piece] for piece in pieces])})
    return _fill(sentence, constraint.values)


def _fill(sentence: Sentence, terms: Sequence[Term]) -> Pieces:
    pieces = [[Piece(term=_view(term))] for term in terms if term]
    return _filled(sentence, {"value": pieces[0] if pieces else [], "values": _joined(pieces)})


def _filled(sentence: Sentence, gaps: Mapping[str, Pieces]) -> Pieces:
    found: list[Piece] = []
    for part in sentence:
        found += [Piece(words=part)] if isinstance(part, str) else gaps[part.name]
    return found


def _joined(pieces: Sequence[Pieces]) -> Pieces:
    comma = "، " if page_language() == "ar" else ", "
    joined: list[Piece] = []
    for piece in pieces:
        joined += [*([Piece(words=comma)] if joined else []), *piece]
    return joined


def _view(term: Term) -> TermView:
    shown = viewer(shape_labels())
    if term["type"] != "uri":
        return shown.term(term)
    iri = str(term["value"])
    name = name_of(iri)
    if name:
        return TermView(text(name), title=iri)
    return show_iris([iri], shown, {}, anchors=False)[0]


def _path(path: Path) -> Pieces:
    """Return a path in words; one property is a link."""
    if path.kind == "predicate":
        return [Piece(term=_view({"type": "uri", "value": path.iri}))]
    parts = [_path(part) for part in path.parts]
    if not parts:
        return []
    sentence = tell_path(path.kind, page_language())
    whole = parts[0]
    if path.kind not in ("sequence", "alternative"):
        return _filled(sentence, {"first": whole})
    for part in parts[1:]:
        whole = _filled(sentence, {"first": whole, "second": part})
    return whole
