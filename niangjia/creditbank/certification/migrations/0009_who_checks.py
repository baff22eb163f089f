# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""Who checks: a first check by one, a verdict by another, both of the body's seat and of nobody close to the worker."""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import (
    everyone,
    in_force,
    made_by_actor,
    own,
    parent,
    protect,
    protect_each,
    restrict_insert,
    restrict_moves,
    seat,
    step,
)

OF_BODY = "EXISTS (SELECT 1 FROM outcomes_outcome AS its WHERE its.record_id = {table}.outcome_id AND {right})"
IS_OPERATOR = "cardinality((SELECT nj_seats_as('operator'))::uuid[]) > 0"
CERTIFIER = seat("organisation_id", "certifier")("kept")
CLERK = seat("organisation_id", "clerk")("kept")
NOT_HER_OWN = "kept.subject_id IS DISTINCT FROM (SELECT nj_person())"
DECIDED = step(
    ("deposited", "checked"),
    ("deposited", "certified"),
    ("deposited", "refused"),
    ("deposited", "returned"),
    ("checked", "certified"),
    ("checked", "refused"),
    ("checked", "returned"),
    ("checked", "deposited"),
    ("returned", "deposited"),
    ("returned", "refused"),
    ("certified", "revoked"),
)
HERSELF_OR_CLERK = f"""
{own("subject_id")("kept")} OR EXISTS (
    SELECT 1 FROM people_affiliation AS bond
    JOIN people_closure AS path ON path.tree = 'party_team_union' AND path.descendant_id = bond.organisation_id
    WHERE bond.person_id = kept.subject_id AND bond.role IN ('employee', 'union_member') AND {in_force("bond")}
        AND path.ancestor_id = ANY ((SELECT nj_seats_as('clerk'))::uuid[]) AND {in_force("path")}
)
"""
ANSWERED = step(("returned", "deposited"))

NOT_CLOSE = """
NOT EXISTS (
    SELECT 1 FROM certification_relation AS bond
    JOIN outcomes_outcome AS its ON its.person_id = bond.person_id
    WHERE its.record_id = {table}.outcome_id AND bond.account = (SELECT nj_account())
        AND bond.valid_from <= (SELECT nj_today()) AND (bond.valid_to IS NULL OR bond.valid_to > (SELECT nj_today()))
)
"""

ACCREDITED = """
EXISTS (
    SELECT 1 FROM outcomes_outcome AS its
    JOIN accreditation_accreditation AS held ON held.body_id = its.body_id
        AND held.valid_from <= (SELECT nj_today()) AND held.valid_to > (SELECT nj_today())
    WHERE its.record_id = {table}.outcome_id AND NOT EXISTS (
        SELECT 1 FROM accreditation_suspension AS paused
        WHERE paused.accreditation_id = held.record_id AND paused.valid_from <= (SELECT nj_today())
            AND (paused.valid_to IS NULL OR paused.valid_to > (SELECT nj_today()))
    )
)
"""

# Where a first check was made, the verdict that follows it is another person's.
BY_ANOTHER = """
CREATE FUNCTION certified_by_another() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM certification_check AS first
        JOIN records_record AS kept ON kept.id = first.outcome_id
        WHERE first.outcome_id = NEW.outcome_id AND kept.state = 'checked' AND first.version = kept.version - 1
            AND first."by" = NEW."by"
    ) THEN
        RAISE EXCEPTION 'the second check is another person''s'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'second_check_by_another';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER certification_by_another BEFORE INSERT ON certification_certification
    FOR EACH ROW WHEN (NEW.verdict = 'certified') EXECUTE FUNCTION certified_by_another();
"""


def of_own_body(table: str) -> str:
    """Rows about outcomes of a body where the actor certifies."""
    return OF_BODY.format(table=table, right=seat("body_id", "certifier")("its"))


def by_operator(table: str) -> str:  # noqa: ARG001 - a reading takes the table
    """Rows of the bank, to its operator."""
    return IS_OPERATOR


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0008_first_reasons"),
        ("accreditation", "0002_policies"),
        ("audit", "0001_initial"),
    ]

    operations = [
        protect_each(
            "certification_check",
            select=(parent("outcome_id", "outcomes_outcome", "record_id"),),
            insert=(of_own_body,),
        ),
        protect("certification_taking", of_own_body),
        protect_each(
            "certification_relation",
            select=(made_by_actor("account"), own("person_id"), by_operator),
            insert=(made_by_actor("account"), by_operator),
            update=(by_operator,),
        ),
        *(
            protect_each(table, select=(everyone,), insert=(by_operator,), update=(by_operator,))
            for table in ("certification_checkrule", "certification_reason")
        ),
        *(
            restrict_insert(table, f"{table}_not_close", NOT_CLOSE.format(table=table))
            for table in ("certification_check", "certification_certification")
        ),
        restrict_insert(
            "certification_check", "certification_check_accredited", ACCREDITED.format(table="certification_check")
        ),
        restrict_insert(
            "certification_certification",
            "certification_accredited",
            "verdict <> 'certified' OR " + ACCREDITED.format(table="certification_certification"),
        ),
        migrations.RunSQL(
            BY_ANOTHER,
            "DROP TRIGGER certification_by_another ON certification_certification; DROP FUNCTION certified_by_another()",
        ),
        migrations.RunSQL("DROP POLICY records_move_of_outcome ON records_move", migrations.RunSQL.noop),
        restrict_moves(
            "outcome",
            f"({step((None, 'deposited'))}) AND ({CERTIFIER} OR {CLERK} OR {HERSELF_OR_CLERK})",
            f"({DECIDED}) AND {NOT_HER_OWN} AND {CERTIFIER}",
            f"({ANSWERED}) AND ({HERSELF_OR_CLERK})",
        ),
        append_only("certification_check"),
    ]
