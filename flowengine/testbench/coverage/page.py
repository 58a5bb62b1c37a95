"""The coverage of flows as one page by itself: every step as a card, every way out with how often tests took it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from flowengine.extensions.palette import installed_palette
from flowengine.lang.node_type import NodeType
from flowengine.lang.outcome import Selector
from flowengine.messages import Json
from flowengine.testbench.coverage.covered import Covered, percent_of, shown_percent
from flowengine.testbench.coverage.text import told_name

STYLE = Path(__file__).with_name("page.css")
_THEME = (
    "document.querySelector('button').onclick=()=>{const r=document.documentElement,"
    "d=r.dataset.theme||(matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light');"
    "r.dataset.theme=d==='dark'?'light':'dark'}"
)


def coverage_page(flows: Sequence[Covered], root: Path) -> str:
    """The whole page; it asks for nothing else. `root`: what files are told relative to."""
    return "\n".join(_page(flows, root)) + "\n"


def _page(flows: Sequence[Covered], root: Path) -> Iterator[str]:
    percent = shown_percent(percent_of(flows))
    possible, taken = sum(row.possible for row in flows), sum(row.taken for row in flows)
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Flow coverage: {percent}</title>"
    yield f"<style>{STYLE.read_text('utf-8')}</style></head><body>"
    yield f"<header><h1>Flow coverage {percent}</h1>"
    yield f'<span class="sum">{taken} of {possible} ways out of steps were taken by a test</span>'
    yield '<label><input type="checkbox" id="gaps"> only what no test took</label>'
    yield '<button type="button">Light or dark</button></header><main>'
    yield from _table(flows, root)
    for row in flows:
        yield from _section(row, root)
    yield f"</main><script>{_THEME}</script></body></html>"


def _table(flows: Sequence[Covered], root: Path) -> Iterator[str]:
    yield '<table><thead><tr><th>Flow</th><th class="bar">Ways taken</th>'
    yield '<th class="num">of all</th><th class="num">in percent</th></tr></thead><tbody>'
    for row in flows:
        name = escape(told_name(row, root))
        bar = f'<span><i style="width:{row.percent:.2f}%"></i></span>'
        link = f'<a href="#{name}">{_breakable(name)}</a>'
        yield f'<tr{_whole(row.missing)}><th scope="row">{link}</th><td class="bar">{bar}</td>'
        yield f'<td class="num">{row.taken} of {row.possible}</td>'
        yield f'<td class="num">{shown_percent(row.percent)}</td></tr>'
    yield "</tbody></table>"


def _breakable(path: str) -> str:
    return path.replace("/", "/<wbr>")


def _whole(missing: Sequence[Any], more: str = "") -> str:
    """The class of what has no gap, by which it can be hidden."""
    words = " ".join(word for word in (more, "" if missing else "whole") if word)
    return f' class="{words}"' if words else ""


def _section(row: Covered, root: Path) -> Iterator[str]:
    document = _document(row)
    name = escape(told_name(row, root))
    title = escape(str(document.get("title") or row.flow))
    yield f'<section id="{name}"{_whole(row.missing)}><h2>{title} <small>{_breakable(name)}</small>'
    yield f'<small>{row.taken} of {row.possible} ways</small></h2><div class="cards">'
    by_node: dict[str, list[tuple[str, int]]] = {}
    for node, outcome, times in row.ways:
        by_node.setdefault(node, []).append((outcome, times))
    for node, ways in by_node.items():
        wires = document.get("wires", {}).get(node, {})
        yield from _card(name, node, document.get("nodes", {}).get(node, {}), wires, ways)
    yield "</div></section>"


def _document(row: Covered) -> dict[str, Any]:
    try:
        found = json.loads(Path(row.file).read_text("utf-8"))
    except (OSError, ValueError):  # gone or torn since it was tested: the ways are known, only words are missing
        return {}
    return found if isinstance(found, dict) else {}


def _card(
    flow: str, node: str, config: Mapping[str, Json], wires: Mapping[str, str], ways: list[tuple[str, int]]
) -> Iterator[str]:
    node_type = installed_palette().get(str(config.get("type")))
    family = escape(node_type.group.lower()) if node_type else ""
    gaps = [outcome for outcome, times in ways if not times]
    yield f'<article id="{flow}:{node}"{_whole(gaps, f"card {family}")}>'
    yield f"<h3>{escape(str(config.get('title') or node))}</h3>"
    yield f'<p class="type">{escape(node_type.title if node_type else str(config.get("type", "")))}</p>'
    words = _words(config.get("prompt"))
    if words:
        yield f'<p class="words">“{escape(words)}”</p>'
    yield "<ul>"
    for outcome, times in ways:
        taken = f"<b>✓ {times}</b>" if times else "<b>no test</b>"
        said = escape(_said(node_type, config, outcome))
        to = wires.get(outcome, "")
        ahead = f'<a class="to" href="#{flow}:{escape(to)}">→ {escape(to)}</a>' if to else '<span class="to"></span>'
        yield f'<li{"" if times else " class=gap"}>{taken}<span class="out">{said}</span>{ahead}</li>'
    yield "</ul></article>"


def _words(prompt: Json) -> str:
    """The first words of a prompt that is written in the flow: in its first language, for its first channel."""
    while isinstance(prompt, dict) and "prompt" not in prompt:  # that one names words that stand elsewhere
        within = prompt.get("by_language", prompt)
        prompt = next(iter(within.values()), "") if isinstance(within, dict) else ""
    return prompt if isinstance(prompt, str) else ""


def _said(node_type: NodeType | None, config: Mapping[str, Json], outcome: str) -> str:
    """An outcome as a card says it: with its label where the config gives one."""
    if not outcome:
        return "reached"
    paths = [of.path for of in node_type.outcomes if isinstance(of, Selector)] if node_type else []
    for path in paths:
        chosen = config.get(path)
        entry = chosen.get(outcome) if isinstance(chosen, dict) else None
        label = _words(entry.get("label")) if isinstance(entry, dict) else ""
        if label:
            return f"{outcome} · {label}"
    return outcome.replace("_", " ")
