"""What a moment later is answered, too: read, and made, while callers and agents go on already (coming.py)."""

from collections.abc import Mapping
from typing import Any

from litestar.di import Provide

from flowengine.api import (
    agents,
    answers,
    audit,
    blocked,
    callers,
    cases,
    dead_letters,
    demo,
    dialogues,
    directory,
    entities,
    exceptions,
    first,
    floor,
    flows,
    hooks,
    language,
    live,
    metrics,
    operations,
    operator,
    pages,
    palette,
    parts,
    passed,
    people,
    previews,
    releases,
    replays,
    reports,
    retention,
    secrets,
    session,
    sheets,
    sounds,
    stock,
    switches,
    tables,
    together,
    tokens,
    tree,
    trials,
)
from flowengine.api.openapi import openapi_handler

RESOURCES = (
    session, live, pages, dialogues, agents, demo, floor, palette, language, flows, cases, tree, releases, directory,
    switches, exceptions, callers, tokens, operator, operations, dead_letters, secrets,
    answers, reports, metrics, audit, entities, parts, blocked, tables, replays, passed, stock,
    sheets, sounds, together, trials, previews, people, retention, hooks,
)  # fmt: skip  # a list reads better than one item a line


def handlers(dependencies: Mapping[str, Provide]) -> list[Any]:
    """All of them, and the description of these and the first."""
    found = [handler for resource in RESOURCES for handler in resource.HANDLERS]
    firsts = [handler for resource in first.RESOURCES for handler in resource.HANDLERS]
    return [*found, openapi_handler([*firsts, *found], dependencies)]
