# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""Who sees what was shared, asked and printed, and the few functions that look past it.

A link is opened by whoever holds its token, an ask by the organisation that it was granted, a paper is checked by whoever
holds its code: nobody needs a right to the worker for that, so functions answer, and each says no more than it must.
A refusal is seen by the worker alone; the asker's organisation sees an answer only where it is a grant.
"""

from django.db import migrations

from niangjia.kernel.access.policies import READER, own, protect_each, restrict_insert, runs_as_reader, seat

EXACTLY = "{table}.organisation_id = ANY ((SELECT nj_seats())::uuid[])"
ANSWERS_AN_ASK = """
EXISTS (
    SELECT 1 FROM sharing_ask AS asked
    WHERE asked.id = sharing_answer.ask_id AND asked.person_id = sharing_answer.person_id
        AND asked.organisation_id = sharing_answer.organisation_id AND asked.valid_to > (SELECT nj_today())
)
"""


def asker(table: str) -> str:
    """Rows of the organisation in which the actor has a seat; not of those above it."""
    return EXACTLY.format(table=table)


def asked_by_actor(table: str) -> str:
    """Asked from a seat in the organisation, in nobody else's name."""
    return f"{asker(table)} AND {table}.asked_by = (SELECT nj_account())"


def granted(table: str) -> str:
    """Answers that the asker may know of."""
    return f"{table}.is_grant AND {asker(table)}"


LIVE = "link.revoked_at IS NULL AND link.expires_at > at"
LINK = f"""
CREATE FUNCTION sharing_link(token bytea, at timestamptz) RETURNS TABLE (link_id uuid, passcode text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT link.id, link.passcode_hash
    FROM sharing_sharelink AS link
    WHERE link.token_hash = token AND {LIVE}
        AND (SELECT count(*) FROM sharing_opening AS opened WHERE opened.link_id = link.id) < link.most_openings
$$
"""
OPEN_LINK = f"""
CREATE FUNCTION sharing_open_link(token bytea, at timestamptz) RETURNS TABLE (
    person uuid, with_outcomes boolean, with_courses boolean, with_decisions boolean, with_marks boolean,
    outcomes uuid[], full_name boolean, label text, purpose text, until timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    found sharing_sharelink%ROWTYPE;
BEGIN
    SELECT link.* INTO found FROM sharing_sharelink AS link WHERE link.token_hash = token AND {LIVE} FOR UPDATE;
    IF found.id IS NULL
        OR (SELECT count(*) FROM sharing_opening AS opened WHERE opened.link_id = found.id) >= found.most_openings THEN
        RETURN;
    END IF;
    INSERT INTO sharing_opening (id, person_id, link_id, at) VALUES (gen_random_uuid(), found.person_id, found.id, at);
    RETURN QUERY SELECT found.person_id, found.with_outcomes, found.with_courses, found.with_decisions,
        found.with_marks, found.outcome_ids, found.full_name, found.label::text, found.purpose::text, found.expires_at;
END
$$
"""
OPEN_GRANT = """
CREATE FUNCTION sharing_open_grant(asked uuid, at timestamptz) RETURNS TABLE (
    person uuid, with_outcomes boolean, with_courses boolean, with_decisions boolean, with_marks boolean,
    purpose text, until date
) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN QUERY
    WITH standing AS (
        SELECT ask.id, ask.person_id, ask.purpose, given.until,
            ask.with_outcomes AND given.with_outcomes AS outcomes, ask.with_courses AND given.with_courses AS courses,
            ask.with_decisions AND given.with_decisions AS decisions, ask.with_marks AND given.with_marks AS marks
        FROM sharing_ask AS ask
        JOIN sharing_answer AS given ON given.ask_id = ask.id AND given.is_grant AND given.ended_at IS NULL
        WHERE ask.id = asked AND given.until >= nj_today() AND ask.organisation_id = ANY (nj_seats())
    ), noted AS (
        INSERT INTO sharing_opening (id, person_id, ask_id, at, account_id)
        SELECT gen_random_uuid(), standing.person_id, standing.id, sharing_open_grant.at, nj_account() FROM standing
    )
    SELECT standing.person_id, standing.outcomes, standing.courses, standing.decisions, standing.marks,
        standing.purpose::text, standing.until
    FROM standing;
END
$$
"""
FIND = """
CREATE FUNCTION sharing_find_named(at timestamptz, kind text, index bytea, called text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    found uuid;
BEGIN
    SELECT known.party_id INTO found
    FROM people_paper AS held
    JOIN people_person AS known ON known.party_id = held.person_id AND known.name = called
    WHERE held.type = kind AND held.number_index = index AND cardinality(nj_seats()) > 0;
    IF found IS NOT NULL THEN
        INSERT INTO access_readlog (id, at, account_id, roles, about, purpose)
        VALUES (gen_random_uuid(), sharing_find_named.at, nj_account(), '', found, 'ask.find');
    END IF;
    RETURN found;
END
$$
"""
CHECK = """
CREATE FUNCTION sharing_check_paper(asked text) RETURNS TABLE (
    kind text, language text, issuer text, masked_name text, issued_at timestamptz, content_hash text,
    outcomes_count integer, courses_count integer, credits integer, is_revoked boolean, is_superseded boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT paper.kind, paper.language, paper.issuer, paper.masked_name, paper.issued_at, paper.content_hash,
        cardinality(paper.outcome_ids), paper.courses_count::integer, paper.credits,
        paper.withdrawn_at IS NOT NULL OR EXISTS (
            SELECT 1 FROM records_record AS kept
            WHERE kept.id = ANY (paper.outcome_ids || paper.decision_ids) AND kept.state IN ('revoked', 'reversed')
        ),
        EXISTS (
            SELECT 1 FROM sharing_paper AS later
            WHERE later.person_id = paper.person_id AND later.kind = paper.kind AND later.language = paper.language
                AND later.college_id IS NOT DISTINCT FROM paper.college_id AND later.id > paper.id
                AND later.withdrawn_at IS NULL AND later.content_hash <> paper.content_hash
        )
    FROM sharing_paper AS paper
    WHERE paper.code = asked
$$
"""
FUNCTIONS = {
    "sharing_link(bytea, timestamptz)": LINK,
    "sharing_open_link(bytea, timestamptz)": OPEN_LINK,
    "sharing_open_grant(uuid, timestamptz)": OPEN_GRANT,
    "sharing_find_named(timestamptz, text, bytea, text)": FIND,
    "sharing_check_paper(text)": CHECK,
}
RIGHTS = f"""
GRANT INSERT ON sharing_opening TO {READER};
GRANT UPDATE ON sharing_sharelink TO {READER};
"""
REGISTRAR = seat("college_id", "registrar")


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("access", "0007_seats_by_role"), ("records", "0003_policies")]

    operations = [
        protect_each(
            "sharing_sharelink", select=(own("person_id"),), insert=(own("person_id"),), update=(own("person_id"),)
        ),
        protect_each("sharing_ask", select=(own("person_id"), asker), insert=(asked_by_actor,)),
        protect_each(
            "sharing_answer", select=(own("person_id"), granted), insert=(own("person_id"),), update=(own("person_id"),)
        ),
        restrict_insert("sharing_answer", "sharing_answer_to_an_ask", ANSWERS_AN_ASK),
        protect_each("sharing_opening", select=(own("person_id"),)),
        protect_each(
            "sharing_paper",
            select=(own("person_id"), REGISTRAR),
            insert=(own("person_id"), REGISTRAR),
            update=(own("person_id"), REGISTRAR),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        *(migrations.RunSQL(body, f"DROP FUNCTION {signature}") for signature, body in FUNCTIONS.items()),
        *(runs_as_reader(signature) for signature in FUNCTIONS),
    ]
