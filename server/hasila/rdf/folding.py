"""Folding: one spelling for all the ways in which a word is typed, so that what is meant alike is found alike.

Unicode Standard Annex 15 (compatibility decomposition) and section 3.13 (caseless matching), with what readers of Arabic and
French leave out: vowel signs, hamza, dots of the last letter, tatweel, accents, apostrophes. For finding only; nothing folded
is shown. Pure functions.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_LETTERS = {
    "ء": "", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
    "ۃ": "ه", "ک": "ك", "ڪ": "ك", "گ": "ك", "ڭ": "ك", "ݣ": "ك", "ڤ": "ف", "ڥ": "ف", "پ": "ب", "چ": "ج", "ڨ": "ق", "ـ": "",
    "ʹ": "", "ʻ": " ", "ʼ": " ", "ʽ": " ", "ʾ": "", "ʿ": "",
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "þ": "th",
}  # fmt: skip
"""What decomposition leaves apart: apostrophes, and Persian and Maghrebi letters beside the Arabic ones they stand for."""
_LEFT_OUT = ("Mn", "Me", "Cf")
"""Marks, and characters that only say how others are to be shown."""


class _Characters(dict[int, str]):
    """What each character is folded to, found out when it first comes."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _folded(chr(code))
        return found


def _folded(character: str) -> str:
    return "".join(_letter(part) for part in unicodedata.normalize("NFKD", character).casefold())


def _letter(part: str) -> str:
    category = unicodedata.category(part)
    if part in _LETTERS:
        return _LETTERS[part]
    if category in _LEFT_OUT:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(part))
    return part if category[0] in "LN" else " "


_CHARACTERS = _Characters()


def fold(text: str) -> str:
    """Return the words of a text in their one spelling, a space between them; what is no letter and no digit parts words.

    Folding twice changes nothing. Each character is folded by itself.
    """
    return " ".join(text.translate(_CHARACTERS).split())


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, each once, in their order."""
    return tuple(dict.fromkeys(fold(text).split()))


def places(text: str, found: str) -> list[tuple[int, int]]:
    """Return where the folded word or words `found` stand in `text`: (begin, end) of each place, in code points.

    Marks that belong to the last letter are within. Empty for what does not stand there.
    """
    folded, origins = _with_origins(text)
    spans = []
    at = folded.find(found) if found else -1
    while at >= 0:
        begin, end = origins[at], origins[at + len(found) - 1] + 1
        while end < len(text) and not _CHARACTERS[ord(text[end])]:
            end += 1
        spans.append((begin, end))
        at = folded.find(found, at + len(found))
    return spans


def _with_origins(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters the index of the one it comes from."""
    pairs = list(_iter_folded(text))
    return "".join(letter for letter, _ in pairs), [index for _, index in pairs]


def _iter_folded(text: str) -> Iterator[tuple[str, int]]:
    parted = True
    for index, character in enumerate(text):
        for letter in _CHARACTERS[ord(character)]:
            if letter != " " or not parted:
                yield letter, index
            parted = letter == " "
