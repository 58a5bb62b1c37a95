"""The order of names that two sides changed: what one side moved stays moved, what both added stands side by side."""

from collections.abc import Iterable, Sequence

Spots = dict[str, str]  # added name -> the old name that it follows, "" at the beginning


def arranged(kept: Iterable[str], base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The names in `kept` in their merged order; the same whichever side is called ours, unless both moved names.

    If only one side moved names that were there before, its order holds; if both did so differently, ours does.
    """
    wanted = set(kept)
    old = _common(base, ours, theirs) & wanted
    was, by_us, by_them = ([name for name in names if name in old] for names in (base, ours, theirs))
    frame = by_us if by_us != was else by_them
    rank = {name: at for at, name in enumerate(["", *frame])}
    us, them = (spots(side, old) for side in (ours, theirs))
    groups: dict[str, list[list[str]]] = {}
    for mine, other in ((us, them), (them, us)):
        chains: dict[str, list[str]] = {}
        for name, spot in mine.items():
            if name in wanted:
                # Added by both at different spots: it stands at the one that comes first.
                chains.setdefault(min(spot, other.get(name, spot), key=rank.__getitem__), []).append(name)
        for spot, chain in chains.items():
            groups.setdefault(spot, []).append(chain)
    return [name for old_name in rank for name in ([old_name] if old_name else []) + _woven(groups.get(old_name, []))]


def both_moved(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether both sides put names that all three have in a new order, and not in the same one."""
    old = _common(base, ours, theirs)
    was, by_us, by_them = ([name for name in names if name in old] for names in (base, ours, theirs))
    return was not in (by_us, by_them) and by_us != by_them


def added_at_one_spot(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """What they added, and we did not, right where we added something that they did not."""
    old = _common(base, ours, theirs)
    us, them = (
        {name: spot for name, spot in spots(side, old).items() if name not in base and name not in other}
        for side, other in ((ours, theirs), (theirs, ours))
    )
    taken = set(us.values())
    return [name for name, spot in them.items() if spot in taken]


def spots(side: Sequence[str], old: set[str]) -> Spots:
    """Where a side has put what is not old."""
    found: Spots = {}
    spot = ""
    for name in side:
        if name in old:
            spot = name
        else:
            found[name] = spot
    return found


def _common(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> set[str]:
    return set(base) & set(ours) & set(theirs)


def _woven(chains: list[list[str]]) -> list[str]:
    """Up to two chains as one: each keeps its order, the smaller name goes first where both orders allow it."""
    result: dict[str, None] = {}
    ahead = [(list(reversed(chain)), set(chain)) for chain in chains]
    while ahead := [(chain, names) for chain, names in ahead if chain]:
        heads = sorted({chain[-1] for chain, _ in ahead})
        free = [head for head in heads if all(head == chain[-1] or head not in names for chain, names in ahead)]
        result[(free or heads)[0]] = None
        for chain, _ in ahead:
            while chain and chain[-1] in result:
                chain.pop()
    return list(result)
