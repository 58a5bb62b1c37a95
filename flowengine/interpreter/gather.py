"""Gathers an answer from single keys or free text inside one wait; pure, for channels that do not gather themselves."""

from msgspec.structs import replace

from flowengine.interpreter.state import Asking
from flowengine.lang.node_type import CallerReplied, CallerSilent


def press(asking: Asking, key: str) -> tuple[Asking, CallerReplied | None]:
    """One key more: what is gathered now, and the reply if it is complete."""
    accept = asking.accept
    if accept.kind == "digits" and accept.terminator and key == accept.terminator:
        return asking, CallerReplied("keys", asking.digits, "terminator")
    digits = asking.digits + key
    gathered = replace(asking, digits=digits)
    if accept.kind == "choice":
        for other in (*[choice.key for choice in accept.choices], *accept.keys):
            if other != digits and other.startswith(digits):
                return gathered, None
        return gathered, CallerReplied("keys", digits, "choice")
    complete = len(digits) >= accept.max
    return gathered, CallerReplied("keys", digits, "max_digits") if complete else None


def time_out(asking: Asking) -> CallerReplied | CallerSilent:
    """What the silence after the last key means: the digits so far, or nothing at all."""
    return CallerReplied("keys", asking.digits, "timeout") if asking.digits else CallerSilent()


def understand(asking: Asking, text: str, *, spoken: bool = False) -> CallerReplied:
    """A typed or spoken answer: a choice's key, label or phrase becomes its key; digits lose what is between them."""
    kind = "speech" if spoken else "text"
    said = _plain(text)
    for choice in asking.accept.choices:
        if said in {_plain(name) for name in (choice.key, choice.label, *choice.phrases)}:
            return CallerReplied(kind, choice.key, "choice")
    if said in asking.accept.keys:
        return CallerReplied(kind, said, "choice")
    if asking.accept.kind == "digits":
        digits = "".join(char for char in text if char.isascii() and char.isdigit())
        return CallerReplied(kind, digits or text, "text")
    return CallerReplied(kind, text, "text")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!? ")
