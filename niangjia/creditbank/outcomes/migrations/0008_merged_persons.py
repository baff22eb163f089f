# ruff: noqa: S608 - the pieces of these conditions stand here, nobody types them
"""What was merged into a person is read with her: by herself, and by whoever may see her."""

from django.db import migrations

from niangjia.kernel.access.policies import in_force, runs_as_reader

MERGED = """
CREATE FUNCTION nj_merged() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT coalesce(array_agg(party_id), '{}') FROM people_alias
    WHERE stands_for_id = nj_person() AND undone_at IS NULL
$$
"""
CONFLICTS = """
CREATE FUNCTION outcomes_merge_conflicts(one uuid, other uuid) RETURNS TABLE (kind text, title text, number text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT (nj_keeps_person(one) AND nj_keeps_person(other)) THEN
        RAISE EXCEPTION 'no seat over these persons'
            USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'merge_of_own_people';
    END IF;
    RETURN QUERY
    SELECT 'enrolment', programme.title::text, mine.student_number::text
    FROM programmes_enrolment AS mine
    JOIN programmes_enrolment AS hers ON hers.programme_id = mine.programme_id AND hers.ended_on IS NULL
    JOIN programmes_programme AS programme ON programme.id = mine.programme_id
    WHERE mine.person_id = one AND hers.person_id = other AND mine.ended_on IS NULL
    UNION ALL
    SELECT 'outcome', mine.title::text, coalesce(mine.certificate_number, '')::text
    FROM outcomes_outcome AS mine
    JOIN outcomes_outcome AS hers ON hers.void_at IS NULL AND (
        hers.fingerprint = mine.fingerprint
        OR hers.kind = mine.kind AND hers.certificate_key = mine.certificate_key
    )
    WHERE mine.person_id = one AND hers.person_id = other AND mine.void_at IS NULL;
END
$$
"""
SEEN_WITH = f"""
EXISTS (
    SELECT 1 FROM people_alias AS merged JOIN people_affiliation AS bond ON bond.person_id = merged.stands_for_id
    WHERE merged.party_id = {{table}}.{{column}} AND merged.undone_at IS NULL AND bond.role <> 'client'
        AND ({in_force("bond")} OR bond.role = 'student')
)
"""
TABLES = {
    "outcomes_outcome": "person_id",
    "records_record": "subject_id",
    "people_person": "party_id",
    "programmes_enrolment": "person_id",
}


def read_with(table: str, column: str) -> migrations.RunSQL:
    """One more reason to see a row: its person was merged into one whom the actor may see."""
    own = f"{table}.{column} = ANY ((SELECT nj_merged())::uuid[])"
    seen = "" if table == "programmes_enrolment" else f" OR {SEEN_WITH.format(table=table, column=column)}"
    return migrations.RunSQL(
        f"CREATE POLICY {table}_merged ON {table} FOR SELECT USING ({own}{seen})",
        f"DROP POLICY {table}_merged ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0007_lookups_and_issuers"),
        ("programmes", "0003_leave_of_absence"),
        ("records", "0006_kept_files"),
    ]

    operations = [
        migrations.RunSQL(MERGED, "DROP FUNCTION nj_merged()"),
        runs_as_reader("nj_merged()"),
        migrations.RunSQL(CONFLICTS, "DROP FUNCTION outcomes_merge_conflicts(uuid, uuid)"),
        runs_as_reader("outcomes_merge_conflicts(uuid, uuid)"),
        *(read_with(table, column) for table, column in TABLES.items()),
        migrations.RunSQL(
            "CREATE INDEX alias_of_survivor ON people_alias (stands_for_id) WHERE undone_at IS NULL",
            "DROP INDEX alias_of_survivor",
        ),
    ]
