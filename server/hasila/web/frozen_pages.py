"""Pages as files of a static host: links between files, without what only a server answers where there is none.

HTML sections 4.6.1 (a link without an address is a placeholder) and 4.2.5.3 (refresh). Pure functions of texts; which file
stands for an address tells `frozen_addresses`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit

from hasila.web.frozen_addresses import CITATIONS

_ATTRIBUTE = r"""(?P<before>\s(?P<name>href|src|action)=)(?P<mark>["'])(?P<link>[^"']*)(?P=mark)"""
_LINK = re.compile(_ATTRIBUTE)
_FORM = r"<form\b[^>]*>(?:(?!</form>).)*</form>"
_ASKING = re.compile(rf"<section>\s*<h2>[^<]*</h2>\s*(?:<p>[^<]*</p>\s*)?{_FORM}\s*</section>\n?|{_FORM}", re.DOTALL)
"""A form, with the section that only tells of it."""
_ELEMENT = re.compile(r"<a\b(?P<attributes>[^>]*)>(?:(?!</a>).)*</a>|<link\b(?P<alone>[^>]*)>\n?", re.DOTALL)
# What is left of a list, a paragraph or a property when the links that made it up are gone.
_HOLLOW = (
    (re.compile(r"<li>\s*</li>\n?"), ""),
    (re.compile(r"(<p(?: [^>]*)?>)\s*·\s*"), r"\1"),
    (re.compile(r"\s*·\s*(</p>)"), r"\1"),
    (re.compile(r"<p>\s*</p>\n?"), ""),
)
_CITED = re.compile(
    r'(?P<text><pre [^>]*>(?P<citation>[^<]*)</pre>\s*<p><a href=)"(?P<link>[^"]*)" type="(?P<type>[^"]*)" download>'
)
Link = Callable[[str], str | None]


def links_of(text: str) -> list[str]:
    """Return the links of a page or an Atom document, in their order."""
    return [unescape(match["link"]) for match in _LINK.finditer(text)]


def rewritten(text: str, link: Link, asks_server: Callable[[str], bool], live: str | None) -> str:
    """Return a page or an Atom document with each of its links replaced by what `link` makes of it.

    What asks a server (a form, a link to an answer) is asked of that at `live`, and left out where that is None; another
    link of which `link` makes None leads nowhere.
    """

    def kept(match: re.Match[str]) -> str:
        found = _LINK.search(match["attributes"] or match["alone"] or "")
        asked = unescape(found["link"]) if found else ""
        return "" if asks_server(asked) and link(asked) is None else match[0]

    def replaced(match: re.Match[str]) -> str:
        asked = unescape(match["link"])
        # A form has parameters to ask with, so no file answers it.
        target = f"{live}{asked}" if match["name"] == "action" else link(asked)
        return "" if target is None else f"{match['before']}{match['mark']}{escape(target)}{match['mark']}"

    left = _ELEMENT.sub(kept, _ASKING.sub("", text) if live is None else text)
    if left != text:
        for hollow, filled in _HOLLOW:
            left = hollow.sub(filled, left)
    return _LINK.sub(replaced, left)


def with_citations(page: str) -> str:
    """Return a page whose links to files of citations hold them (RFC 2397), made of the texts that stand on the page."""

    def held(match: re.Match[str]) -> str:
        path = urlsplit(unescape(match["link"])).path
        if not path.endswith(CITATIONS):
            return match[0]
        content = quote(unescape(match["citation"]) + "\n", safe="")
        name, kind = escape(unquote(path).rpartition("/")[2]), match["type"].replace(" ", "")
        return f'{match["text"]}"data:{kind};charset=utf-8,{content}" type="{match["type"]}" download="{name}">'

    return _CITED.sub(held, page)


def stub(page: str, data: str) -> str:
    """Return a page that leads on to another, for hosts that redirect nothing; `page` and `data` are relative links.

    Who wants data instead finds them by the link to the alternate.
    """
    there, alternate = (escape(quote(link)) for link in (page, data))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(page)}</title>
<meta http-equiv="refresh" content="0; url={there}">
<link rel="canonical" href="{there}">
<link rel="alternate" type="text/turtle" href="{alternate}">
</head>
<body>
<p><a href="{there}">{escape(page)}</a></p>
</body>
</html>
"""
