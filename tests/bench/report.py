"""The report: tables in Markdown of what was measured, and the ratios that may be claimed.

Takes figures and returns text; measures nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .answers import differences
from .cached import CACHED, NOT_MODIFIED
from .figures import REFERENCE, Batch, Cached, compared, geometric_mean, median

OWN = "hasila"
AIMS = {
    ("1e5", "oxigraph"): 0.6, ("1e5", "virtuoso"): 1.0, ("1e5", "trifid"): 1.0, ("1e5", "rdflib-endpoint"): 0.1,
    ("1e6", "oxigraph"): 0.5,
}  # fmt: skip
"""The share of a peer's time that hasila is to take at most, by scale and peer."""
MIX_AIMS = {"1e6": 2.5}
"""How many times the reference's answers a second hasila is to give at least, for the whole mix at eight clients."""
CACHED_AIM = 1.5
"""The same for look-ups that need no engine, against Oxigraph's server in memory."""
_DASH = "–"
_INTRODUCTION = """
Ratios are what to quote: single figures belong to one machine on one day. p50 is the median time of an answer at one
client over a connection that is kept open, and of that the median over the rounds; a ratio is p50 divided by that of
Oxigraph's server on disk in the same batch (below 1 is faster), and a mean of ratios is geometric. Peers of different
batches are compared by way of Oxigraph's server on disk, which runs in each of them. A query over 0.4 s is timed one by
one. The default graph is the union of the five named graphs; answers were first compared by their numbers of rows.
""".strip()


def report(batches: Sequence[Batch], cached: Cached | None, machine: Sequence[str]) -> str:
    """Return the whole report."""
    scales = list(dict.fromkeys(batch.scale for batch in batches))
    parts = ["# The benchmark's results", _INTRODUCTION, "\n".join(f"- {line}" for line in machine), _peers(batches)]
    for scale in scales:
        parts += _of_scale(scale, [batch for batch in batches if batch.scale == scale])
    if cached:
        parts.append(_cached(cached))
    return "\n\n".join(part for part in parts if part) + "\n"


def unexplained(batches: Iterable[Batch]) -> list[str]:
    """Return the differences between answers for which no reason is known."""
    return [f"{batch.scale} {line}" for batch in batches for line in differences(batch.counts, REFERENCE)[1]]


def _of_scale(scale: str, batches: Sequence[Batch]) -> list[str]:
    triples = f"{batches[0].triples:,}".replace(",", " ")
    return [
        f"## {scale}: {triples} triples",
        _claims(batches),
        "### p50 in ms at one client, and ratio to Oxigraph's server on disk",
        _times(batches),
        "### Answers a second at eight clients, and ratio to Oxigraph's server on disk (above 1 is better)",
        _rates(batches),
        "### Start, memory, spread",
        _facts(batches),
        _notes(batches),
    ]


def table(head: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1) -> str:
    """Return a Markdown table; so many columns at the left are text, the others are figures."""
    lines = [head, ["---"] * texts + ["---:"] * (len(head) - texts), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: float | None) -> str:
    """Return a figure with the digits worth reading; a dash for none."""
    if value is None:
        return _DASH
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 100 else f"{value:.0f}"


def _peers(batches: Sequence[Batch]) -> str:
    facts = {name: peer for batch in batches for name, peer in batch.peers.items()}
    return table(
        ["peer", "what it is", "version"], [[name, peer.title, peer.version] for name, peer in facts.items()], 3
    )


def _columns(batches: Sequence[Batch]) -> list[tuple[str, Batch]]:
    """Return the peers with their batch; the reference once, in the first."""
    found: dict[str, Batch] = {}
    for batch in batches:
        for peer in batch.peers:
            found.setdefault(peer, batch)
    return list(found.items())


def _times(batches: Sequence[Batch]) -> str:
    columns = _columns(batches)
    ratios = {peer: batch.ratios(peer) for peer, batch in columns}

    def cell(query: str, peer: str, batch: Batch) -> str:
        if (query, peer) in batch.left_out:
            return batch.left_out[query, peer]
        ratio = ratios[peer].get(query)
        return number(batch.p50(query, peer)) + (f" ({ratio:.2f})" if ratio and peer != REFERENCE else "")

    rows = [[query, *(cell(query, peer, batch) for peer, batch in columns)] for query in batches[0].queries]
    means = [f"**{number(geometric_mean(ratios[peer].values()))}** of {len(ratios[peer])}" for peer, _ in columns]
    return table(["query", *(peer for peer, _ in columns)], [*rows, ["**mean of the ratios**", *means]])


def _rates(batches: Sequence[Batch]) -> str:
    columns = _columns(batches)

    def row(title: str, rate: Callable[[Batch, str], float | None]) -> list[str]:
        cells = []
        for peer, batch in columns:
            own, theirs = rate(batch, peer), rate(batch, REFERENCE)
            ratio = f" ({own / theirs:.2f})" if own is not None and theirs and peer != REFERENCE else ""
            cells.append(number(own) + ratio)
        return [title, *cells]

    rows = [row(query, lambda batch, peer, query=query: batch.rate(query, peer)) for query in batches[0].queries]  # type: ignore[misc]
    mix = row("**whole mix**", lambda batch, peer: median(batch.mix_rates(peer)))
    return table(["query", *(peer for peer, _ in columns)], [*rows, mix])


def _facts(batches: Sequence[Batch]) -> str:
    columns = _columns(batches)
    facts = [(batch.peers[peer], batch, peer) for peer, batch in columns]

    def memory(pair: tuple[float, float]) -> str:
        return f"{pair[0]:.0f} ({pair[1]:.0f})"

    def spread(batch: Batch, peer: str) -> str:
        found = batch.spread(peer)
        return f"{found[0]:.0%}, at most {found[1]:.0%}" if found else _DASH

    def mixes(batch: Batch, peer: str) -> str:
        rates = batch.mix_rates(peer)
        return f"{number(min(rates))} to {number(max(rates))}" if rates else _DASH

    rows = [
        ["store written in, s", *(number(fact.load) if fact.load > 0.1 else _DASH for fact, _, _ in facts)],
        ["store on disk, MiB", *(f"{fact.disk:.0f}" if fact.disk > 1 else _DASH for fact, _, _ in facts)],
        ["first answer after start, s", *(number(fact.ready) for fact, _, _ in facts)],
        ["RSS (PSS) at start, MiB", *(memory(fact.memory_begin) for fact, _, _ in facts)],
        ["RSS (PSS) after the run, MiB", *(memory(fact.memory_end) for fact, _, _ in facts)],
        ["rounds", *(str(batch.rounds) for _, batch, _ in facts)],
        ["spread of p50 over rounds", *(spread(batch, peer) for _, batch, peer in facts)],
        ["mix a second, over rounds", *(mixes(batch, peer) for _, batch, peer in facts)],
    ]
    return table(["", *(peer for peer, _ in columns)], rows)


def _claims(batches: Sequence[Batch]) -> str:
    """Return hasila's time divided by each other peer's, over the queries that both answered."""
    columns = dict(_columns(batches))
    if OWN not in columns:
        return ""
    own, lines = columns[OWN].ratios(OWN), []
    for peer, batch in columns.items():
        mean, common = compared(own, batch.ratios(peer))
        if peer != OWN and mean:
            said = verdict(mean, most=AIMS.get((batch.scale, peer)))
            lines.append(
                f"- hasila takes **{_share(mean)}** of the time of {batch.peers[peer].title}, over {common} queries{said}."
            )
    mine, theirs = (median(columns[OWN].mix_rates(peer)) for peer in (OWN, REFERENCE))
    if mine and theirs:
        said = verdict(mine / theirs, least=MIX_AIMS.get(batches[0].scale))
        lines.append(f"- The whole mix at eight clients: hasila answers **{mine / theirs:.2f}** times as many queries a "
                     f"second as {columns[OWN].peers[REFERENCE].title}{said}.")  # fmt: skip
    return "\n".join(lines)


def _share(value: float) -> str:
    return f"{value:.2f}" if value >= 0.2 else f"{value:.3f}"


def verdict(value: float, most: float | None = None, least: float | None = None) -> str:
    """Return what was aimed at and whether it is reached, or nothing where there is no aim."""
    if most is not None:
        return f" (aim: at most {most:.2f}, {'reached' if value <= most else 'not reached'})"
    if least is not None:
        return f" (aim: at least {least:.2f}, {'reached' if value >= least else 'not reached'})"
    return ""


def _notes(batches: Sequence[Batch]) -> str:
    lines = []
    for batch in batches:
        known, bad = differences(batch.counts, REFERENCE)
        lines += [f"- Not the same answer, and known: {line}." for line in known]
        lines += [f"- **Not the same answer**: {line}." for line in bad]
        lines += [f"- {peer} was left out: {why}" for peer, why in batch.absent.items()]
        for peer in batch.peers:
            refused = batch.refused(peer) + sum(each.refused for each in batch.mixes if each.peer == peer)
            if refused:
                lines.append(f"- {peer} left {refused} requests unanswered at eight clients; only answers are counted.")
    return "\n".join(dict.fromkeys(lines))


def _cached(cached: Cached) -> str:
    lines = [f"## Look-ups without the engine: Q01 at eight clients, {cached.scale}"]
    if cached.note:
        return f"{lines[0]}\n\nNot measured: {cached.note}."
    rows = []
    for name, rates in cached.rates.items():
        ratio = cached.ratio(name)
        said = verdict(ratio, least=CACHED_AIM) if ratio and name in (CACHED, NOT_MODIFIED) else ""
        rows.append(
            [name, number(median(rates)), f"{number(min(rates))} to {number(max(rates))}", number(ratio) + said]
        )
    head = ["", "answers a second", "over rounds", f"ratio to {cached.rival}"]
    return f"{lines[0]}\n\n{table(head, rows)}"
