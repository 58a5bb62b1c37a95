"""Carries a whole ledger from one store to another, and proves afterwards that both hold the same."""

from collections.abc import Callable

from flowengine.errors import LedgerError
from flowengine.ledger.tables import Source, Sum, Target

Tell = Callable[[str, int], None]  # table, rows so far
Sums = dict[str, Sum]
FILES = "recordings"  # stands among the names of tables


class CopyFailed(LedgerError):
    """A copy is not what it was made from, or cannot be made."""


async def move(source: Source, target: Target, where: str, tell: Tell) -> Sums:
    """Copy everything, look at what came of it, and only then keep it. Raises CopyFailed for what is not the same or
    cannot be carried, LedgerError; then nothing is there."""
    try:
        sums = await _copied(source, target, tell)
        refuse_difference(sums, await sums_of(await target.source(), tell), where)
        await target.keep()
    except BaseException:
        await target.discard()
        raise
    return sums


async def _copied(source: Source, target: Target, tell: Tell) -> Sums:
    tables = {table.name: table for table in await source.tables()}
    known = {table.name: table for table in await target.tables()}
    if tables != known:
        odd = ", ".join(sorted(name for name in {*tables, *known} if tables.get(name) != known.get(name)))
        raise CopyFailed(f"The two stores differ in their tables ({odd}): bring both to the same version first.")
    sums: Sums = {}
    for table in tables.values():
        counted = sums[table.name] = Sum()
        async for rows in source.rows(table):
            await target.put(table, rows)
            counted.add(rows)
            tell(table.name, counted.rows)
    counted = sums[FILES] = Sum()
    async for file in source.files():
        await target.put_file(file)
        counted.add([file])
        tell(FILES, counted.rows)
    return sums


async def sums_of(source: Source, tell: Tell = lambda *_: None) -> Sums:
    """What is there, counted and hashed."""
    sums: Sums = {}
    for table in await source.tables():
        counted = sums[table.name] = Sum()
        async for rows in source.rows(table):
            counted.add(rows)
            tell(table.name, counted.rows)
    counted = sums[FILES] = Sum()
    async for file in source.files():
        counted.add([file])
    return sums


def refuse_difference(expected: Sums, found: Sums, where: str) -> None:
    """Raises CopyFailed with the first table that is not the same."""
    for name in sorted({*expected, *found}):
        before, after = expected.get(name, Sum()), found.get(name, Sum())
        if before != after:
            counts = f"{before.rows} rows were copied, {after.rows} are there"
            told = counts if before.rows != after.rows else "as many rows, but not the same ones"
            raise CopyFailed(f"The table {name} in {where} is not what was copied: {told}. Nothing was kept there.")
