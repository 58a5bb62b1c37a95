"""collect: ask for digits or text and keep the answer in a variable."""

from functools import lru_cache
from typing import Annotated, Any, Literal

import re2
from msgspec import Meta, Struct, field

from flowengine.lang.node_config import NodeConfig, Target
from flowengine.lang.node_type import Ask, CallerReplied, Context, Fault, NodeType, Resumed, Step
from flowengine.lang.prompt import NO_PROMPT, Prompt
from flowengine.lang.seconds import Seconds
from flowengine.lang.yes_no import NO, YES, yes_or_no
from flowengine.messages import Accept, Limits


class Collect(NodeConfig, frozen=True, tag="collect", forbid_unknown_fields=True):
    prompt: Annotated[Prompt, Meta(description="What the caller hears or reads")]
    into: Target
    input: Annotated[
        Literal["digits", "speech", "text"],
        Meta(description="Keys of a phone, or any words; speech needs a channel that listens or is written on"),
    ] = "digits"
    min_digits: Annotated[int, Meta(ge=1, le=32, description="Fewer are an invalid answer")] = 1
    max_digits: Annotated[int, Meta(ge=1, le=32, description="With so many the answer is complete")] = 16
    terminator: Annotated[str, Meta(pattern="^[0-9*#]?$", description="Ends the digits; not counted, not kept")] = "#"
    first_digit_timeout_s: Annotated[Seconds, Meta(description="Silence before the first sign")] = field(
        default_factory=Seconds
    )
    inter_digit_timeout_s: Annotated[float, Meta(gt=0, le=60, description="Seconds between two keys")] = 3.0
    pattern: Annotated[str, Meta(max_length=256, description="RE2 pattern that the whole answer must match")] = ""
    tries: Annotated[int, Meta(ge=1, le=5, description="How often it is asked in all")] = 3
    invalid_prompt: Annotated[Prompt, Meta(description="Said after an answer that does not fit")] = field(
        default_factory=Prompt
    )
    confirm: Annotated[Prompt, Meta(description="Asked with the answer kept: key 1 or yes, key 2 or no")] = field(
        default_factory=Prompt
    )
    sensitive: Annotated[bool, Meta(description="Never shown, never kept after the dialogue")] = False
    afresh: Annotated[bool, Meta(description="Keys that were pressed before the question are no answer to it")] = False


class CollectMemory(Struct, frozen=True, tag="collect", omit_defaults=True):
    tries_left: int
    confirms: bool = False


def enter(config: Collect, ctx: Context) -> Step:
    if config.input == "speech" and not (ctx.can("speech") or ctx.can("text")):
        return Fault("channel_cannot: the channel has neither “speech” nor “text”")
    return _ask(config, ctx, config.prompt, config.tries - 1)


def resume(config: Collect, memory: CollectMemory, event: Resumed, ctx: Context) -> Step:
    replied = isinstance(event, CallerReplied)
    if memory.confirms:
        return _confirmed(config, memory, event, ctx)
    if isinstance(event, CallerReplied) and _fits(config, event.value):
        ctx.assign(config.into, event.value)
        return _confirm(config, ctx, memory.tries_left) if config.confirm else "collected"
    if memory.tries_left == 0:
        return "invalid" if replied else "no_input"
    again = config.invalid_prompt if replied else NO_PROMPT
    return _ask(config, ctx, again or config.prompt, memory.tries_left - 1)


def _confirm(config: Collect, ctx: Context, tries_left: int) -> Step:
    limits = Limits(ctx.seconds(config.first_digit_timeout_s), config.inter_digit_timeout_s)
    accept = Accept("choice", yes_or_no(ctx.language))
    memory = CollectMemory(tries_left, confirms=True)
    return Ask(memory, ctx.text(config.confirm), accept, limits, sensitive=config.sensitive)


def _confirmed(config: Collect, memory: CollectMemory, event: Resumed, ctx: Context) -> Step:
    """Only a clear yes is one; after anything else it is asked from the start, as often as there are tries."""
    value = event.value if isinstance(event, CallerReplied) else ""
    if value == YES:
        return "collected"
    if memory.tries_left == 0:
        return "invalid" if value else "no_input"
    if value == NO:
        return _ask(config, ctx, config.prompt, memory.tries_left - 1)
    return _confirm(config, ctx, memory.tries_left - 1)


def _fits(config: Collect, value: str) -> bool:
    if config.input == "digits" and not (
        value.isascii() and value.isdigit() and config.min_digits <= len(value) <= config.max_digits
    ):
        return False
    # As bytes, which is how it matches: of words it would find out the places of all groups, which takes twice as long.
    return not config.pattern or _compiled(config.pattern).fullmatch(value.encode()) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> Any:
    """RE2 cannot be made to backtrack. Its own cache asks for thirteen options before it finds a pattern."""
    return re2.compile(pattern)


def _ask(config: Collect, ctx: Context, prompt: Prompt, tries_left: int) -> Step:
    limits = Limits(ctx.seconds(config.first_digit_timeout_s), config.inter_digit_timeout_s)
    accept = Accept(
        "digits" if config.input == "digits" else "text",
        min=config.min_digits,
        max=config.max_digits,
        terminator=config.terminator,
    )
    memory = CollectMemory(tries_left)
    return Ask(memory, ctx.text(prompt), accept, limits, sensitive=config.sensitive, afresh=config.afresh)


NODE = NodeType(
    name="collect",
    config=Collect,
    memory=CollectMemory,
    outcomes=("collected", "no_input", "invalid"),
    enter=enter,
    resume=resume,
    title="Collect input",
    purpose="Ask for digits or text and keep the answer in a variable.",
    group="Ask",
    icon="collect",
    waits=True,
    sets_by=("collected",),
    gives={"into": "text"},
    reads_after=("confirm",),
    ordered=(("min_digits", "max_digits"),),
    only_if=dict.fromkeys(("min_digits", "max_digits", "terminator", "inter_digit_timeout_s"), ("input", "digits")),
    summary=("into", "tries"),
    example={"type": "collect", "prompt": "Please key in your date of birth.", "into": "vars.born", "max_digits": 8},
)
