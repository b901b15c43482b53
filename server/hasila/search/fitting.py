"""How the labels of one thing fit what was asked: which label fits best, and how.

Works on a line of the index as it stands, in UTF-8: most things are judged without a word of theirs being decoded. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice, product

_MOST_PHRASES = 16


class Fit(IntEnum):
    """How a label fits: it is what was asked, begins with it, has the words at beginnings of words, anywhere, or only some."""

    EXACT, PREFIX, WORD, INSIDE, SOME = range(5)


@dataclass(frozen=True)
class Asked:
    """What is looked for, in UTF-8: for each word those that it may stand for, and the phrases that they make."""

    choices: tuple[tuple[bytes, ...], ...]
    phrases: tuple[bytes, ...]

    @classmethod
    def of(cls, choices: Sequence[Sequence[str]]) -> Asked:
        """Return what is looked for when each word of a question may stand for some words."""
        encoded = tuple(tuple(word.encode() for word in words) for words in choices)
        return cls(encoded, tuple(b" ".join(words) for words in islice(product(*encoded), _MOST_PHRASES)))


Fitting = tuple[Fit, int, int]
"""How the best label fits, the number of that label, and its length."""


def fitting(line: bytes, asked: Asked) -> Fitting | None:
    """Return how the labels of a thing, tabs between them, fit all the words; None when none does."""
    for words in asked.choices:
        if not any(word in line for word in words):
            return None
    whole = b"\t%b\t" % line
    for phrase in asked.phrases:
        at = whole.find(b"\t%b\t" % phrase)
        if at >= 0:
            return Fit.EXACT, whole.count(b"\t", 0, at), len(phrase)
    for phrase in asked.phrases:
        at = whole.find(b"\t" + phrase)
        if at >= 0:
            return _at(whole, at + 1, Fit.PREFIX)
    return _single(whole, asked.choices[0]) if len(asked.choices) == 1 else _together(line, asked)


def _at(whole: bytes, at: int, fit: Fit) -> Fitting:
    begin, end = whole.rfind(b"\t", 0, at), whole.find(b"\t", at)
    return fit, whole.count(b"\t", 0, begin), end - begin - 1


def _single(whole: bytes, words: Sequence[bytes]) -> Fitting | None:
    for word in words:
        at = whole.find(b" " + word)
        if at >= 0:
            return _at(whole, at, Fit.WORD)
    places = [at for word in words if (at := whole.find(word)) >= 0]
    return _at(whole, min(places), Fit.INSIDE) if places else None


def _together(line: bytes, asked: Asked) -> Fitting | None:
    found: list[Fitting] = []
    for number, label in enumerate(line.split(b"\t")):
        if all(any(word in label for word in words) for words in asked.choices):
            parted = b" " + label
            begun = all(any(b" " + word in parted for word in words) for words in asked.choices)
            found.append((Fit.WORD if begun else Fit.INSIDE, number, len(label)))
    return min(found, default=None)


def fitting_in_part(line: bytes, asked: Asked) -> tuple[int, Fitting]:
    """Return how many of the words are in the label that has most of them, and how that fits."""
    best, at, length = 0, 0, 0
    for number, label in enumerate(line.split(b"\t")):
        count = sum(any(word in label for word in words) for words in asked.choices)
        if count > best:
            best, at, length = count, number, len(label)
    return best, (Fit.SOME, at, length)
