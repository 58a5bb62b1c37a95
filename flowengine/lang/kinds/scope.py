"""What the names of a flow's scope are: fixed for dialogue and caller, declared for variables and attributes."""

from collections.abc import Mapping
from types import MappingProxyType

from flowengine.lang.kinds.infer import KindOf
from flowengine.lang.kinds.kind import ANY, NUMBER, RECORD, TEXT, YES_NO, Kinds, declared

# Held equal to what a step can read by tests/lang/test_kinds.py.
FIXED: Mapping[tuple[str, ...], Kinds] = MappingProxyType(
    {
        **{("dialogue", name): TEXT for name in ("id", "channel", "address", "language")},
        **{("caller", name): TEXT for name in ("number", "name", "language", "last_agent", "last_contact_center")},
        **{("caller", name): YES_NO for name in ("withheld", "known")},
        ("caller", "attributes"): RECORD,
        ("caller", "dialogues_24h"): NUMBER,
        **{("contact_center", name): TEXT for name in ("name", "title")},
        ("now",): TEXT,
    }
)
_ROOTS = frozenset({"dialogue", "caller", "contact_center", "vars", "attributes", "switches", "bindings"})


def kinds_in(variables: Mapping[str, str], attributes: Mapping[str, str]) -> KindOf:
    """What each name can be; `variables` and `attributes`: name -> declared type. One that is not known is anything:
    another finding speaks of it."""

    def kind_of(path: tuple[str, ...]) -> Kinds:
        if path in FIXED:
            return FIXED[path]
        if len(path) == 1:
            return RECORD if path[0] in _ROOTS else ANY
        if path[0] == "switches":  # off is false, on is true or the text that was set
            return YES_NO | TEXT
        types = {"vars": variables, "attributes": attributes}.get(path[0])
        return declared(types.get(path[1], "any")) if types is not None else ANY

    return kind_of
