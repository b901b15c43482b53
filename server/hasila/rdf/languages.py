"""Languages of the publication: direction of a script, and which of several texts to show.

BCP 47 tags; base direction as in HTML's `dir`. Translates nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

_AUTONYMS = {"ar": "العربية", "en": "English", "fr": "Français"}

Text = Mapping[str, str]
"""One text in several languages: language tag → string."""


def direction(language: str) -> str:
    """Return `rtl` or `ltr` for a language tag; the untagged and the unknown are `ltr`."""
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def pick(text: Text, language: str, languages: Sequence[str]) -> tuple[str, str]:
    """Return (string, its language) in `language`, else in the first of `languages` there is, else in any.

    An empty text gives two empty strings.
    """
    for candidate in (language, *languages, *sorted(text)):
        if candidate in text:
            return text[candidate], candidate
    return "", ""


def autonym(language: str) -> str:
    """Return a language's own name for itself, or its tag where that is not known here."""
    return _AUTONYMS.get(language, language)
