# ruff: noqa: S608 - the pieces of the statements are words of migrations
"""Plans in force, their rules and events are public; bonuses and reasons are seen by who got or did not get them.

A bonus belongs to the event of its document, and to the achievement that this event is or leads to: the database sees
to it, so that the unique constraint on person and root refuses a second reward under any plan of anyone.
"""

from django.db import migrations

from niangjia.kernel.access.policies import (
    Reading,
    everyone,
    organisation,
    own,
    protect_each,
    restrict_moves,
    runs_as_reader,
    seat,
    step,
)

KEEPS = seat("organisation_id", "clerk")
CLERK = seat("organisation_id", "clerk")("kept")


def in_force(table: str) -> str:
    """Plans that were approved."""
    return f"{table}.approved_at IS NOT NULL"


def of_plan(condition: Reading) -> Reading:
    """Rows of a plan for which this holds."""
    return lambda table: (
        f"EXISTS (SELECT 1 FROM incentives_plan AS above WHERE above.record_id = {table}.plan_id AND ({condition('above')}))"
    )


def seen(table: str) -> str:
    """Plans that the actor may read."""
    return f"{in_force(table)} OR {organisation('organisation_id')(table)}"


def drafted(table: str) -> str:
    """Plans that she keeps and nobody approved yet."""
    return f"{table}.approved_at IS NULL AND {KEEPS(table)}"


ROOT = """
CREATE FUNCTION incentives_event_root() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.root_id <> NEW.id AND NOT EXISTS (
        SELECT 1 FROM incentives_event AS above WHERE above.id = NEW.root_id AND above.root_id = above.id
    ) THEN
        RAISE EXCEPTION 'an event counts with a root'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_root_is_a_root';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incentives_event_root BEFORE INSERT OR UPDATE ON incentives_event
    FOR EACH ROW EXECUTE FUNCTION incentives_event_root();
"""
BELONGS = """
CREATE FUNCTION incentives_bonus_belongs() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1
        FROM incentives_resultdocument AS document
        JOIN incentives_event AS event ON event.id = document.event_id
        JOIN incentives_planrule AS rule ON rule.id = NEW.rule_id AND rule.plan_id = NEW.plan_id
        JOIN incentives_plan AS plan ON plan.record_id = NEW.plan_id AND plan.approved_at IS NOT NULL
        WHERE document.record_id = NEW.document_id AND event.root_id = NEW.root_id AND rule.amount = NEW.amount
            AND event.held_on BETWEEN plan.starts_on AND plan.ends_on
    ) THEN
        RAISE EXCEPTION 'a bonus is of the event of its document and of a rule of its plan'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bonus_of_its_event';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incentives_bonus_belongs BEFORE INSERT ON incentives_bonus
    FOR EACH ROW EXECUTE FUNCTION incentives_bonus_belongs();
"""
REWARDED = """
CREATE FUNCTION incentives_rewarded(persons uuid[], achievement uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT given.person_id FROM incentives_bonus AS given
    WHERE given.root_id = achievement AND given.person_id = ANY (persons) AND given.void_at IS NULL
        AND cardinality(nj_seats_as('clerk')) > 0
$$
"""
DUE = f"""
CREATE FUNCTION incentives_due(asked uuid) RETURNS TABLE (bonus uuid, stands text, outcome text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT given.record_id, kept.state::text, judged.state::text
    FROM incentives_bonus AS given
    JOIN incentives_plan AS plan ON plan.record_id = given.plan_id
    JOIN records_record AS kept ON kept.id = given.record_id
    JOIN records_record AS judged ON judged.id = given.outcome_id
    WHERE given.plan_id = asked AND given.void_at IS NULL AND {KEEPS("plan")}
        AND (kept.state, judged.state) IN (
            ('reserved', 'certified'), ('reserved', 'refused'), ('reserved', 'revoked'), ('given', 'revoked')
        )
    ORDER BY given.record_id
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incentives", "0001_initial"),
        ("access", "0007_seats_by_role"),
        ("records", "0005_records_stay_what_they_are"),
    ]

    operations = [
        protect_each("incentives_plan", select=(seen,), insert=(KEEPS,), update=(KEEPS,)),
        protect_each("incentives_planrule", select=(of_plan(seen),), insert=(of_plan(drafted),)),
        protect_each("incentives_event", select=(everyone,), insert=(KEEPS,)),
        protect_each("incentives_resultdocument", select=(everyone,), insert=(KEEPS,)),
        protect_each(
            "incentives_bonus",
            select=(own("person_id"), of_plan(organisation("organisation_id"))),
            insert=(of_plan(KEEPS),),
            update=(of_plan(KEEPS),),
        ),
        protect_each(
            "incentives_unrewarded",
            select=(own("person_id"), of_plan(organisation("organisation_id"))),
            insert=(of_plan(KEEPS),),
        ),
        migrations.RunSQL(
            ROOT, "DROP TRIGGER incentives_event_root ON incentives_event; DROP FUNCTION incentives_event_root()"
        ),
        migrations.RunSQL(
            BELONGS,
            "DROP TRIGGER incentives_bonus_belongs ON incentives_bonus; DROP FUNCTION incentives_bonus_belongs()",
        ),
        migrations.RunSQL(REWARDED, "DROP FUNCTION incentives_rewarded(uuid[], uuid)"),
        runs_as_reader("incentives_rewarded(uuid[], uuid)"),
        migrations.RunSQL(DUE, "DROP FUNCTION incentives_due(uuid)"),
        runs_as_reader("incentives_due(uuid)"),
        restrict_moves(
            "incentive_plan",
            f"({step((None, 'draft'), ('draft', 'in_force'), ('draft', 'withdrawn'))}) AND {CLERK}",
        ),
        restrict_moves(
            "bonus",
            f"({step((None, 'reserved'), ('reserved', 'given'), ('reserved', 'released'), ('given', 'returned'))})"
            f" AND {CLERK}",
        ),
    ]
