"""contact_center: hand the dialogue to a contact center: its entry flow runs, and may come back."""

from typing import Annotated

from msgspec import Meta, field

from flowengine.lang.expression import Expression
from flowengine.lang.node_config import CenterNameOrNone, CenterNames, Name, NodeConfig
from flowengine.lang.node_type import Call, Context, Fault, FrameReturned, NodeType, Resumed, Step


class ContactCenter(NodeConfig, frozen=True, tag="contact_center", forbid_unknown_fields=True):
    contact_center: Annotated[CenterNameOrNone, Meta(description="The contact center that takes over")] = ""
    chosen_by: Annotated[Expression | None, Meta(description="Gives its name instead")] = None
    may_be: Annotated[CenterNames, Meta(max_length=100, description="All that it may give")] = ()
    inputs: Annotated[dict[Name, Expression], Meta(max_length=50, description="Inputs of its entry flow")] = field(
        default_factory=dict
    )
    respect_hours: Annotated[bool, Meta(description="Leave by closed when its hours say so")] = True


def enter(config: ContactCenter, ctx: Context) -> Step:
    center = config.contact_center
    if config.chosen_by is not None:
        center = config.chosen_by.evaluate(ctx.scope)
        if center not in config.may_be:
            ctx.explain("the expression gave none of the contact centers that it may give")
            return "unavailable"
    found = ctx.observe("contact_center", center)
    if not found or not found["enabled"]:
        return "unavailable"
    if config.respect_hours and not found["open"]:
        return "closed"
    inputs = {name: value.evaluate(ctx.scope) for name, value in config.inputs.items()}
    return Call(None, contact_center=center, inputs=inputs)


def resume(config: ContactCenter, memory: None, event: Resumed, ctx: Context) -> Step:
    if not isinstance(event, FrameReturned):
        return Fault("expected the contact center's flow to return")
    if event.problem == "error":
        return Fault(f"the flow of {config.contact_center or 'the contact center'} failed")
    if event.problem:
        return event.problem
    return "closed" if event.exit == "closed" else "returned"


NODE = NodeType(
    name="contact_center",
    config=ContactCenter,
    outcomes=("returned", "closed", "unavailable"),
    at_once=("closed", "unavailable"),
    enter=enter,
    resume=resume,
    title="Contact center",
    purpose="Hand the dialogue to a contact center; its own entry flow runs.",
    group="Route",
    icon="building",
    only_if={"may_be": ("chosen_by",)},
    summary=("contact_center",),
    kinds=("entry", "subflow"),
    example={"type": "contact_center", "contact_center": "billing"},
)
