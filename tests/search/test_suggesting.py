"""Names that nothing has: what is nearest to them, and never a part of a document."""

from __future__ import annotations

import pytest

from hasila.search.finding import Search
from hasila.search.index import FOLDED, THINGS, LabelIndex, write
from hasila.search.suggesting import suggest
from hasila.search.things import KEY, NAMED, PREFERRED, Label, Thing

BASE = "https://data.example/"
THINGS_FOUND = {
    "id/place/MA": "Ruritania", "id/place/MA-RBT": "Capital", "id/place/MU": "Elsewhere", "id/person/MAB": "Somebody",
    "dataset/report-2020": "Report of 2020", "dataset/report-2020#identifier": "Identifier report 2030",
}  # fmt: skip


@pytest.fixture(scope="module")
def search() -> Search:
    """An index of a few things."""
    files = write(
        Thing(BASE + path, NAMED, (), (Label(PREFERRED, "en", name), Label(KEY, "", path.rpartition("/")[2])))
        for path, name in THINGS_FOUND.items()
    )
    return Search(LabelIndex(files[FOLDED], files[THINGS]))


@pytest.mark.parametrize(
    ("name", "folder", "meant"),
    [
        ("maa", "id/place/", ["id/place/MA"]),
        ("MAA", "id/place/", ["id/place/MA"]),
        ("MV", "id/place/", ["id/place/MA", "id/place/MU"]),
        ("zzz", "id/place/", []),
        ("m", "id/place/", []),
        ("report-2030", "dataset/", ["dataset/report-2020"]),
    ],
)
def test_nearest_keys_are_suggested(search: Search, name: str, folder: str, meant: list[str]) -> None:
    found = [search.index.iri(number) for number in suggest(search, name, [BASE + folder, BASE], 5)]
    assert found == [BASE + path for path in meant]
