"""Passages: where in its source a statement stands, as the data say it, and never the words themselves."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hasila.web.passages import WIDTH, Passage
from hasila.web.terms import TermView, text_view

HTML = {"Accept": "text/html"}
SOURCE = TermView(text_view("Source", "en", "en"))


def section(client: FlaskClient, path: str) -> str:
    """Return the section about the passage of a page; empty where there is none."""
    page = client.get(path, headers=HTML).get_data(as_text=True)
    return "".join(re.findall(r'<section class="passage".*?</section>', page, re.DOTALL))


def ungrouped(text: str) -> str:
    """Return a text with its numbers written without what groups their digits."""
    return re.sub(r"(?<=\d)[,\u202f](?=\d{3})", "", text)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("path", ["/doc/statement/2025-S20", "/doc/evidence/2025-S20"])
def test_statement_tells_where_it_stands(client: FlaskClient, path: str, language: str) -> None:
    found = section(client, f"{path}?lang={language}")
    numbers = ungrouped(found)
    assert "1341" in numbers and "1397" in numbers and "2539" in numbers and "56" in found and "2.2 %" in found
    assert "0a416b35ef2a5a86e407055385ceef7ad53026672d211798cbb3da7d654f65e0" in found
    assert f'href="/doc/source/2025-sawt-al-adala?lang={language}"' in found
    x = 1000 * 1341 / 2539
    width = 1000 * 56 / 2539
    begin = 1000 - x - width if language == "ar" else x
    assert float(re.findall(r'x="([0-9.]+)"', found)[0]) == pytest.approx(begin, abs=0.2)
    assert float(re.findall(r'class="part" x="[0-9.]+" width="([0-9.]+)"', found)[0]) == pytest.approx(width, abs=0.1)


def test_statement_tells_its_paragraph_and_once_what_was_taken_from_it(client: FlaskClient) -> None:
    page = client.get("/doc/statement/2025-S20?lang=en", headers=HTML).get_data(as_text=True)
    assert re.search(r'<dt>Paragraph</dt><dd><data value="4"', section(client, "/doc/statement/2025-S20?lang=en"))
    table = re.findall(r'data-query="list-derived-from-statement".*?</table>', page, re.DOTALL)[0]
    taken = re.findall(r'<td data-heading="Thing"[^>]*><span><a href="(/doc/[^"]*)\?lang=en"', table)
    derived = [path for path in taken if "prov#wasDerivedFrom> <https://w3id.org/hasila/id/statement/2025-S20>" in
               client.get(path, headers={"Accept": "application/n-triples"}).get_data(as_text=True)]  # fmt: skip
    assert len(derived) >= 2
    said_before = page.partition("<details")[0]
    assert all(said_before.count(f'href="{path}?lang=en"') == 1 for path in derived)


def test_passage_tells_what_its_page_has_no_section_for(client: FlaskClient) -> None:
    assert "/doc/statement/2025-S20" in section(client, "/doc/evidence/2025-S20")


@pytest.mark.parametrize("path", ["/doc/figure/2025.clearance-rate", "/doc/source/2025-sawt-al-adala", "/def/evidence"])
def test_what_is_no_passage_has_no_such_section(client: FlaskClient, path: str) -> None:
    assert not section(client, path)


def test_no_word_of_the_source_is_on_the_pages(client: FlaskClient, shared: Path) -> None:
    text = (shared / "source" / "report-2025.txt").read_bytes().decode("utf-8")
    with (shared / "source" / "statements-2025.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == 40
    for row in rows:
        path = f"/doc/statement/2025-{row['id']}?lang=ar"
        place = ungrouped(section(client, path))
        assert f" {row['start']} " in place and f" {row['end']} " in place and row["sha256"] in place
        passage = text[int(row["start"]) : int(row["end"])]
        # Three words name a thing, here as anywhere; more would be the source's.
        assert len(passage.split()) <= 3 or passage not in place


@pytest.mark.parametrize(
    ("start", "end", "total", "bar"),
    [
        (0, 100, 1000, (0, 100)),
        (900, 1000, 1000, (900, 100)),
        (0, 1, 100_000, (0, 6)),  # drawn wide enough to be seen
        (99_999, 100_000, 100_000, (994, 6)),  # and within the bar
        (0, 10, 0, None),
        (5, 20, 10, None),
        (5, 5, 10, None),
    ],
)
def test_bar_stands_where_the_passage_does(start: int, end: int, total: int, bar: tuple[float, float] | None) -> None:
    found = Passage(SOURCE, start, end, "", total).bar
    assert found == bar
    assert found is None or (found[0] >= 0 and found[0] + found[1] <= WIDTH)
