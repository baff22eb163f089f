"""The one history: who did what to what, when."""
