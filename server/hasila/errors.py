"""The one exception tree of the software: each exception carries facts and a problem slug.

Titles, causes, cures and HTTP statuses stand in the problem table (`problems.toml`); RFC 9457 is rendered in `web`.
Exceptions know no HTTP, do no I/O and hold no translated text.
"""

from __future__ import annotations

from typing import ClassVar

EXIT_NOT_CONFORMING, EXIT_USAGE, EXIT_ENVIRONMENT = 1, 2, 3
"""Exit codes: the data do not conform, or a check found something; wrong options, settings, manifest or paths; the machine
refuses (port in use, disk full, another build running)."""


class HasilaError(Exception):
    """A fact that stops the work: `message` says in one English sentence what, where and how to mend it, `facts` the values."""

    slug: ClassVar[str] = "internal-error"
    exit_code: ClassVar[int] = EXIT_ENVIRONMENT

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class ClientError(HasilaError):
    """The request is at fault."""

    exit_code = EXIT_USAGE


class BadRequest(ClientError):
    """The request breaks a rule of its protocol."""

    slug = "bad-request"


class MalformedQuery(ClientError):
    """The text is not a SPARQL query; facts: line and column where they are known."""

    slug = "malformed-query"


class QueryTooLong(ClientError):
    """The query's text is longer than is read; fact: bytes."""

    slug = "query-too-long"


class UpdateRefused(ClientError):
    """The text is a SPARQL update, which is not offered."""

    slug = "update-refused"


class ServiceRefused(ClientError):
    """The query calls another endpoint that is not allowed."""

    slug = "service-refused"


class NotFound(ClientError):
    """Nothing is published under that name."""

    slug = "not-found"


class Gone(ClientError):
    """What was published under that name is withdrawn; facts: resource, version, why (by language), replaced_by."""

    slug = "gone"


class MethodNotAllowed(ClientError):
    """The method is not offered there; fact: allow."""

    slug = "method-not-allowed"


class NotAcceptable(ClientError):
    """No offered format fits the request; fact: offers (media types)."""

    slug = "not-acceptable"


class RequestTooLarge(ClientError):
    """The request is larger than the server reads; fact: limit (bytes)."""

    slug = "request-too-large"


class RateExceeded(ClientError):
    """The client asks more often than it may; facts: per_minute, retry_after (seconds)."""

    slug = "rate-exceeded"


class UnsupportedMediaType(ClientError):
    """The body's media type is not read here; fact: offers (media types)."""

    slug = "unsupported-media-type"


class EngineError(HasilaError):
    """The query could not be answered although it may be correct."""


class QueryTimedOut(EngineError):
    """The query reached the time limit; fact: seconds."""

    slug = "query-timed-out"


class QueryMemoryExceeded(EngineError):
    """The query reached the memory limit; fact: mebibytes."""

    slug = "query-memory-exceeded"


class ResultTooLarge(EngineError):
    """The answer is larger than the limit; fact: bytes."""

    slug = "result-too-large"


class TooManyRows(EngineError):
    """The answer has more rows or triples than the limit; fact: rows."""

    slug = "too-many-rows"


class EngineBusy(EngineError):
    """No worker became free in time; fact: retry_after (seconds)."""

    slug = "engine-busy"


class EngineUnavailable(EngineError):
    """The engine is not there (starting, restarting, or broken)."""

    slug = "engine-unavailable"


class ServiceUnavailable(EngineError):
    """An endpoint that the query calls gave no answer that can be used; fact: service (its IRI)."""

    slug = "service-unavailable"


class EngineFault(EngineError):
    """The engine failed on this query for a reason of its own."""

    slug = "engine-fault"


class BuildError(HasilaError):
    """A release cannot be made or published."""


class ManifestInvalid(BuildError):
    """The publication's manifest is missing or wrong; facts: file, key."""

    slug = "manifest-invalid"
    exit_code = EXIT_USAGE


class SettingInvalid(BuildError):
    """A setting is unknown or of the wrong type; facts: name, hint."""

    slug = "setting-invalid"
    exit_code = EXIT_USAGE


class OptionInvalid(BuildError):
    """An option or argument of the command line is wrong; facts: option, value."""

    slug = "option-invalid"
    exit_code = EXIT_USAGE


class SourceInvalid(BuildError):
    """A source file cannot be read; facts: file, line, column."""

    slug = "source-invalid"
    exit_code = EXIT_NOT_CONFORMING


class QueryFileInvalid(BuildError):
    """A saved query's file is wrong; facts: file, line."""

    slug = "query-file-invalid"
    exit_code = EXIT_USAGE


class NotConforming(BuildError):
    """The data do not conform, so nothing is published; fact: violations."""

    slug = "not-conforming"
    exit_code = EXIT_NOT_CONFORMING


class ReleaseInvalid(BuildError):
    """A release folder is missing, incomplete or altered; facts: path, file."""

    slug = "release-invalid"
    exit_code = EXIT_USAGE


class ReleaseNotWritten(BuildError):
    """The release could not be written (disk full, no permission); facts: path, reason."""

    slug = "release-not-written"


class BuildRunning(BuildError):
    """Another build holds the output folder; fact: path."""

    slug = "build-running"


class StoreUnavailable(BuildError):
    """The store to publish to cannot be reached or fails; facts: url, status."""

    slug = "store-unavailable"


class StoreRefused(BuildError):
    """The store to publish to does not take what it is sent; facts: url, status."""

    slug = "store-refused"
    exit_code = EXIT_USAGE


class StoreDiffers(BuildError):
    """The store does not hold what was published to it; facts: endpoint, graphs."""

    slug = "store-differs"
    exit_code = EXIT_NOT_CONFORMING


class AddressUnavailable(HasilaError):
    """The server cannot listen there; facts: host, port."""

    slug = "address-unavailable"
