"""Answers of saved queries for spreadsheet programs: workbooks and CSV in one language, nothing of them a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from hasila.rdf.formats import XLSX
from hasila.web import excel

NAME = "/queries/list-stands"
FORMULA = "=cmd|' /C calc'!A1"


def _parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get(f"{NAME}.xlsx"),
        lambda client: client.get(f"{NAME}?format=xlsx"),
        lambda client: client.get(NAME, headers={"Accept": XLSX.media_type}),
    ],
)
def test_workbook_holds_the_answer_with_headings(forest: FlaskClient, ask: Callable[[FlaskClient], Any]) -> None:
    answer = ask(forest)
    assert (answer.status_code, answer.content_type) == (200, XLSX.media_type)
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''list-stands.en.xlsx"
    parts = _parts(answer.data)
    assert "Young pines" in parts["xl/sharedStrings.xml"] and "<v>30</v>" in parts["xl/worksheets/sheet1.xml"]
    assert forest.get(f"{NAME}.xlsx").data == answer.data
    assert "Oaks, north slope" in _parts(forest.get(f"{NAME}.xlsx?species=oak").data)["xl/sharedStrings.xml"]


def test_csv_for_spreadsheets_has_mark_separators_and_its_language(forest: FlaskClient) -> None:
    french = forest.get(f"{NAME}.csv?excel=1&lang=fr&species=oak")
    assert french.headers["Content-Language"] == "fr" and french.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert french.data.startswith(b"\xef\xbb\xbf") and b";12,5\r\n" in french.data
    english = forest.get(f"{NAME}.csv?excel=1&species=oak")
    assert english.headers["Content-Language"] == "en" and b",12.5\r\n" in english.data
    assert french.headers["ETag"] != english.headers["ETag"] != forest.get(f"{NAME}.csv?species=oak").headers["ETag"]
    assert forest.get(f"{NAME}.csv?excel=0").data == forest.get(f"{NAME}.csv").data
    assert forest.get(f"{NAME}.csv?excel=yes").status_code == 400


def test_values_that_look_like_formulas_are_text(hostile: FlaskClient) -> None:
    parts = _parts(hostile.get("/queries/say.xlsx", query_string={"word": FORMULA}).data)
    assert "=cmd|" in parts["xl/sharedStrings.xml"]
    assert not any("<f>" in text or "<hyperlink" in text for text in parts.values())
    assert f"'{FORMULA}" in hostile.get("/queries/say.csv", query_string={"word": FORMULA, "excel": "1"}).text


def test_larger_answer_is_refused_in_words(forest: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 1)
    for address in (f"{NAME}.xlsx?species=pine", f"{NAME}.csv?species=pine&excel=1"):
        refused = forest.get(address)
        assert refused.status_code == 413 and refused.json["type"] == "/problems/too-many-rows"
        assert refused.json["rows"] == 1
    assert forest.get(f"{NAME}.csv?species=pine").status_code == 200


def test_pages_lead_to_the_workbook_in_their_language(client: FlaskClient) -> None:
    html = {"Accept": "text/html"}
    for page in (
        "/?lang=fr",
        "/doc/indicator/criminal-cases?lang=fr",
        "/doc/report/2024?lang=fr",
        "/queries/list-trends?lang=fr",
    ):
        text = client.get(page, headers=html).get_data(as_text=True)
        links = re.findall(r'<a href="(/queries/[^"]*\.xlsx\?[^"]*language=fr[^"]*)" type="([^"]*)">Excel</a>', text)
        assert links and {kind for _, kind in links} == {XLSX.media_type}, page
    answer = client.get(links[0][0].replace("&amp;", "&"))
    assert answer.status_code == 200 and answer.headers["Content-Language"] == "fr"
    assert "Français" in _parts(answer.data)["xl/workbook.xml"]
    assert XLSX.media_type in client.get("/openapi.json").text
