"""Content negotiation: which of the offers the client prefers.

RFC 9110 sections 12.4.2 (quality values), 12.5.1 (Accept) and 12.5.4 (Accept-Language, with the lookup of RFC 4647
section 3.4). Reads no request and writes no header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hasila.errors import NotAcceptable
from hasila.rdf.formats import Format, by_token

_QVALUE = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")
_MAX_RANGES = 64
_MEMORABLE = 512


@dataclass(frozen=True)
class MediaRange:
    """One element of an Accept header: type, subtype, quality, and how specific it is (0 `*/*` … 2 exact)."""

    type: str
    subtype: str
    quality: float

    @property
    def specificity(self) -> int:
        """0 for `*/*`, 1 for `type/*`, 2 for a full media type."""
        return (self.type != "*") + (self.subtype != "*")

    def matches(self, media_type: str) -> bool:
        """Tell whether the range covers `media_type`."""
        major, _, minor = media_type.partition("/")
        return self.type in ("*", major) and self.subtype in ("*", minor)


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """Return the media ranges of an Accept header in their order; what is no media range is left out.

    Reads 64 ranges at most: a longer header is an attack, not a preference.
    """
    ranges = []
    for element in header.split(",")[:_MAX_RANGES]:
        name, *parameters = (part.strip().lower() for part in element.split(";"))
        major, slash, minor = name.partition("/")
        if slash and major and minor and (major != "*" or minor == "*"):
            # A JSON-LD profile or a charset narrows its range but must not veto it, so only q is read.
            ranges.append(MediaRange(major, minor, _quality(parameters)))
    return tuple(ranges)


@lru_cache(maxsize=512)
def _remembered(header: str) -> tuple[MediaRange, ...]:
    return parse_accept(header)


def _ranges_of(header: str) -> tuple[MediaRange, ...]:
    # The same few headers come again and again; a long one is not worth its memory.
    return _remembered(header) if len(header) <= _MEMORABLE else parse_accept(header)


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if _QVALUE.match(value.strip()) else 0.0
    return 1.0


def choose(accept: str | None, offers: Sequence[Format]) -> Format:
    """Return the offer the client prefers (RFC 9110 section 12.5.1).

    The most specific range that covers an offer sets its quality; ties go to the earlier offer. No header, or one
    without any media range, accepts anything. Raises NotAcceptable when every offer is excluded.
    """
    ranges = _ranges_of(accept) if accept else ()
    if not ranges:
        return offers[0]
    best: Format | None = None
    best_quality = 0.0
    for offer in offers:
        quality = _quality_of(offer, ranges)
        if quality > best_quality:
            best, best_quality = offer, quality
    if best is None:
        names = [offer.media_type for offer in offers]
        raise NotAcceptable(
            f"None of the formats offered here fits Accept: {accept!r:.200}. Offered: {', '.join(names)}.", offers=names
        )
    return best


def choose_format(offers: Sequence[Format], token: str | None, accept: str | None) -> Format:
    """Return the offer that `token` (`format=` of a request) names, else the one that Accept prefers.

    Raises NotAcceptable, with the media types offered, when nothing fits.
    """
    if not token:
        return choose(accept, offers)
    form = by_token(token, tuple(offers))
    if form is None:
        names = [offer.media_type for offer in offers]
        raise NotAcceptable(f"format={token!r:.80} is not offered here. Offered: {', '.join(names)}.", offers=names)
    return form


def _quality_of(offer: Format, ranges: Sequence[MediaRange]) -> float:
    own = _most_specific(offer.media_type, ranges)
    if own is not None and own.specificity == 2:
        return own.quality
    # An alias counts only when it is named in full: `text/plain` may mean N-Triples, `text/*` never does.
    named = [r.quality for r in ranges for alias in offer.aliases if r.specificity == 2 and r.matches(alias)]
    if named:
        return max(named)
    return own.quality if own else 0.0


def _most_specific(media_type: str, ranges: Sequence[MediaRange]) -> MediaRange | None:
    covering = [r for r in ranges if r.matches(media_type)]
    return max(covering, key=lambda r: (r.specificity, r.quality), default=None)


def choose_language(header: str | None, languages: Sequence[str]) -> str:
    """Return the language the client prefers among `languages` (RFC 4647 section 3.4), by default the first.

    A page in another language is better than none, so nothing is ever refused.
    """
    wanted: list[tuple[float, str]] = []
    for element in (header or "").split(",")[:_MAX_RANGES]:
        tag, *parameters = (part.strip().lower() for part in element.split(";"))
        if tag and (quality := _quality(parameters)) > 0:
            wanted.append((quality, tag))
    for _, tag in sorted(wanted, key=lambda pair: -pair[0]):
        if tag == "*":
            break
        for language in languages:
            if tag == language or tag.startswith(language + "-"):
                return language
    return languages[0]
