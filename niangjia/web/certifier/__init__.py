"""The certifier's door: import outcomes, certify or refuse them."""
