"""Keys of issuers, the transparency log, status lists: what makes a credential checkable by somebody else."""
