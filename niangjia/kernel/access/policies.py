# ruff: noqa: S608 - the pieces of these statements are words of migrations, never what a person typed
"""Row-level security as migration operations: apps say who may see the rows of a table, in these words.

A table is protected by readings joined with "or"::

    protect("outcomes_outcome", own("person_id"), person("person_id"), organisation("body_id"))

Every reading is evaluated with what is asked once a query (the actor's seats, the day) and an index look-up a row.
A migration that uses this depends on ``("access", "0003_policies")``. Policies bind the owner of the table too: a later
migration that must see all rows lifts FORCE for its own transaction.
"""

from collections.abc import Callable
from typing import Final

from django.db.migrations import RunSQL

Reading = Callable[[str], str]
"""From the name of a table to a condition on its rows."""

READER: Final = "niangjia_reader"
UNION_TREE: Final = "party_team_union"
TODAY: Final = "(SELECT nj_today())"
COMMANDS: Final = ("SELECT", "INSERT", "UPDATE", "DELETE")


def in_force(row: str) -> str:
    """The dated row (an alias) holds today."""
    return (
        f"({row}.valid_from IS NULL OR {row}.valid_from <= {TODAY})"
        f" AND ({row}.valid_to IS NULL OR {row}.valid_to > {TODAY})"
    )


def everyone(table: str) -> str:  # noqa: ARG001 - a reading takes the table
    """All rows, to whoever has reached the table."""
    return "true"


def own(column: str) -> Reading:
    """Rows about the actor's own person."""
    return lambda table: f"{table}.{column} = (SELECT nj_person())"


def made_by_actor(column: str) -> Reading:
    """Rows that the actor's account made."""
    return lambda table: f"{table}.{column} = (SELECT nj_account())"


def organisation(column: str) -> Reading:
    """Rows of organisations in the subtree of one of the actor's seats."""
    return lambda table: (
        f"EXISTS (SELECT 1 FROM people_closure AS path WHERE path.tree = '{UNION_TREE}'"
        f" AND path.descendant_id = {table}.{column} AND path.ancestor_id = ANY ((SELECT nj_seats())::uuid[])"
        f" AND {in_force('path')})"
    )


def seat(column: str, role: str) -> Reading:
    """Rows of organisations in the subtree of a seat that the actor holds in this role; needs access 0007."""
    return lambda table: (
        f"EXISTS (SELECT 1 FROM people_closure AS path WHERE path.tree = '{UNION_TREE}'"
        f" AND path.descendant_id = {table}.{column}"
        f" AND path.ancestor_id = ANY ((SELECT nj_seats_as('{role}'))::uuid[]) AND {in_force('path')})"
    )


def person(column: str, *, clients: bool = False) -> Reading:
    """Rows about persons who belong to an organisation in the actor's subtree, today; colleges keep former students.

    A body knows its clients by name and paper only (``clients``), not by whatever else is held about them.
    """
    roles = "" if clients else " AND bond.role <> 'client'"
    return lambda table: (
        f"EXISTS (SELECT 1 FROM people_affiliation AS bond WHERE bond.person_id = {table}.{column}{roles}"
        f" AND ({in_force('bond')} OR bond.role = 'student'))"
    )


def record(column: str = "record_id") -> Reading:
    """Rows of a record that the actor may see."""
    return lambda table: f"EXISTS (SELECT 1 FROM records_record AS kept WHERE kept.id = {table}.{column})"


def parent(column: str, parent_table: str, parent_key: str = "id") -> Reading:
    """Rows of a parent row, in another protected table, that the actor may see."""
    return lambda table: f"EXISTS (SELECT 1 FROM {parent_table} AS above WHERE above.{parent_key} = {table}.{column})"


def protect(table: str, *readings: Reading) -> RunSQL:
    """Rows may be read and written where one of the readings holds."""
    condition = _joined(table, readings)
    return _forced(table, [f"CREATE POLICY {table}_all ON {table} USING ({condition}) WITH CHECK ({condition})"])


def protect_each(table: str, **commands: tuple[Reading, ...]) -> RunSQL:
    """The same with readings for each of select, insert, update and delete; what is not named is refused."""
    return _forced(table, [_policy(table, name.upper(), _joined(table, wanted)) for name, wanted in commands.items()])


def restrict_insert(table: str, name: str, condition: str) -> RunSQL:
    """Rows are added only where this holds, whatever else allows them."""
    return RunSQL(
        f"CREATE POLICY {name} ON {table} AS RESTRICTIVE FOR INSERT WITH CHECK ({condition})",
        f"DROP POLICY {name} ON {table}",
    )


def restrict_moves(kind: str, *steps: str) -> RunSQL:
    """Records of a kind take only these steps: each a condition on ``records_move`` and on its record, ``kept``."""
    found = f"SELECT 1 FROM records_record AS kept WHERE kept.id = records_move.record_id AND kept.kind = '{kind}'"
    allowed = " OR ".join(f"({step})" for step in steps)
    return restrict_insert(
        "records_move", f"records_move_of_{kind}", f"NOT EXISTS ({found}) OR EXISTS ({found} AND ({allowed}))"
    )


def step(*states: tuple[str | None, str]) -> str:
    """A step from one state to another; from None: the first."""
    return " OR ".join(
        f"records_move.from_state IS NOT DISTINCT FROM {'NULL' if left is None else repr(left)}"
        f" AND records_move.to_state = '{reached}'"
        for left, reached in states
    )


def protect_by_record(table: str, column: str = "record_id") -> RunSQL:
    """Visible with the record."""
    return protect(table, record(column))


def runs_as_reader(signature: str) -> RunSQL:
    """Let a SECURITY DEFINER function see past row-level security; temporary tables can't slip into its path."""
    return RunSQL(
        f"""
        DO $do$ BEGIN
            EXECUTE format('ALTER FUNCTION {signature} SET search_path TO %I, public, pg_temp', current_schema());
        END $do$;
        ALTER FUNCTION {signature} OWNER TO {READER};
        """,
        RunSQL.noop,
    )


def _policy(table: str, command: str, condition: str) -> str:
    using = "" if command == "INSERT" else f" USING ({condition})"
    check = f" WITH CHECK ({condition})" if command in {"INSERT", "UPDATE"} else ""
    return f"CREATE POLICY {table}_{command.lower()} ON {table} FOR {command}{using}{check}"


def _joined(table: str, readings: tuple[Reading, ...]) -> str:
    return " OR ".join(reading(table) for reading in readings)


def _forced(table: str, policies: list[str]) -> RunSQL:
    switch = f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
    drops = [f"DROP POLICY IF EXISTS {table}_{name} ON {table};" for name in ("all", *map(str.lower, COMMANDS))]
    back = f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
    return RunSQL(switch + ";".join(policies), "".join(drops) + back)
