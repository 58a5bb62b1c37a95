"""Strictness: in a strict case whatever the flow says, sends or calls must stand in an expectation."""

from msgspec import UNSET

from flowengine.testbench.document import CalledWith, Expect, Hears
from flowengine.testbench.match import words_match
from flowengine.testbench.result import StepFailed
from flowengine.testbench.services import fits, sent_so
from flowengine.testbench.world import World


def note_expected(world: World, expect: Expect) -> None:
    """An expectation holds: what it speaks of was expected."""
    if expect.hears is not UNSET:
        _note_words(world, expect.hears)
    if expect.http_called is not UNSET:
        wanted = expect.http_called
        for pattern, sent in ({wanted: CalledWith()} if isinstance(wanted, str) else wanted).items():
            called = enumerate(world.services.called)
            world.expected.update(f"call {n}" for n, one in called if fits(pattern, one.what) and sent_so(sent, one))
    if expect.texted is not UNSET:
        for number in expect.texted:
            sent_to = enumerate(world.services.texted)
            world.expected.update(f"text {n}" for n, (to, _) in sent_to if fits(number, to))


def _note_words(world: World, wanted: str | Hears) -> None:
    """The utterances that are as wanted; where only all of them together are, all."""
    heard = world.story.heard
    new = range(world.story.fresh_heard, len(heard))
    by_prompt = isinstance(wanted, Hears) and bool(wanted.prompt)  # its words are known to the check alone
    alone = [n for n in new if not by_prompt and words_match(wanted, heard[n : n + 1])]
    world.expected.update(f"words {n}" for n in alone or new)


def check_words(world: World) -> None:
    """Before the next act, and at the end. Raises StepFailed if something was said and not expected."""
    for n, words in enumerate(world.story.heard):
        if f"words {n}" not in world.expected:
            wanted = {"expect": {"hears": words}}
            raise StepFailed("The case is strict, and this was said and not expected.", wanted, words, "heard")


def check_calls(world: World) -> None:
    """At the end. Raises StepFailed if a service was called, or a message sent, and no step expects it."""
    for n, called in enumerate(world.services.called):
        if f"call {n}" not in world.expected:
            message = "The case is strict, and this call was not expected."
            raise StepFailed(message, {"expect": {"http_called": called.what}}, called.what)
    for n, (to, text) in enumerate(world.services.texted):
        if f"text {n}" not in world.expected:
            message = "The case is strict, and this message was not expected."
            raise StepFailed(message, {"expect": {"texted": {to: text}}}, text)
