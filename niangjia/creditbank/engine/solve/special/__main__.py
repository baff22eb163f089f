"""Compile the special solver once, so that nobody who asks for a proposal has to wait for it."""

from niangjia.creditbank.engine.problem import Outcome, Pour, Problem, Sink
from niangjia.creditbank.engine.solve.special import search_whole

if __name__ == "__main__":
    search_whole(Problem(1, (Outcome("o", 1, 1),), (Sink("s", 1, 1),), (Pour("o", "s", "r"),)))
