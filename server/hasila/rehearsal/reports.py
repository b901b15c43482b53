"""A rehearsal told: as text for people, as JSON for programs, in a language.

The frame's own words are here, those of the losses in `losses.toml`. Losses of one kind are told together, with their
first subjects.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from hasila.rdf.languages import Text
from hasila.rehearsal.earlier import Change
from hasila.rehearsal.losses import SEVERITIES, Harvest, Loss
from hasila.rehearsal.rehearsing import Rehearsal

_SHOWN = 3
_WORDS: Mapping[str, Text] = {
    "imports": {"ar": "يستورد", "fr": "importe", "en": "imports"},
    "datasets": {"ar": "مجموعات بيانات: {count}", "fr": "jeux de données : {count}", "en": "datasets: {count}"},
    "resources": {"ar": "موارد: {count}", "fr": "ressources : {count}", "en": "resources: {count}"},
    "lost": {"ar": "يضيع", "fr": "perdu", "en": "lost"},
    "limit": {"ar": "حد من حدود الحاصد", "fr": "limite du moissonneur", "en": "the harvester's own limit"},
    "untested": {"ar": "لم يُجرَّب", "fr": "non essayé", "en": "not tried"},
    "cure": {"ar": "العلاج", "fr": "Remède", "en": "Cure"},
    "nothing": {"ar": "لا يضيع شيء.", "fr": "Rien ne se perd.", "en": "Nothing is lost."},
    "more": {"ar": "و{count} غيرها", "fr": "et {count} autres", "en": "and {count} more"},
    "since": {
        "ar": "منذ الحالة السابقة: مضاف {added}، مصحح {corrected}، على حاله {unchanged}، مسحوب {withdrawn}",
        "fr": "depuis l'état antérieur : {added} ajoutés, {corrected} corrigés, {unchanged} inchangés, {withdrawn} retirés",
        "en": "since the earlier state: {added} added, {corrected} corrected, {unchanged} unchanged, {withdrawn} withdrawn",
    },
}


def as_text(rehearsal: Rehearsal, language: str) -> str:
    """Return a paragraph per harvester: what it imports, then what is lost with reason and cure, gravest first."""
    lines = [rehearsal.source]
    for harvest in rehearsal.harvests:
        lines += ["", *_of_harvest(harvest, rehearsal.changes.get(harvest.harvester), language)]
    return "".join(line + "\n" for line in lines)


def _of_harvest(harvest: Harvest, change: Change | None, language: str) -> list[str]:
    resources = sum(len(dataset.resources) for dataset in harvest.datasets)
    lines = [
        f"== {harvest.harvester}: {_say('imports', language)} — "
        f"{_say('datasets', language, count=len(harvest.datasets))}, {_say('resources', language, count=resources)}"
    ]
    lines += [f"   {dataset.key} — {dataset.title} ({len(dataset.resources)})" for dataset in harvest.datasets]
    if change is not None:
        counts = {name: len(keys) for name, keys in asdict(change).items()}
        lines.append(f"   {_say('since', language, **counts)}")
    if not harvest.loses:
        lines.append(f"   {_say('nothing', language)}")
    for severity in SEVERITIES:
        for losses in _alike([loss for loss in harvest.losses if loss.severity == severity], language):
            lines += _of_losses(losses, language)
    return lines


def _of_losses(losses: Sequence[Loss], language: str) -> list[str]:
    first = losses[0]
    subjects = ", ".join(dict.fromkeys(loss.subject for loss in losses[:_SHOWN]))
    if len(losses) > _SHOWN:
        subjects += f" {_say('more', language, count=len(losses) - _SHOWN)}"
    return [
        f"   [{_say(first.severity, language)}] {first.code} ×{len(losses)}: {first.reason(language)}",
        f"      {subjects}",
        f"      {_say('cure', language)}: {first.cure(language)}",
    ]


def _alike(losses: Sequence[Loss], language: str) -> list[list[Loss]]:
    """Return the losses in groups that are told with one sentence."""
    groups: dict[tuple[str, str], list[Loss]] = {}
    for loss in losses:
        groups.setdefault((loss.code, loss.facts.get("property", "")), []).append(loss)
    return list(groups.values())


def as_json(rehearsal: Rehearsal, language: str) -> str:
    """Return the whole rehearsal as a JSON object; `loses` is what the exit code tells."""
    harvests = [
        {
            "harvester": harvest.harvester,
            "loses": harvest.loses,
            "datasets": [asdict(dataset) for dataset in harvest.datasets],
            "losses": [_loss(loss, language) for loss in harvest.losses],
            "changes": asdict(rehearsal.changes[harvest.harvester]) if harvest.harvester in rehearsal.changes else None,
        }
        for harvest in rehearsal.harvests
    ]
    told = {"source": rehearsal.source, "loses": rehearsal.loses, "harvests": harvests}
    return json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n"


def _loss(loss: Loss, language: str) -> dict[str, object]:
    return {
        "code": loss.code, "severity": loss.severity, "subject": loss.subject, "facts": dict(loss.facts),
        "reason": loss.reason(language), "cure": loss.cure(language),
    }  # fmt: skip


def _say(key: str, language: str, **values: object) -> str:
    texts = _WORDS[key]
    return texts.get(language, texts["en"]).format(**values)


FORMATS = {"text": as_text, "json": as_json}
"""What `hasila rehearse --format` offers."""
