-- One item of a batch on its way into the books; places count from 1. hold is what it adds to the pending amounts of its
-- two accounts: its own amount for a pending transfer, less the pending one's for a resolution, else 0. due_at is when
-- the pending transfer that it resolves expires.
CREATE TYPE ledger_item AS (
    place bigint, id uuid, from_account uuid, to_account uuid, amount bigint, unit smallint, event_at timestamptz,
    about_id uuid, group_id uuid, reverses_id uuid, reason text, kind smallint, pending_id uuid, expires_at timestamptz,
    hold bigint, due_at timestamptz
);
