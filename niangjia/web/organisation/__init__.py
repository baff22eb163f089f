"""The door of unions and enterprises: what their clerks see and do."""
