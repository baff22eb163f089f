# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""What a certifier's revocation undoes: shown to her, and undone by her, in colleges where she has no seat.

Row-level security hides other organisations' decisions from a body, and lets only registrars move them. These two
functions look past it, and look only at decisions that spent an outcome which the caller's own seat certifies. Only what
a revoked outcome was spent on is reversed, for a reason, and nothing else is locked.
"""

from django.db import migrations

from niangjia.kernel.access.policies import READER, runs_as_reader, seat

CERTIFIES = seat("body_id", "certifier")("mine")
TOUCHED = f"""
CREATE FUNCTION conversion_touched(asked uuid) RETURNS TABLE (
    decision uuid, state text, number text, version integer, college text, programme text, courses jsonb, spends jsonb
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT made.record_id, kept.state, coalesce(kept.number, ''), kept.version, college.name, programme.title,
        (SELECT jsonb_agg(jsonb_build_array(given.course_id, course.name, given.credited) ORDER BY course.position)
         FROM conversion_decisioncourse AS given JOIN programmes_course AS course ON course.id = given.course_id
         WHERE given.decision_id = made.record_id),
        (SELECT jsonb_agg(jsonb_build_array(paid.outcome_id, other.title, paid.standard) ORDER BY paid.outcome_id)
         FROM conversion_decisionspend AS paid JOIN outcomes_outcome AS other ON other.record_id = paid.outcome_id
         WHERE paid.decision_id = made.record_id)
    FROM conversion_decisionspend AS spent
    JOIN outcomes_outcome AS mine ON mine.record_id = spent.outcome_id
    JOIN conversion_decision AS made ON made.record_id = spent.decision_id
    JOIN records_record AS kept ON kept.id = made.record_id
    JOIN programmes_enrolment AS enrolled ON enrolled.id = made.enrolment_id
    JOIN programmes_programme AS programme ON programme.id = enrolled.programme_id
    JOIN people_organisation AS college ON college.party_id = enrolled.college_id
    WHERE spent.outcome_id = asked AND kept.state IN ('claimed', 'posted') AND {CERTIFIES}
    ORDER BY made.record_id
$$
"""
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
        RAISE EXCEPTION 'only what a revoked outcome was spent on is reversed, by a certifier of its body, for a reason'
            USING ERRCODE = 'insufficient_privilege';
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
WRITES = f"""
GRANT INSERT ON records_move TO {READER};
GRANT UPDATE ON records_record, conversion_decision, programmes_enrolment TO {READER};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conversion", "0003_who_moves"),
        ("certification", "0004_who_moves"),
        ("programmes", "0003_leave_of_absence"),
    ]

    operations = [
        migrations.RunSQL(WRITES, migrations.RunSQL.noop),
        migrations.RunSQL(TOUCHED, "DROP FUNCTION conversion_touched(uuid)"),
        runs_as_reader("conversion_touched(uuid)"),
        migrations.RunSQL(REVERSE, f"DROP FUNCTION {REVERSE_SIGNATURE}"),
        runs_as_reader(REVERSE_SIGNATURE),
    ]
