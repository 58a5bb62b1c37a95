"""Dialogue Studio's engine: flows as JSON, executed on live dialogues, tested offline.

What is exported here is the stable surface: for a package that brings node types of its own, and for a program that
checks and tests flows. docs/extending.md shows it in use; names are added, and never taken away within a major version.
Each is read when it is first asked for, so that a command which needs none of them starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowengine.errors import Finding, FlowEngineError, FlowInvalid
    from flowengine.extensions.palette import installed_palette
    from flowengine.lang.expression import Expression
    from flowengine.lang.fault import EvaluationFault
    from flowengine.lang.node_config import (
        CenterName,
        FlowName,
        Name,
        NodeConfig,
        OutcomeName,
        ScheduleName,
        TableName,
        Target,
    )
    from flowengine.lang.node_type import (
        Ask,
        Await,
        Call,
        CallerReplied,
        CallerSilent,
        Context,
        ConversationOver,
        End,
        Fault,
        FrameReturned,
        JoinQueue,
        Jump,
        NodeType,
        Pause,
        QueueLeft,
        QuitQueue,
        Refuse,
        Resumed,
        Return,
        Step,
        WokeUp,
    )
    from flowengine.lang.outcome import keys_of, optional, values_of
    from flowengine.lang.prompt import Prompt
    from flowengine.lang.seconds import Seconds
    from flowengine.lang.template import Template
    from flowengine.lang.work import CallWork, QuestionWork, TextWork
    from flowengine.main.checking import findings_at as find_faults
    from flowengine.messages import (
        Accept,
        AnswerGiven,
        Choice,
        Json,
        Limits,
        ServiceReplied,
        TextDelivered,
        WaitAnswered,
    )
    from flowengine.testbench.runner import run_paths as run_cases

__version__ = "0.1.0"

_ROOMS = {
    "errors": ("Finding", "FlowEngineError", "FlowInvalid"),
    "extensions.palette": ("installed_palette",),
    "lang.expression": ("Expression",),
    "lang.fault": ("EvaluationFault",),
    "lang.node_config": (
        "CenterName", "FlowName", "Name", "NodeConfig", "OutcomeName", "ScheduleName", "TableName", "Target",
    ),
    "lang.node_type": (
        "Ask", "Await", "Call", "CallerReplied", "CallerSilent", "Context", "ConversationOver", "End", "Fault",
        "FrameReturned", "JoinQueue", "Jump", "NodeType", "Pause", "QueueLeft", "QuitQueue", "Refuse", "Resumed",
        "Return", "Step", "WokeUp",
    ),
    "lang.outcome": ("keys_of", "optional", "values_of"),
    "lang.prompt": ("Prompt",),
    "lang.seconds": ("Seconds",),
    "lang.template": ("Template",),
    "lang.work": ("CallWork", "QuestionWork", "TextWork"),
    "messages": (
        "Accept", "AnswerGiven", "Choice", "Json", "Limits", "ServiceReplied", "TextDelivered", "WaitAnswered",
    ),
}  # fmt: skip  # a room and its words on a line
_RENAMED = {"find_faults": ("main.checking", "findings_at"), "run_cases": ("testbench.runner", "run_paths")}
_PLACES = {name: (room, name) for room, names in _ROOMS.items() for name in names} | _RENAMED

__all__ = [
    "Accept", "AnswerGiven", "Ask", "Await", "Call", "CallWork", "CallerReplied", "CallerSilent", "CenterName",
    "Choice", "Context", "ConversationOver", "End", "EvaluationFault", "Expression", "Fault", "Finding",
    "FlowEngineError", "FlowInvalid", "FlowName", "FrameReturned", "JoinQueue", "Json", "Jump", "Limits", "Name",
    "NodeConfig", "NodeType", "OutcomeName", "Pause", "Prompt", "QuestionWork", "QueueLeft", "QuitQueue", "Refuse",
    "Resumed", "Return", "ScheduleName", "Seconds", "ServiceReplied", "Step", "TableName", "Target", "Template",
    "TextDelivered", "TextWork", "WaitAnswered", "WokeUp", "__version__", "find_faults", "installed_palette",
    "keys_of", "optional", "run_cases", "values_of",
]  # fmt: skip  # one line after the other reads as the list that it is


def __getattr__(name: str) -> Any:
    place = _PLACES.get(name)
    if place is None:
        message = f"flowengine has no {name}"
        raise AttributeError(message)
    found = getattr(import_module(f"flowengine.{place[0]}"), place[1])
    globals()[name] = found
    return found
