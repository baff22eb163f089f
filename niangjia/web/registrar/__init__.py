"""The registrar's door: programmes, rule books, learners, proposals, claims, postings, papers."""
