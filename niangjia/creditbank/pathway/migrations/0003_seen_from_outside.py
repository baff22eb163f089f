"""What reaches past the college's own rows: a reversal flags the graduation built on it, and a cohort's sender sees
counts, and of those who agreed how far they are.
"""

# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them

from django.db import migrations

from niangjia.kernel.access.policies import organisation, runs_as_reader

# No reversal can be written, by whomever, that leaves the graduation as if nothing had happened.
FLAG = """
CREATE FUNCTION pathway_flag_graduation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO records_move (
        id, record_id, version, verb, from_state, to_state, at, actor_id, actor_label, roles, reason, note
    )
    SELECT gen_random_uuid(), held.id, held.version + 1, 'flag', held.state, 'to_review', NEW.at, NEW.actor_id,
        NEW.actor_label, NEW.roles, NEW.reason, coalesce(undone.number, '')
    FROM conversion_decision AS made
    JOIN records_record AS undone ON undone.id = made.record_id
    JOIN pathway_graduation AS conferred ON conferred.enrolment_id = made.enrolment_id
    JOIN records_record AS held ON held.id = conferred.record_id AND held.state IN ('graduated', 'upheld')
    WHERE made.record_id = NEW.record_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER records_move_flags_graduation AFTER INSERT ON records_move
    FOR EACH ROW WHEN (NEW.from_state = 'posted' AND NEW.to_state = 'reversed')
    EXECUTE FUNCTION pathway_flag_graduation();
"""
UNFLAG = """
DROP TRIGGER records_move_flags_graduation ON records_move;
DROP FUNCTION pathway_flag_graduation();
"""
SENT_BY_ACTOR = organisation("commissioner_id")("cohort")
COUNTS = f"""
CREATE FUNCTION pathway_cohort_counts(asked uuid) RETURNS TABLE (state text, people integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT coalesce(conferred.state, kept.state), count(*)::integer
    FROM pathway_cohort AS cohort
    JOIN pathway_candidate AS candidate ON candidate.cohort_id = cohort.id
    JOIN records_record AS kept ON kept.id = candidate.record_id
    LEFT JOIN pathway_graduation AS graduation ON graduation.enrolment_id = candidate.enrolment_id
    LEFT JOIN records_record AS conferred ON conferred.id = graduation.record_id
        AND conferred.state IN ('graduated', 'to_review', 'upheld')
    WHERE cohort.id = asked AND {SENT_BY_ACTOR}
    GROUP BY 1
$$
"""
SHARED = f"""
CREATE FUNCTION pathway_shared_progress(asked uuid) RETURNS TABLE (
    person uuid, name text, state text, needed integer, recognised integer, studied integer
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH given AS (
        SELECT made.enrolment_id, part.course_id, sum(part.credited) AS credited
        FROM pathway_candidate AS candidate
        JOIN conversion_decision AS made ON made.enrolment_id = candidate.enrolment_id
        JOIN records_record AS posted ON posted.id = made.record_id AND posted.state = 'posted'
        JOIN conversion_decisioncourse AS part ON part.decision_id = made.record_id
        WHERE candidate.cohort_id = asked
        GROUP BY 1, 2
    )
    SELECT candidate.person_id, person.name, kept.state, programme.total_credits,
        coalesce((SELECT sum(credited) FROM given WHERE given.enrolment_id = candidate.enrolment_id), 0)::integer,
        coalesce((
            SELECT sum(greatest(0, course.credits - coalesce(given.credited, 0)))
            FROM programmes_passedcourse AS passed
            JOIN programmes_course AS course ON course.id = passed.course_id
            LEFT JOIN given ON given.enrolment_id = passed.enrolment_id AND given.course_id = passed.course_id
            WHERE passed.enrolment_id = candidate.enrolment_id
        ), 0)::integer
    FROM pathway_cohort AS cohort
    JOIN programmes_programme AS programme ON programme.id = cohort.programme_id
    JOIN pathway_candidate AS candidate ON candidate.cohort_id = cohort.id
    JOIN pathway_progressconsent AS consent ON consent.candidate_id = candidate.record_id AND consent.ended_at IS NULL
    JOIN records_record AS kept ON kept.id = candidate.record_id
    JOIN people_person AS person ON person.party_id = candidate.person_id
    WHERE cohort.id = asked AND {SENT_BY_ACTOR}
    ORDER BY person.name, candidate.person_id
$$
"""
SEATED = """
CREATE FUNCTION pathway_seated(asked uuid[]) RETURNS TABLE (group_id uuid, learners integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT seated.group_id, count(*)::integer
    FROM pathway_participation AS seated
    WHERE seated.group_id = ANY (asked) AND seated.left_at IS NULL
    GROUP BY 1
$$
"""


class Migration(migrations.Migration):
    dependencies = [("pathway", "0002_policies"), ("conversion", "0004_revocations")]

    operations = [
        migrations.RunSQL(FLAG, UNFLAG),
        runs_as_reader("pathway_flag_graduation()"),
        migrations.RunSQL(COUNTS, "DROP FUNCTION pathway_cohort_counts(uuid)"),
        runs_as_reader("pathway_cohort_counts(uuid)"),
        migrations.RunSQL(SHARED, "DROP FUNCTION pathway_shared_progress(uuid)"),
        runs_as_reader("pathway_shared_progress(uuid)"),
        migrations.RunSQL(SEATED, "DROP FUNCTION pathway_seated(uuid[])"),
        runs_as_reader("pathway_seated(uuid[])"),
    ]
