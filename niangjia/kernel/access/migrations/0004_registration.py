"""How persons come in, and how they are found by a paper: functions that see past row-level security, and log it.

Whoever holds a seat may register into her own subtree a person whose name and paper she knows. If the paper is known
already, the person is found instead of doubled and becomes known to that organisation; that is written to the read log.
"""

from django.db import migrations

from niangjia.kernel.access.policies import READER, runs_as_reader

REGISTER = """
CREATE FUNCTION register_people(at timestamptz, since date, organisation uuid, as_role text, given jsonb)
RETURNS TABLE (place integer, person uuid, is_new boolean, name_differs boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT nj_in_scope(organisation) THEN
        RAISE EXCEPTION 'no seat over this organisation'
            USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'register_into_own_subtree';
    END IF;
    -- Papers first: where another transaction registers the same one, this waits for it and leaves it alone.
    INSERT INTO people_paper (id, person_id, type, number_cipher, number_index)
    SELECT row.paper, row.person, row.type, decode(row.cipher, 'hex'), decode(row.index, 'hex')
    FROM jsonb_to_recordset(given) AS row(paper uuid, person uuid, type text, cipher text, index text)
    WHERE row.cipher IS NOT NULL
    ORDER BY row.index
    ON CONFLICT (type, number_index) DO NOTHING;
    INSERT INTO people_party (id, kind)
    SELECT row.person, 'person' FROM jsonb_to_recordset(given) AS row(person uuid, paper uuid)
    WHERE EXISTS (SELECT 1 FROM people_paper AS held WHERE held.id = row.paper);
    INSERT INTO people_person (party_id, name, sex, born_on, registered_at, registered_by)
    SELECT row.person, row.name, row.sex, row.born_on, at, nj_account()
    FROM jsonb_to_recordset(given) AS row(person uuid, paper uuid, name text, sex text, born_on date)
    WHERE EXISTS (SELECT 1 FROM people_paper AS held WHERE held.id = row.paper);
    INSERT INTO people_personkey (person_id, wrapped)
    SELECT row.person, decode(row.key, 'hex') FROM jsonb_to_recordset(given) AS row(person uuid, paper uuid, key text)
    WHERE EXISTS (SELECT 1 FROM people_paper AS held WHERE held.id = row.paper);
    INSERT INTO people_phone (id, person_id, number_cipher, number_index, added_at)
    SELECT row.phone, row.person, decode(row.phone_cipher, 'hex'), decode(row.phone_index, 'hex'), at
    FROM jsonb_to_recordset(given)
        AS row(person uuid, paper uuid, phone uuid, phone_cipher text, phone_index text)
    WHERE row.phone IS NOT NULL AND EXISTS (SELECT 1 FROM people_paper AS held WHERE held.id = row.paper);
    INSERT INTO people_gram (kind, gram, party_id)
    SELECT DISTINCT pair.value ->> 0, pair.value ->> 1, row.person
    FROM jsonb_to_recordset(given) AS row(person uuid, paper uuid, grams jsonb), jsonb_array_elements(row.grams) AS pair
    WHERE EXISTS (SELECT 1 FROM people_paper AS held WHERE held.id = row.paper);
    INSERT INTO access_readlog (id, at, account_id, roles, about, purpose)
    SELECT gen_random_uuid(), register_people.at, nj_account(), '', held.person_id, 'register_known_person'
    FROM jsonb_to_recordset(given) AS row(person uuid, type text, index text)
    JOIN people_paper AS held ON held.type = row.type AND held.number_index = decode(row.index, 'hex')
    WHERE held.person_id <> row.person AND NOT nj_sees_person(held.person_id);
    INSERT INTO people_affiliation (id, person_id, organisation_id, role, valid_from)
    SELECT row.bond, held.person_id, organisation, as_role, since
    FROM jsonb_to_recordset(given) AS row(bond uuid, type text, index text)
    JOIN people_paper AS held ON held.type = row.type AND held.number_index = decode(row.index, 'hex')
    WHERE NOT EXISTS (
        SELECT 1 FROM people_affiliation AS bond
        WHERE bond.person_id = held.person_id AND bond.organisation_id = organisation AND bond.role = as_role
            AND (bond.valid_to IS NULL OR bond.valid_to > since)
    );
    RETURN QUERY
    SELECT row.place, held.person_id, held.person_id = row.person, known.name <> row.name
    FROM jsonb_to_recordset(given) AS row(place integer, person uuid, type text, index text, name text)
    JOIN people_paper AS held ON held.type = row.type AND held.number_index = decode(row.index, 'hex')
    JOIN people_person AS known ON known.party_id = held.person_id
    ORDER BY row.place;
END
$$
"""

# The app holds the key of the index: a caller must know the whole number to find anyone.
FIND = """
CREATE FUNCTION find_people(at timestamptz, purpose text, types text[], indexes bytea[])
RETURNS TABLE (place integer, person uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF cardinality(nj_seats()) = 0 AND nj_person() IS NULL THEN
        RAISE EXCEPTION 'nobody asks'
            USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'find_from_a_seat';
    END IF;
    INSERT INTO access_readlog (id, at, account_id, roles, about, purpose)
    SELECT gen_random_uuid(), find_people.at, nj_account(), '', held.person_id, find_people.purpose
    FROM unnest(types, indexes) AS asked(type, index)
    JOIN people_paper AS held ON held.type = asked.type AND held.number_index = asked.index
    WHERE NOT nj_sees_person(held.person_id);
    RETURN QUERY
    SELECT asked.place::integer, held.person_id
    FROM unnest(types, indexes) WITH ORDINALITY AS asked(type, index, place)
    JOIN people_paper AS held ON held.type = asked.type AND held.number_index = asked.index
    WHERE cardinality(nj_seats()) > 0 OR held.person_id = nj_person()
    ORDER BY asked.place;
END
$$
"""

# Which of these papers are known at all: what a file would add. Says yes or no and names nobody.
KNOWN = """
CREATE FUNCTION known_papers(types text[], indexes bytea[]) RETURNS SETOF integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT asked.place::integer
    FROM unnest(types, indexes) WITH ORDINALITY AS asked(type, index, place)
    JOIN people_paper AS held ON held.type = asked.type AND held.number_index = asked.index
    WHERE cardinality(nj_seats()) > 0
$$
"""

FORGET = """
CREATE FUNCTION forget_person(wanted uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT nj_keeps_person(wanted) THEN
        RAISE EXCEPTION 'no seat over this person'
            USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'forget_in_own_subtree';
    END IF;
    UPDATE people_personkey SET wrapped = NULL, destroyed_at = at WHERE person_id = wanted;
    UPDATE people_paper SET number_index = sha256(gen_random_uuid()::text::bytea) WHERE person_id = wanted;
    DELETE FROM people_phone WHERE person_id = wanted;
    DELETE FROM people_gram WHERE party_id = wanted;
    UPDATE people_person SET name = '已删除', sex = NULL, born_on = NULL WHERE party_id = wanted;
END
$$
"""

# For the rotation of the master key. A wrapped key opens nothing without the key ring.
WRAPPED = """
CREATE FUNCTION wrapped_keys(after uuid, at_most integer) RETURNS TABLE (person uuid, wrapped bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT held.person_id, held.wrapped FROM people_personkey AS held
    WHERE held.person_id > after AND held.wrapped IS NOT NULL
    ORDER BY held.person_id
    LIMIT at_most
$$
"""
REWRAP = """
CREATE FUNCTION replace_wrapped_keys(persons uuid[], old bytea[], new bytea[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    UPDATE people_personkey AS held SET wrapped = given.new
    FROM unnest(persons, old, new) AS given(person, old, new)
    WHERE held.person_id = given.person AND held.wrapped = given.old
$$
"""

RIGHTS = f"""
GRANT INSERT ON people_party, people_person, people_personkey, people_paper, people_phone, people_gram,
    people_affiliation, access_readlog TO {READER};
GRANT UPDATE ON people_person, people_personkey, people_paper TO {READER};
GRANT DELETE ON people_phone, people_gram TO {READER};
"""

FUNCTIONS = {
    "register_people(timestamptz, date, uuid, text, jsonb)": REGISTER,
    "find_people(timestamptz, text, text[], bytea[])": FIND,
    "known_papers(text[], bytea[])": KNOWN,
    "forget_person(uuid, timestamptz)": FORGET,
    "wrapped_keys(uuid, integer)": WRAPPED,
    "replace_wrapped_keys(uuid[], bytea[], bytea[])": REWRAP,
}


class Migration(migrations.Migration):
    dependencies = [("access", "0003_policies")]

    operations = [
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        *(migrations.RunSQL(body, f"DROP FUNCTION {signature}") for signature, body in FUNCTIONS.items()),
        *(runs_as_reader(signature) for signature in FUNCTIONS),
    ]
