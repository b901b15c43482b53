"""Pages in a real browser, without the bundle: they load without complaint, read in the right direction and fit a telephone."""

from __future__ import annotations

from typing import Any

import pytest

LANGUAGES = ("ar", "fr", "en")
PAGES = ["/", "/doc/statement/2025-S20", "/doc/organization/dgsn", "/doc/indicator/eid-cards-issued", "/doc/place/MA",
         "/doc/place/MA?inverse=http://purl.org/linked-data/sdmx/2009/dimension%23refArea&page=2",
         "/sparql?query=ASK%7B%7D", "/queries", "/queries/show-key-figures", "/queries/show-coverage-grid",
         "/queries/list-events-timeline", "/graph/report/2025", "/def/", "/dumps/", "/problems/", "/catalog",
         "/dataset/hasila", "/dataset/report-2025", "/nothing"]  # fmt: skip


VIEWS = [
    (path, LANGUAGES[(number + place) % len(LANGUAGES)], width)
    for number, path in enumerate(PAGES)
    for place, width in enumerate((360, 1280))
]
"""Each page on a telephone and in a wide window; with the bundle all are looked at in every language (test_page_kinds.py)."""


@pytest.mark.parametrize(("path", "language", "width"), VIEWS)
def test_page_loads_without_complaint_and_fits(
    browser: Any, server_url: str, path: str, language: str, width: int
) -> None:
    browser.complaints.clear()
    browser.load(f"{server_url}{path}{'&' if '?' in path else '?'}lang={language}", width, 900)
    way = "rtl" if language == "ar" else "ltr"
    assert browser.evaluate("getComputedStyle(document.body).direction") == way
    assert browser.evaluate("document.documentElement.lang") == language
    # Wide tables scroll in their own box; the page itself never scrolls sideways.
    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    assert browser.evaluate("document.styleSheets.length") == 1
    assert browser.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    # That the address answers 404 is what the last page is about.
    assert not [said for said in browser.complaints if path != "/nothing" or "404" not in said]


def test_description_for_search_engines_is_read_and_not_run(browser: Any, server_url: str) -> None:
    browser.complaints.clear()
    browser.load(f"{server_url}/dataset/report-2025?lang=ar", 1280, 900)
    block = "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').text)"
    assert browser.evaluate(f"{block}['@type']") == "Dataset"
    assert browser.evaluate(f"{block}.distribution[0].contentUrl").startswith(server_url)
    assert not browser.complaints


def test_first_thing_the_keyboard_reaches_is_the_way_to_the_content(browser: Any, server_url: str) -> None:
    browser.load(f"{server_url}/?lang=ar", 390, 900)
    browser.call("Input.dispatchKeyEvent", type="rawKeyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
    assert browser.evaluate("document.activeElement.className") == "skip"
    assert browser.evaluate("document.activeElement.hash") == "#content"


def test_telephone_has_a_menu_and_a_wide_window_has_its_links_in_the_open(browser: Any, server_url: str) -> None:
    shown = "document.querySelector('#menu a').checkVisibility()"
    browser.load(f"{server_url}/?lang=ar", 360, 900)
    assert not browser.evaluate(shown)
    browser.evaluate("document.querySelector('button.menu').click()")
    assert browser.evaluate(shown)
    assert browser.evaluate("document.documentElement.scrollWidth") <= 360
    browser.load(f"{server_url}/?lang=ar", 1280, 900)
    assert browser.evaluate(shown)
    assert not browser.evaluate("document.querySelector('button.menu').checkVisibility()")
