"""The node types of this house, by hand and in the order in which the editor offers them."""

from collections.abc import Mapping
from types import MappingProxyType

from flowengine.lang.node_type import NodeType
from flowengine.nodes import (
    announce,
    branch,
    check_queue,
    collect,
    contact_center,
    end,
    enqueue,
    go_to,
    leave_queue,
    lookup,
    loop,
    menu,
    music,
    opening_hours,
    reject,
    return_,
    say,
    set,  # noqa: A004  a node file is named like its type
    set_routing,
    split,
    subflow,
    tag,
    wait,
)

_NODES = (
    say.NODE,
    announce.NODE,
    music.NODE,
    menu.NODE,
    collect.NODE,
    opening_hours.NODE,
    branch.NODE,
    split.NODE,
    check_queue.NODE,
    loop.NODE,
    wait.NODE,
    set_routing.NODE,
    enqueue.NODE,
    contact_center.NODE,
    subflow.NODE,
    set.NODE,
    lookup.NODE,
    tag.NODE,
    leave_queue.NODE,
    go_to.NODE,
    return_.NODE,
    reject.NODE,
    end.NODE,
)
PALETTE: Mapping[str, NodeType] = MappingProxyType({node.name: node for node in _NODES})
