"""The worked example of the engine's statement: five outcomes, three courses, a pool of electives, three limits."""

from niangjia.creditbank.engine.problem import (
    AmountCap,
    Exclusion,
    Outcome,
    Pour,
    Problem,
    Remainder,
    Side,
    Sink,
    SinkKind,
)

LATHE_3 = Outcome("A", 800, 800, fan_out=3)
LATHE_4 = Outcome("B", 500, 500, fan_out=3)
SECOND_PRIZE = Outcome("C", 400, 400, fan_out=1, remainder=Remainder.LOST, life_months=18)
TRAINING_DYING = Outcome("D", 200, 200, life_months=6)
TRAINING_FRESH = Outcome("E", 200, 200, life_months=30)

MACHINING = Sink("1", 400, 400, contributors=1)
DRAWING = Sink("2", 300, 300)
SAFETY = Sink("3", 200, 200)
ELECTIVES = Sink("P", 300, 300, kind=SinkKind.POOL, least=50)

CERTIFICATES = AmountCap("certificates", Side.SOURCE, frozenset("AB"), 600)
RECOGNISED = AmountCap("recognised", Side.SINK, frozenset("123P"), 1100)
SAME_OCCUPATION = Exclusion("lathe", Side.SOURCE, frozenset("AB"))

PROBLEM = Problem(
    grain=100,
    outcomes=(LATHE_3, LATHE_4, SECOND_PRIZE, TRAINING_DYING, TRAINING_FRESH),
    sinks=(MACHINING, DRAWING, SAFETY, ELECTIVES),
    pours=(
        *(Pour(outcome, sink, "r") for outcome in "ABC" for sink in "12"),
        *(Pour(outcome, "3", "r") for outcome in "DE"),
        *(Pour(outcome, "P", "r", spill=True) for outcome in "AC"),
    ),
    limits=(CERTIFICATES, RECOGNISED, SAME_OCCUPATION),
)
