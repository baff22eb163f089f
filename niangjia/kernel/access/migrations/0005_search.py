"""Search persons and organisations by pieces of their names and numbers, inside the caller's own subtree.

Under plain row-level security LIKE and @> are no index conditions (they are not leakproof), so the function looks past
it and filters by itself.
"""

from django.db import migrations

from niangjia.kernel.access.policies import READER, runs_as_reader

SEARCH = """
CREATE FUNCTION search_parties(pieces text[], sound text, tail text, at_most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH found AS (
        SELECT first.party_id
        FROM people_gram AS first
        WHERE first.kind = 'name' AND first.gram = pieces[1] AND NOT EXISTS (
            SELECT 1 FROM unnest(pieces[2:]) AS piece
            WHERE NOT EXISTS (
                SELECT 1 FROM people_gram AS other
                WHERE other.kind = 'name' AND other.gram = piece AND other.party_id = first.party_id
            )
        )
        UNION ALL
        SELECT heard.party_id FROM people_gram AS heard
        WHERE heard.kind = 'sound' AND heard.gram >= sound AND heard.gram < sound || '{'
        UNION ALL
        SELECT ended.party_id FROM people_gram AS ended WHERE ended.kind = 'tail' AND ended.gram = tail
    )
    SELECT DISTINCT found.party_id
    FROM found
    WHERE nj_sees_person(found.party_id) OR nj_in_scope(found.party_id)
    ORDER BY found.party_id DESC
    LIMIT at_most
$$
"""

# Grams can be read by nobody but the search; whoever may change a party's name renews them.
RENEW = """
CREATE FUNCTION renew_grams(parties uuid[], kinds text[], grams text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM people_person WHERE party_id = ANY (parties) AND NOT nj_sees_person(party_id)) THEN
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
