# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""Who samples: the bank's operator, who sees of outcomes only what was drawn; rounds are public, seeds are not.

The list of acts of a period is read past row-level security: by the operator to draw from it, by everyone once it is
drawn. It holds keys of acts and bodies and nothing of persons.
"""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import (
    everyone,
    parent,
    protect_each,
    restrict_moves,
    runs_as_reader,
    seat,
    step,
)

ROUND = "certification_samplinground"
ITEM = "certification_sampleitem"
OPERATOR = seat("bank_id", "operator")
OF_BANK = f"EXISTS (SELECT 1 FROM {ROUND} AS drawn WHERE drawn.record_id = {{table}}.round_id AND {OPERATOR('drawn')})"
PROMISED = f"""
ALTER TABLE {ROUND} ADD CONSTRAINT sampling_seed_as_promised
    CHECK (seed = '' OR encode(sha256(decode(seed, 'hex')), 'hex') = commitment)
"""
IN_PERIOD = """
act.at >= asked_for.valid_from::timestamp AT TIME ZONE 'Asia/Shanghai'
    AND act.at < asked_for.valid_to::timestamp AT TIME ZONE 'Asia/Shanghai'
"""
ACTS = f"""
CREATE FUNCTION sampling_acts(asked uuid) RETURNS TABLE (step text, body_id uuid, act_id uuid, outcome_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH asked_for AS (
        SELECT * FROM {ROUND} WHERE record_id = asked AND (drawn_on IS NOT NULL OR {OPERATOR(ROUND)})
    )
    SELECT 'check', its.body_id, act.id, act.outcome_id
    FROM certification_check AS act JOIN asked_for ON {IN_PERIOD}
    JOIN outcomes_outcome AS its ON its.record_id = act.outcome_id
    UNION ALL
    SELECT 'verdict', its.body_id, act.id, act.outcome_id
    FROM certification_certification AS act JOIN asked_for ON {IN_PERIOD}
    JOIN outcomes_outcome AS its ON its.record_id = act.outcome_id
    WHERE act.verdict IN ('certified', 'refused')
$$
"""
NAMES = f"""
CREATE FUNCTION sampling_persons(asked uuid) RETURNS TABLE (item_id uuid, person_id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT item.id, who.party_id, who.name::text
    FROM {ITEM} AS item
    JOIN outcomes_outcome AS its ON its.record_id = item.outcome_id
    JOIN people_person AS who ON who.party_id = its.person_id
    WHERE item.round_id = asked AND {OF_BANK.format(table="item")}
$$
"""
THIRD = f"""
CREATE FUNCTION sampled_by_a_third() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM {ITEM} AS item JOIN certification_check AS act ON act.outcome_id = item.outcome_id
        WHERE item.id = NEW.item_id AND act."by" = NEW."by"
    ) OR EXISTS (
        SELECT 1 FROM {ITEM} AS item JOIN certification_certification AS act ON act.outcome_id = item.outcome_id
        WHERE item.id = NEW.item_id AND act."by" = NEW."by"
    ) THEN
        RAISE EXCEPTION 'a third person checks a sample again'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sample_by_a_third_person';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER certification_samplefinding_third BEFORE INSERT ON certification_samplefinding
    FOR EACH ROW EXECUTE FUNCTION sampled_by_a_third();
"""
DRAWN = f"""
cardinality((SELECT nj_seats_as('operator'))::uuid[]) > 0
    AND EXISTS (SELECT 1 FROM {ITEM} AS item WHERE item.outcome_id = {{key}})
"""


def of_bank(table: str) -> str:
    """Rows of a round of the actor's bank."""
    return OF_BANK.format(table=table)


def shown(table: str, key: str) -> migrations.RunSQL:
    """Rows of outcomes that were drawn, to the operator."""
    return migrations.RunSQL(
        f"CREATE POLICY {table}_sampled ON {table} FOR SELECT USING ({DRAWN.format(key=f'{table}.{key}')})",
        f"DROP POLICY {table}_sampled ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0010_sampling"),
        ("accreditation", "0002_policies"),
        ("audit", "0001_initial"),
    ]

    operations = [
        protect_each(ROUND, select=(everyone,), insert=(OPERATOR,), update=(OPERATOR,)),
        protect_each("certification_samplingseed", select=(of_bank,), insert=(of_bank,)),
        protect_each(ITEM, select=(of_bank, seat("body_id", "certifier")), insert=(of_bank,)),
        protect_each(
            "certification_samplefinding", select=(parent("item_id", ITEM),), insert=(parent("item_id", ITEM),)
        ),
        *(append_only(f"certification_{name}") for name in ("samplingseed", "sampleitem", "samplefinding")),
        migrations.RunSQL(PROMISED, f"ALTER TABLE {ROUND} DROP CONSTRAINT sampling_seed_as_promised"),
        restrict_moves(
            "sampling",
            f"({step((None, 'announced'), ('announced', 'drawn'))}) AND {seat('organisation_id', 'operator')('kept')}",
        ),
        migrations.RunSQL(ACTS, "DROP FUNCTION sampling_acts(uuid)"),
        runs_as_reader("sampling_acts(uuid)"),
        migrations.RunSQL(NAMES, "DROP FUNCTION sampling_persons(uuid)"),
        runs_as_reader("sampling_persons(uuid)"),
        migrations.RunSQL(
            THIRD,
            "DROP TRIGGER certification_samplefinding_third ON certification_samplefinding;"
            " DROP FUNCTION sampled_by_a_third()",
        ),
        shown("outcomes_outcome", "record_id"),
        shown("records_record", "id"),
    ]
