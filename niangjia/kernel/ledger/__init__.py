"""Accounts and transfers, nothing else.

A transfer moves a positive integer of one unit from one account to another; an account's balance is what came in less
what went out. Nothing that was posted is ever changed: a correction is a transfer the other way that names the first.
"""
