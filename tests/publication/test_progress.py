"""Long work says how far it is; quick work says nothing."""

from __future__ import annotations

import pytest

from hasila.publication import progress


def test_count_is_said_once_a_second_and_never_of_quick_work(monkeypatch: pytest.MonkeyPatch) -> None:
    now, said = [0.0], []
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    for item in progress.counted([0.0, 0.4, 0.4, 0.4, 0.4], "steps", said.append):
        now[0] += item
    assert said == ["steps: 4 of 5"]
    assert list(progress.counted("ab", "steps", said.append)) == ["a", "b"] and len(said) == 1
