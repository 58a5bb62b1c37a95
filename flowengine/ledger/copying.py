"""Carries a whole ledger from one store to another, and proves afterwards that both hold the same."""

from collections.abc import Callable

from flowengine.errors import LedgerError
from flowengine.ledger.tables import Source, Sum, Table, Target

Tell = Callable[[str, int], None]  # table, rows so far
Sums = dict[str, Sum]


class CopyFailed(LedgerError):
    """A copy is not what it was made from, or cannot be made."""


async def copy(source: Source, target: Target, tell: Tell) -> Sums:
    """Every row of every table. Raises CopyFailed for tables that one side does not know, LedgerError."""
    tables = {table.name: table for table in await source.tables()}
    known = {table.name: table for table in await target.tables()}
    if tables != known:
        odd = ", ".join(sorted(name for name in {*tables, *known} if tables.get(name) != known.get(name)))
        raise CopyFailed(f"The two stores differ in their tables ({odd}): bring both to the same version first.")
    sums: Sums = {}
    for table in tables.values():
        sums[table.name] = await _carry(source, target, table, tell)
    await target.keep()
    return sums


async def _carry(source: Source, target: Target, table: Table, tell: Tell) -> Sum:
    counted = Sum()
    async for rows in source.rows(table):
        await target.put(table, rows)
        counted.add(rows)
        tell(table.name, counted.rows)
    return counted


async def sums_of(source: Source, tell: Tell = lambda *_: None) -> Sums:
    """What is there, counted and hashed."""
    sums: Sums = {}
    for table in await source.tables():
        counted = sums[table.name] = Sum()
        async for rows in source.rows(table):
            counted.add(rows)
            tell(table.name, counted.rows)
    return sums


def refuse_difference(expected: Sums, found: Sums, where: str) -> None:
    """Raises CopyFailed with the first table that is not the same."""
    for name in sorted({*expected, *found}):
        before, after = expected.get(name, Sum()), found.get(name, Sum())
        if before != after:
            counts = f"{before.rows} rows were copied, {after.rows} are there"
            told = counts if before.rows != after.rows else "as many rows, but not the same ones"
            raise CopyFailed(f"The table {name} in {where} is not what was copied: {told}. The copy was not kept.")
