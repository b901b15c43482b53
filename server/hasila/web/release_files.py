"""The files of a release as they are sent: type, coding, links and caching of each.

RFC 8288 (Link), RFC 6266 (Content-Disposition), RFC 8246 (immutable). Reads no request and opens no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import quote

from hasila.distributions import FOLDER, Distribution
from hasila.rdf.formats import CSVM, XLSX, by_extension
from hasila.release import MANIFEST, Release
from hasila.releases import is_kept
from hasila.web.headers import IMMUTABLE
from hasila.web.representations import CACHING
from hasila.web.sending import SentFile

ENDINGS = {"gzip": ".gz", "zstd": ".zst"}
"""How the name of a file ends in each coding that it was compressed in."""
_OTHER_TYPES = {
    "atom": "application/atom+xml", "gz": "application/gzip", "json": "application/json", "rq": "application/sparql-query",
    "txt": "text/plain; charset=utf-8", "zst": "application/zstd",
}  # fmt: skip
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Download:
    """What can be fetched at one address: the file by coding (an empty one: as it is), and what it is, where that is known."""

    address: str
    codings: Mapping[str, SentFile]
    described: Distribution | None = None

    def negotiated(self, header: str) -> Download:
        """Return the same as it is sent where a header of the request chose it (RFC 9110 section 12.5.5)."""
        varied = {
            coding: replace(file, headers=_varying(file.headers, header)) for coding, file in self.codings.items()
        }
        return replace(self, codings=varied)

    def in_coding(self, coding: str) -> SentFile:
        """Return the file in a coding where there is one, else as it is."""
        return self.codings.get(coding) or self.codings[""]

    def beside(self, table: str, name: str) -> str:
        """Return the address of the file `name` that lies where the table's own file does."""
        assert self.described is not None
        before = self.described.name.partition(table)[0]
        return sent_as(self.address.removesuffix(self.described.name) + before + name)


def sent_as(path: str) -> str:
    """Return a path as a server hands it over (PEP 3333): the bytes of UTF-8 read as Latin-1."""
    return path.encode().decode("latin-1")


def media_type(name: str) -> str:
    """Return the Content-Type of a file by its ending; a compressed file is of its compression's type."""
    ending = PurePosixPath(name).suffix.removeprefix(".")
    form = by_extension(ending)
    return form.content_type if form else _OTHER_TYPES.get(ending, "application/octet-stream")


def downloads(release: Release, prefix: str, caching: str = CACHING) -> Iterator[tuple[str, Download]]:
    """Yield (path as it is handed over, what can be fetched there) for each file for downloading of a release."""
    described = {distribution.name: distribution for distribution in release.distributions}
    for file in release.files:
        name = file.removeprefix(f"{FOLDER}/")
        if name == file:
            continue
        distribution = described.get(name)
        if distribution is None:
            found = sent_file(release, file, media_type(name), _common(release, caching))
        else:
            found = sent_file(release, file, distribution.media_type, _headers(release, distribution, prefix, caching))
        yield sent_as(prefix + name), Download(prefix + name, found, distribution)


def all_files(release: Release, prefix: str) -> Iterator[tuple[str, Download]]:
    """Yield the same for every file of a release but its manifest, which its own digest cannot name."""
    caching = IMMUTABLE if is_kept(release) else CACHING
    yield from downloads(release, f"{prefix}{FOLDER}/", caching)
    for file in release.files:
        if not file.startswith(f"{FOLDER}/") and file != MANIFEST:
            found = sent_file(release, file, media_type(file), _common(release, caching))
            yield sent_as(prefix + file), Download(prefix + file, found)


def sent_file(release: Release, file: str, content_type: str, headers: Headers) -> dict[str, SentFile]:
    """Return a file of a release as it is sent, by coding: as it is, and in those that it was compressed in."""
    modified = modified_at(release)
    codings = {}
    for coding, name in [("", file), *((coding, file + ending) for coding, ending in ENDINGS.items())]:
        entry = release.files.get(name)
        if entry is not None:
            path = release.path / name
            codings[coding] = SentFile(path, entry.bytes, entry.sha256, content_type, modified, coding, headers)
    if len(codings) > 1:
        varied = _varying(headers, "Accept-Encoding")
        codings = {coding: replace(file, headers=varied) for coding, file in codings.items()}
    return codings


def _varying(headers: Headers, name: str) -> Headers:
    """Return headers that say that one more header of the request was looked at."""
    varying = ", ".join([*(value for header, value in headers if header == "Vary"), name])
    return (*(pair for pair in headers if pair[0] != "Vary"), ("Vary", varying))


def modified_at(release: Release) -> datetime:
    """Return when a release was dated: to the second, for two may be of one day."""
    moment = datetime.fromisoformat(release.publication.released or release.publication.modified)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _common(release: Release, caching: str) -> Headers:
    licence = release.publication.licence
    # RFC 4946; none where no licence is known.
    return (("Cache-Control", caching), *([("Link", f'<{licence}>; rel="license"')] if licence else []))


def _headers(release: Release, distribution: Distribution, prefix: str, caching: str) -> Headers:
    headers = [*_common(release, caching)]
    dataset = release.catalog.holder(distribution.name) if release.catalog else None
    if dataset is not None:
        headers.append(("Link", f'<{quote(dataset.path)}>; rel="describedby"'))
    if distribution.table:
        headers.append(("Content-Location", quote(prefix + distribution.name)))
    if distribution.language:
        headers.append(("Content-Language", distribution.language))
    if distribution.metadata:
        target = quote(prefix + distribution.metadata)
        headers.append(("Link", f'<{target}>; rel="describedby"; type="{CSVM.media_type}"'))
    if distribution.excel or distribution.format == XLSX.name:
        name = quote(PurePosixPath(distribution.name).name)
        headers.append(("Content-Disposition", f"attachment; filename*=UTF-8''{name}"))
    return tuple(headers)
