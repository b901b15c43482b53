"""What was found as a page and as JSON show it: names with their language and direction, and what fits in them marked.

Decides nothing about what is found; see `hasila.search`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hasila.rdf.folding import places
from hasila.rdf.languages import direction, pick
from hasila.search.finding import Choices, Found, Hit, telling
from hasila.search.things import PREFERRED, Label, Thing
from hasila.web.languages import page_language
from hasila.web.names import names_of
from hasila.web.site import site
from hasila.web.tables import viewer
from hasila.web.terms import TermView
from hasila.web.vocabulary import vocabulary

_SHOWN_CLASSES = 2


@dataclass(frozen=True)
class Marked:
    """A text in pieces, each with whether it is what was looked for; its language and direction, and its kind of label."""

    pieces: tuple[tuple[str, bool], ...]
    lang: str
    dir: str
    kind: str

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(piece for piece, _ in self.pieces)

    def as_json(self) -> dict[str, object]:
        """Return it with the places of what was looked for, begin and end in code points."""
        ranges, at = [], 0
        for piece, marked in self.pieces:
            if marked:
                ranges.append([at, at + len(piece)])
            at += len(piece)
        return {"text": self.text, "lang": self.lang, "dir": self.dir, "kind": self.kind, "marked": ranges}


@dataclass(frozen=True)
class ClassView:
    """A class with what it is called, and how many things that were found are of it."""

    iri: str
    view: TermView
    count: int = 0

    def as_json(self) -> dict[str, object]:
        """Return its IRI and name."""
        text = self.view.text
        return {"iri": self.iri, "label": {"text": text.text, "lang": text.lang, "dir": text.dir}}


@dataclass(frozen=True)
class Result:
    """One thing found: its IRI, where it is read about, its name, what fits where that is another, how, and its classes."""

    iri: str
    view: TermView
    name: Marked
    matched: Marked | None
    fit: str
    classes: tuple[ClassView, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as the search answers it in JSON."""
        return {
            "iri": self.iri,
            "href": self.view.href,
            "name": self.name.as_json(),
            "match": (self.matched or self.name).as_json(),
            "fit": self.fit,
            "classes": [view.as_json() for view in self.classes],
        }


def results(found: Found, hits: Iterable[Hit]) -> list[Result]:
    """Return some of the hits as they are shown."""
    finder = site().search
    assert finder is not None
    return [_result(finder.index.thing(hit.number), hit, found.choices) for hit in hits]


def class_views(counts: Mapping[str, int]) -> list[ClassView]:
    """Return classes with their names and counts, in the order given."""
    shown = viewer({**vocabulary(), **names_of(counts)})
    return [ClassView(iri, shown.iri(iri), count) for iri, count in counts.items()]


def _result(thing: Thing, hit: Hit, choices: Choices) -> Result:
    name = name_of(thing)
    choices = telling(choices)
    own = marked(name, choices)
    fits = all(any(places(name.text, word) for word in words) for words in choices)
    shown = viewer({thing.iri: {name.language: name.text}})
    classes = class_views(dict.fromkeys(thing.classes[:_SHOWN_CLASSES], 0))
    other = None if fits else marked(thing.labels[hit.label], choices)
    return Result(thing.iri, shown.iri(thing.iri), own, other, hit.fit.name.lower(), tuple(classes))


def name_of(thing: Thing) -> Label:
    """Return what a thing is called on the current page: a preferred label in its language, else in another, else any."""
    names = thing.names
    if not names:
        return thing.labels[0]
    text, language = pick(names, page_language(), site().publication.languages)
    return Label(PREFERRED, language, text)


def marked(label: Label, choices: Choices) -> Marked:
    """Return a label with every place of the words looked for marked."""
    spans = _merged(span for words in choices for word in words for span in places(label.text, word))
    pieces, at = [], 0
    for begin, end in spans:
        pieces += [(label.text[at:begin], False), (label.text[begin:end], True)]
        at = end
    pieces.append((label.text[at:], False))
    way = direction(label.language) if label.language else "auto"
    return Marked(tuple(piece for piece in pieces if piece[0]), label.language, way, label.kind)


def _merged(spans: Iterable[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged
