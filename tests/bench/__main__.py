"""The benchmark's command line: `make bench`, or `make bench BENCH="--scale 1e5 --peers hasila,virtuoso --rounds 1"`.

Generates the data, runs the batches, prints the report. See README.md in this folder.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from . import cached, downloads, installation, machine, pages
from .figures import REFERENCE, Batch, Cached
from .mix import Query, queries
from .peers import Hasila, OxigraphInMemory, OxigraphOnDisk, Peer, RdflibEndpoint, Trifid, hasila_command
from .processes import PeerFailed
from .report import report, unexplained
from .run import Plan, Run, say
from .statistics_data import SCALES, Data, generate
from .virtuoso import Virtuoso

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "bench"
RESULTS = {part: Path(__file__).with_name(name) for part, name in
           [("queries", "RESULTS.md"), ("downloads", "DOWNLOADS.md"), ("pages", "PAGES.md")]}  # fmt: skip
"""The parts that are measured, each by itself, and where the results of each are written."""
PEERS = ("hasila", "oxigraph", "oxigraph-memory", "virtuoso", "rdflib-endpoint", "trifid")
_CACHED_ROUNDS = 3


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark and return its exit code: 0; 1 when peers disagree without a known reason; 2 usage; 130 broken off."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupted)
    facts = machine.lines(arguments)
    if options.part != "queries":
        return _measure_release(options, facts)
    batches: list[Batch] = []
    looked_up = None
    try:
        installation.debian("wrk", "wrk")
        _measure(options, batches)
        if "hasila" in options.peers and not options.no_cached:
            looked_up = _cached_look_ups(options)
    except PeerFailed as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        say("broken off; every server that was started has been ended")
        if batches:
            print(report(_in_order(batches, options), None, facts))
        return 130
    batches = _in_order(batches, options)
    text = report(batches, looked_up, facts)
    print(text)
    _write(options, text)
    bad = unexplained(batches)
    for line in bad:
        print(f"bench: not the same answer: {line}", file=sys.stderr)
    return 1 if bad else 0


def _measure_release(options: argparse.Namespace, facts: Sequence[str]) -> int:
    """Measure what is sent of a release of this repository's own publication, and return the exit code."""
    seconds = max(2, options.seconds)
    try:
        installation.debian("wrk", "wrk")
        release = installation.built_release(FOLDER / "release")
        if options.part == "downloads":
            text = downloads.report(downloads.measure(release, options.rounds, seconds, FOLDER), facts)
        else:
            command = shlex.split(options.hasila)
            text = pages.report(pages.measure(release, command, options.rounds, seconds, FOLDER), facts)
    except PeerFailed as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    print(text)
    _write(options, text)
    return 0


def _write(options: argparse.Namespace, text: str) -> None:
    if options.write:
        page = RESULTS[options.part]
        page.write_text(text, encoding="utf-8")
        say(f"written to {page.relative_to(ROOT)}")


def _measure(options: argparse.Namespace, batches: list[Batch]) -> None:
    """Measure the slow peers first, one round, then the quick ones in what is left of the time; add to `batches`."""
    latest = time.monotonic() + options.minutes * 60
    chosen = [name for name in PEERS if name in options.peers]
    peers = _peers(options)
    slow = [name for name in chosen if peers[name].slow]
    quick = [name for name in chosen if not peers[name].slow]
    planned = [(slow, scale) for scale in options.scale if slow] + [(quick, scale) for scale in options.scale if quick]
    for place, (names, scale) in enumerate(planned):
        data, mix = _data(scale, options)
        left = len(planned) - place
        rounds = 1 if names is slow else options.rounds
        until = time.monotonic() + (latest - time.monotonic()) / left
        plan = Plan(rounds, options.seconds, 0 if options.queries else options.mix_seconds, options.limit, until)
        wanted = [peers[name] for name in dict.fromkeys([*names, REFERENCE])]
        batches.append(Run(data, mix, plan, FOLDER).measure(wanted))


def _in_order(batches: Sequence[Batch], options: argparse.Namespace) -> list[Batch]:
    """Return the batches by scale, and in each the one with hasila first."""
    return sorted(batches, key=lambda batch: (options.scale.index(batch.scale), "hasila" not in batch.peers))


def _cached_look_ups(options: argparse.Namespace) -> Cached:
    data, mix = _data(options.scale[-1], options)
    own = Hasila(FOLDER, shlex.split(options.hasila), shlex.split(options.hasila_options), cache=True)
    return cached.measure(data, mix[0], own, _CACHED_ROUNDS, max(2, options.seconds), FOLDER)


def _data(scale: str, options: argparse.Namespace) -> tuple[Data, list[Query]]:
    data = generate(SCALES[scale], FOLDER / "data")
    return data, [query for query in queries(data) if not options.queries or query.name[:3] in options.queries]


def _peers(options: argparse.Namespace) -> dict[str, Peer]:
    own = Hasila(FOLDER, shlex.split(options.hasila), shlex.split(options.hasila_options))
    others = (kind(FOLDER) for kind in (OxigraphOnDisk, OxigraphInMemory, Virtuoso, RdflibEndpoint, Trifid))
    return {peer.name: peer for peer in (own, *others)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description="Measures hasila beside its peers; prints ratios.",
                                     formatter_class=argparse.ArgumentDefaultsHelpFormatter)  # fmt: skip
    add = parser.add_argument
    add("--scale", type=_names(tuple(SCALES)), default="1e5,1e6", help="scales, separated by commas")
    add("--peers", type=_names(PEERS), default=",".join(PEERS), help=f"peers; {REFERENCE}, the reference, always runs")
    add("--queries", type=lambda text: text.split(","), default=None, help="some of the queries only, as in Q01,Q04")
    add("--rounds", type=int, default=2, help="rounds of the quick peers; the slow ones have one")
    add("--seconds", type=int, default=1, help="seconds of each run of wrk")
    add("--mix-seconds", type=int, default=8, help="seconds of the whole mix")
    add("--limit", type=float, default=30.0, help="seconds after which a query is given up")
    add("--minutes", type=float, default=25.0, help="no further round is begun that would last beyond these minutes")
    add("--hasila", default=shlex.join(hasila_command()), help="the command to measure as hasila")
    add("--hasila-options", default="", help="further options of hasila serve")
    add("--no-cached", action="store_true", help="leave out the look-ups that the result cache answers")
    add("--part", choices=tuple(RESULTS), default="queries", help="what is measured")
    add("--write", action="store_true", help="write the report to the part's page in tests/bench/ too")
    return parser


def _names(known: Sequence[str]) -> Callable[[str], list[str]]:
    def split(text: str) -> list[str]:
        names = text.split(",")
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(known)}")
        return names

    return split


def _interrupted(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
