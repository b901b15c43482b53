"""Write the expected answers anew: `python tests/queries/update_expected.py [NAME ...]`, all of them without a name.

Builds a release of the repository in a temporary folder, asks every saved query and writes `expected/<name>.csv`, with
line feeds. Files of queries that are gone are removed. It judges nothing: read the difference before you commit it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.engine.protocol import Query
from hasila.publication.build import build
from hasila.publication.manifest import read_manifest

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
LIMITS = Limits(seconds=10.0, mebibytes=512, workers=2, queue_seconds=10.0, result_mebibytes=64, nesting=128)


def update(names: list[str]) -> None:
    """Write the answers of the queries named, or of all; print what changed."""
    queries = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "queries").glob("*.rq"))}
    for path in EXPECTED.glob("*.csv"):
        if path.stem not in queries:
            path.unlink()
            print(f"removed  {path.name}")
    with tempfile.TemporaryDirectory() as folder:
        release = build(read_manifest(ROOT), Path(folder))[0]
        with EmbeddedEngine.of_release(release, LIMITS) as engine:
            for name in names or queries:
                with engine.answer(Query(queries[name], "csv")) as answer:
                    _write(EXPECTED / f"{name}.csv", answer.read().decode("utf-8").replace("\r\n", "\n"))


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"written  {path.name}")


if __name__ == "__main__":
    update(sys.argv[1:])
