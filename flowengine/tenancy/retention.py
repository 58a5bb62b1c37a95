"""Retention: for how many days each kind of record is kept; what is older goes by itself."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Days = Annotated[int, Meta(ge=1, le=36_500)]
LongDays = Annotated[int, Meta(ge=30, le=36_500)]
DAY_MS = 24 * 3600 * 1000


class ContentDays(Struct, frozen=True, forbid_unknown_fields=True):
    """Personal content by its class, counted from the beginning of its dialogue."""

    said: Days = 180  # what flows and agents said or wrote
    heard: Days = 180  # what callers typed, said or left as a message
    value: Days = 180  # what variables and attributes were set to
    caller: Days = 180  # who called: number, name, what was known
    note: Days = 365  # what agents wrote down afterwards
    request: Days = 30  # what services were asked
    reply: Days = 30  # what they answered


class Retention(Struct, frozen=True, forbid_unknown_fields=True):
    """Of what has ended; a dialogue that is on keeps all that is its own. The audit is kept for as long as the tenant
    is there, and ids of events for two days, so that repeats are known; neither can be set."""

    content: ContentDays = ContentDays()
    dialogues: LongDays = 400  # how each went and ended
    trace: LongDays = 400  # the facts that reports and replays are made of
    commands: Days = 30  # what was sent to channels, desks and services
    dead: Days = 90  # events that were put aside
    counters: LongDays = 1_100  # the figures of reports
    unused_sounds: Days = 30  # recordings that no draft and no release names


def before_ms(days: int, now_ms: int) -> int:
    """The moment before which things are older than so many days: a midnight in UTC, so that days go whole."""
    return max(0, now_ms // DAY_MS * DAY_MS - days * DAY_MS)
