"""Who acts, from which seats, on which day; what she may see follows from that."""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import runs_as_reader

ACTOR = """
CREATE FUNCTION nj_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT nullif(current_setting('niangjia.actor', true), '')::uuid
$$;
CREATE FUNCTION nj_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT nullif(current_setting('niangjia.person', true), '')::uuid
$$;
CREATE FUNCTION nj_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT coalesce(
        nullif(current_setting('niangjia.today', true), '')::date, (now() AT TIME ZONE 'Asia/Shanghai')::date
    )
$$;
"""

# The three administrators and leaders have no seat here: they see figures and settings, no persons.
SEATS = """
CREATE FUNCTION nj_seats() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT coalesce(array_agg(DISTINCT held.organisation_id), '{}')
    FROM access_grant AS held
    JOIN access_account AS account ON account.id = held.account_id AND account.is_active
    WHERE held.account_id = nj_account()
        AND held.role IN ('clerk', 'certifier', 'registrar')
        AND held.valid_from <= nj_today()
        AND (held.valid_to IS NULL OR held.valid_to > nj_today())
$$;
CREATE FUNCTION nj_scope() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT coalesce(array_agg(DISTINCT path.descendant_id), '{}')
    FROM people_closure AS path
    WHERE path.tree = 'party_team_union'
        AND path.ancestor_id = ANY (nj_seats())
        AND (path.valid_from IS NULL OR path.valid_from <= nj_today())
        AND (path.valid_to IS NULL OR path.valid_to > nj_today())
$$;
CREATE FUNCTION nj_in_scope(organisation uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT EXISTS (
        SELECT 1
        FROM people_closure AS path
        WHERE path.tree = 'party_team_union'
            AND path.descendant_id = organisation
            AND path.ancestor_id = ANY (nj_seats())
            AND (path.valid_from IS NULL OR path.valid_from <= nj_today())
            AND (path.valid_to IS NULL OR path.valid_to > nj_today())
    )
$$;
CREATE FUNCTION nj_is_auditor() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT EXISTS (
        SELECT 1
        FROM access_grant AS held
        JOIN access_account AS account ON account.id = held.account_id AND account.is_active
        WHERE held.account_id = nj_account()
            AND held.role = 'auditor'
            AND held.valid_from <= nj_today()
            AND (held.valid_to IS NULL OR held.valid_to > nj_today())
    )
$$;
"""

# The same as the reading person(..., clients=True), for functions that look past row-level security.
SEES_PERSON = """
CREATE FUNCTION nj_sees_person(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT coalesce(wanted = nj_person(), false) OR EXISTS (
        SELECT 1
        FROM people_affiliation AS bond
        JOIN people_closure AS path ON path.tree = 'party_team_union' AND path.descendant_id = bond.organisation_id
        WHERE bond.person_id = wanted
            AND (
                bond.role = 'student'
                OR bond.valid_from <= nj_today() AND (bond.valid_to IS NULL OR bond.valid_to > nj_today())
            )
            AND path.ancestor_id = ANY (nj_seats())
            AND (path.valid_from IS NULL OR path.valid_from <= nj_today())
            AND (path.valid_to IS NULL OR path.valid_to > nj_today())
    )
$$
"""

# Who answers for a person's particulars: whom she works for, is a member of or studies at; not a body that served her.
KEEPS_PERSON = """
CREATE FUNCTION nj_keeps_person(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (
        SELECT 1
        FROM people_affiliation AS bond
        JOIN people_closure AS path ON path.tree = 'party_team_union' AND path.descendant_id = bond.organisation_id
        WHERE bond.person_id = wanted
            AND bond.role <> 'client'
            AND bond.valid_from <= nj_today() AND (bond.valid_to IS NULL OR bond.valid_to > nj_today())
            AND path.ancestor_id = ANY (nj_seats())
            AND (path.valid_from IS NULL OR path.valid_from <= nj_today())
            AND (path.valid_to IS NULL OR path.valid_to > nj_today())
    )
$$
"""

DROP = """
DROP FUNCTION nj_is_auditor(); DROP FUNCTION nj_in_scope(uuid); DROP FUNCTION nj_scope(); DROP FUNCTION nj_seats();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("people", "0003_closure"), ("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(ACTOR, "DROP FUNCTION nj_account(); DROP FUNCTION nj_person(); DROP FUNCTION nj_today()"),
        migrations.RunSQL(SEATS, DROP),
        migrations.RunSQL(SEES_PERSON, "DROP FUNCTION nj_sees_person(uuid)"),
        migrations.RunSQL(KEEPS_PERSON, "DROP FUNCTION nj_keeps_person(uuid)"),
        runs_as_reader("nj_sees_person(uuid)"),
        runs_as_reader("nj_keeps_person(uuid)"),
        append_only("access_readlog"),
    ]
