"""Files for downloading: which file an address and a request mean, in which coding, and its answer before Flask.

RFC 9110 sections 8.4 (content coding) and 12.5.3 (Accept-Encoding). What was compressed when the release was built is
sent as it lies there; nothing is compressed anew. At `/dumps/` are the files of the release that is served, at
`/releases/{version}/` every file of that release and of those that are kept, at `/assets/` what was bundled for browsers.
Lists nothing (see `dumps`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hasila.distributions import FOLDER, excel_name
from hasila.errors import EngineBusy, NotFound
from hasila.rdf.formats import CSV
from hasila.rdf.negotiation import choose_language
from hasila.web import bodies, parameters
from hasila.web.admission import RETRY_SECONDS
from hasila.web.assets import assets
from hasila.web.bodies import ClosedOnce
from hasila.web.release_files import Download, all_files, downloads
from hasila.web.sending import SentFile, iter_pieces, opened, reply
from hasila.web.site import Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_HELD_BYTES = 33_554_432
"""So much of small files is held in memory."""
_METHODS = ("GET", "HEAD")
_RELEASES = "/releases/"
Files = Mapping[str, Download]


class Downloads:
    """The files for downloading of the release that is served, all files of the releases that are kept, and browser assets."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._current = {**dict(downloads(site.release, f"/{FOLDER}/")), **dict(assets(site.bundle))}
        self._versions: dict[str, Files] = {}
        self._read: dict[Path, bytes] = {}
        self._held = 0
        self._lock = threading.Lock()

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse, coding: str) -> Iterable[bytes] | None:
        """Answer a request for a file, or return None when it is for none.

        Raises what `sending.reply` raises, BadRequest for a wrong `excel=`, NotFound for a language that a table is not
        offered in, EngineBusy when as many large files as may be are being sent, and ReleaseInvalid.
        """
        path: str = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in _METHODS:
            return None
        files = self._of(path) if path.startswith(_RELEASES) else self._current
        found = files.get(path)
        if found is None:
            return None
        if environ.get("QUERY_STRING"):
            found = self._twin(files, found, environ["QUERY_STRING"], environ.get("HTTP_ACCEPT_LANGUAGE"))
        file = found.in_coding(coding)
        made = reply(file, environ)
        if environ["REQUEST_METHOD"] == "HEAD" or not made.length:
            start_response(made.status, made.headers)
            return [b""]
        if made.length <= bodies.WHOLE:
            body = self._part(file, made.offset, made.length)
            start_response(made.status, made.headers)
            return [body]
        content = opened(file)
        if not self._site.admission.sending.enter():
            content.close()
            raise EngineBusy(bodies.REFUSAL, retry_after=RETRY_SECONDS)
        start_response(made.status, made.headers)

        def leave() -> None:
            content.close()  # a stream that was never begun has not
            self._site.admission.sending.leave()

        return ClosedOnce(iter_pieces(content, made.offset, made.length), leave)

    def _part(self, file: SentFile, offset: int, length: int) -> bytes:
        """Return a part of a file; a small one is read once while it is among those sent last.

        Reading it anew costs three times what sending it does.
        """
        if file.length > bodies.WHOLE:
            return b"".join(iter_pieces(opened(file), offset, length))
        with self._lock:
            body = self._read.pop(file.path, None)
            if body is None:
                body = b"".join(iter_pieces(opened(file), 0, file.length))
                self._held += file.length
            self._read[file.path] = body
            while self._held > _HELD_BYTES:
                self._held -= len(self._read.pop(next(iter(self._read))))
        return body if length == file.length else body[offset : offset + length]

    def _of(self, path: str) -> Files:
        """Return the files of the release that a path below `/releases/` names; none where there is no such release."""
        version = path.removeprefix(_RELEASES).partition("/")[0]
        if version not in self._versions:
            release = self._site.releases.get(version)
            if release is None:
                return {}
            self._versions[version] = dict(all_files(release, f"{_RELEASES}{version}/"))
        return self._versions[version]

    def _twin(self, files: Files, found: Download, query: str, accepted: str | None) -> Download:
        """Return the file that `?excel=` and `?lang=` make of a table: its form for spreadsheets, its labels' language.

        Where neither the query nor the name of the table says a language, what is for people is in the one `accepted` prefers.
        """
        given = parameters.read(query.encode("latin-1"), "query string")
        excel, language = given.is_on("excel"), given.one("lang")
        described = found.described
        if described is None or described.table is None or described.format != CSV.name:
            return found
        languages = self._site.publication.languages
        if language is not None and language not in languages:
            raise NotFound(f"The table is not offered in {language!r:.40}; there are {', '.join(languages)}.")
        if not excel:
            return files.get(found.beside(described.table, f"{described.table}.{language}.csv"), found)
        # A plain table has labels too, though its name says nothing of their language: that was nobody's choice.
        own = described.language if described.name.endswith(f".{described.language}.csv") else None
        named = language or own
        wanted = excel_name(described.table, named or choose_language(accepted, languages))
        twin = files.get(found.beside(described.table, wanted), found)
        return twin if named else twin.negotiated("Accept-Language")
