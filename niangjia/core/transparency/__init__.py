"""The hashes, proofs and signed heads of an append-only log, on plain values: RFC 6962 and C2SP's tiled logs."""
