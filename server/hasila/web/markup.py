"""The HTML of one text and of one term, as every page shows them.

HTML Living Standard, sections 3.2.6 (lang, dir) and 4.5.22 (bdi). Templates ask for it hundreds of times a page, where a macro
or `Markup.format` takes several times as long. Whatever comes from outside is escaped here.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from hasila.web.terms import TermView, TextView


def text_markup(view: TextView) -> Markup:
    """Return a text in its language and direction, its language named behind it where that is not the page's."""
    return Markup(_text(view))  # noqa: S704


def term_markup(view: TermView, local: Callable[[str], str]) -> Markup:
    """Return a term, linked where it has a page or a safe address; `local` makes the links to this server's pages."""
    return Markup(_term(view, local))  # noqa: S704


def _text(view: TextView) -> str:
    language = f' lang="{escape(view.lang)}"' if view.lang else ""
    tag = f' <span class="tag"{language}>{escape(view.lang)}</span>' if view.fallback else ""
    return f'<bdi{language} dir="{escape(view.dir)}">{escape(view.text)}</bdi>{tag}'


def _term(view: TermView, local: Callable[[str], str]) -> str:
    text, title = _text(view.text), escape(view.title)
    if view.href and view.external:
        return f'<a href="{escape(view.href)}" rel="noopener external" class="external" title="{title}">{text}</a>'
    if view.href:
        return f'<a href="{escape(local(view.href))}" title="{title}">{text}</a>'
    return f'<data value="{escape(view.value)}" class="number">{text}</data>' if view.value else text
