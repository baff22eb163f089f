"""Speed, side by side: each figure is a ratio, ours over theirs in one run, more is better."""
