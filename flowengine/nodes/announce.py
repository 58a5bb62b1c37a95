"""announce: tell a waiting caller the position in the queue, or how long it will take, in minutes."""

from math import ceil
from typing import Annotated, Literal

from msgspec import Meta

from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import Context, NodeType, Step

# language -> what -> sentence. Minutes are rounded up, so that no wait is promised too short; `at_most` is what nine in
# ten callers do not wait beyond.
SENTENCES = {
    "en": {
        "position": "You are number {n} in the queue.",
        "estimate": "The wait is about {n} minutes.",
        "one_minute": "The wait is about 1 minute.",
        "at_most": "You will hardly wait longer than {n} minutes.",
        "at_most_one": "You will hardly wait longer than 1 minute.",
    },
    "nl": {
        "position": "U bent nummer {n} in de wachtrij.",
        "estimate": "De wachttijd is ongeveer {n} minuten.",
        "one_minute": "De wachttijd is ongeveer 1 minuut.",
        "at_most": "U wacht vrijwel zeker niet langer dan {n} minuten.",
        "at_most_one": "U wacht vrijwel zeker niet langer dan 1 minuut.",
    },
    "de": {
        "position": "Sie sind Nummer {n} in der Warteschlange.",
        "estimate": "Sie warten etwa {n} Minuten.",
        "one_minute": "Sie warten etwa 1 Minute.",
        "at_most": "Sie warten kaum länger als {n} Minuten.",
        "at_most_one": "Sie warten kaum länger als 1 Minute.",
    },
    "fr": {
        "position": "Vous êtes numéro {n} dans la file.",
        "estimate": "L'attente est d'environ {n} minutes.",
        "one_minute": "L'attente est d'environ 1 minute.",
        "at_most": "L'attente ne devrait pas dépasser {n} minutes.",
        "at_most_one": "L'attente ne devrait pas dépasser 1 minute.",
    },
}


# what -> the floor's figure, and the sentence for one minute
ESTIMATES = {"estimate": ("estimated_wait_s", "one_minute"), "at_most": ("estimated_p90_s", "at_most_one")}


class Announce(NodeConfig, frozen=True, tag="announce", forbid_unknown_fields=True):
    what: Annotated[
        Literal["position", "estimate", "at_most"],
        Meta(description="Which number is told: the place, the expected wait, or what nine in ten do not wait beyond"),
    ] = "position"
    gap_s: Annotated[float, Meta(ge=0, le=3600, description="Seconds that have to pass before it is told again")] = 0.0


def enter(config: Announce, ctx: Context) -> Step:
    place = ctx.observe("place", "")
    sentences = SENTENCES.get(ctx.language.split("-")[0], SENTENCES["en"])
    if place and config.what == "position" and place["position"]:
        if ctx.news("position", place["position"], config.gap_s):
            ctx.say(sentences["position"].format(n=place["position"]))
    elif place and config.what in ESTIMATES:
        figure, one = ESTIMATES[config.what]
        seconds = place.get(figure)
        minutes = max(1, ceil(seconds / 60)) if seconds is not None else 0
        if minutes and ctx.news(config.what, minutes, config.gap_s):
            ctx.say(sentences[config.what].format(n=minutes) if minutes > 1 else sentences[one])
    return "done"


NODE = NodeType(
    name="announce",
    config=Announce,
    outcomes=("done",),
    enter=enter,
    title="Announce place",
    purpose="Tell a waiting caller the position or the expected wait; one that rose is not told.",
    group="Speak",
    icon="announce",
    kinds=("treatment",),
    summary=("what",),
    example={"type": "announce", "what": "position"},
)
