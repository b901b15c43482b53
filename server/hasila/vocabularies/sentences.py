"""What shapes ask, in sentences of a reader's language: the words of each constraint, target and path, with gaps for terms.

SHACL sections 2.1.3 (targets), 2.3.1 (paths) and 4 (core constraints); plural forms of Unicode CLDR. The words stand in
`sentences.toml`; who shows a sentence fills its gaps, for only it knows labels and links.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from hasila.rdf.languages import Text
from hasila.rdf.namespaces import SH, XSD
from hasila.vocabularies.shapes import Constraint, Shape

_FALLBACK = "en"
_GAP = re.compile(r"\{(value|values|first|second)\}")
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@dataclass(frozen=True)
class Gap:
    """A place in a sentence that a term, or several, go into: value, values, first or second."""

    name: str


Sentence = tuple[str | Gap, ...]


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("hasila.vocabularies").joinpath("sentences.toml").read_text(encoding="utf-8"))


def known_constraints() -> frozenset[str]:
    """Return the constraints there are words for."""
    return frozenset(_words()["constraint"])


def plural_form(language: str, count: int) -> str:
    """Return the CLDR plural category of a whole number in Arabic, French or English; other languages go as English."""
    if language == "ar":
        if count < 3:
            return ("zero", "one", "two")[count]
        rest = count % 100
        return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"
    return "one" if count == 1 or (language == "fr" and count == 0) else "other"


def tell(constraint: Constraint, language: str, *, itself: bool = False) -> Sentence:
    """Return what a constraint asks of the values of a property, or of the resource `itself`; empty for an unknown one."""
    key = "closed-but" if constraint.key == "closed" and constraint.values else constraint.key
    texts = (itself and _words()["self"].get(key)) or _words()["constraint"].get(key)
    return _cut(_chosen(texts, language, constraint.count)) if texts else ()


def tell_target(kind: str, language: str) -> Sentence:
    """Return whom a shape is for; `none` for a shape without a target."""
    return _cut(_chosen(_words()["target"][kind], language, None))


def tell_path(kind: str, language: str) -> Sentence:
    """Return the words of a path that is more than one property."""
    return _cut(_chosen(_words()["path"][kind], language, None))


def name_of(iri: str) -> Text:
    """Return the name, with its article where a language has one, of a datatype or of a kind of node; empty if unknown."""
    for namespace, words in ((XSD, XSD), (_LANG_STRING, _LANG_STRING), (SH, "nodeKind")):
        if iri.startswith(namespace):
            found: Text = _words()[words].get(iri.removeprefix(namespace), {})
            return found
    return {}


def sentences_of(shape: Shape, language: str) -> list[tuple[Constraint, Sentence]]:
    """Return each constraint of a shape with its sentence, in order; what there are no words for has an empty one."""
    return [(found, tell(found, language, itself=shape.path is None)) for found in shape.constraints]


def _chosen(texts: Mapping[str, Any], language: str, count: int | None) -> str:
    tag = language if language in texts else _FALLBACK
    text = texts[tag]
    if isinstance(text, str):
        return text
    number = count or 0
    exact = ("zero", "one", "two")[number] if number < 3 else ""
    form = exact if exact in text else plural_form(tag, number)
    return str(text[form]).replace("{count}", str(number))


def _cut(text: str) -> Sentence:
    pieces = _GAP.split(text)
    return tuple(Gap(piece) if index % 2 else piece for index, piece in enumerate(pieces) if piece)
