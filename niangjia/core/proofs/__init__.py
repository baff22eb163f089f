"""Proofs on plain values: canonical forms, keys, Data Integrity. No Django, no files, no network, no clock."""
