"""external: let another system decide, by one of the exits that are written here."""

from typing import Annotated

from msgspec import Meta, field

from flowengine.lang.expression import Expression
from flowengine.lang.node_config import Meanwhile, Name, NodeConfig, OutcomeName, Target
from flowengine.lang.node_type import Await, Context, Fault, NodeType, Resumed, Step
from flowengine.lang.outcome import values_of
from flowengine.lang.work import QuestionWork
from flowengine.messages import AnswerGiven


class External(NodeConfig, frozen=True, tag="external", forbid_unknown_fields=True):
    name: Annotated[Name, Meta(description="What is asked, as the other system knows it")]
    exits: Annotated[tuple[OutcomeName, ...], Meta(min_length=1, max_length=50, description="Its possible answers")]
    inputs: Annotated[dict[Name, Expression], Meta(max_length=50, description="What it is told")] = field(
        default_factory=dict
    )
    results: Annotated[
        dict[Target, Name],
        Meta(max_length=50, description="Where its results go", extra_json_schema={"format": "targets"}),
    ] = field(default_factory=dict)
    timeout_s: Annotated[
        float,
        Meta(
            gt=0,
            le=86_400,
            description="How long its answer may take, seconds",
            extra_json_schema={"format": "silence_s"},
        ),
    ] = 300.0
    meanwhile: Meanwhile = None


def enter(config: External, ctx: Context) -> Step:
    inputs = {name: value.evaluate(ctx.scope) for name, value in config.inputs.items()}
    results = {result: target for target, result in config.results.items()}
    return Await(None, QuestionWork(config.name, inputs, config.exits, results), config.timeout_s, config.meanwhile)


def resume(config: External, memory: None, event: Resumed, ctx: Context) -> Step:
    if not isinstance(event, AnswerGiven):
        return "timeout"
    if event.exit not in config.exits:
        return Fault(f"“{config.name}” was answered by the exit “{event.exit}”, which is not one of its exits")
    for target, result in config.results.items():
        if result in event.results:  # an exit may have no results
            ctx.assign(target, event.results[result])
    return event.exit


NODE = NodeType(
    name="external",
    config=External,
    outcomes=(values_of("exits"), "timeout"),
    enter=enter,
    resume=resume,
    title="Ask another system",
    purpose="Let another system decide: it reads what is asked and answers by one of the exits.",
    group="Data",
    icon="external",
    waits=True,
    without_caller=True,
    summary=("name", "timeout_s"),
    example={
        "type": "external",
        "name": "credit_check",
        "exits": ["approved", "declined"],
        "inputs": {"postcode": "vars.postcode"},
        "results": {"vars.born": "since"},
        "timeout_s": 60,
        "meanwhile": "",
    },
)
