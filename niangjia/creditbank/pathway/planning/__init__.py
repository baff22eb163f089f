"""The degree audit and the shortest way to graduation: plain values in, plain values out. No Django, no clock."""
