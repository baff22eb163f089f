"""Published test vectors of the standards that proofs follow; they stay outside the project, where they are kept."""
