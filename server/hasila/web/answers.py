"""Answers of saved queries: from the release where it holds them, else from the engine; the bytes are the same.

SPARQL 1.1 Query section 10.2 (VALUES): an answer is in the release when every parameter has its default, or all but the
language of a page. Chooses no format and sends nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import BinaryIO

from hasila.engine.protocol import Answer, Query
from hasila.rdf.formats import Format
from hasila.rdf.saved_queries import LANGUAGE_PARAMETER, SavedQuery
from hasila.release import answer_file
from hasila.web.site import site


def answer(saved: SavedQuery, values: Mapping[str, str], form: Format) -> Answer:
    """Return the whole answer of a saved query bound to `values`.

    Raises BadRequest for a wrong parameter, and whatever stops the engine when the release does not hold the answer.
    """
    text = saved.bind(values)
    held = _held(saved, values, form)
    if held is not None:
        length, content = held
        return Answer(site().engine.read(text).form, form.name, length, content)
    return site().engine.answer(Query(text, form.name, base_iri=site().publication.base), own=True)


def _held(saved: SavedQuery, values: Mapping[str, str], form: Format) -> tuple[int, BinaryIO] | None:
    """Return size and content of the file that holds the answer, or None: not computed, or gone with its release."""
    bound = {name: value for name, value in values.items() if not saved.is_default(name, value)}
    name = answer_file(saved.name, form, bound.pop(LANGUAGE_PARAMETER, None))
    entry = site().release.files.get(name)
    if bound or entry is None:
        return None
    try:
        content = (site().release.path / name).open("rb")
    except OSError:
        return None
    if os.fstat(content.fileno()).st_size != entry.bytes:
        content.close()
        return None
    return entry.bytes, content
