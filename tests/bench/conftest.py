"""What the benchmark's tests share: a tiny scale of the generated data."""

from __future__ import annotations

import pytest

from .statistics_data import Data, Scale, generate

TINY = Scale("tiny", indicators=2, years=3, concepts=12, institutions=9, events=6, documents=3, provinces=4, regions=2)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """The generated data at a scale of some hundred triples."""
    return generate(TINY, tmp_path_factory.mktemp("statistics"))
