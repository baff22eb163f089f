-- The parts of a divided ledger. While the transfers are one table there is nothing to do here.

-- From when on nothing can be booked, as no part is there for it. NULL while the transfers are one table.
CREATE OR REPLACE FUNCTION ledger_parts_end() RETURNS timestamptz
LANGUAGE sql STABLE SET search_path FROM CURRENT
AS $$
    SELECT max(substring(pg_get_expr(part.relpartbound, part.oid) FROM 'TO \(''(.+)''\)')::timestamptz)
    FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid
    WHERE inhparent = 'ledger_transfer'::regclass AND part.relkind = 'r'
$$;

-- Makes one part, with the indexes, checks, guard and readers of the part before it. For the owner alone.
CREATE OR REPLACE FUNCTION ledger_add_part(of_year integer, starts_at timestamptz, ends_at timestamptz) RETURNS text
LANGUAGE plpgsql SET search_path FROM CURRENT SET timezone = 'Asia/Shanghai'
AS $$
DECLARE
    part text := 'ledger_transfer_' || of_year;
    earlier oid;
    reader name;
BEGIN
    PERFORM ledger_enter_lane();
    SELECT oid INTO STRICT earlier
    FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'ledger_transfer'::regclass AND relkind = 'r'
    ORDER BY relname DESC LIMIT 1;
    EXECUTE format('CREATE TABLE %I (LIKE %s INCLUDING ALL)', part, earlier::regclass);
    EXECUTE format('ALTER TABLE ledger_transfer ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, starts_at, ends_at);
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part || '_append_only', part);
    FOR reader IN
        SELECT rolname FROM pg_class, aclexplode(relacl) AS granted JOIN pg_roles ON pg_roles.oid = granted.grantee
        WHERE pg_class.oid = earlier AND privilege_type = 'SELECT' AND grantee <> relowner
    LOOP
        EXECUTE format('GRANT SELECT ON %I TO %I', part, reader);
    END LOOP;
    RETURN part;
END
$$;

-- Makes what is missing for the coming half-year, one part for each year in Asia/Shanghai, and gives the names. Anyone
-- may call it, as nothing but the clock says what is made.
CREATE OR REPLACE FUNCTION ledger_make_parts() RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'Asia/Shanghai'
AS $$
DECLARE
    made text[] := '{}';
    starts_at timestamptz;
BEGIN
    IF ledger_parts_end() IS NULL THEN
        RETURN made;
    END IF;
    PERFORM ledger_enter_lane();
    LOOP
        starts_at := ledger_parts_end();
        EXIT WHEN starts_at > clock_timestamp() + interval '6 months';
        made := made || ledger_add_part(extract(year FROM starts_at)::integer, starts_at,
                                        date_trunc('year', starts_at) + interval '1 year');
    END LOOP;
    RETURN made;
END
$$;
