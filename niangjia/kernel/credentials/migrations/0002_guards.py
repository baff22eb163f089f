# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""What the tables refuse to everyone, and who sees and writes which rows."""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import everyone, made_by_actor, own, person, protect_each

LEAF_GUARD = """
CREATE FUNCTION credentials_next_leaf() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.seq > 0 AND NOT EXISTS (SELECT 1 FROM credentials_logleaf WHERE seq = NEW.seq - 1) THEN
        RAISE EXCEPTION 'the log has no leaf % for % to follow', NEW.seq - 1, NEW.seq USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER credentials_next_leaf BEFORE INSERT ON credentials_logleaf
    FOR EACH ROW EXECUTE FUNCTION credentials_next_leaf();
"""
HEAD_GUARD = """
CREATE FUNCTION credentials_next_head() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.size <= coalesce((SELECT max(size) FROM credentials_loghead), 0)
        OR NEW.size <> (SELECT max(seq) + 1 FROM credentials_logleaf) THEN
        RAISE EXCEPTION 'a head of % leaves does not follow', NEW.size USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER credentials_next_head BEFORE INSERT ON credentials_loghead
    FOR EACH ROW EXECUTE FUNCTION credentials_next_head();
"""
KEY_GUARD = """
CREATE FUNCTION credentials_key_stays() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.id <> OLD.id OR NEW.issuer_id IS DISTINCT FROM OLD.issuer_id
        OR NEW.public <> OLD.public OR NEW.valid_from <> OLD.valid_from OR NEW.secret_cipher <> OLD.secret_cipher
        OR OLD.retired_at IS NOT NULL AND NEW.retired_at IS DISTINCT FROM OLD.retired_at
        OR OLD.revoked_since IS NOT NULL AND NEW.revoked_since IS DISTINCT FROM OLD.revoked_since THEN
        RAISE EXCEPTION 'a signing key is retired and revoked once, nothing else of it changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER credentials_key_stays BEFORE UPDATE OR DELETE ON credentials_signingkey
    FOR EACH ROW EXECUTE FUNCTION credentials_key_stays();
"""
STATUS_GUARD = """
CREATE FUNCTION credentials_status_stays() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.about_id <> OLD.about_id OR NEW.list_id <> OLD.list_id OR NEW.index <> OLD.index
        OR OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
        RAISE EXCEPTION 'a status keeps its place, and a revocation is final' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER credentials_status_stays BEFORE UPDATE OR DELETE ON credentials_statusentry
    FOR EACH ROW EXECUTE FUNCTION credentials_status_stays();
"""


def by_the_house(table: str) -> str:  # noqa: ARG001 - a reading takes the table
    """What the program does by itself, for nobody who is logged in."""
    return "(SELECT nj_account() IS NULL AND nj_person() IS NULL)"


def by_security(table: str) -> str:
    """Keys of organisations under a seat of a security administrator; the bank's to any of them."""
    return (
        f"EXISTS (SELECT 1 FROM people_closure AS path WHERE path.tree = 'party_team_union'"
        f" AND path.ancestor_id = ANY ((SELECT nj_seats_as('security'))::uuid[])"
        f" AND ({table}.issuer_id IS NULL OR path.descendant_id = {table}.issuer_id)"
        f" AND (path.valid_from IS NULL OR path.valid_from <= (SELECT nj_today()))"
        f" AND (path.valid_to IS NULL OR path.valid_to > (SELECT nj_today())))"
    )


def about_nobody(table: str) -> str:
    """Entries about no person."""
    return f"{table}.person_id IS NULL"


def drop(name: str, table: str) -> str:
    return f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}()"


class Migration(migrations.Migration):
    dependencies = [
        ("credentials", "0001_initial"),
        ("audit", "0001_initial"),
        ("access", "0007_seats_by_role"),
    ]

    operations = [
        append_only("credentials_logentry"),
        append_only("credentials_logleaf"),
        append_only("credentials_logsubtree"),
        append_only("credentials_loghead"),
        migrations.RunSQL(LEAF_GUARD, drop("credentials_next_leaf", "credentials_logleaf")),
        migrations.RunSQL(HEAD_GUARD, drop("credentials_next_head", "credentials_loghead")),
        migrations.RunSQL(KEY_GUARD, drop("credentials_key_stays", "credentials_signingkey")),
        migrations.RunSQL(STATUS_GUARD, drop("credentials_status_stays", "credentials_statusentry")),
        protect_each(
            "credentials_signingkey", select=(everyone,), insert=(everyone,), update=(by_the_house, by_security)
        ),
        protect_each(
            "credentials_logentry",
            select=(about_nobody, own("person_id"), person("person_id"), made_by_actor("entered_by")),
            insert=(everyone,),
        ),
        protect_each("credentials_logwaiting", select=(everyone,), insert=(everyone,), delete=(by_the_house,)),
        protect_each("credentials_logleaf", select=(everyone,), insert=(by_the_house,)),
        protect_each("credentials_logsubtree", select=(everyone,), insert=(by_the_house,)),
        protect_each("credentials_loghead", select=(everyone,), insert=(by_the_house,)),
        protect_each("credentials_statuslist", select=(everyone,), insert=(everyone,)),
        protect_each("credentials_statusentry", select=(everyone,), insert=(everyone,), update=(everyone,)),
    ]
