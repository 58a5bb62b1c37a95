"""subflow: run another flow and leave by the exit through which it returns."""

from typing import Annotated

from msgspec import Meta, field

from flowengine.lang.expression import Expression
from flowengine.lang.node_config import FlowName, Name, NodeConfig, OutcomeName, Target
from flowengine.lang.node_type import Call, Context, Fault, FrameReturned, NodeType, Resumed, Step
from flowengine.lang.outcome import values_of


class Subflow(NodeConfig, frozen=True, tag="subflow", forbid_unknown_fields=True):
    flow: Annotated[FlowName, Meta(description="A flow of kind subflow, here or in the tenant's environment")]
    exits: Annotated[
        tuple[OutcomeName, ...],
        Meta(min_length=1, max_length=50, description="Its exits", extra_json_schema={"format": "exits"}),
    ]
    inputs: Annotated[
        dict[Name, Expression],
        Meta(max_length=50, description="Its inputs", extra_json_schema={"format": "inputs"}),
    ] = field(default_factory=dict)
    outputs: Annotated[
        dict[Target, Name],
        Meta(max_length=50, description="Where its outputs go", extra_json_schema={"format": "outputs"}),
    ] = field(default_factory=dict)


def enter(config: Subflow, ctx: Context) -> Step:
    inputs = {name: value.evaluate(ctx.scope) for name, value in config.inputs.items()}
    return Call(None, flow=config.flow, inputs=inputs)


def resume(config: Subflow, memory: None, event: Resumed, ctx: Context) -> Step:
    if not isinstance(event, FrameReturned) or event.problem:
        return Fault(f"the flow “{config.flow}” could not run to its end")
    for target, output in config.outputs.items():
        ctx.assign(target, event.outputs.get(output))
    return event.exit if event.exit in config.exits else Fault(f"“{config.flow}” returned by the exit “{event.exit}”")


NODE = NodeType(
    name="subflow",
    config=Subflow,
    outcomes=(values_of("exits"),),
    at_once=(),
    enter=enter,
    resume=resume,
    title="Run a flow",
    purpose="Run another flow and go on by the exit it returns through.",
    group="Route",
    icon="subflow",
    summary=("flow",),
    example={"type": "subflow", "flow": "identify", "exits": ["found", "unknown"]},
)
