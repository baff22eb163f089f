-- The posting lane: whoever writes the books of this schema does so alone, until the end of the transaction.
-- It is taken as the last lock of a transaction, so that nobody waits in the lane for a row.
CREATE OR REPLACE FUNCTION ledger_enter_lane() RETURNS void
LANGUAGE sql SET search_path FROM CURRENT
AS $$ SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ':ledger', 0)) $$;
