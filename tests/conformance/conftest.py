"""The one server that the conformance tests ask: the data of all cases, each file a named graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .exchanges import iter_http_cases
from .live import Service, serving
from .manifests import MF, data_files

MATERIAL = Path(__file__).parents[3] / "shared" / "conformance" / "sparql11"
"""Read while tests are collected, when no fixture is at hand yet."""


@pytest.fixture(scope="session")
def service(shared: Path) -> Iterator[Service]:
    """A server on the W3C's data files; a case chooses its data set by the protocol's own parameters."""
    protocol = iter_http_cases(MATERIAL / "protocol" / "manifest.ttl", MF.ProtocolTest)
    graphs = {iri: path for path, iri in data_files(MATERIAL)}
    graphs |= {iri: path for case in protocol for iri, path in case.graphs}
    with serving([f"{iri}={path}" for iri, path in graphs.items()]) as started:
        yield started
