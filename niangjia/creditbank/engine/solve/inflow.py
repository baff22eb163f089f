"""What an inflow becomes in a sink, and which inflows give a credited amount. Amounts in grain."""

from niangjia.creditbank.engine.problem import Cover, Rounding, Sink, SinkKind


def takes_part(sink: Sink) -> bool:
    """Whether the sink may be credited with less than its need."""
    return sink.cover is Cover.PART or sink.kind is SinkKind.POOL


def credited_range(sink: Sink) -> range:
    """The amounts above 0 that the sink may be credited with; empty when it can take nothing."""
    if takes_part(sink):
        return range(-(-sink.least // sink.step) * sink.step, sink.need + 1, sink.step)
    return range(sink.need, sink.need + 1) if sink.need and sink.need % sink.step == 0 else range(0)


def rounding_slack(sink: Sink) -> tuple[int, int]:
    """Least and most of inflow minus credited amount."""
    if sink.rounding is Rounding.CEIL:
        return 1 - sink.step, 0
    below = 0 if sink.rounding is Rounding.FLOOR else sink.step // 2
    return -below, sink.step - 1 - below


def rounded(sink: Sink, inflow: int) -> int:
    """The credited amount that an inflow gives, before need and cover are asked."""
    below, _ = rounding_slack(sink)
    return (inflow - below) // sink.step * sink.step


def most_inflow(sink: Sink) -> int:
    """The largest inflow that does not pass the sink's need; 0 when it can take nothing."""
    amounts = credited_range(sink)
    return amounts[-1] + rounding_slack(sink)[1] if amounts else 0
