# ruff: noqa: S608 - the pieces of this statement stand here, nobody types them
"""Search persons and organisations by pieces of their names and numbers, inside the caller's own subtree.

Under plain row-level security LIKE and @> are no index conditions (they are not leakproof), so the function looks past
it and filters by itself.
"""

from django.db import migrations

from niangjia.kernel.access.policies import READER, runs_as_reader

# The same as nj_sees_person or nj_in_scope, written out so that the planner sees through it.
SEEN = """(
    {found}.party_id = own
    OR EXISTS (
        SELECT 1
        FROM people_affiliation AS bond
        JOIN people_closure AS path ON path.tree = 'party_team_union' AND path.descendant_id = bond.organisation_id
        WHERE bond.person_id = {found}.party_id
            AND (
                bond.role = 'student' OR bond.valid_from <= today AND (bond.valid_to IS NULL OR bond.valid_to > today)
            )
            AND path.ancestor_id = ANY (seats)
            AND (path.valid_from IS NULL OR path.valid_from <= today)
            AND (path.valid_to IS NULL OR path.valid_to > today)
    )
    OR EXISTS (
        SELECT 1
        FROM people_closure AS path
        WHERE path.tree = 'party_team_union' AND path.descendant_id = {found}.party_id
            AND path.ancestor_id = ANY (seats)
            AND (path.valid_from IS NULL OR path.valid_from <= today)
            AND (path.valid_to IS NULL OR path.valid_to > today)
    )
)"""

# Each branch reads its index from the newest party down and stops when it has enough.
SEARCH = f"""
CREATE FUNCTION search_parties(pieces text[], sound text, tail text, at_most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    seats uuid[] := nj_seats();
    own uuid := nj_person();
    today date := nj_today();
BEGIN
    RETURN QUERY
    WITH named AS (
        SELECT first.party_id
        FROM people_gram AS first
        WHERE first.kind = 'name' AND first.gram = pieces[1] AND NOT EXISTS (
            SELECT 1 FROM unnest(pieces[2:]) AS piece
            WHERE NOT EXISTS (
                SELECT 1 FROM people_gram AS other
                WHERE other.kind = 'name' AND other.gram = piece AND other.party_id = first.party_id
            )
        ) AND {SEEN.format(found="first")}
        ORDER BY first.party_id DESC
        LIMIT at_most
    ), heard AS (
        SELECT DISTINCT voiced.party_id
        FROM people_gram AS voiced
        WHERE voiced.kind = 'sound' AND voiced.gram >= sound AND voiced.gram < sound || '{{'
            AND {SEEN.format(found="voiced")}
        ORDER BY voiced.party_id DESC
        LIMIT at_most
    ), numbered AS (
        SELECT ended.party_id
        FROM people_gram AS ended
        WHERE ended.kind = 'tail' AND ended.gram = tail AND {SEEN.format(found="ended")}
        ORDER BY ended.party_id DESC
        LIMIT at_most
    )
    SELECT found.party_id
    FROM (SELECT * FROM named UNION SELECT * FROM heard UNION SELECT * FROM numbered) AS found
    ORDER BY found.party_id DESC
    LIMIT at_most;
END
$$
"""

# Grams can be read by nobody but the search; whoever may change a party's name renews them.
RENEW = """
CREATE FUNCTION renew_grams(parties uuid[], kinds text[], grams text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM people_person
        WHERE party_id = ANY (parties) AND party_id IS DISTINCT FROM nj_person() AND NOT nj_keeps_person(party_id)
    ) THEN
        RAISE EXCEPTION 'no seat over this person'
            USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'rename_in_own_subtree';
    END IF;
    DELETE FROM people_gram WHERE party_id = ANY (parties);
    INSERT INTO people_gram (kind, gram, party_id)
    SELECT DISTINCT given.kind, given.gram, given.party FROM unnest(parties, kinds, grams) AS given(party, kind, gram)
    WHERE given.kind IS NOT NULL;
END
$$
"""

FUNCTIONS = {
    "search_parties(text[], text, text, integer)": SEARCH,
    "renew_grams(uuid[], text[], text[])": RENEW,
}


class Migration(migrations.Migration):
    dependencies = [("access", "0004_registration")]

    operations = [
        migrations.RunSQL(f"GRANT INSERT, DELETE ON people_gram TO {READER}", migrations.RunSQL.noop),
        *(migrations.RunSQL(body, f"DROP FUNCTION {signature}") for signature, body in FUNCTIONS.items()),
        *(runs_as_reader(signature) for signature in FUNCTIONS),
    ]
