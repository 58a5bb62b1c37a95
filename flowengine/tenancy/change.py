"""Change: `sync` takes many changes of a directory together, all of them or none; `changed` takes one."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec

from flowengine.errors import Conflict, RequestRefused
from flowengine.messages import Json
from flowengine.tenancy.directory import KINDS, Directory, faults_of, things_of
from flowengine.tenancy.in_use import still_in_use
from flowengine.tenancy.tenant import Tenant

Outcome: TypeAlias = Literal["added", "changed", "removed", "unchanged", "refused"]
_MISSING = object()


class Change(NamedTuple):
    """One thing of the directory is to be so; None: it is to be gone."""

    kind: str
    key: str
    value: Json | None


class Result(NamedTuple):
    """What became, or would become, of one change; `refusal` says why it is refused."""

    kind: str
    key: str
    outcome: Outcome
    refusal: RequestRefused | None = None


class Synced(NamedTuple):
    """`directory` is the one before if a change was refused. `results` are in the order of the changes."""

    directory: Directory
    results: tuple[Result, ...]

    @property
    def refusals(self) -> list[RequestRefused]:
        """Why nothing was changed; empty: all was."""
        return [result.refusal for result in self.results if result.refusal is not None]


def changed(directory: Directory, kind: str, key: str, value: Json | None) -> Directory:
    """The directory with one thing replaced (None: removed). Raises RequestRefused or Conflict; nothing changes then.

    A link of an address that is already linked elsewhere is refused: it must be unlinked first, on purpose.
    """
    synced = sync(directory, [Change(kind, key, value)])
    for refusal in synced.refusals:
        raise refusal
    return synced.directory


def sync(directory: Directory, changes: Sequence[Change], *, may_relink: bool = False) -> Synced:
    """The directory after all changes, or the same one and why. Rules are asked of the outcome, so that the order of
    the changes does not matter. `may_relink`: the changes come from a whole tenant file, where a moved link was meant.
    """
    draft: dict[str, dict[str, Any]] = {plural: dict(getattr(directory, plural)) for plural, _ in KINDS.values()}
    draft["tenant"] = {"tenant": directory.tenant}
    results: list[Result] = []
    seen: set[tuple[str, str]] = set()
    for change in changes:
        outcome, refusal = _applied(draft, change, seen, may_relink=may_relink)
        results.append(Result(change.kind, change.key, "refused" if refusal else outcome, refusal))
    if not any(result.refusal for result in results):
        after = Directory(draft.pop("tenant")["tenant"], **draft)
        broken = _broken(directory, after, changes)
        if not broken:
            return Synced(after, tuple(results))
        for n, refusal in broken.items():
            results[n] = results[n]._replace(outcome="refused", refusal=refusal)
    return Synced(directory, tuple(results))


def _applied(
    draft: dict[str, dict[str, Any]], change: Change, seen: set[tuple[str, str]], *, may_relink: bool
) -> tuple[Outcome, RequestRefused | None]:
    kind, key, value = change
    if kind != "tenant" and kind not in KINDS:
        return "refused", RequestRefused(f"The directory has no things of kind “{kind}”.", code="bad_kind")
    if (kind, key) in seen:
        text = f"{kind.replace('_', ' ').capitalize()} “{key}” stands there twice."
        return "refused", RequestRefused(text, hint="Keep one of the two.", code="doubled")
    seen.add((kind, key))
    plural, struct = KINDS.get(kind, ("tenant", Tenant))
    things = draft[plural]
    present = things.get(key, _MISSING)
    if value is None and kind == "tenant":
        return "refused", RequestRefused("A tenant stays.", hint="Send its document.", code="bad_value")
    if value is None and present is _MISSING:
        return "refused", RequestRefused(f"There is no {kind.replace('_', ' ')} “{key}”.", code="not_found")
    if value is None:
        del things[key]
        return "removed", None
    try:
        thing = msgspec.convert(value, struct)
    except msgspec.ValidationError as fault:
        return "refused", RequestRefused(f"{fault}.", hint="Write it so.", code="bad_value")
    refusal = _transition(kind, key, present, thing, may_relink=may_relink)
    if refusal is None:
        things[key] = thing
    return "added" if present is _MISSING else "unchanged" if present == thing else "changed", refusal


def _transition(kind: str, key: str, before: Any, after: Any, *, may_relink: bool) -> RequestRefused | None:
    """The rules that are about the step from the one to the other, not about the outcome."""
    if kind == "tenant" and key == "tenant" and after.region != before.region:
        words = f"This tenant is of {before.region}, and what you give is of {after.region}; nothing crosses."
        return Conflict(words, hint=f"Give it to a tenant in the deployment of {after.region}.", code="wrong_region")
    if kind == "tenant" and (key != "tenant" or (after.id, after.region) != (before.id, before.region)):
        return Conflict("A tenant keeps its id and its region.", hint="Make a new tenant.", code="rule")
    if kind == "switch" and not after.reason.strip() and (after.needs_reason or getattr(before, "needs_reason", False)):
        return RequestRefused(f"“{key}” is set with a reason only.", hint="Say why.", code="reason_needed")
    link = getattr(before, "link", None)
    if kind == "address" and link and after.link and link != after.link and not may_relink:
        return Conflict(
            f"{key} is linked to {link.place()} already; an address has one link.",
            hint="Unlink it first: save it without a link.",
            code="address_linked",
        )
    return None


def _broken(before: Directory, after: Directory, changes: Sequence[Change]) -> dict[int, RequestRefused]:
    """Number of the change -> the rule that is broken because of it."""
    found: dict[int, RequestRefused] = {}
    place = {(change.kind, change.key): n for n, change in enumerate(changes)}
    for name, refusal in still_in_use(before, after):
        found.setdefault(place[("contact_center", name)], refusal)
    if not found and _administered(before) and not _administered(after):
        n = next(n for n, change in enumerate(changes) if change.kind == "user" and _administers(before, change.key))
        found[n] = Conflict(
            "Nobody would administer the tenant.", hint="Give somebody else the role first.", code="rule"
        )
    if found:
        return found
    touched: dict[str, list[str]] = {}
    for change in changes:
        touched.setdefault(change.kind, []).append(change.key)
    faults = list(faults_of(after, touched))
    known = set(faults_of(before)) if faults else set()  # what was broken long ago does not forbid other changes
    where = {_path(change): n for n, change in enumerate(changes)}
    for fault in faults:
        if fault not in known:
            n = next((n for path, n in where.items() if fault.path.startswith(path)), _steering(changes))
            found.setdefault(n, Conflict(f"{fault.path}: {fault.text}", hint=fault.hint, code="rule"))
    return found


def _administered(directory: Directory) -> bool:
    return any(_administers(directory, key) for key in directory.users)


def _administers(directory: Directory, key: str) -> bool:
    user = directory.users.get(key)
    return user is not None and "administrator" in user.roles.get("", ())


def _path(change: Change) -> str:
    """Where the rules say that a thing stands."""
    if change.kind == "tenant":
        return "$.tenant"
    if change.kind == "contact_center":
        return f"$.contact_centers.{change.key}"
    return f"$.{KINDS[change.kind][0]}['{change.key}']"


def _steering(changes: Sequence[Change]) -> int:
    """Which change broke a rule of a thing that was left alone: the one that others rest on most."""
    order = ("tenant", "contact_center")
    ranks = [order.index(change.kind) if change.kind in order else len(order) for change in changes]
    return ranks.index(min(ranks))


def changes_between(before: Directory, after: Mapping[tuple[str, str], Json], kinds: Sequence[str]) -> list[Change]:
    """The changes that make the things of these kinds so and no others: what `after` does not hold is removed."""
    known = [(kind, key) for kind in kinds if kind != "tenant" for key in things_of(before, kind)]
    return [
        *(Change(kind, key, value) for (kind, key), value in after.items() if kind in kinds),
        *(Change(kind, key, None) for kind, key in known if (kind, key) not in after),
    ]
