"""Pages and data of single resources: hasila on the publication's own release, beside Trifid with the same triples.

Some resources of each of the commonest classes, as HTML and as Turtle, at one client and at eight, in turn, round by round.
Trifid renders them with `@zazuko/trifid-entity-renderer`, from its Oxigraph in memory. Measures no query that a reader wrote.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlsplit

import pyoxigraph

from hasila.rdf.namespaces import RDF
from hasila.release import Release

from .load import Request, Sample, ask, wrk
from .peers import Hasila, Peer, Server, Trifid
from .processes import PeerFailed
from .report import number, table, verdict
from .run import CLIENTS, say

AIM = 3.0
"""How many times better than Trifid: answers a second, and the other way round the median time."""
_CLASSES, _EACH, _LIMIT = 8, 3, 60
_FORMS = {"HTML": "text/html", "Turtle": "text/turtle"}
_INTRODUCTION = (
    f"Resources: {_EACH} of each of the {_CLASSES} commonest classes of the publication, at one client (p50 in ms) and at "
    f"{CLIENTS} clients (answers a second); medians of rounds in which the servers take turns. Above 1 is better."
)


class TrifidPages(Trifid):
    """Trifid with what makes its pages, at the IRIs themselves."""

    title = "Trifid with its entity renderer and trifid-handler-fetch, in memory"

    def __init__(self, folder: Path, base: str) -> None:
        super().__init__(folder)
        self._base = base

    def command(self, data: Path, store: Path, port: int) -> Sequence[str]:
        """Return the command of the peer, its configuration completed."""
        command = super().command(data, store, port)
        configuration = Path(command[-1])
        settings = json.loads(configuration.read_text(encoding="utf-8"))
        settings["globals"]["datasetBaseUrl"] = self._base
        settings["plugins"]["pages"] = {"module": "@zazuko/trifid-entity-renderer"}
        configuration.write_text(json.dumps(settings), encoding="utf-8")
        return command


class HasilaPages(Hasila):
    """hasila on a built release."""

    def __init__(self, folder: Path, command: Sequence[str], release: Path, *, cache: bool) -> None:
        super().__init__(folder, command, ("--release", str(release)), cache=cache)
        self.name = "hasila-cached" if cache else "hasila"
        self.title = "hasila, result cache " + ("on" if cache else "off")

    def command(self, data: Path, store: Path, port: int) -> Sequence[str]:
        """Return the command that serves the release."""
        command = list(super().command(data, store, port))
        at = command.index("--load")
        return command[:at] + command[at + 2 :]


@dataclass
class Paged:
    """What was measured: by form and by server's title the samples at one client and at eight."""

    samples: dict[str, dict[str, list[tuple[Sample, Sample]]]] = field(default_factory=dict)


def measure(release: Path, command: Sequence[str], rounds: int, seconds: int, folder: Path) -> Paged:
    """Return the samples of both servers, hasila with and without its cache. Raises PeerFailed."""
    publication = Release.open(release).publication
    data, base = release / "dumps" / f"{publication.name}.nq", publication.base
    iris = _resources(data, base)
    trifid = TrifidPages(folder, base)
    own = (HasilaPages(folder, command, release, cache=False), HasilaPages(folder, command, release, cache=True))
    result = Paged()
    with ExitStack() as stack:
        servers = {peer.title: _started(stack, peer, data, folder) for peer in (*own, trifid)}
        for form, media_type in _FORMS.items():
            for _ in range(rounds):
                for title, server in servers.items():
                    requests = [Request(_target(iri, title == trifid.title), media_type) for iri in iris]
                    samples = _samples(server, requests, seconds, folder)
                    result.samples.setdefault(form, defaultdict(list))[title].append(samples)
                    say(f"{form}: {title} {samples[0].p50:.2f} ms, {samples[1].rate:.0f} a second")
    return result


def _resources(data: Path, base: str) -> list[str]:
    """Return some IRIs of things of each of the commonest classes, in the order of the IRIs."""
    by_class: dict[str, set[str]] = defaultdict(set)
    with data.open("rb") as content:
        for quad in pyoxigraph.parse(content, pyoxigraph.RdfFormat.N_QUADS):
            subject = str(getattr(quad.subject, "value", ""))
            if quad.predicate.value == f"{RDF}type" and subject.startswith(base + "id/"):
                by_class[str(getattr(quad.object, "value", ""))].add(subject)
    commonest = sorted(by_class.values(), key=len, reverse=True)[:_CLASSES]
    return sorted({iri for found in commonest for iri in sorted(found)[:: max(1, len(found) // _EACH)][:_EACH]})


def _target(iri: str, at_iri: bool) -> str:
    path = quote(urlsplit(iri).path, safe="/")
    inside = path[path.index("/id/") :]
    # hasila's document is one redirect away from the thing; Trifid answers at the thing's own address.
    return inside if at_iri else "/doc/" + inside.removeprefix("/id/")


def _started(stack: ExitStack, peer: Peer, data: Path, folder: Path) -> Server:
    peer.install()
    store = folder / "stores" / peer.name
    shutil.rmtree(store, ignore_errors=True)
    store.mkdir(parents=True)
    stack.callback(shutil.rmtree, store, True)
    server = (
        peer.start(data, store, Request("/", "text/html"), 120)
        if isinstance(peer, Hasila)
        else _trifid(peer, data, store)
    )
    stack.callback(server.process.stop)
    return server


def _trifid(peer: Peer, data: Path, store: Path) -> Server:
    return peer.start(data, store, Request(f"{peer.path}?query={quote('ASK { ?s ?p ?o }')}", "application/json"), 120)


def _samples(server: Server, requests: Sequence[Request], seconds: int, folder: Path) -> tuple[Sample, Sample]:
    for request in requests:
        reply = ask(server.port, request, _LIMIT)
        if reply.status != 200 or not reply.body:
            raise PeerFailed(f"{server.peer.title}: {request.target} was answered with {reply.status}")
    one, eight = (wrk(server.port, requests, clients, seconds, folder) for clients in (1, CLIENTS))
    return one, eight


def report(paged: Paged, machine: Sequence[str]) -> str:
    """Return the page: times and rates by form and server, and how many times better each is than Trifid."""
    rows = []
    for form, by_title in paged.samples.items():
        times = {title: median(one.p50 for one, _ in samples) for title, samples in by_title.items()}
        rates = {title: median(eight.rate for _, eight in samples) for title, samples in by_title.items()}
        reference = next(title for title in by_title if title.startswith("Trifid"))
        for title in by_title:
            quicker, more = times[reference] / times[title], rates[title] / rates[reference]
            aim = AIM if title != reference else None
            rows.append([form, title, number(times[title]), number(quicker) + verdict(quicker, least=aim),
                         number(rates[title]), number(more) + verdict(more, least=aim)])  # fmt: skip
    facts = "\n".join(f"- {line}" for line in machine)
    head = ["form", "server", "p50, ms", "times as quick as Trifid", "answers a second", "times as many as Trifid"]
    return f"# Pages beside Trifid\n\n{_INTRODUCTION}\n\n{facts}\n\n{table(head, rows, 2)}\n"
