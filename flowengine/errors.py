"""The error family, told apart by whose fault it is; codes are a documented, append-only list."""

import re
from typing import Any

from msgspec import UNSET, Struct
from msgspec.structs import force_setattr

# What a sentence of ours is about: names in “…” or `…`, paths such as vars.count, and figures.
_TOLD = re.compile(r"“([^”]*)”|`([^`]*)`|(?<![\w.])([a-z]\w*(?:\.\w+)+)|(?<![\w.])(\d+(?:[.,]\d+)*)")


def args_of(sentence: str) -> tuple[str, ...]:
    """What a sentence is about, in its order: with its code enough to say it in another language."""
    return tuple(next(found for found in names if found) for names in _TOLD.findall(sentence) if any(names))


class Edit(Struct, frozen=True):
    """One change of a document: `value` stands at `path` then; without a value, what stands there is taken away."""

    path: tuple[str | int, ...]
    value: Any = UNSET


class Fix(Struct, frozen=True):
    """A way to mend a document: a label for people, and what is done then, in this order."""

    title: str
    edits: tuple[Edit, ...]


class Finding(Struct, frozen=True, omit_defaults=True):
    """One thing wrong with a document, for people and for tools.

    `path` is a JSON path from the document's root (`$.nodes.main_menu.tries`), `severity` is `error`
    (blocks a publish) or `warning`, `code` is one of docs/findings.md, `hint` says how to mend it;
    `fixes` do it, where somebody asked for them (lang/fix). `args`: what the message is about, so that whoever
    speaks another language can say it by the code.
    """

    code: str
    severity: str
    path: str
    message: str
    hint: str = ""
    file: str = ""
    counter_example: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
    args: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.args:
            force_setattr(self, "args", args_of(self.message))


class FlowEngineError(Exception):
    """The root of everything that this package raises on purpose."""


class FlowInvalid(FlowEngineError):
    """The author's fault: the document cannot be used; `findings` holds every reason at once."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        first = findings[0] if findings else None
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(f"{first.path}: {first.message}{more}" if first else "The document is not valid.")


class RequestRefused(FlowEngineError):
    """The client's fault: nothing was changed. `code` is stable, `hint` says what to do instead."""

    code = "refused"

    def __init__(self, message: str, *, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        self.code = code or type(self).code


class NotFound(RequestRefused):
    """There is no such thing in this tenant (a foreign tenant's thing is not found either)."""

    code = "not_found"


class Conflict(RequestRefused):
    """The thing changed since the client last read it, or a rule of the directory forbids the change."""

    code = "conflict"


class Forbidden(RequestRefused):
    """The principal's roles do not allow this."""

    code = "forbidden"


class NotSignedIn(RequestRefused):
    """The request carries no session, or one that is over."""

    code = "not_signed_in"


class Overloaded(RequestRefused):
    """More waits for its owner than can be served soon: nothing was kept. `retry_after_s`: when to send it again."""

    code = "overloaded"

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        seconds = "1 second" if retry_after_s == 1 else f"{retry_after_s} seconds"
        super().__init__(message, hint=f"Send it again in {seconds}.")
        self.retry_after_s = retry_after_s


class EffectFailed(FlowEngineError):
    """The outside world's fault: the runtime retries, then feeds it back as an event; it never escapes."""

    def __init__(self, command: str, reason: str) -> None:
        super().__init__(f"{command} failed: {reason}")
        self.command = command
        self.reason = reason


class LedgerError(FlowEngineError):
    """The store refused or failed; nothing of the batch was kept."""


class Busy(LedgerError):
    """Another process owns the shard."""


class NotHere(LedgerError):
    """Another process answers for the tenant, or for the moment none: `node` and `address` say who, "" if unknown."""

    def __init__(self, tenant: str, node: str = "", address: str = "") -> None:
        where = f"is served by the node {node}" if node else "is being taken over"
        super().__init__(f"The tenant {tenant} {where}; try again in a moment.")
        self.tenant, self.node, self.address = tenant, node, address


class Fenced(LedgerError):
    """This process was the owner and is no longer: what it tried to commit was refused whole."""


class EngineBug(FlowEngineError):
    """Our fault: the dialogue is parked with its trace and the alarm is rung; no caller is dropped in silence."""
