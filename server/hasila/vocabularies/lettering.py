"""How wide a text is, about: the server does not know the reader's font, and a drawing needs room for its texts.

Shares of an em as sans-serif fonts of Latin and Arabic have them, on the wide side. Measures no font.
"""

from __future__ import annotations

_THIN, _WIDE = "ijlItf.,:;'|!()[] \u0627\u0644\u0625\u0623\u0622", "mwMW@\u0635\u0636\u0633\u0634"


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is in a font of that size; which font there is nobody knows beforehand."""
    return size * sum(
        0.34 if c in _THIN else 0.85 if c in _WIDE else 0.7 if c.isupper() else 0.5 if c > "\u0590" else 0.54
        for c in text
    )


def shortened(text: str, room: float, size: float) -> str:
    """Return the text, cut and ended by an ellipsis where it does not fit."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
