"""The JSON-LD contexts that are known, as files beside this one: README.md says where each comes from."""
