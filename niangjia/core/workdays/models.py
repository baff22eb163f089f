"""The published calendar of days off and working weekends."""
