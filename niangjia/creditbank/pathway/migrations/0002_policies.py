# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""Who sees and writes what: offers are for everyone, learners' rows for herself and her college's registrar."""

from collections.abc import Callable

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import (
    everyone,
    organisation,
    own,
    parent,
    protect_each,
    record,
    restrict_moves,
    runs_as_reader,
    seat,
    step,
)

Reading = Callable[[str], str]
KEEPS = seat("college_id", "registrar")


def of_registrar(*joins: tuple[str, str, str]) -> Reading:
    """Rows whose college the actor is registrar of: through parents, each as (table, its key, the child's column)."""

    def reading(table: str) -> str:
        child, sources = table, []
        for number, (name, key, column) in enumerate(joins):
            sources.append(f"{name} AS up{number} ON up{number}.{key} = {child}.{column}")
            child = f"up{number}"
        first, *rest = sources
        source, condition = first.split(" ON ")
        joined = "".join(f" JOIN {each}" for each in rest)
        return f"EXISTS (SELECT 1 FROM {source}{joined} WHERE {condition} AND {KEEPS(child)})"

    return reading


COHORT = ("pathway_cohort", "id", "cohort_id")
SEMESTER = ("pathway_semester", "id", "semester_id")
GROUP = ("pathway_coursegroup", "id", "group_id")
COURSE = ("programmes_course", "id", "course_id")
PROGRAMME = ("programmes_programme", "id", "programme_id")
ENROLMENT = ("programmes_enrolment", "id", "enrolment_id")
PARTICIPATION = ("pathway_participation", "id", "participation_id")
LIST = ("pathway_graduationlist", "record_id", "list_id")
ROW = ("pathway_graduationrow", "id", "row_id")


def in_cohort(table: str) -> str:
    """Her own cohorts, to a worker: by a function, since a candidate's row is written by whoever keeps the cohort."""
    return f"pathway_is_in_cohort({table}.id)"


def of_own_candidate(table: str) -> str:
    """Consents that the worker herself gave."""
    return (
        f"EXISTS (SELECT 1 FROM pathway_candidate AS hers WHERE hers.record_id = {table}.candidate_id"
        " AND hers.person_id = (SELECT nj_person()))"
    )


def of_a_learner(table: str) -> str:
    """Shifts of the actor's college's learners."""
    return (
        f"EXISTS (SELECT 1 FROM programmes_enrolment AS enrolled WHERE enrolled.person_id = {table}.person_id"
        f" AND enrolled.ended_on IS NULL AND {KEEPS('enrolled')})"
    )


def by_another(table: str) -> str:
    """Confirmed by whoever acts, who is not who entered it."""
    return (
        f"{table}.by = (SELECT nj_account()) AND EXISTS (SELECT 1 FROM pathway_mark AS entered"
        f" WHERE entered.id = {table}.mark_id AND entered.entered_by IS DISTINCT FROM {table}.by)"
    )


def of_own_row(table: str) -> str:
    """The row by which she graduated, to a worker."""
    return (
        f"EXISTS (SELECT 1 FROM pathway_graduation AS hers JOIN programmes_enrolment AS enrolled"
        f" ON enrolled.id = hers.enrolment_id WHERE hers.row_id = {table}.id"
        " AND enrolled.person_id = (SELECT nj_person()))"
    )


IN_COHORT = """
CREATE FUNCTION pathway_is_in_cohort(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (
        SELECT 1 FROM pathway_candidate AS hers WHERE hers.cohort_id = asked AND hers.person_id = nj_person()
    )
$$
"""
WITHIN_CAPACITY = """
CREATE FUNCTION pathway_within_capacity() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF (SELECT count(*) FROM pathway_participation AS seated WHERE seated.group_id = NEW.group_id AND seated.left_at IS NULL)
        > (SELECT capacity FROM pathway_coursegroup WHERE id = NEW.group_id) THEN
        RAISE EXCEPTION 'more learners than places'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'group_within_capacity';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER pathway_participation_within_capacity AFTER INSERT ON pathway_participation
    FOR EACH ROW EXECUTE FUNCTION pathway_within_capacity();
"""
REGISTRAR = seat("organisation_id", "registrar")("kept")
HERS = "kept.subject_id = (SELECT nj_person())"
PARTS = ("pathway_graduationrow", "pathway_graduationrequirement", "pathway_graduation")
APPENDED = ("pathway_attendance", "pathway_mark", "pathway_markconfirmation", *PARTS)
OF_PARTICIPATION = of_registrar(PARTICIPATION, ENROLMENT)


class Migration(migrations.Migration):
    dependencies = [
        ("pathway", "0001_initial"),
        ("programmes", "0003_leave_of_absence"),
        ("records", "0005_records_stay_what_they_are"),
        ("access", "0007_seats_by_role"),
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(IN_COHORT, "DROP FUNCTION pathway_is_in_cohort(uuid)"),
        runs_as_reader("pathway_is_in_cohort(uuid)"),
        protect_each(
            "pathway_cohort",
            select=(organisation("college_id"), organisation("commissioner_id"), in_cohort),
            insert=(KEEPS,),
            update=(KEEPS,),
        ),
        protect_each(
            "pathway_candidate",
            select=(own("person_id"), record()),
            insert=(of_registrar(COHORT),),
            update=(of_registrar(COHORT),),
        ),
        protect_each(
            "pathway_progressconsent",
            select=(of_own_candidate,),
            insert=(of_own_candidate,),
            update=(of_own_candidate,),
        ),
        protect_each("pathway_semester", select=(everyone,), insert=(KEEPS,), update=(KEEPS,)),
        protect_each(
            "pathway_coursegroup",
            select=(everyone,),
            insert=(of_registrar(SEMESTER),),
            update=(of_registrar(SEMESTER),),
        ),
        protect_each(
            "pathway_groupsitting",
            select=(everyone,),
            insert=(of_registrar(GROUP, SEMESTER),),
            delete=(of_registrar(GROUP, SEMESTER),),
        ),
        protect_each(
            "pathway_prerequisite",
            select=(everyone,),
            insert=(of_registrar(COURSE, PROGRAMME),),
            delete=(of_registrar(COURSE, PROGRAMME),),
        ),
        protect_each(
            "pathway_participation",
            select=(parent("enrolment_id", "programmes_enrolment"),),
            insert=(of_registrar(ENROLMENT),),
            update=(of_registrar(ENROLMENT),),
        ),
        protect_each(
            "pathway_attendance",
            select=(parent("participation_id", "pathway_participation"),),
            insert=(OF_PARTICIPATION,),
        ),
        protect_each(
            "pathway_mark", select=(parent("participation_id", "pathway_participation"),), insert=(OF_PARTICIPATION,)
        ),
        protect_each(
            "pathway_markconfirmation",
            select=(parent("mark_id", "pathway_mark"),),
            insert=(by_another,),
        ),
        protect_each(
            "pathway_shiftpattern",
            select=(own("person_id"), of_a_learner),
            insert=(own("person_id"),),
            update=(own("person_id"),),
        ),
        protect_each(
            "pathway_graduationlist",
            select=(record(),),
            insert=(of_registrar(PROGRAMME),),
            update=(of_registrar(PROGRAMME),),
        ),
        protect_each(
            "pathway_graduationrow",
            select=(parent("list_id", "pathway_graduationlist", "record_id"), of_own_row),
            insert=(of_registrar(LIST, PROGRAMME),),
        ),
        protect_each(
            "pathway_graduationrequirement",
            select=(parent("row_id", "pathway_graduationrow"),),
            insert=(of_registrar(ROW, LIST, PROGRAMME),),
        ),
        protect_each(
            "pathway_graduation",
            select=(parent("enrolment_id", "programmes_enrolment"),),
            insert=(of_registrar(ENROLMENT),),
        ),
        *(append_only(table) for table in APPENDED),
        migrations.RunSQL(
            WITHIN_CAPACITY,
            "DROP TRIGGER pathway_participation_within_capacity ON pathway_participation;"
            "DROP FUNCTION pathway_within_capacity()",
        ),
        restrict_moves(
            "candidate",
            f"({step((None, 'listed'), ('listed', 'stated'), ('stated', 'stated'), ('stated', 'admitted'))})"
            f" AND {REGISTRAR}",
            f"({step(('admitted', 'enrolled'), ('stated', 'listed'))}) AND {REGISTRAR}",
            f"({step(('listed', 'withdrawn'), ('stated', 'withdrawn'), ('admitted', 'withdrawn'))})"
            f" AND ({REGISTRAR} OR {HERS})",
        ),
        restrict_moves(
            "graduation_list",
            f"({step((None, 'drawn'), ('drawn', 'signed'), ('signed', 'issued'))}) AND {REGISTRAR}",
            f"({step(('drawn', 'dropped'), ('signed', 'dropped'))}) AND {REGISTRAR}",
        ),
        restrict_moves(
            "graduation",
            f"({step((None, 'graduated'), ('graduated', 'to_review'), ('upheld', 'to_review'))}) AND {REGISTRAR}",
            f"({step(('to_review', 'upheld'), ('to_review', 'withdrawn'))}) AND {REGISTRAR}"
            " AND kept.subject_id IS DISTINCT FROM (SELECT nj_person())",
        ),
    ]
