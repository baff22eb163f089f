"""The worker's door: my credits, why, claim, outcomes, what is on record of me."""
