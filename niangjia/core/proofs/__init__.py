"""Proofs on plain values: canonical forms, keys, Data Integrity. No Django, no network, no clock."""
