"""The bank operator's door: bodies and what they may certify, experts, settings, samples."""
