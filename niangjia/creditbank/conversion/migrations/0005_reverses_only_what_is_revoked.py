# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""A certifier reverses only what an outcome that she has revoked was spent on, gives a reason, and locks nothing else."""

from django.db import migrations

from niangjia.kernel.access.policies import runs_as_reader, seat

CERTIFIES = seat("body_id", "certifier")("mine")
REVERSE = f"""
CREATE FUNCTION conversion_reverse_touched(
    asked uuid, seen uuid[], why text, happened timestamptz, label text, acting_as text
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    reversed integer;
    spending uuid[];
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM outcomes_outcome AS mine
        JOIN records_record AS kept ON kept.id = mine.record_id AND kept.state = 'revoked'
        WHERE mine.record_id = asked AND mine.person_id IS DISTINCT FROM nj_person() AND {CERTIFIES}
    ) OR coalesce(trim(why), '') = '' THEN
        RAISE EXCEPTION 'only what a revoked outcome was spent on is reversed, by a certifier of its body, for a reason' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT array_agg(spent.decision_id) INTO spending
    FROM conversion_decisionspend AS spent
    WHERE spent.outcome_id = asked AND spent.decision_id = ANY (seen);
    PERFORM 1 FROM programmes_enrolment WHERE id IN (
        SELECT made.enrolment_id FROM conversion_decision AS made WHERE made.record_id = ANY (spending)
    ) ORDER BY id FOR UPDATE;
    PERFORM 1 FROM conversion_decision WHERE record_id = ANY (spending) ORDER BY record_id FOR UPDATE;
    PERFORM 1 FROM records_record WHERE id = ANY (spending) ORDER BY id FOR UPDATE;
    INSERT INTO records_move (
        id, record_id, version, verb, from_state, to_state, at, actor_id, actor_label, roles, reason, note
    )
    SELECT gen_random_uuid(), kept.id, kept.version + 1, 'undo', 'posted', 'reversed', happened, nj_account(), label,
        acting_as, why, ''
    FROM records_record AS kept
    WHERE kept.id = ANY (spending) AND kept.state = 'posted'
    ORDER BY kept.id;
    GET DIAGNOSTICS reversed = ROW_COUNT;
    RETURN reversed;
END
$$
"""
REVERSE_SIGNATURE = "conversion_reverse_touched(uuid, uuid[], text, timestamptz, text, text)"


class Migration(migrations.Migration):
    dependencies = [("conversion", "0004_revocations")]

    operations = [
        migrations.RunSQL(f"DROP FUNCTION {REVERSE_SIGNATURE}", migrations.RunSQL.noop),
        migrations.RunSQL(REVERSE, f"DROP FUNCTION {REVERSE_SIGNATURE}"),
        runs_as_reader(REVERSE_SIGNATURE),
    ]
