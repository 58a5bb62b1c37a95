"""The stable surface: what `flowengine` exports is there, is listed, and costs nothing until it is used."""

import inspect
import subprocess
import sys
from typing import Protocol

import pytest

import flowengine
from flowengine import Context, NodeType

# Never shortened within a major version: somebody's package imports each of these.
PROMISED = """
    Accept Ask Await Call CallerReplied CallerSilent CenterName Choice Context ConversationOver End EvaluationFault
    Expression Fault Finding FlowEngineError FlowInvalid FlowName FrameReturned JoinQueue Json Jump Limits Name
    NodeConfig NodeType OutcomeName Pause Prompt QueueLeft QuitQueue Refuse Resumed Return ScheduleName Seconds Step
    TableName Target Template WaitAnswered WokeUp find_faults installed_palette keys_of optional run_cases
    values_of __version__ AnswerGiven CallWork QuestionWork ServiceReplied TextDelivered TextWork
"""
PROMISED_FIELDS = """
    name config outcomes enter resume lower memory title purpose group icon waits at_once bounded kinds
    interruptible without_caller needs only_if summary version example
"""
PROMISED_READS = """
    channel language now_ms scope text say seconds assign observe draw count_up tag set_routing lookup wired
"""


def test_every_promised_word_is_there() -> None:
    assert set(flowengine.__all__) >= set(PROMISED.split())
    assert all(getattr(flowengine, name) is not None for name in flowengine.__all__)


def test_the_list_is_sorted_and_has_each_once() -> None:
    assert flowengine.__all__ == sorted(set(flowengine.__all__))


def test_a_word_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="flowengine has no Nothing"):
        _ = flowengine.Nothing


def test_a_node_type_and_its_context_keep_their_words() -> None:
    assert set(NodeType.__struct_fields__) >= set(PROMISED_FIELDS.split())
    assert issubclass(Context, Protocol)  # type: ignore[arg-type]  # that is the question
    assert {name for name, _ in inspect.getmembers(Context)} >= set(PROMISED_READS.split())


def test_the_version_costs_no_room() -> None:
    """`dialogue-studio --version` and completion of shells read no engine."""
    code = "import sys, flowengine; flowengine.__version__; print([m for m in sys.modules if 'flowengine.' in m])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
