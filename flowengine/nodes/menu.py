"""menu: speak a prompt, wait for one choice, leave by the choice that was made."""

from typing import Annotated

from msgspec import Meta, Struct, field

from flowengine.lang.node_config import Interruptible, NodeConfig, OutcomeName
from flowengine.lang.node_type import Ask, CallerReplied, Context, NodeType, Resumed, Step
from flowengine.lang.outcome import keys_of
from flowengine.lang.prompt import Prompt
from flowengine.lang.seconds import Seconds
from flowengine.messages import Accept, Choice, Limits

BETWEEN_KEYS_S = 3.0  # only for choices of several keys


class MenuChoice(Struct, frozen=True, forbid_unknown_fields=True):
    label: Annotated[Prompt, Meta(description="The button in a chat, and the name of the outcome")]
    phrases: Annotated[tuple[str, ...], Meta(max_length=50, description="Words that choose it too")] = ()


class Menu(NodeConfig, frozen=True, tag="menu", forbid_unknown_fields=True):
    prompt: Annotated[Prompt, Meta(description="What the caller hears or reads")]
    choices: Annotated[dict[OutcomeName, MenuChoice], Meta(min_length=1, max_length=20, description="Key to choice")]
    timeout_s: Annotated[Seconds, Meta(description="Silence allowed, seconds")] = field(default_factory=Seconds)
    tries: Annotated[int, Meta(ge=1, le=5, description="How often it is asked in all")] = 3
    no_input_prompt: Annotated[Prompt, Meta(description="Said after silence, instead of the prompt")] = field(
        default_factory=Prompt
    )
    no_match_prompt: Annotated[Prompt, Meta(description="Said after a wrong answer")] = field(default_factory=Prompt)
    interruptible: Interruptible = True
    afresh: Annotated[bool, Meta(description="Keys that were pressed before the question are no answer to it")] = False


class MenuMemory(Struct, frozen=True, tag="menu"):
    tries_left: int


def enter(config: Menu, ctx: Context) -> Step:
    return _ask(config, ctx, config.prompt, config.tries - 1)


def resume(config: Menu, memory: MenuMemory, event: Resumed, ctx: Context) -> Step:
    replied = isinstance(event, CallerReplied)
    if isinstance(event, CallerReplied) and event.value in config.choices:
        return event.value
    if memory.tries_left == 0:
        return "no_match" if replied else "no_input"
    again = config.no_match_prompt if replied else config.no_input_prompt
    return _ask(config, ctx, again or config.prompt, memory.tries_left - 1)


def _ask(config: Menu, ctx: Context, prompt: Prompt, tries_left: int) -> Step:
    text = ctx.text
    choices = tuple([Choice(key, text(choice.label), choice.phrases) for key, choice in config.choices.items()])
    limits = Limits(ctx.seconds(config.timeout_s), BETWEEN_KEYS_S)
    accept = Accept("choice", choices, max=max(map(len, config.choices)))
    return Ask(MenuMemory(tries_left), ctx.text(prompt), accept, limits, config.interruptible, afresh=config.afresh)


NODE = NodeType(
    name="menu",
    config=Menu,
    memory=MenuMemory,
    outcomes=(keys_of("choices"), "no_input", "no_match"),
    enter=enter,
    resume=resume,
    title="Menu",
    purpose="Ask for one choice, by key, phrase, button or typed label.",
    group="Ask",
    icon="menu",
    waits=True,
    summary=("tries", "timeout_s"),
    example={
        "type": "menu",
        "prompt": "For appointments press 1, for billing press 2.",
        "choices": {"1": {"label": "Appointments"}, "2": {"label": "Billing"}},
    },
)
