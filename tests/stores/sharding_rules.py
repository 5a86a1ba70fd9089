"""What a sharded PostgreSQL accepts, held against each statement. PostgreSQL's own parser reads it.

A statement concerns one shard, which a parameter names. The few that concern several on purpose are listed with the reason; they only look,
hold nothing, or remove everything.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import pglast
from pglast import parse_sql
from pglast.enums import BoolExprType, LockWaitPolicy
from pglast.visitors import Visitor

from dialbook.server.copying import KINDS
from dialbook.stores.postgres import schema
from dialbook.stores.sharding import placements

ast: Any = pglast.ast  # its types say of every part that it may be missing

CROSSING = {
    "select_where": "what is due, wherever it is: read first, and then settled in each account by itself",
    "select_page": "lists of all accounts, for commands and copies, and whether there is anything at all",
    "select_some": "several numbers of one moment, each in a shard of its own",
    "select_between": "the feed",
    "select_positions": "a copy of the history",
    "select_all": "a dump",
    "sum_of_text_bytes": "how large a dump would be",
    "count": "a command's progress",
    "last position": "where the history of a database goes on that was restored elsewhere",
    "delete_where": "a reset, which removes all rows of a table, or those of an account from tables that numbers shard",
}
"""The statements that may concern several shards, by the name of what makes them, and why they do."""
UNNAMED = {schema._LAST_POSITION: "last position"}
PURE = {"count", "sum", "max", "octet_length"}
BY_THE_COORDINATOR = {"pg_current_xact_id"}
"""What a value that is inserted may call: whoever distributes the statement computes it before."""
OF_MIGRATIONS = (ast.CreateStmt, ast.IndexStmt, ast.AlterTableStmt, ast.CommentStmt)
"""What only migrations say; they have rules of their own."""
SHARD_KEYS = {each.table: each.shard_key for each in placements(KINDS)}


class Access(msgspec.Struct, frozen=True):
    """One table in a statement."""

    table: str
    changes: bool
    locks: bool
    shard: int | None
    """The parameter that its shard key equals."""


class Reading(msgspec.Struct, frozen=True):
    """What a statement says."""

    accesses: tuple[Access, ...]
    wrong: tuple[str, ...]


def violations(sql: str, name: str | None = None, values: Sequence[Any] | None = None) -> list[str]:
    """Return what is wrong with a statement; ``name`` says what has made it, and ``values`` are its parameters, where they are known."""
    read = reading(sql)
    spread = [access for access in read.accesses if SHARD_KEYS[access.table] is not None]
    return [*read.wrong, *_of_shards(spread, name), *_of_several(read.accesses, values)]


def _of_shards(spread: list[Access], name: str | None) -> Iterator[str]:
    for access in spread:
        if access.shard is None and access.locks:
            yield f"{access.table}: locks rows of several shards"
        elif access.shard is None and name not in CROSSING:
            yield f"{access.table}: no shard is named"


def _of_several(accesses: tuple[Access, ...], values: Sequence[Any] | None) -> Iterator[str]:
    """Say what is wrong where a statement concerns several tables, or one several times."""
    if len({SHARD_KEYS[access.table] for access in accesses}) > 1:
        yield "tables of different shard keys"
    shards = {access.shard for access in accesses}
    if len(shards) > 1 and (values is None or None in shards or len({values[at - 1] for at in shards if at}) > 1):
        yield "several shards in one statement"


@functools.cache
def reading(sql: str) -> Reading:
    """Read a statement, or several."""
    accesses: list[Access] = []
    wrong: list[str] = []
    parsed = parse_sql(sql)
    if any(isinstance(raw.stmt, OF_MIGRATIONS) for raw in parsed):
        return Reading((), ())
    for raw in parsed:
        accesses += _accesses(raw.stmt, wrong)
        wrong += _calls(raw.stmt)
    return Reading(tuple(accesses), tuple(wrong))


def _accesses(node: Any, wrong: list[str]) -> Iterator[Access]:
    for cte in (getattr(node, "withClause", None) and node.withClause.ctes) or ():
        yield from _accesses(cte.ctequery, wrong)
    match node:
        case ast.SelectStmt(larg=ast.SelectStmt()):
            yield from _accesses(node.larg, wrong)
            yield from _accesses(node.rarg, wrong)
        case ast.SelectStmt():
            yield from _selected(node, wrong)
        case ast.InsertStmt():
            yield from _inserted(node, wrong)
        case ast.UpdateStmt() | ast.DeleteStmt():
            table = node.relation.relname
            yield from _access(table, node.whereClause, changes=True, locks=isinstance(node, ast.UpdateStmt))
            wrong += _assigned(table, getattr(node, "targetList", None))
        case ast.TransactionStmt() | ast.VariableSetStmt() | ast.LockStmt():
            pass
        case _:
            wrong.append(f"{type(node).__name__}: not a statement of the store")


def _selected(node: ast.SelectStmt, wrong: list[str]) -> Iterator[Access]:
    if len(node.fromClause or ()) > 1:
        wrong.append("a join")
    for source in node.fromClause or ():
        match source:
            case ast.RangeVar():
                yield from _access(source.relname, node.whereClause, changes=False, locks=bool(node.lockingClause))
            case ast.RangeSubselect():
                yield from _accesses(source.subquery, wrong)
            case ast.RangeFunction():
                pass
            case _:
                wrong.append("a join")
    if any(lock.waitPolicy == LockWaitPolicy.LockWaitError for lock in node.lockingClause or ()):
        wrong.append("a lock that fails where it would wait")


def _inserted(node: ast.InsertStmt, wrong: list[str]) -> Iterator[Access]:
    table = node.relation.relname
    shard_key = SHARD_KEYS.get(table)
    columns = [column.name for column in node.cols or ()]
    rows = node.selectStmt.valuesLists or ()
    if len(rows) != 1:
        wrong.append(f"{table}: more than one row is inserted")
    given = dict(zip(columns, rows[0] if rows else (), strict=bool(columns)))
    value = given.get(shard_key)
    yield from _only(table, True, True, value.number if isinstance(value, ast.ParamRef) else None)
    conflict = node.onConflictClause
    if conflict is None:
        return
    if conflict.infer is None or conflict.infer.conname is not None:
        wrong.append(f"{table}: a conflict is known by the name of a constraint")
    elif shard_key is not None and shard_key not in {element.name for element in conflict.infer.indexElems or ()}:
        wrong.append(f"{table}: a conflict without the shard key")
    wrong += _assigned(table, conflict.targetList)


def _assigned(table: str, targets: Iterable[Any] | None) -> Iterator[str]:
    """Say what is wrong with what an update sets."""
    for target in targets or ():
        if target.name == SHARD_KEYS.get(table):
            yield f"{table}: the shard key is changed"
        if called(target):
            yield f"{table}: an update calls a function"


def _access(table: str, where: Any, *, changes: bool, locks: bool) -> Iterator[Access]:
    yield from _only(table, changes, locks, _equal(where, SHARD_KEYS.get(table)))


def _only(table: str, changes: bool, locks: bool, shard: int | None) -> Iterator[Access]:
    """Tell of the tables of records; the store's own, and PostgreSQL's, are on the coordinator."""
    if table in SHARD_KEYS:
        yield Access(table, changes, locks, shard)


def _equal(where: Any, column: str | None) -> int | None:
    """Return the parameter that a condition says the column to be equal to."""
    match where:
        case ast.BoolExpr(boolop=BoolExprType.AND_EXPR):
            return next(filter(None, (_equal(part, column) for part in where.args)), None)
        case ast.A_Expr(lexpr=ast.ColumnRef(), rexpr=ast.ParamRef()):
            named, sign = where.lexpr.fields[-1].sval, where.name[0].sval
            number: int = where.rexpr.number
            return number if (named, sign) == (column, "=") and where.kind == 0 else None
    return None


def _calls(statement: Any) -> Iterator[str]:
    """Say which calls and questions within questions must not be where rows of several nodes are concerned."""
    if not any(table in SHARD_KEYS for table in tables(statement)):
        return
    allowed = PURE | BY_THE_COORDINATOR if isinstance(statement, ast.InsertStmt) else PURE
    if isinstance(statement, ast.SelectStmt) and statement.withClause is not None:
        allowed = PURE | BY_THE_COORDINATOR
    for name in called(statement) - allowed:
        yield f"calls {name}"


class _Names(Visitor):
    def __init__(self) -> None:
        self.calls: set[str] = set()
        self.tables: set[str] = set()

    def visit_FuncCall(self, _: Any, node: ast.FuncCall) -> None:  # noqa: N802
        self.calls.add(node.funcname[-1].sval)

    def visit_SQLValueFunction(self, *_: Any) -> None:  # noqa: N802
        self.calls.add("the time or the user")

    def visit_SubLink(self, *_: Any) -> None:  # noqa: N802
        self.calls.add("another question")

    def visit_RangeVar(self, _: Any, node: ast.RangeVar) -> None:  # noqa: N802
        self.tables.add(node.relname)


def called(node: Any) -> set[str]:
    """Return the names of the functions that a part of a statement calls."""
    names = _Names()
    names(node)
    return names.calls


def tables(node: Any) -> set[str]:
    """Return the tables that a statement names."""
    names = _Names()
    names(node)
    return names.tables
