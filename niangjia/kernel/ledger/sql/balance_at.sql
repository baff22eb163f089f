-- The posted balance of an account at an instant of booking: that of its last transfer booked by then, 0 before its
-- first, NULL for an account that does not exist. Sequence and instant rise together, so the transfer is found by
-- halving: some twenty index probes in a history of a million.
CREATE OR REPLACE FUNCTION ledger_balance_at(of_account uuid, instant timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off
AS $$
DECLARE
    account ledger_account;
    low bigint := 0; high bigint; middle bigint;
    probe record;
    found_balance bigint := 0;
BEGIN
    SELECT * INTO account FROM ledger_account WHERE id = of_account;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF account.last_booked_at <= instant THEN
        RETURN account.balance;
    END IF;
    high := account.version;
    WHILE low < high LOOP
        middle := (low + high + 1) / 2;
        SELECT booked_at, balance INTO probe FROM (
            SELECT booked_at, from_balance AS balance FROM ledger_transfer
            WHERE from_account = of_account AND from_seq = middle
            UNION ALL
            SELECT booked_at, to_balance FROM ledger_transfer WHERE to_account = of_account AND to_seq = middle
        ) AS side;
        IF probe.booked_at <= instant THEN
            low := middle;
            found_balance := probe.balance;
        ELSE
            high := middle - 1;
        END IF;
    END LOOP;
    RETURN found_balance;
END
$$;
