"""Which engine the settings name, started on a release.

The one place that chooses; the engines themselves are in `embedded`, `stored` and `remote`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.engine.storage import Storage
from hasila.errors import SettingInvalid
from hasila.release import Release
from hasila.settings import Settings

_SCHEMES = ("http", "https")


def engine_of(release: Release, settings: Settings, limits: Limits) -> EmbeddedEngine:
    """Start the engine that the settings name; raises SettingInvalid, and EngineUnavailable like the engine itself."""
    match settings.text("engine"):
        case "embedded":
            return EmbeddedEngine.of_release(release, limits, Storage.of_settings(settings))
        case "remote":
            if limits.federated:
                hint = "Leave service_allow empty."
                message = f"service_allow: the remote engine calls no other endpoints. {hint}"
                raise SettingInvalid(message, name="service_allow", hint=hint)
            publication = release.publication
            graphs = [graph.iri for graph in publication.graphs]
            return EmbeddedEngine.over(
                endpoints(settings), graphs, limits, triples=publication.triples, prefixes=publication.prefixes
            )
        case unknown:
            hint = "There are 'embedded' and 'remote'."
            raise SettingInvalid(f"engine: there is no engine {unknown!r}. {hint}", name="engine", hint=hint)


def endpoints(settings: Settings) -> tuple[str, ...]:
    """Return the addresses of the store's endpoints; raises SettingInvalid when there is none, or one is no address."""
    addresses = tuple(settings.text("endpoints").split())
    hint = "Write addresses like http://127.0.0.1:8890/sparql, separated by spaces."
    if not addresses:
        raise SettingInvalid(f"endpoints: the remote engine needs at least one. {hint}", name="endpoints", hint=hint)
    return tuple(require_address(address, "endpoints") for address in addresses)


def require_address(text: str, name: str) -> str:
    """Return the text if it is the address of a web service; raises SettingInvalid, naming the setting."""
    try:
        parts = urlsplit(text)
        # Reading the port is what checks it; a password here would stand in every message.
        fits = parts.scheme in _SCHEMES and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        fits = False
    if not fits or "#" in text or text.endswith((",", ";")):
        hint = "Write an address like http://127.0.0.1:8890/sparql."
        raise SettingInvalid(f"{name}: {text!r} is no address. {hint}", name=name, hint=hint)
    return text
