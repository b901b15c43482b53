"""Files for downloading: which file an address and a request mean, in which coding, and its answer before Flask.

RFC 9110 sections 8.4 (content coding) and 12.5.3 (Accept-Encoding). What was compressed when the release was built is
sent as it lies there; nothing is compressed anew. Lists nothing (see `dumps`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from hasila.distributions import FOLDER, Distribution, excel_name
from hasila.errors import BadRequest, EngineBusy, NotFound
from hasila.rdf.formats import CSV, CSVM, XLSX, by_extension
from hasila.release import FileEntry, Release
from hasila.web import bodies, parameters
from hasila.web.admission import RETRY_SECONDS
from hasila.web.bodies import ClosedOnce
from hasila.web.representations import CACHING
from hasila.web.sending import SentFile, iter_pieces, opened, reply
from hasila.web.site import Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_OTHER_TYPES = {"gz": "application/gzip", "zst": "application/zstd", "json": "application/json"}
_METHODS = ("GET", "HEAD")
_SWITCH = {None: False, "0": False, "1": True}


@dataclass(frozen=True)
class Download:
    """What can be fetched at one address: the file by coding (an empty one: as it is), and what it is, where that is known."""

    codings: Mapping[str, SentFile]
    described: Distribution | None = None


def media_type(name: str) -> str:
    """Return the Content-Type of a file by its ending; a compressed file is of its compression's type."""
    ending = PurePosixPath(name).suffix.removeprefix(".")
    form = by_extension(ending)
    return form.content_type if form else _OTHER_TYPES.get(ending, "application/octet-stream")


class Downloads:
    """The files for downloading of the release that is served, at `/dumps/`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._found = dict(_downloads(site.release, f"/{FOLDER}/"))

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse, coding: str) -> Iterable[bytes] | None:
        """Answer a request for a file, or return None when it is for none.

        Raises what `sending.reply` raises, BadRequest for a wrong `excel=`, NotFound for a language that a table is not
        offered in, EngineBusy when as many large files as may be are being sent, and ReleaseInvalid.
        """
        found = self._found.get(environ["PATH_INFO"])
        if found is None or environ["REQUEST_METHOD"] not in _METHODS:
            return None
        if environ.get("QUERY_STRING"):
            found = self._twin(found, environ["QUERY_STRING"])
        file = found.codings.get(coding) or found.codings[""]
        made = reply(file, environ)
        if environ["REQUEST_METHOD"] == "HEAD" or not made.length:
            start_response(made.status, made.headers)
            return [b""]
        if made.length <= bodies.WHOLE:
            body = b"".join(iter_pieces(opened(file), made.offset, made.length))
            start_response(made.status, made.headers)
            return [body]
        content = opened(file)
        if not self._site.admission.sending.enter():
            content.close()
            raise EngineBusy(bodies.REFUSAL, retry_after=RETRY_SECONDS)
        start_response(made.status, made.headers)
        return ClosedOnce(iter_pieces(content, made.offset, made.length), self._site.admission.sending.leave)

    def _twin(self, found: Download, query: str) -> Download:
        """Return the file that `?excel=` and `?lang=` make of a table: its form for spreadsheets, its labels' language."""
        given = parameters.read(query.encode("latin-1"), "query string")
        excel, language = given.one("excel"), given.one("lang")
        if excel not in _SWITCH:
            raise BadRequest(
                f"excel={excel!r:.40}: write excel=1 for the form that spreadsheet programs read.", name="excel"
            )
        described = found.described
        if described is None or described.table is None or described.format != CSV.name:
            return found
        languages = self._site.publication.languages
        if language is not None and language not in languages:
            raise NotFound(f"The table is not offered in {language!r:.40}; there are {', '.join(languages)}.")
        folder = described.path.removesuffix(described.name) + described.name.partition(described.table)[0]
        if _SWITCH[excel]:
            wanted = excel_name(described.table, language or described.language or languages[0])
        else:
            wanted = f"{described.table}.{language}.csv"
        return self._found.get(_sent_as(folder + wanted), found)


def _sent_as(path: str) -> str:
    """Return a path as a server hands it over (PEP 3333): the bytes of UTF-8 read as Latin-1."""
    return path.encode().decode("latin-1")


def _downloads(release: Release, prefix: str) -> Iterator[tuple[str, Download]]:
    """Yield (path as it is handed over, what can be fetched there) for each file of a release for downloading."""
    modified = datetime.fromisoformat(release.publication.modified).replace(tzinfo=UTC)
    described = {}
    for distribution in release.distributions:
        described[distribution.name] = distribution
        plain = release.path / FOLDER / distribution.name
        headers = _headers(release, distribution, prefix)
        changed = datetime.fromisoformat(distribution.modified).replace(tzinfo=UTC)
        codings = {
            "": SentFile(plain, distribution.bytes, distribution.sha256, distribution.media_type, changed, "", headers)
        }
        for form in distribution.compressed:
            path = release.path / FOLDER / form.name
            codings[form.coding] = SentFile(
                path, form.bytes, form.sha256, distribution.media_type, changed, form.coding, headers
            )
        yield _sent_as(prefix + distribution.name), Download(codings, distribution)
    for name, entry in release.files.items():
        if name.startswith(f"{FOLDER}/") and name.removeprefix(f"{FOLDER}/") not in described:
            yield _sent_as(prefix + name.removeprefix(f"{FOLDER}/")), _undescribed(release, name, entry, modified)


def _undescribed(release: Release, name: str, entry: FileEntry, modified: datetime) -> Download:
    headers = (("Cache-Control", CACHING), *_licence(release))
    file = SentFile(release.path / name, entry.bytes, entry.sha256, media_type(name), modified, "", headers)
    return Download({"": file})


def _headers(release: Release, distribution: Distribution, prefix: str) -> tuple[tuple[str, str], ...]:
    headers = [("Cache-Control", CACHING), *_licence(release)]
    if distribution.compressed:
        headers.append(("Vary", "Accept-Encoding"))
    if distribution.table:
        headers.append(("Content-Location", quote(prefix + distribution.name)))
    if distribution.metadata:
        target = quote(prefix + distribution.metadata)
        headers.append(("Link", f'<{target}>; rel="describedby"; type="{CSVM.media_type}"'))
    if distribution.excel or distribution.format == XLSX.name:
        name = quote(PurePosixPath(distribution.name).name)
        headers.append(("Content-Disposition", f"attachment; filename*=UTF-8''{name}"))
    return tuple(headers)


def _licence(release: Release) -> list[tuple[str, str]]:
    """Return the Link of the licence; none where no licence is known (RFC 4946)."""
    licence = release.publication.licence
    return [("Link", f'<{licence}>; rel="license"')] if licence else []
